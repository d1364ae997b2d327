"""The collusion guard: recommendations within a closed circle weigh less. docs/ranking.md says why it is made so.

It looks at who recommended whose diaries, and at nothing else:

    cover(x, y)  of all the recommendations that y's diaries drew, the share that stands on diaries which x recommended too
    tie(x, y)    the smaller of cover(x, y) and cover(y, x): nothing unless both recommend each other
    mutual(m)    the average tie between m and those whom m recommends; a few recommendations by nobody are thrown in
    density(m)   the average tie among those people themselves, two drawn at random as m's recommendations fall
    closed(m)    mutual x density; taken once for whom m recommends and once for who recommends m, the greater counts
    factor       1 while min(closed(giver), closed(author)) <= free, `least` from `full` on, a straight line between
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

Given = tuple[int, int, int]  # giver, author, diary
NOBODY: Counter[int] = Counter()


class Terms(NamedTuple):
    """The guard's numbers (community.rules, section guard)."""

    doubt: float
    free: float
    full: float
    least: float


class Guard:
    def __init__(self, given: Iterable[Given], terms: Terms) -> None:
        self.terms = terms
        given = list(given)
        drawn = Counter(diary for _, _, diary in given)  # recommendations of each diary
        self._to: dict[int, Counter[int]] = defaultdict(Counter)  # giver -> author -> how often
        self._from: dict[int, Counter[int]] = defaultdict(Counter)
        self._shared: dict[int, Counter[int]] = defaultdict(Counter)  # author -> giver -> recommendations on diaries they share
        for giver, author, diary in given:
            self._to[giver][author] += 1
            self._from[author][giver] += 1
            self._shared[author][giver] += drawn[diary]
        self._drawn: Counter[int] = Counter()
        for author, diary in {(author, diary) for _, author, diary in given}:
            self._drawn[author] += drawn[diary]
        self.closed = cache(self._closed)
        self._ties = cache(self._ties_of)

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
            back = self._shared.get(other, NOBODY)[member]
            if back:
                ties[other] = min(covered / self._drawn[member], back / self._drawn[other])
        return ties
