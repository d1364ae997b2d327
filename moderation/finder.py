"""Finds brigades: serial hiders of one author, accounts that vote alike, fresh accounts that arrive together.

It finds evidence for a person to look at; nothing happens by itself. Each test asks how likely it is that honest members did
this with what they had before them, and counts how many tests were made: of a site without any ring it says something wrong
once in a hundred looks (ALARM), however large the site is.

Alike: two members rated the same comments more often than the popularity of the comments makes likely. Honest members share
what they read, so recommendations are compared diary by diary: given how many each of the two gave there, and what everybody
preferred there, so many would coincide by chance (Poisson). Hides are few, so they are compared over the whole site.
Who has several such members beside them is reported. Serial: of all hides that a member gave, so many fell on one author,
while of the others' hides such a part does (binomial).
Fresh: so many of an author's raters had just joined, within days of each other, while elsewhere such a part has (binomial).

It looks at the newest ratings only (MOST), and two members are compared only where they have enough in common; so the cost is
bounded on a site of any size and age.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import combinations
from math import exp, lgamma, log, log1p
from typing import NamedTuple

ALARM = 0.01  # wrong findings a look, over all tests of one kind, on a site without rings
MOST = 20_000  # ratings of a kind
RECOMMENDS, HIDES = timedelta(days=30), timedelta(days=120)
POPULAR = 40  # raters: what so many liked says nothing about two of them
ODD = 0.05  # chance of a pair that has no say in what is usual
BY_CHANCE = 0.25  # members beside one who seem to vote alike
IN_COMMON = {"recommend": 4, "hide": 4}  # so many, before two members are compared
SERIAL = 4  # hides of one author
FRESH, TOGETHER, ARRIVALS = timedelta(days=7), timedelta(days=3), 4
DOUBT = 1.2  # chance is taken for so much more than it is: people who read alike also like alike


class Given(NamedTuple):
    """One rating, as the finder needs it: ids, and moments."""

    by: int
    comment: int
    author: int
    diary: int
    at: datetime
    joined: datetime  # when its giver joined


class Pair(NamedTuple):
    one: int
    other: int
    together: int
    expected: float


class Finding(NamedTuple):
    """Members who did something that chance does not explain. `chance`: of it happening on an honest site, all tests counted."""

    kind: str  # "alike-recommend", "alike-hide", "serial", "fresh"
    members: tuple[int, ...]
    author: int | None
    chance: float
    pairs: tuple[Pair, ...]
    comments: tuple[int, ...]


def find(recommends: list[Given], hides: list[Given]) -> list[Finding]:
    """Everything found in these ratings, the least likely by chance first."""
    found = [*alike("recommend", recommends), *alike("hide", hides), *serial(hides), *fresh([*recommends, *hides])]
    return sorted(found, key=lambda finding: finding.chance)


# -- voting alike -------------------------------------------------------------------------------------------------------


def alike(kind: str, given: list[Given]) -> list[Finding]:
    """Members who have several others beside them that vote as they do: one such pair happens, five around one person do not."""
    raters: dict[int, list[Given]] = defaultdict(list)
    for each in given:
        raters[each.comment].append(each)
    kept = [each for each in given if len(raters[each.comment]) <= POPULAR]
    members = len({each.by for each in kept})
    if members < 2:
        return []
    rare = BY_CHANCE / (members - 1)  # so unlikely that of everybody's pairs a member has BY_CHANCE
    together = _together(raters, IN_COMMON[kind])
    odd = _beside(_unlikely(together, Chances(kind, kept), ODD))
    suspects = {member for member, count in odd.items() if count >= IN_COMMON[kind]}
    pairs = _unlikely(together, Chances(kind, kept, without=suspects), rare)
    beside = _beside(pairs)
    chance = {member: min(1.0, poisson_tail(count, BY_CHANCE) * members) for member, count in beside.items()}
    sure = [pair for pair in pairs if chance[pair.one] < ALARM and chance[pair.other] < ALARM]
    return [_group(f"alike-{kind}", group, raters, chance) for group in connected(sure)]


def _together(raters: dict[int, list[Given]], least: int) -> list[tuple[int, int, int]]:
    """(one, other, comments that both rated), where these are enough."""
    counted = Counter(
        pair
        for ratings in raters.values()
        if 1 < len(ratings) <= POPULAR
        for pair in combinations(sorted({each.by for each in ratings}), 2)
    )
    return [(one, other, count) for (one, other), count in counted.items() if count >= least]


def _unlikely(together: list[tuple[int, int, int]], chances: "Chances", below: float) -> list[Pair]:
    pairs = [Pair(one, other, count, DOUBT * chances.expected(one, other)) for one, other, count in together]
    return [pair for pair in pairs if poisson_tail(pair.together, pair.expected) < below]


def _beside(pairs: list[Pair]) -> Counter[int]:
    """How many such pairs each member is part of."""
    return Counter(member for pair in pairs for member in pair[:2])


def _group(kind: str, pairs: list[Pair], raters: dict[int, list[Given]], chance: dict[int, float]) -> Finding:
    members = {member for pair in pairs for member in pair[:2]}
    common = Counter({comment: len(members & {each.by for each in ratings}) for comment, ratings in raters.items()})
    shared = tuple(comment for comment, count in common.most_common(20) if count > 1)
    authors = Counter(raters[comment][0].author for comment in shared)
    best = min(chance[member] for member in members)
    ranked = sorted(pairs, key=lambda pair: pair.expected - pair.together)
    return Finding(kind, tuple(sorted(members)), authors.most_common(1)[0][0], best, tuple(ranked), shared)


class Chances:
    """How many ratings of two members would coincide by chance, given what each gave where, and what is popular there.

    without: members who have no say in what is popular; a ring that gives most of the ratings would else explain itself.
    """

    def __init__(self, kind: str, given: list[Given], *, without: Collection[int] = ()) -> None:
        self.given: dict[int, Counter[int]] = defaultdict(Counter)
        figures: dict[int, Counter[int]] = defaultdict(Counter)
        for each in given:
            place = each.diary if kind == "recommend" else 0
            self.given[each.by][place] += 1
            figures[place][each.comment] += each.by not in without
        self.same = {place: self._same(list(counts.values())) for place, counts in figures.items()}

    @staticmethod
    def _same(figures: list[int]) -> float:
        """The chance that two ratings at one place meet, with one rating more for each comment in doubt."""
        whole = sum(figures) + len(figures)
        return sum((each + 1) ** 2 for each in figures) / whole**2

    def expected(self, one: int, other: int) -> float:
        there = self.given[other]
        return sum(min(count * there[place] * self.same[place], count, there[place]) for place, count in self.given[one].items())


def connected(pairs: list[Pair]) -> list[list[Pair]]:
    """The pairs in groups that hang together."""
    root: dict[int, int] = {}

    def top(member: int) -> int:
        while root.setdefault(member, member) != member:
            member = root[member]
        return member

    for pair in pairs:
        root[top(pair.one)] = top(pair.other)
    groups: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[top(pair.one)].append(pair)
    return list(groups.values())


# -- one author's serial hiders --------------------------------------------------------------------------------------------


def serial(hides: list[Given]) -> list[Finding]:
    """Grouped by the author whom they hide. What is usual is learned from those who hid that author less often: a ring that
    gives most of the hides would else make itself usual.
    """
    by_hider, between = Counter(each.by for each in hides), Counter((each.by, each.author) for each in hides)
    authors, by_author = len({each.author for each in hides}), Counter(each.author for each in hides)
    often: dict[int, list[int]] = defaultdict(list)
    for (hider, author), count in between.items():
        if count >= SERIAL:
            often[author].append(hider)
    tests = sum(map(len, often.values()))
    found = []
    for author, hiders in often.items():
        others = len(hides) - sum(by_hider[hider] for hider in hiders)
        of_others = by_author[author] - sum(between[hider, author] for hider in hiders)
        share = (of_others + 1) / (others + authors)
        evidence = []
        for hider in hiders:
            chance = binomial_tail(between[hider, author], by_hider[hider], min(1.0, DOUBT * share)) * tests
            if chance < ALARM:
                evidence.append((Pair(hider, author, between[hider, author], by_hider[hider] * share), chance))
        if evidence:
            found.append(_serial(author, evidence, hides))
    return found


def _serial(author: int, evidence: list[tuple[Pair, float]], hides: list[Given]) -> Finding:
    hiders = {pair.one for pair, _ in evidence}
    comments = dict.fromkeys(each.comment for each in hides if each.author == author and each.by in hiders)
    chance = min(chance for _, chance in evidence)
    return Finding("serial", tuple(sorted(hiders)), author, chance, tuple(pair for pair, _ in evidence), tuple(comments)[:20])


# -- fresh accounts that arrive together -------------------------------------------------------------------------------------


def fresh(given: list[Given]) -> list[Finding]:
    """Grouped by the author whose comments they rate."""
    raters: dict[int, dict[int, Given]] = defaultdict(dict)
    for each in given:
        raters[each.author].setdefault(each.by, each)
    new = {author: [each for each in those.values() if each.at - each.joined < FRESH] for author, those in raters.items()}
    all_raters, all_new = sum(map(len, raters.values())), sum(map(len, new.values()))
    tested = [author for author, those in new.items() if len(those) >= ARRIVALS]
    found = []
    for author in tested:
        arrivals = _at_once(new[author])
        others = all_raters - len(raters[author])
        share = (all_new - len(new[author]) + 1) / (others + 2)
        chance = binomial_tail(len(arrivals), len(raters[author]), min(1.0, DOUBT * share)) * max(1, len(raters))
        if len(arrivals) >= ARRIVALS and chance < ALARM:
            members = tuple(sorted(each.by for each in arrivals))
            comments = tuple(dict.fromkeys(each.comment for each in given if each.author == author and each.by in members))
            found.append(Finding("fresh", members, author, chance, (), comments[:20]))
    return found


def _at_once(new: list[Given]) -> list[Given]:
    """The most of them that joined within three days of each other."""
    ordered = sorted(new, key=lambda each: each.joined)
    best: list[Given] = []
    start = 0
    for end, each in enumerate(ordered):
        while each.joined - ordered[start].joined > TOGETHER:
            start += 1
        best = max(best, ordered[start : end + 1], key=len)
    return best


# -- chance ---------------------------------------------------------------------------------------------------------------


def poisson_tail(least: int, expected: float) -> float:
    """The chance of at least so many where `expected` are expected."""
    if least <= 0 or expected >= least:
        return 1.0
    if expected <= 0:
        return 0.0
    term = exp(least * log(expected) - expected - lgamma(least + 1))
    return min(1.0, _summed(term, (expected / (least + step) for step in range(1, 500))))


def binomial_tail(least: int, of: int, chance: float) -> float:
    """The chance of at least so many of `of` where each happens with this chance."""
    if least <= 0 or chance >= 1:
        return 1.0
    if chance <= 0 or least > of:
        return 0.0
    ways = lgamma(of + 1) - lgamma(least + 1) - lgamma(of - least + 1)
    term = exp(ways + least * log(chance) + (of - least) * log1p(-chance))
    odds = chance / (1 - chance)
    return min(1.0, _summed(term, ((of - hits) / (hits + 1) * odds for hits in range(least, of))))


def _summed(term: float, ratios: Iterable[float]) -> float:
    whole = term
    for ratio in ratios:
        term *= ratio
        whole += term
        if term < whole * 1e-12:
            break
    return whole
