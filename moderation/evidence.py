"""What the finder found, with names, comments and times: for a moderator who looks at it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import User
from comments.models import Comment, Rating
from core.shelf import Shelf
from moderation import finder
from moderation.finder import Finding, Given

FRESH_FOR = 600.0  # seconds: it looks at forty thousand ratings, so it looks again after a while only
LONGEST = 20  # findings on the page, each with so many comments
_found = Shelf(4_000_000)
HEADINGS = {
    "alike-recommend": "They recommend the same comments",
    "alike-hide": "They hide the same comments",
    "serial": "They hide one author again and again",
    "fresh": "They joined together and rate one author",
}


class Evidence(NamedTuple):
    """One finding as the page shows it."""

    heading: str
    members: list[User]
    author: User | None
    one_in: int  # so many honest sites, of which one would show this by chance
    pairs: list[tuple[User, User | None, int, float]]
    comments: list[tuple[Comment, list[Rating]]]


def newest(kind: str, *, since: datetime) -> list[Given]:
    """The newest ratings of this kind, at most finder.MOST of them: one query, along the primary key."""
    asked = ("user", "comment", "comment__author", "comment__diary", "at", "user__joined")
    rows = Rating.objects.filter(kind=kind, carried=False, comment__author__isnull=False).order_by("-pk").values_list(*asked)
    return [Given(*row) for row in rows[: finder.MOST] if row[4] > since]


def look(at: datetime | None = None) -> list[Evidence]:
    """What there is to look at, the least likely by chance first."""
    at = at or timezone.now()
    findings = _found.made("findings", (), lambda: _find(at), seconds=FRESH_FOR)
    return _shown(findings[:LONGEST])


def forget() -> None:
    _found.clear()


def _find(at: datetime) -> list[Finding]:
    return finder.find(newest("recommend", since=at - finder.RECOMMENDS), newest("hide", since=at - finder.HIDES))


def _shown(findings: list[Finding]) -> list[Evidence]:
    """With names and comments: three queries however many there are."""
    people = User.objects.in_bulk({pk for each in findings for pk in (*each.members, each.author) if pk})
    wanted = {pk for each in findings for pk in each.comments[:LONGEST]}
    comments = Comment.objects.for_listing().in_bulk(wanted)
    given: dict[int, list[Rating]] = {}
    ratings = Rating.objects.filter(comment__in=wanted, user__in=people, carried=False).select_related("user").order_by("at")
    for rating in ratings:
        given.setdefault(rating.comment_id, []).append(rating)
    return [_one(each, people, comments, given) for each in findings]


def _one(found: Finding, people: dict[int, User], comments: dict[int, Comment], given: dict[int, list[Rating]]) -> Evidence:
    kind = "hide" if found.kind in ("serial", "alike-hide") else "" if found.kind == "fresh" else "recommend"

    def by_them(pk: int) -> list[Rating]:
        return [each for each in given.get(pk, []) if each.user_id in found.members and kind in ("", each.kind)]

    pairs: list[Any] = [(people[pair.one], people.get(pair.other), pair.together, pair.expected) for pair in found.pairs[:LONGEST]]
    return Evidence(
        heading=HEADINGS[found.kind],
        members=[people[pk] for pk in found.members if pk in people],
        author=people.get(found.author or 0),
        one_in=min(10**12, round(1 / max(found.chance, 1e-12))),
        pairs=pairs,
        comments=[(comments[pk], by_them(pk)) for pk in found.comments[:LONGEST] if pk in comments],
    )
