"""The rows of a thread as a process keeps them: read once, afterwards only what has changed.

A diary's thread_version says whether anything has; a comment's `changed` says at which version it did. So the first view
after a new comment in a thread of a thousand fetches one row. It is exact on any number of machines: the version comes from
the diary's own row, which the page reads anyway.
"""

from collections import defaultdict
from copy import copy
from datetime import datetime
from typing import Any

from comments.fragment import OWN_KEY, SLOT
from comments.models import Comment, CommentTree
from core.prepared import Prepared
from core.shelf import Shelf
from diaries.models import Diary

SHELF = Shelf(64 * 1024 * 1024)
SO_FEW = 8  # new comments are put in one by one; of more, the whole order is made anew
_COLUMNS = (
    "pk number level parent_id author_id posted_at deleted_at recommend_count hide_count hidden hidden_rule hidden_root_id changed fragment"
).split()


class Row:
    """What reading a comment needs; CommentPermissions takes it for a Comment."""

    __slots__ = (
        "author_id", "changed", "deleted_at", "handles", "hidden", "hidden_root_id", "hidden_rule", "hide_count", "level", "number", "parent_id", "parts", "pk",
        "plain", "posted_at", "recommend_count", "reply_count", "visiting", "voiced", "words",
    )  # fmt: skip

    def __init__(
        self, pk: int, number: int, level: int, parent_id: int | None, author_id: int | None, posted_at: datetime | None,
        deleted_at: datetime | None, recommend_count: int, hide_count: int, hidden: bool, hidden_rule: int | None,
        hidden_root_id: int | None, changed: int, fragment: str,
    ) -> None:  # fmt: skip
        self.pk, self.number, self.level, self.parent_id, self.author_id = pk, number, level, parent_id, author_id
        self.posted_at, self.deleted_at = posted_at, deleted_at
        self.reply_count = 0  # whoever reads the rows counts what lies below
        self.recommend_count, self.hide_count = recommend_count, hide_count
        self.hidden, self.hidden_rule, self.hidden_root_id, self.changed = hidden, hidden_rule, hidden_root_id, changed
        self.parts = fragment.replace(OWN_KEY, str(pk)).split(SLOT)
        self.words, self.handles, self.visiting = "", (-1, "", ""), (False, "")  # kept by comments.folds and comments.thread
        self.plain, self.voiced = "", None  # kept by comments.thread: all before the acts, in this voice of its author

    voiced: Any

    @property
    def size(self) -> int:
        """Bytes, about."""
        return 600 + 2 * sum(map(len, self.parts))


class Rows(list[Row]):
    """Rows in reading order, as of a version of the thread."""

    def __init__(self, rows: list[Row], version: int, size: int = 0) -> None:
        """size: bytes of all rows, about, where the caller knows it."""
        super().__init__(rows)
        self.version, self.size = version, size or sum(row.size for row in rows)

    def around(self, pk: int) -> list[Row]:
        """A comment with its parents above and its replies below."""
        by_pk = {row.pk: row for row in self}
        place = next((place for place, row in enumerate(self) if row.pk == pk), None)
        if place is None:
            return []
        chain, above = [], by_pk[pk].parent_id
        while above is not None:
            chain.append(by_pk[above])
            above = by_pk[above].parent_id
        return [*reversed(chain), *self[place : place + 1 + self[place].reply_count]]

    def parent_of_first(self, row: Row) -> Row | None:
        """The comment that `row` answers, where it is the first answer."""
        if row.parent_id is None:
            return None
        place = next((place for place, each in enumerate(self) if each.pk == row.parent_id), len(self))
        return self[place] if self[place + 1 : place + 2] == [row] else None

    def since(self, version: int) -> list[Row]:
        """What has changed after that version, in the order of writing."""
        return sorted((row for row in self if row.changed > version), key=_number)


def rows_of(diary: Diary) -> Rows:
    """All rows of a diary's thread at the version that `diary` was read with, or newer. 0 or 1 query."""
    kept: Rows | None = SHELF.get(diary.pk)
    if kept is not None and kept.version == diary.thread_version:
        return kept
    if kept is None or kept.version > diary.thread_version or kept.version < diary.thread_epoch:
        fresh = Rows(_ordered(_read(Comment.objects.filter(diary=diary))), diary.thread_version)
    else:
        fresh = _renewed(kept, diary)
    SHELF.put(diary.pk, fresh, marked=(), seconds=3_600.0, size=fresh.size)
    return fresh


CHANGED = Prepared(
    lambda diary, version: Comment.objects.filter(diary=diary, changed__gt=version).order_by("number").values_list(*_COLUMNS)
)


def rows_for(comments: Any) -> list[Row]:
    """Rows of a few comments, straight from the database. 2 queries."""
    rows = _read(comments)
    below = CommentTree.replies_below([row.pk for row in rows])
    for row in rows:
        row.reply_count = below[row.pk]
    return rows


def _read(comments: Any) -> list[Row]:
    return [Row(*each) for each in comments.order_by("number").values_list(*_COLUMNS)]


def _renewed(kept: Rows, diary: Diary) -> Rows:
    """What is kept, with the rows that have changed since."""
    found = [Row(*each) for each in CHANGED.rows(diary=diary.pk, version=kept.version)]
    rows, places = list(kept), {row.pk: place for place, row in enumerate(kept)}
    fresh = [row for row in found if row.pk not in places]
    for row in found:
        if row.pk in places:
            row.reply_count = rows[places[row.pk]].reply_count
            rows[places[row.pk]] = row
    if len(fresh) > SO_FEW:
        rows = _ordered(rows + fresh)
    else:
        for row in fresh:
            _enter(row, rows)
    grown = sum(row.size - (kept[places[row.pk]].size if row.pk in places else 0) for row in found)
    return Rows(rows, diary.thread_version, kept.size + grown)


def _enter(row: Row, rows: list[Row]) -> None:
    """Put a new comment where it is read: it is the last of its siblings, and its parents have one reply more."""
    if row.parent_id is None:
        rows.append(row)
        return
    above: int | None = row.parent_id
    place, end = len(rows), 0
    while above is not None:
        place = next(n for n in range(place - 1, -1, -1) if rows[n].pk == above)
        end = end or place + 1 + rows[place].reply_count
        rows[place] = parent = copy(rows[place])  # the one that is kept may be being read
        parent.reply_count += 1
        above = parent.parent_id
    rows.insert(end, row)


def _ordered(rows: list[Row]) -> list[Row]:
    """Reading order: replies below their parent, the older first; and how many replies lie below each."""
    children: dict[int | None, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_number):
        children[row.parent_id].append(row)
    out: list[Row] = []
    stack = children[None][::-1]
    while stack:
        row = stack.pop()
        out.append(row)
        stack.extend(children[row.pk][::-1])
    below = dict.fromkeys((row.pk for row in out), 0)
    for row in reversed(out):
        row.reply_count = below[row.pk]
        if row.parent_id is not None:
            below[row.parent_id] += 1 + below[row.pk]
    return out


def _number(row: Row) -> int:
    return row.number
