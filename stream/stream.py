"""A member's stream: the diaries of those they follow, each once, as they came in.

What it costs does not grow with the archive. Where enough of the site's newest diaries are followed, these are the page. Else every source
(a member, a tag, a group that one follows) finds its own newest diary by an index; only the sources whose newest are among the newest can
have part in the page, and of each of these at most a page is read. All of it is one statement, the same for both engines.
"""

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.http import Http404
from django.utils.dateparse import parse_datetime

from accounts.models import User
from core.statements import lasting_cursor
from diaries.models import Diary
from groups.models import Group

ON_A_PAGE = 20
WINDOW = 300  # diaries of the site that are looked at first
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where in the stream: before this moment, and among what came at it before this diary."""

    at: datetime
    diary: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.diary}"

    @classmethod
    def of(cls, text: str) -> "Place":
        """From an address. Raises Http404 for what is none."""
        moment, _, diary = text.partition("-")
        if not (text.isascii() and moment.isdigit() and diary.isdigit() and len(moment) <= 17 and len(diary) <= 18):
            raise Http404("There is no such place in the stream.")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(moment)), int(diary))
        except OverflowError as error:
            raise Http404("There is no such place in the stream.") from error


NOW = Place(datetime(9999, 1, 1, tzinfo=UTC), 0)


class Reason(NamedTuple):
    """Why a diary is in the stream: `by bob`, `tagged Ferry`, `republished by Night shift`."""

    word: str
    name: str
    address: str


Source = tuple[str, int]  # member, tag, published or republished (by a group); and its id
_WORDS = {"member": "by", "tag": "tagged", "published": "published by", "republished": "republished by"}


class Entry(NamedTuple):
    """One diary of the stream: since when, and through what."""

    place: Place
    sources: list[Source]


class Stream:
    def __init__(self, owner: User) -> None:
        self.owner = owner

    def entries(self, *, before: Place = NOW, size: int = ON_A_PAGE) -> list[Entry]:
        """The newest `size`, or those before a place: one query, whatever is followed."""
        found: dict[int, Entry] = {}
        for diary, at, kind, source in _rows(self.owner.pk, before, size):
            if diary not in found and len(found) == size:
                break
            entry = found.setdefault(diary, Entry(Place(at, diary), []))
            if kind != "group":  # that only says when
                entry.sources.append((kind, source))
        return list(found.values())

    def diaries(self, *, before: Place = NOW, size: int = ON_A_PAGE) -> list[Diary]:
        """The same with all that a list shows; each with its `place` and its `reasons`. Four queries."""
        entries = self.entries(before=before, size=size)
        records = Records(entries)
        out = []
        for entry in entries:
            if diary := records.diaries.get(entry.place.diary):
                diary.place, diary.reasons = entry.place, [records.reason(diary, source) for source in in_order(entry)]  # type: ignore[attr-defined]
                out.append(diary)
        return out


def in_order(entry: Entry) -> list[Source]:
    """Its reasons: the member first, then tags, then groups."""
    return sorted(set(entry.sources), key=lambda source: (list(_WORDS).index(source[0]), source[1]))


class Records:
    """What the entries are about, read when it is first asked for."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries

    @cached_property
    def diaries(self) -> dict[int, Diary]:
        return Diary.objects.listed().for_listing().in_bulk([entry.place.diary for entry in self.entries])

    @cached_property
    def _groups(self) -> dict[int, Group]:
        return Group.objects.in_bulk({pk for entry in self.entries for kind, pk in entry.sources if kind.endswith("published")})

    def reason(self, diary: Diary, source: Source) -> Reason:
        """In words. A source that has disappeared in this very moment is one without a name."""
        kind, pk = source
        tags = {tag.pk: tag for tag in diary.tag_list}
        what: Any = {"member": lambda: diary.author, "tag": lambda: tags.get(pk)}.get(kind, lambda: self._groups.get(pk))()
        return (
            Reason(_WORDS[kind], what.name, what.get_absolute_url())
            if what
            else Reason(_WORDS[kind], "…", diary.get_absolute_url())
        )


# -- the statement --------------------------------------------------------------------------------------------------------

