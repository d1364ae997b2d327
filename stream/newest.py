"""The newest diaries of the whole site: the same for all, so every process keeps them, and a reader's stream is mostly found among them.

Asking the database for the stream of each reader costs PostgreSQL ten times what it takes to look through what is kept here.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple, Self

from core import marks
from core.shelf import Shelf
from core.statements import lasting_cursor
from diaries.models import Diary, Tagging
from groups.models import Republication
from stream.places import Entry, Place, Source

KEPT = 300  # diaries of the site, and as many that groups have shown lately
OLDEST = 10.0  # seconds: what another machine published is never later than this
SHELF = Shelf(4 * 1024 * 1024)
_INTERESTS = """SELECT 0, "member_id", "tag_id", "group_id" FROM "stream_follow" WHERE "by_id" = %s
UNION ALL SELECT 1, "member_id", "tag_id", NULL FROM "stream_mute" WHERE "by_id" = %s"""


class Interests(NamedTuple):
    """What a member follows and has muted, by primary keys."""

    members: set[int]
    tags: set[int]
    groups: set[int]
    muted_members: set[int]
    muted_tags: set[int]

    @classmethod
    def of(cls, me: int) -> Self:
        """One query."""
        with lasting_cursor() as cursor:
            cursor.execute(_INTERESTS, (me, me))
            rows = cursor.fetchall()
        followed, muted = [row for row in rows if not row[0]], [row for row in rows if row[0]]
        columns = [{row[place] for row in followed} - {None} for place in (1, 2, 3)]
        return cls(*columns, *({row[place] for row in muted} - {None} for place in (1, 2)))

    @property
    def follow_nothing(self) -> bool:
        return not (self.members or self.tags or self.groups)


class Shown(NamedTuple):
    """A group shows a diary; in the order in which they came to."""

    at: datetime
    pk: int
    group: int
    first: bool


class Fresh(NamedTuple):
    """A diary that lists show, with all through which it can come into a stream."""

    pk: int
    published_at: datetime | None
    author: int
    tags: frozenset[int]
    shown: list[Shown]

    def entry(self, reader: Interests) -> Entry | None:
        """Its place in this reader's stream: where it first came in, by author and tags, or by a group."""
        if self.author in reader.muted_members or not self.tags.isdisjoint(reader.muted_tags):
            return None
        sources: list[Source] = [("member", self.author)] if self.author in reader.members else []
        sources += [("tag", tag) for tag in self.tags & reader.tags]
        shown = [each for each in self.shown if each.group in reader.groups]
        at = self.published_at if sources else None
        if at is None:
            if not shown:
                return None
            sources, at = [], shown[0].at
        return Entry(Place(at, self.pk), sources + [("published" if each.first else "republished", each.group) for each in shown])


class Newest:
    """They are complete after `floor`; without one they are all that there is."""

    def __init__(self, diaries: list[Fresh], floor: datetime | None) -> None:
        self.diaries, self.floor = diaries, floor

    def entries(self, reader: Interests, before: Place, size: int) -> list[Entry] | None:
        """The newest `size` before a place; None where that reaches further back than what is kept."""
        every = (entry for diary in self.diaries if (entry := diary.entry(reader)))
        found = [entry for entry in every if entry.place < before and (self.floor is None or entry.place.at > self.floor)]
        if self.floor is not None and len(found) < size:
            return None
        found.sort(key=lambda entry: entry.place, reverse=True)
        return found[:size]


def newest() -> Newest:
    """Four queries where something was published, tagged or shown since it was last asked for."""
    kept: Newest = SHELF.made("newest", (marks.SITE,), _read, seconds=OLDEST)
    return kept


def _read() -> Newest:
    rows: dict[int, Any] = {row[0]: row for row in Diary.objects.recent().values_list("pk", "published_at", "author")[:KEPT]}
    shown = Republication.objects.standing().filter(diary__in=Diary.objects.listed()).order_by("-at", "-pk")
    by_groups = list(shown.values_list("diary", "diary__published_at", "diary__author", "at")[:KEPT])
    ends = [row[1] for row in rows.values()][KEPT - 1 :] + [row[3] for row in by_groups][KEPT - 1 :]
    rows |= {row[0]: row[:3] for row in by_groups}
    tags, groups = defaultdict(set), defaultdict(list)
    for diary, tag in Tagging.objects.filter(content_object__in=rows).order_by().values_list("content_object", "tag"):
        tags[diary].add(tag)
    standing = Republication.objects.standing().filter(diary__in=rows).order_by("at", "pk")
    for diary, at, pk, group, first in standing.values_list("diary", "at", "pk", "group", "first"):
        groups[diary].append(Shown(at, pk, group, first))
    fresh = [Fresh(pk, at, author, frozenset(tags[pk]), groups[pk]) for pk, at, author in rows.values()]
    return Newest(fresh, max(ends, default=None))
