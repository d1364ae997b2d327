"""The collusion guard: recommendations within a closed circle weigh less. docs/ranking.md says why it is made so.

It looks at who recommended whose diaries, and at nothing else:

    cover(x, y)   of all the recommendations that y's diaries drew, the share that stands on diaries which x recommended too
    usual(x)      the average of cover(x, y) over all authors y
    excess(x, y)  how much more x covers of y than is usual for x: (cover(x, y) - usual(x)) / (1 - usual(x))
    tie(x, y)     the root of excess(x, y) x excess(y, x), divided by `whole`, 1 at most: nothing unless both favour each other
    mutual(m)     the average tie between m and those whom m recommends; a few recommendations by nobody are thrown in
    density(m)    the average tie among those people themselves, two drawn at random as m's recommendations fall
    closed(m)     mutual x density; taken once for whom m recommends and once for who recommends m, the greater counts
    factor        1 while min(closed(giver), closed(author)) <= free, `least` from `full` on, a straight line between
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

Given = tuple[int, int, int]  # giver, author, diary
NOBODY: Counter[int] = Counter()


class Terms(NamedTuple):
    """The guard's numbers (community.rules, section guard)."""

    doubt: float
    whole: float
    free: float
    full: float
    least: float


class Guard:
    """It knows whole numbers only, so the order in which it learns them makes no difference; add() and take() keep it up to date."""

    def __init__(self, given: Iterable[Given], terms: Terms) -> None:
        self.terms = terms
        self._givers: dict[int, set[int]] = defaultdict(set)  # of each diary
        self._to: dict[int, Counter[int]] = defaultdict(Counter)  # giver -> author -> how often
        self._from: dict[int, Counter[int]] = defaultdict(Counter)
        self._shared: dict[int, Counter[int]] = defaultdict(Counter)  # author -> giver -> recommendations on diaries they share
        self._drawn: Counter[int] = Counter()  # recommendations of an author's diaries
        authors: dict[int, int] = {}
        for giver, author, diary in given:
            self._givers[diary].add(giver)
            authors[diary] = author
        for diary, author in authors.items():
            self._enter(author, self._givers[diary])
        self._forget_figures()

    def _enter(self, author: int, givers: set[int]) -> None:
        """All recommendations of a diary at once."""
        drawn = len(givers)
        self._drawn[author] += drawn
        for giver in givers:
            self._to[giver][author] += 1
            self._from[author][giver] += 1
            self._shared[author][giver] += drawn

    def add(self, giver: int, author: int, diary: int) -> None:
        """One more recommendation."""
        self._move(giver, author, self._givers[diary], 1)
        self._givers[diary].add(giver)

    def take(self, giver: int, author: int, diary: int) -> None:
        """One less: withdrawn, or too old."""
        self._givers[diary].discard(giver)
        self._move(giver, author, self._givers[diary], -1)

    def _move(self, giver: int, author: int, others: set[int], by: int) -> None:
        """others: who else recommends this diary."""
        shared = self._shared[author]
        for other in others:
            shared[other] += by
        shared[giver] += by * (len(others) + 1)
        self._to[giver][author] += by
        self._from[author][giver] += by
        self._drawn[author] += by
        for table, key in ((shared, giver), (self._to[giver], author), (self._from[author], giver), (self._drawn, author)):
            if not table[key]:
                del table[key]
        self._forget_figures()

    def _forget_figures(self) -> None:
        self.closed = cache(self._closed)
        self._ties = cache(self._ties_of)
        self._usual = cache(self._usually)

    # -- what it says --

    def factor(self, giver: int, author: int) -> float:
        """What a recommendation by one to the other is worth, `least` to 1."""
        terms = self.terms
        lower = self.closed(author)
        if lower > terms.free:  # most authors are open: then the giver need not be looked at
            lower = min(lower, self.closed(giver))
        if lower <= terms.free or not self._are_near(giver, author):
            return 1.0
        if lower >= terms.full:
            return terms.least
        return 1.0 - (1.0 - terms.least) * (lower - terms.free) / (terms.full - terms.free)

    def _are_near(self, giver: int, author: int) -> bool:
        """In the same circle: tied to each other, or both to somebody else."""
        ties = self._ties(giver)
        return author in ties or not ties.keys().isdisjoint(self._ties(author))

    def _closed(self, member: int) -> float:
        return max(self._circle(member, self._from), self._circle(member, self._to))

    def _circle(self, member: int, table: dict[int, Counter[int]]) -> float:
        others = table.get(member)
        if not others:
            return 0.0
        ties = self._ties(member)
        weights = {other: count * ties[other] for other, count in sorted(others.items()) if other in ties}
        total = sum(weights.values())
        mutual = total / (others.total() + self.terms.doubt)
        if mutual <= self.terms.free:  # density is at most 1: it cannot matter any more
            return mutual
        density = 0.0
        for one, weight in weights.items():
            near = self._ties(one)
            density += weight * (weight + sum(near[other] * more for other, more in weights.items() if other in near))
        return mutual * density / total**2

    def _ties_of(self, member: int) -> dict[int, float]:
        """Everybody with a tie to this member, and how strong it is."""
        ties = {}
        for other, covered in self._shared.get(member, NOBODY).items():
            if self._shared.get(other, NOBODY)[member]:
                both = self._excess(other, member, covered) * self._excess(member, other, self._shared[other][member])
                if both > 0:
                    ties[other] = min(1.0, math.sqrt(both) / self.terms.whole)
        return ties

    def _excess(self, giver: int, author: int, covered: int) -> float:
        """How much more of this author's recommendations the giver shares than of others'; 0 if it is not more."""
        usual = self._usual(giver)
        return max(0.0, (covered / self._drawn[author] - usual) / (1.0 - usual)) if usual < 1.0 else 1.0

    def _usually(self, giver: int) -> float:
        """The average of what the giver covers of each author."""
        authors = len(self._drawn) - (giver in self._drawn)  # nobody recommends an own diary
        return math.fsum(self._shared[author][giver] / self._drawn[author] for author in self._to[giver]) / authors