_UNMUTED = """
 AND (NOT EXISTS (SELECT 1 FROM stream_mute m WHERE m.by_id = %(me)s AND m.member_id IS NOT NULL)
  OR {author} NOT IN (SELECT m.member_id FROM stream_mute m WHERE m.by_id = %(me)s AND m.member_id IS NOT NULL))
 AND (NOT EXISTS (SELECT 1 FROM stream_mute m WHERE m.by_id = %(me)s AND m.tag_id IS NOT NULL)
  OR NOT EXISTS (SELECT 1 FROM diaries_tagging mt WHERE mt.content_object_id = {diary} AND mt.tag_id IN
   (SELECT m.tag_id FROM stream_mute m WHERE m.by_id = %(me)s AND m.tag_id IS NOT NULL)))"""
_LISTED = "{row}.state = 'published' AND NOT {row}.tip_jar_hidden"


class _Source(NamedTuple):
    """One kind of what can be followed: its column on a follow, its entries, and when each came in.

    A diary is looked up row by row where it is needed, never joined: SQLite would read all of them first.
    """

    kind: str
    column: str
    rows: str
    at: str
    diary: str
    author: str


_SOURCES = [
    _Source("member", "member_id", f"diaries_diary x WHERE x.author_id = {{source}} AND {_LISTED.format(row='x')}",
        "x.published_at", "x.id", "x.author_id"),
    _Source("tag", "tag_id", "diaries_tagging y WHERE y.tag_id = {source} AND y.listed_at IS NOT NULL AND y.listed_at > %(first)s",
        "y.listed_at", "y.content_object_id", "(SELECT d.author_id FROM diaries_diary d WHERE d.id = y.content_object_id)"),
    # What a group shows comes in with it only where it had not come in before: by its author, by a tag, or by another group.
    _Source("group", "group_id", f"""groups_republication y WHERE y.group_id = {{source}} AND y.ended_at IS NULL
 AND EXISTS (SELECT 1 FROM diaries_diary d WHERE d.id = y.diary_id AND {_LISTED.format(row='d')} AND (d.published_at IS NULL OR NOT EXISTS
  (SELECT 1 FROM stream_follow o WHERE o.by_id = %(me)s AND o.member_id = d.author_id)))
 AND NOT EXISTS (SELECT 1 FROM diaries_tagging t WHERE t.content_object_id = y.diary_id AND t.listed_at > %(first)s
  AND EXISTS (SELECT 1 FROM stream_follow o WHERE o.by_id = %(me)s AND o.tag_id = t.tag_id))
 AND NOT EXISTS (SELECT 1 FROM groups_republication b WHERE b.diary_id = y.diary_id AND b.ended_at IS NULL AND (b.at, b.id) < (y.at, y.id)
  AND EXISTS (SELECT 1 FROM stream_follow o WHERE o.by_id = %(me)s AND o.group_id = b.group_id))""",
        "y.at", "y.diary_id", "(SELECT d.author_id FROM diaries_diary d WHERE d.id = y.diary_id)"),
]  # fmt: skip
_MINE = "SELECT f.{column} FROM stream_follow f WHERE f.by_id = %(me)s AND f.{column} IS NOT NULL"
_FULL = "(SELECT COUNT(*) FROM hits) >= %(size)s"
# Where much is followed, a page is full before many diaries of the site have been looked at.
_HITS = f"""
hits AS MATERIALIZED (
  SELECT x.id AS diary, x.published_at AS at, x.author_id AS author FROM (
    SELECT d.id, d.published_at, d.author_id FROM diaries_diary d
    WHERE d.state = 'published' AND NOT d.tip_jar_hidden AND (d.published_at, d.id) < (%(at)s, %(diary)s)
     AND EXISTS (SELECT 1 FROM stream_follow f WHERE f.by_id = %(me)s)
    ORDER BY d.published_at DESC, d.id DESC LIMIT %(window)s) x
  WHERE (x.author_id IN ({_MINE.format(column="member_id")}) OR EXISTS (SELECT 1 FROM diaries_tagging t
    WHERE t.content_object_id = x.id AND t.tag_id IN ({_MINE.format(column="tag_id")}))){_UNMUTED.format(author="x.author_id", diary="x.id")}
  ORDER BY 2 DESC, 1 DESC LIMIT %(size)s
)"""
_FROM_HITS = f"""
SELECT h.diary AS diary, h.at AS at, 'member' AS kind, h.author AS source FROM hits h
 WHERE {_FULL} AND h.author IN ({_MINE.format(column="member_id")})
UNION ALL
SELECT t.content_object_id, t.listed_at, 'tag', t.tag_id FROM diaries_tagging t
 WHERE {_FULL} AND t.content_object_id IN (SELECT diary FROM hits) AND t.tag_id IN ({_MINE.format(column="tag_id")})"""


