"""Made-up communities to try the collusion guard on. Knows nothing of the product: it makes rows (giver, author, diary)."""

import random
from dataclasses import dataclass, field

Row = tuple[int, int, int]


@dataclass
class Community:
    rows: list[Row]
    ring: set[int]
    friends: list[set[int]]
    honest: set[int] = field(default_factory=set)

    def within_the_ring(self) -> list[Row]:
        return [row for row in self.rows if row[0] in self.ring and row[1] in self.ring]

    def between_friends(self) -> list[list[Row]]:
        """Of each circle of friends."""
        return [[row for row in self.rows if row[0] in circle and row[1] in circle] for circle in self.friends]

    def of_the_honest(self) -> list[Row]:
        return [row for row in self.rows if row[0] in self.honest]


def community(
    seed: int, *, ring: int = 0, zeal: float = 1.0, ring_diaries: int = 3, decoys: int = 0, fans: float = 0.0,
    honest: int = 120, circles: tuple[int, ...] = (2, 2, 2, 3, 4), fondness: float = 0.95,
    taste: tuple[float, float] = (0.05, 0.2),
) -> Community:  # fmt: skip
    """A month of recommendations.

    Honest members publish 1-8 diaries; each reads with an own `taste` (5-20 % of all diaries) and some write better than others.
    Friends recommend nearly every diary of each other, and others' like everybody. A ring's members recommend a share `zeal` of
    each other's diaries, `decoys` honest ones each, and honest members recommend theirs `fans` times as often as other diaries.
    """
    r = random.Random(f"{seed} {ring}")
    people, members = list(range(1, honest + 1)), list(range(1_001, 1_001 + ring))
    friends, rest = [], iter(people)
    for size in circles:
        friends.append({next(rest) for _ in range(size)})
    circle_of = {member: circle for circle in friends for member in circle}
    likes = {member: r.uniform(*taste) for member in people}
    rows: list[Row] = []
    diary = 0
    for author in people:
        gift = r.uniform(0.5, 2.0)
        for _ in range(r.randint(1, 8)):
            diary += 1
            for giver in people:
                chance = fondness if giver in circle_of.get(author, ()) else likes[giver] * gift
                if giver != author and r.random() < chance:
                    rows.append((giver, author, diary))
    shown = sorted({row[1:] for row in rows})
    for author in members:
        for _ in range(ring_diaries):
            diary += 1
            rows += [(giver, author, diary) for giver in members if giver != author and r.random() < zeal]
            rows += [(giver, author, diary) for giver in people if r.random() < fans * likes[giver]]
    for giver in members:
        rows += [(giver, *each) for each in r.sample(shown, decoys)]
    r.shuffle(rows)
    return Community(rows, set(members), friends, set(people))
