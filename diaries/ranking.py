"""The recommended list: which diaries of the last hours the members recommend, at any moment there ever was.

    score = sum over standing recommendations of factor x 2^(-age / half-life)

It is made from dated rows alone (publishing, taking back, removal, hidden tip jars, recommendations with their giver's trust,
withdrawals, changed numbers), so every past list can be made again. What it reads lies in the window and in the guard's
look-back, whatever the age of the site. docs/ranking.md tells the story for people.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Case, CharField, F, QuerySet, Value, When
from django.utils import timezone

from community.models import rule
from core import marks
from core.shelf import Shelf
from diaries.evidence import Evidence, Given, Row, guard_of, rows_of
from diaries.guard import Guard, Terms
from diaries.models import Diary, Listing, Recommendation, State, StateChange, TipJarChange

HOUR = timedelta(hours=1)
DIGITS = 11  # of log2(score): what is equal but for the last bits of a sum is a tie
SHELF = Shelf(16 * 1024 * 1024)
FRESH_FOR = 20.0  # seconds that a list of today is kept, unless something is written first
KEPT_FOR = 3_600.0  # seconds that the evidence of now is brought up to date before it is read anew
EVIDENCE, BOARD = "evidence", "board"


class Numbers(NamedTuple):
    """The rules in force at one moment."""

    half_life: timedelta
    window: timedelta
    length: int
    lookback: timedelta
    terms: Terms

    @classmethod
    def of(cls, at: datetime | None) -> "Numbers":
        return cls(
            half_life=timedelta(minutes=rule("recommended.half_life", at=at)),
            window=timedelta(hours=rule("recommended.window", at=at)),
            length=int(rule("recommended.length", at=at)),
            lookback=timedelta(days=rule("guard.lookback", at=at)),
            terms=Terms(*(float(rule(f"guard.{name}", at=at)) for name in Terms._fields)),
        )

    def since(self, at: datetime) -> datetime:
        """The oldest recommendation that matters, in whole hours, so that what was read once serves for a while."""
        return (at.astimezone(UTC) - max(self.lookback, self.window)).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Line:
    """One recommendation in the sum."""

    giver: int
    at: datetime
    trusted: bool
    factor: float
    half_lives: float  # its age

    @property
    def fading(self) -> float:
        return 2.0**-self.half_lives

    @property
    def worth(self) -> float:
        return self.factor * self.fading


@dataclass(frozen=True)
class Entry:
    """A place on the list."""

    rank: int
    diary: int
    log_score: float
    lines: tuple[Line, ...]

    @property
    def score(self) -> float:
        return 2.0**self.log_score


@dataclass
class Standing:
    """What a diary was at one moment."""

    published_at: datetime
    state: str = ""
    tip_jar_hidden: bool = False


class Ledger:
    """The rows that the lists of some moments are made of: two queries, however many moments."""

    def __init__(self, numbers: dict[datetime, Numbers]) -> None:
        self.numbers, self.last = numbers, max(numbers)

    @cached_property
    def rows(self) -> list[Row]:
        first = min(numbers.since(at) for at, numbers in self.numbers.items())
        return rows_of(Recommendation.objects.filter(at__gt=first, at__lte=self.last))

    @cached_property
    def steps(self) -> list[tuple[int, datetime, str, int]]:
        return _steps(min(at - numbers.window for at, numbers in self.numbers.items()), self.last)

    def board(self, at: datetime) -> "Board":
        rows = self.given(at)
        return Board(at, self.numbers[at], self.standing(at), Given(rows, guard_of(rows, self.numbers[at].terms)))

    def boards(self) -> Iterator["Board"]:
        """Of all moments, the latest first: one guard goes back in time with them, while its numbers stay."""
        guard: Guard | None = None
        known: dict[int, Row] = {}
        for at in sorted(self.numbers, reverse=True):
            rows, terms = self.given(at), self.numbers[at].terms
            standing = {row.pk: row for row in rows}
            if guard is None or guard.terms != terms:
                guard = guard_of(rows, terms)
            else:
                for pk in known.keys() - standing.keys():
                    guard.take(*known[pk].pair, known[pk].diary)
                for pk in standing.keys() - known.keys():
                    guard.add(*standing[pk].pair, standing[pk].diary)
            known = standing
            yield Board(at, self.numbers[at], self.standing(at), Given(rows, guard))

    def given(self, at: datetime) -> list[Row]:
        since = self.numbers[at].since(at)
        return [row for row in self.rows if since < row.at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)]

    def standing(self, at: datetime) -> dict[int, Standing]:
        found: dict[int, Standing] = {}
        for diary, when, what, _ in self.steps:
            if when > at:
                continue
            if what == "":
                if when > at - self.numbers[at].window:
                    found[diary] = Standing(when)
            elif diary not in found:
                continue
            elif what in ("hidden", "shown"):
                found[diary].tip_jar_hidden = what == "hidden"
            else:
                found[diary].state = what
        return found


def _steps(after: datetime, until: datetime) -> list[tuple[int, datetime, str, int]]:
    """(diary, moment, what became of it, order) for the diaries published in between; their publication itself is ""."""

    def columns(rows: QuerySet, diary: str, moment: str, what: Any, order: Any) -> QuerySet:
        return rows.order_by().annotate(what=what, order=order).values_list(diary, moment, "what", "order")

    among = {"diary__published_at__gt": after, "diary__published_at__lte": until}
    hidden = Case(When(hidden=True, then=Value("hidden")), default=Value("shown"), output_field=CharField())
    born = Diary.objects.filter(published_at__gt=after, published_at__lte=until)
    found = columns(born, "pk", "published_at", Value("", CharField()), Value(0, BigIntegerField())).union(
        columns(StateChange.objects.filter(**among), "diary_id", "at", F("state"), F("pk")),
        columns(TipJarChange.objects.filter(**among), "diary_id", "at", hidden, F("pk")),
        all=True,
    )
    return sorted(found, key=lambda step: (step[1], step[2] != "", step[3]))


class Board:
    """All diaries of the window at one moment, with their recommendations and what the guard makes of them.

    It asks the guard at once: afterwards that may go on to another moment.
    """

    def __init__(self, at: datetime, numbers: Numbers, standing: dict[int, Standing], given: Given) -> None:
        self.at, self.numbers, self.standing = at, numbers, standing
        self._rows: dict[int, list[Row]] = defaultdict(list)
        for row in given.after(at - numbers.window):  # nobody recommends what is not yet published
            if row.diary in standing:
                self._rows[row.diary].append(row)
        self.guard = given.guard
        self._factors = {row.pair: self.guard.factor(*row.pair) for rows in self._rows.values() for row in rows}

    def lines(self, diary: int, at: datetime) -> tuple[Line, ...]:
        return tuple(
            Line(row.giver, row.at, row.trusted, self._factors[row.pair], (at - row.at) / self.numbers.half_life)
            for row in self._rows.get(diary, ())
        )

    def obstacle(self, diary: int, at: datetime) -> str:
        """Why the diary cannot be on the list, whatever its score; empty if it can."""
        standing = self.standing.get(diary)
        if standing is None or standing.published_at <= at - self.numbers.window:
            return "window"
        if standing.state != State.PUBLISHED:
            return "unpublished"
        if standing.tip_jar_hidden:
            return "tip_jar"
        rows = self._rows.get(diary)
        if not rows:
            return "none"
        return "" if any(row.trusted for row in rows) else "gate"

    def gated(self, at: datetime) -> list[int]:
        return [diary for diary in self._rows if self.obstacle(diary, at) == "gate"]

    def ranked(self, at: datetime) -> list[Entry]:
        """Every diary that could be on the list, the best first; ties: the newer first."""
        scored = []
        for diary in self._rows:
            if not self.obstacle(diary, at):
                lines = self.lines(diary, at)
                scored.append((log_score(lines), self.standing[diary].published_at, diary, lines))
        scored.sort(key=lambda each: (round(each[0], DIGITS), each[1], each[2]), reverse=True)
        return [Entry(rank, diary, score, lines) for rank, (score, _, diary, lines) in enumerate(scored, 1)]


def log_score(lines: Iterable[Line]) -> float:
    """log2 of the sum of factor x 2^-age: an old recommendation never becomes 0, the order never depends on the order of rows."""
    powers = [math.log2(line.factor) - line.half_lives for line in lines]
    greatest = max(powers)
    return greatest + math.log2(math.fsum(2.0 ** (power - greatest) for power in powers))


def _board(at: datetime | None) -> tuple[datetime, Board]:
    """The board of a moment. That of now is kept until something is written: time alone only fades what is on it."""
    if at is not None:
        return at, Ledger({at: Numbers.of(at)}).board(at)
    now = timezone.now()
    numbers = Numbers.of(None)
    since = numbers.since(now)

    def made() -> Board:
        standing = Ledger({now: numbers}).standing(now)
        evidence = SHELF.made((EVIDENCE, numbers), (), lambda: Evidence(numbers.terms), seconds=KEPT_FOR, size=8_000_000)
        return evidence.look(now, since, lambda given: Board(now, numbers, standing, given))

    return now, SHELF.made((BOARD, since, numbers), (marks.RECOMMENDED, marks.LISTS), made, seconds=FRESH_FOR)


def recommended(*, at: datetime | None = None) -> list[Entry]:
    """The recommended list at a moment, default now."""
    at, board = _board(at)
    return board.ranked(at)[: board.numbers.length]


def note_listed(*, at: datetime | None = None) -> list[int]:
    """Record what is on the list at this moment for the first time: after a recommendation, and whenever the schedule looks.

    Time alone brings diaries on it too, when others fade or leave.
    """
    return Listing.objects.note([entry.diary for entry in recommended(at=at)], at=at or timezone.now())


def waiting(*, at: datetime | None = None) -> list[int]:
    """Diaries that only a first recommendation by a trusted user keeps off the list: the most recommended first."""
    at, board = _board(at)
    return [diary for _, diary in sorted(((log_score(board.lines(diary, at)), diary) for diary in board.gated(at)), reverse=True)]


def diaries_of(*orders: list[int]) -> list[list[Diary]]:
    """The listed ones of these diaries, each list in its order, ready for a list's rows: two queries for all of them."""
    wanted = {pk for order in orders for pk in order}
    found = Diary.objects.listed().for_listing().in_bulk(wanted) if wanted else {}
    return [[found[pk] for pk in order if pk in found] for order in orders]
