"""What members recommended lately: the rows that lists and guard are made of, read anew or brought up to date.

A list of the past reads all of its month. The list of now would do so after every recommendation; therefore a process keeps the
evidence of now and asks only for what is new, so that a recommendation costs the same in a lively month as in a quiet one.
"""

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet

from diaries.guard import Guard, Terms
from diaries.models import Recommendation

Made = TypeVar("Made")
# What is asked again each time, since it may have been under way in another process when it was asked before.
LATE_ROWS, LATE = 200, timedelta(minutes=10)


class Row(NamedTuple):
    at: datetime
    pk: int
    giver: int
    author: int
    diary: int
    withdrawn_at: datetime | None
    trusted: bool

    @property
    def pair(self) -> tuple[int, int]:
        return self.giver, self.author

    def stands(self, at: datetime) -> bool:
        """Given by this moment, and not withdrawn by then."""
        return self.at <= at and (self.withdrawn_at is None or self.withdrawn_at > at)


_COLUMNS = ("at", "pk", "user_id", "author_id", "diary_id", "withdrawn_at", "trusted")


def rows_of(recommendations: QuerySet[Recommendation]) -> list[Row]:
    """The oldest first."""
    return [Row(*row) for row in recommendations.order_by("at", "pk").values_list(*_COLUMNS)]


class Given:
    """The standing recommendations of one moment, oldest first, and the guard that has seen them."""

    def __init__(self, rows: list[Row], guard: Guard) -> None:
        self.rows, self.guard = rows, guard

    def after(self, at: datetime) -> list[Row]:
        return self.rows[bisect_right(self.rows, at, key=attrgetter("at")) :]


def guard_of(rows: Iterable[Row], terms: Terms) -> Guard:
    return Guard(((row.giver, row.author, row.diary) for row in rows), terms)


class Evidence:
    """The evidence of now. Its guard goes on changing, so nothing may be asked of it outside of `look`."""

    def __init__(self, terms: Terms) -> None:
        self._terms, self._lock = terms, threading.Lock()
        self._given: Given | None = None
        self._by_pk: dict[int, Row] = {}
        self._looked: datetime | None = None

    def look(self, now: datetime, since: datetime, make: Callable[[Given], Made]) -> Made:
        """What `make` makes of the recommendations given after `since` that stand now."""
        with self._lock:
            kept, self._given = self._given, None  # whatever fails on the way, next time all is read anew
            looked = self._looked
            given = self._brought_up(kept, now, since, looked) if kept and looked and looked <= now else self._read(now, since)
            made = make(given)
            self._given, self._looked = given, now
            return made

    def _read(self, now: datetime, since: datetime) -> Given:
        rows = [row for row in rows_of(Recommendation.objects.filter(at__gt=since)) if row.stands(now)]
        self._by_pk = {row.pk: row for row in rows}
        return Given(rows, guard_of(rows, self._terms))

    def _brought_up(self, given: Given, now: datetime, since: datetime, looked: datetime) -> Given:
        newest = max(self._by_pk, default=0) - LATE_ROWS
        every, before = Recommendation.objects.order_by(), looked - LATE
        # Each part has its index; as one condition with OR the whole month would be read.
        lately = every.filter(pk__gt=newest).union(every.filter(at__gt=before), every.filter(withdrawn_at__gt=before))
        found = {row.pk: row for row in rows_of(lately) if row.at > since}
        gone = [row for row in self._by_pk.values() if row.at <= since or (row.pk > newest and row.pk not in found)]
        for row in gone:
            self._take(given, row)
        for pk, row in found.items():
            known, wanted = self._by_pk.get(pk), row if row.stands(now) else None
            if known != wanted:
                if known:
                    self._take(given, known)
                if wanted:
                    self._add(given, wanted)
        return given

    def _add(self, given: Given, row: Row) -> None:
        insort(given.rows, row)
        self._by_pk[row.pk] = row
        given.guard.add(*row.pair, row.diary)

    def _take(self, given: Given, row: Row) -> None:
        del given.rows[bisect_left(given.rows, row)]
        del self._by_pk[row.pk]
        given.guard.take(*row.pair, row.diary)
