"""The stream found source by source, for who follows what is seldom among the newest of the site, and for pages further back.

Every source (a member, a tag, a group that one follows) finds its own newest diary by an index; only the sources whose newest are
among the newest can have part in the page, and of each of these at most a page is read. So it costs what is followed, not what the
archive holds. All of it is one statement, the same for both engines.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.dateparse import parse_datetime

from core.statements import lasting_cursor
from stream.places import EPOCH, Entry, Place


def entries_from_sources(me: int, before: Place, size: int) -> list[Entry]:
    """The newest `size` before a place. One query."""
    found: dict[int, Entry] = {}
    for diary, at, kind, source in _rows(me, before, size):
        entry = found.setdefault(diary, Entry(Place(at, diary), []))
        if kind != "group":  # that only says when; which groups they are comes for all alike
            entry.sources.append((kind, source))
    return list(found.values())


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


def _statement() -> str:
    """Newest of every source -> sources whose newest are among the newest moments -> their newest, at most a page of each."""
    latest, nth, entries = [], [], []
    for kind, column, rows, at, diary, author in _SOURCES:
        rows = f"{rows} AND ({at}, {diary}) < (%(at)s, %(diary)s){_UNMUTED.format(author=author, diary=diary)}"
        newest = f"ORDER BY {at} DESC, {diary} DESC LIMIT 1"
        latest.append(f"""
  SELECT '{kind}' AS kind, f.{column} AS source, (SELECT {at} FROM {rows.format(source=f"f.{column}")} {newest}) AS at
  FROM stream_follow f WHERE f.by_id = %(me)s AND f.{column} IS NOT NULL""")
        nth.append(f"WHEN '{kind}' THEN (SELECT {at} FROM {rows.format(source='r.source')} {newest} OFFSET %(last)s)")
        entries.append(f"""
SELECT {diary} AS diary, {at} AS at, c.kind, c.source FROM chosen c CROSS JOIN {rows.format(source="c.source")}
 AND c.kind = '{kind}' AND {at} >= COALESCE(c.nth, %(first)s)""")
    return f"""
WITH latest AS MATERIALIZED ({" UNION ALL ".join(latest)}
), ranked AS (
  SELECT kind, source, DENSE_RANK() OVER (ORDER BY at DESC) AS place FROM latest WHERE at IS NOT NULL
), chosen AS MATERIALIZED (
  SELECT r.kind, r.source, CASE r.kind {" ".join(nth)} END AS nth FROM ranked r WHERE r.place <= %(size)s
), entries AS MATERIALIZED ({" UNION ALL ".join(entries)}
), page AS MATERIALIZED (
  SELECT diary, MIN(at) AS at FROM entries GROUP BY diary ORDER BY 2 DESC, 1 DESC LIMIT %(size)s
)
SELECT p.diary, p.at, e.kind, e.source FROM page p JOIN entries e ON e.diary = p.diary
UNION ALL
SELECT p.diary, p.at, CASE WHEN b.first THEN 'published' ELSE 'republished' END, b.group_id
 FROM page p JOIN groups_republication b ON b.diary_id = p.diary WHERE b.ended_at IS NULL AND b.group_id IN ({_MINE.format(column="group_id")})
ORDER BY 2 DESC, 1 DESC"""


_STATEMENT = _statement()


def _rows(me: int, before: Place, size: int) -> list[tuple[int, datetime, str, int]]:
    """(diary, at, kind of source, its id), the newest first: enough for `size` diaries."""
    moment = connection.ops.adapt_datetimefield_value
    values = {
        "me": me, "at": moment(before.at), "diary": before.diary, "size": size, "last": size - 1, "first": moment(EPOCH),
    }  # fmt: skip
    with lasting_cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        return [(diary, _moment(at), kind, source) for diary, at, kind, source in cursor.fetchall()]


def _moment(value: Any) -> datetime:
    """As the engine gives it: SQLite keeps moments as text in UTC, and its module may have read them."""
    read: datetime = value if isinstance(value, datetime) else parse_datetime(value)  # type: ignore[assignment]
    return read if read.tzinfo else read.replace(tzinfo=UTC)
