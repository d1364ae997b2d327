"""A public site's first week: what newcomers wait for, and how much they link to."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from community.models import Site, rule
from core.clock import spoken
from core.http import No, Verdict

_LINK = re.compile(r"<a\s[^>]*\bhref=[\"'](?!#)")


def newcomer_wait(user: Any, name: str, at: datetime, **length: float) -> Verdict:
    """A wait that a site may ask of newcomers; the refusal names the moment from which it is allowed."""
    opens = user.joined + timedelta(**length)
    if at >= opens or user.is_moderator:
        return True
    return No(f"New members can {name} from {spoken(opens, Site.current().zone)} on.")


def message_verdict(user: Any, *, at: datetime | None = None) -> Verdict:
    """Whether a member is here long enough to write messages to others."""
    at = at or timezone.now()
    return newcomer_wait(user, "write messages", at, days=rule("newcomers.messages", at=at))


def is_newcomer(user: Any, at: datetime) -> bool:
    """In the first week, unless a role was given already."""
    return not user.roles and at < user.joined + timedelta(days=rule("newcomers.week", at=at))


def links_in(*texts_html: str) -> int:
    """How many links our stored markup leads away with; an address within the page is none."""
    return sum(len(_LINK.findall(html)) for html in texts_html)


def link_verdict(user: Any, *texts_html: str, at: datetime) -> Verdict:
    """A newcomer's text holds few links: robots join to leave them."""
    if not is_newcomer(user, at):
        return True
    most, found = int(rule("newcomers.links", at=at)), links_in(*texts_html)
    if found <= most:
        return True
    until = spoken(user.joined + timedelta(days=rule("newcomers.week", at=at)), Site.current().zone)
    return No(f"This holds {found} links. Until {until}, while you are new here, at most {most} are possible. Your text is kept.")


def waits_for_moderator(user: Any, at: datetime) -> bool:
    """Whether the next comment of this member waits until a moderator has read it."""
    most = int(rule("newcomers.approval", at=at))
    return bool(most) and is_newcomer(user, at) and user.comments.filter(tip_jar=False)[:most].count() < most