def _statement() -> str:
    """Either the newest of the site that are followed, if they fill the page, and what groups have shown since; or else, source by source:

    newest of every source -> sources whose newest are among the newest moments -> their newest, at most a page of each.
    """
    latest, nth, entries = [], [], [_FROM_HITS]
    for kind, column, rows, at, diary, author in _SOURCES:
        rows = f"{rows} AND ({at}, {diary}) < (%(at)s, %(diary)s){_UNMUTED.format(author=author, diary=diary)}"
        newest = f"ORDER BY {at} DESC, {diary} DESC LIMIT 1"
        latest.append(f"""
  SELECT '{kind}' AS kind, f.{column} AS source, (SELECT {at} FROM {rows.format(source=f"f.{column}")} {newest}) AS at
  FROM stream_follow f WHERE f.by_id = %(me)s AND f.{column} IS NOT NULL AND NOT {_FULL}""")
        nth.append(f"WHEN '{kind}' THEN (SELECT {at} FROM {rows.format(source='r.source')} {newest} OFFSET %(last)s)")
        entries.append(f"""
SELECT {diary} AS diary, {at} AS at, c.kind, c.source FROM chosen c CROSS JOIN {rows.format(source="c.source")}
 AND c.kind = '{kind}' AND {at} >= COALESCE(c.nth, %(first)s)""")
        if kind == "group":
            entries.append(f"""
SELECT {diary} AS diary, {at} AS at, '{kind}', f.{column} FROM stream_follow f CROSS JOIN {rows.format(source=f"f.{column}")}
 AND f.by_id = %(me)s AND f.{column} IS NOT NULL AND {_FULL} AND {at} >= (SELECT MIN(at) FROM hits)""")
    return f"""
WITH {_HITS},
latest AS MATERIALIZED ({" UNION ALL ".join(latest)}
), ranked AS (
  SELECT kind, source, DENSE_RANK() OVER (ORDER BY at DESC) AS place FROM latest WHERE at IS NOT NULL
), chosen AS MATERIALIZED (
  SELECT r.kind, r.source, CASE r.kind {" ".join(nth)} END AS nth FROM ranked r WHERE r.place <= %(size)s
), entries AS MATERIALIZED ({" UNION ALL ".join(entries)})
SELECT diary, at, kind, source FROM entries
UNION ALL
SELECT b.diary_id, (SELECT MIN(e.at) FROM entries e WHERE e.diary = b.diary_id), CASE WHEN b.first THEN 'published' ELSE 'republished' END, b.group_id
 FROM groups_republication b WHERE b.ended_at IS NULL AND b.diary_id IN (SELECT diary FROM entries) AND b.group_id IN ({_MINE.format(column="group_id")})
ORDER BY 2 DESC, 1 DESC"""


_STATEMENT = _statement()


def _rows(me: int, before: Place, size: int) -> list[tuple[int, datetime, str, int]]:
    """(diary, at, kind of source, its id), the newest first: enough for `size` diaries."""
    moment = connection.ops.adapt_datetimefield_value
    values = {
        "me": me, "at": moment(before.at), "diary": before.diary, "size": size, "last": size - 1, "first": moment(_EPOCH),
        "window": max(WINDOW, 2 * size),
    }  # fmt: skip
    with lasting_cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        return [(diary, _moment(at), kind, source) for diary, at, kind, source in cursor.fetchall()]


def _moment(value: Any) -> datetime:
    """As the engine gives it: SQLite keeps moments as text in UTC, and its module may have read them."""
    read: datetime = value if isinstance(value, datetime) else parse_datetime(value)  # type: ignore[assignment]
    return read if read.tzinfo else read.replace(tzinfo=UTC)
