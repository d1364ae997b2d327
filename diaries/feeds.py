"""Atom feeds, one under every list, with the full text."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from accounts.models import User
from community.models import Site
from core import marks
from core.clock import stamp
from core.pagecache import shared
from diaries.models import Diary, Rescue, Tag, Update
from diaries.ranking import recommended

LENGTH = 30  # entries


def public(feed: Feed, *on: str | int, of_diary: bool = False) -> Callable[..., HttpResponse]:
    """The view of a feed that is the same for everybody: kept while its marks hold, and 304 for a reader that has it already."""

    @require_safe
    @conditional_page
    def view(request: HttpRequest, **place: Any) -> HttpResponse:
        response = feed(request, **place)
        response.headers.pop("Last-Modified", None)  # what was removed changes no date: only the content itself can tell
        return shared(request, response, *on, *([marks.of_diary(place["pk"])] if of_diary else []))

    return view


class Atom(Atom1Feed):
    """An empty feed says the same each time it is asked for."""

    def root_attributes(self) -> dict[str, str]:
        """Pictures in the texts are found from wherever the feed is read."""
        return super().root_attributes() | {"xml:base": f"{settings.SITE_URL}/"}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """In another language than the feed's."""
        return {"xml:lang": item["lang"]} if item.get("lang", self.feed["language"]) != self.feed["language"] else {}

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class RecentFeed(Feed):
    """The newest diaries of the site; the other feeds narrow it."""

    feed_type = Atom

    @property
    def language(self) -> str:  # type: ignore[override]
        return Site.current().language

    def item_extra_kwargs(self, item: Diary) -> dict[str, Any]:
        return {"lang": item.lang}

    def title(self, record: Any) -> str:
        return f"{record or 'Recent diaries'} - {Site.current().name}"

    def subtitle(self, record: Any) -> str:
        return Site.current().tagline

    def link(self, record: Any) -> str:
        return record.get_absolute_url() if record else reverse("recent")

    def diaries(self, record: Any) -> QuerySet[Diary]:
        return Diary.objects.recent()

    def items(self, record: Any) -> list[Diary]:
        return list(self.with_all(self.diaries(record))[:LENGTH])

    def with_all(self, diaries: QuerySet[Diary]) -> QuerySet[Diary]:
        updates = Prefetch("updates", Update.objects.standing(), to_attr="standing_updates")
        return diaries.select_related("author").prefetch_related("taggings__tag", updates)

    def item_title(self, item: Diary) -> str:
        return item.title

    def item_description(self, item: Diary) -> str:
        """The text, and below it the updates with their dates."""
        zone = Site.current().zone
        updates = "".join(f"<p><b>Update: {stamp(update.at, zone)}</b></p>{update.body_html}" for update in item.standing_updates)  # type: ignore[attr-defined]
        return f"{item.intro_html}{item.body_html}{updates}"

    def item_author_name(self, item: Diary) -> str:
        return item.author.name

    def item_pubdate(self, item: Diary) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Diary) -> datetime:
        return max([item.changed_at, *(update.at for update in item.standing_updates)])  # type: ignore[attr-defined]

    def item_categories(self, item: Diary) -> list[str]:
        return [tag.name for tag in item.tag_list]


class PersonFeed(RecentFeed):
    def get_object(self, request: HttpRequest, username: str) -> User:
        return get_object_or_404(User, username=username, left=None)

    def diaries(self, record: User) -> QuerySet[Diary]:
        return Diary.objects.recent().filter(author=record)


class TagFeed(RecentFeed):
    """Under the address of another name for the tag too: feed readers keep what they were given."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        asked = Tag.objects.filter(slug=slug).select_related("alias_of").first()
        return get_object_or_404(Tag.objects.on_published(), pk=asked and (asked.alias_of_id or asked.pk))

    def diaries(self, record: Tag) -> QuerySet[Diary]:
        return Diary.objects.recent().tagged(record)


class RecommendedFeed(RecentFeed):
    """The recommended list in its order of this moment."""

    def title(self, record: Any) -> str:
        return f"Recommended diaries - {Site.current().name}"

    def link(self, record: Any) -> str:
        return reverse("recommended")

    def items(self, record: Any) -> list[Diary]:
        order = [entry.diary for entry in recommended()]
        found = {diary.pk: diary for diary in self.with_all(Diary.objects.listed().filter(pk__in=order))}
        return [found[pk] for pk in order if pk in found]


class DiscussedFeed(RecentFeed):
    """The most discussed of the week, in the order of this moment."""

    def title(self, record: Any) -> str:
        return f"Most discussed - {Site.current().name}"

    def link(self, record: Any) -> str:
        return reverse("discussed")

    def diaries(self, record: Any) -> QuerySet[Diary]:
        return Diary.objects.discussed()


class SpotlightFeed(RecentFeed):
    """What rescuers found, the newest find first, each with the words of who found it."""

    def title(self, record: Any) -> str:
        return f"Community Spotlight - {Site.current().name}"

    def link(self, record: Any) -> str:
        return reverse("spotlight")

    def items(self, record: Any) -> list[Diary]:
        updates = Prefetch("diary__updates", Update.objects.standing(), to_attr="standing_updates")
        found = (
            Rescue.objects.readable(AnonymousUser()).spotlighted().select_related("diary__author", "nominated_by", "seconded_by")
        )
        diaries = []
        for rescue in found.prefetch_related("diary__taggings__tag", updates)[:LENGTH]:
            rescue.diary.rescue = rescue  # type: ignore[attr-defined]
            diaries.append(rescue.diary)
        return diaries

    def item_description(self, item: Any) -> str:
        who = f"Rescued by {item.rescue.nominated_by.name} and {item.rescue.seconded_by.name}."
        return f"<p><em>{escape(item.rescue.blurb)}</em></p><p>{escape(who)}</p>{super().item_description(item)}"

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.rescue.spotlighted_at

    def item_updateddate(self, item: Any) -> datetime:
        return max(super().item_updateddate(item), item.rescue.spotlighted_at)
