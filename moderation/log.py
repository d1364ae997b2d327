"""The public log as machines read it: an Atom feed and JSON. Both say what the page says."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from community.models import Site
from moderation.models import ModerationAction

LENGTH = 50  # lines of the feed


def as_json(line: ModerationAction) -> dict[str, Any]:
    """One line. A redacted part says so; what is not public has neither title nor address."""
    return {
        "id": line.pk,
        "at": line.at.isoformat(),
        "act": line.kind,
        "by": line.by.name if line.by else None,
        "whom": line.whom or None,
        "what": line.what or line.thing or None,
        "diary": line.title or None,
        "address": line.address or None,
        "rule": {"number": line.rule.number, "title": line.rule.title} if line.rule else None,
        "reason": line.reason,
        "until": line.until.isoformat() if line.until else None,
        "about": line.about_id,
        "redacted": line.is_black,
        "words": line.words,
    }


class LogFeed(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return f"Public log of moderation - {Site.current().name}"

    def link(self) -> str:
        return reverse("log")

    def items(self) -> list[ModerationAction]:
        return list(ModerationAction.objects.newest_first().for_listing()[:LENGTH])

    def item_title(self, item: ModerationAction) -> str:  # type: ignore[override]
        return item.words

    def item_description(self, item: ModerationAction) -> str:  # type: ignore[override]
        rule = f"Rule {item.rule.number}, {item.rule.title}. " if item.rule else ""
        return f"{rule}{item.reason}"

    def item_pubdate(self, item: ModerationAction) -> datetime:
        return item.at

    def item_updateddate(self, item: ModerationAction) -> datetime:
        return item.at
