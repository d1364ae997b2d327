"""The collusion guard, on communities made up without it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from community.rules import RULES
from diaries import ranking
from diaries.guard import Guard, Terms
from diaries.models import Diary, Recommendation, State, StateChange
from diaries.tests.communities import community

TERMS = Terms(*(RULES[f"guard.{name}"].default for name in Terms._fields))
SEEDS = range(20)


def loss(guard, rows):
    """The share of their weight that these recommendations lose."""
    return 1 - sum(guard.factor(giver, author) for giver, author, _ in rows) / len(rows)


@pytest.mark.parametrize("size", [3, 10, 50])
@pytest.mark.parametrize(
    "ways",
    [{}, {"ring_diaries": 1}, {"decoys": 5}, {"fans": 1.0}, {"decoys": 3, "fans": 0.3}, {"zeal": 0.85}],
    ids=["plain", "fresh", "decoys", "fans", "decoys and fans", "lazy"],
)
def test_rings_lose_at_least_half_their_weight_and_friends_at_most_a_tenth(size, ways):
    for seed in SEEDS if not ways else range(4):
        made = community(seed, ring=size, **ways)
        guard = Guard(made.rows, TERMS)
        assert loss(guard, made.within_the_ring()) >= 0.5, seed
        assert loss(guard, made.between_friends()) <= 0.1, seed
        assert loss(guard, made.of_the_honest()) <= 0.01, seed


@pytest.mark.parametrize("honest", [30, 60, 200])
def test_friends_keep_their_weight_in_small_and_large_communities(honest):
    for seed in SEEDS if honest < 100 else range(3):
        made = community(seed, honest=honest, circles=(2, 2, 3))
        guard = Guard(made.rows, TERMS)
        assert loss(guard, made.of_the_honest()) <= (0.05 if honest < 60 else 0.01), seed
        if honest >= 60:  # among thirty who recommend a tenth of what they see there are no "many others"
            assert loss(guard, made.between_friends()) <= 0.1, seed


def test_decoys_keep_their_weight():
    made = community(1, ring=10, decoys=5)
    guard = Guard(made.rows, TERMS)
    decoys = [row for row in made.rows if row[0] in made.ring and row[1] not in made.ring]
    assert decoys and loss(guard, decoys) == 0


def test_by_hand():
    """Three who recommend one diary each of each other: cover, tie and density are 1, mutual is 2 of (2 + 2) = 0.5."""
    ring = [(giver, author, author) for author in (1, 2, 3) for giver in (1, 2, 3) if giver != author]
    guard = Guard(ring, TERMS)
    assert guard.closed(1) == 0.5
    assert guard.factor(1, 2) == TERMS.least
    # 4 recommends two of the three and is recommended by nobody: no tie, full weight.
    guard = Guard([*ring, (4, 1, 1), (4, 2, 2)], TERMS)
    assert guard.factor(4, 1) == 1.0 and guard.closed(4) == 0.0
    # Two more diaries of 1 that 2 and 3 leave alone but 4 recommends: cover(2, 1) falls from 1 to 3 of 5.
    guard = Guard([*ring, (4, 1, 1), (4, 1, 11), (4, 1, 12)], TERMS)
    assert guard._ties(2)[1] == pytest.approx(3 / 5)


def test_the_order_of_rows_does_not_matter():
    made = community(5, ring=10, decoys=5)
    there, back = Guard(made.rows, TERMS), Guard(made.rows[::-1], TERMS)
    for giver, author, _ in made.within_the_ring():
        assert there.factor(giver, author) == back.factor(giver, author)


def test_the_steps_between_free_and_full():
    terms = Terms(doubt=0.0, free=0.2, full=0.6, least=0.1)
    guard = Guard([], terms)
    guard._are_near = lambda *_: True
    for closed, factor in ((0.0, 1.0), (0.2, 1.0), (0.3, 0.775), (0.4, 0.55), (0.6, 0.1), (1.0, 0.1)):
        guard.closed = lambda _, closed=closed: closed
        assert guard.factor(1, 2) == pytest.approx(factor)
    guard.terms = terms._replace(free=0.6, full=0.2)  # an operator may set them so: then it is a step
    guard.closed = lambda _: 0.7
    assert guard.factor(1, 2) == 0.1


@pytest.mark.django_db
def test_on_the_list_a_ring_counts_for_less_and_friends_for_what_they_are():
    """The same through the stored rows: everybody's diaries of today, recommended an hour ago."""
    made = community(3, ring=10, honest=60)
    now, ids = timezone.now().replace(microsecond=0), {}
    pks = {}
    for member in sorted(made.ring | made.honest):
        pks[member] = User(username=f"m{member}", name=f"m{member}", key=f"m{member}", email="x@example.org", password="!")
    User.objects.bulk_create(pks.values())
    for _, author, diary in made.rows:
        ids.setdefault(
            diary, Diary(author=pks[author], title=f"{diary}", state=State.PUBLISHED, published_at=now - timedelta(hours=2))
        )
    Diary.objects.bulk_create(ids.values())
    StateChange.objects.bulk_create(StateChange(diary=each, state="published", at=each.published_at) for each in ids.values())
    Recommendation.objects.bulk_create(
        Recommendation(user=pks[giver], author=pks[author], diary=ids[diary], at=now - timedelta(hours=1), trusted=True)
        for giver, author, diary in made.rows
    )
    board = ranking._board(now)[1]
    drawn = {diary: sum(row[2] == diary for row in made.rows) for _, _, diary in made.rows}
    entries = {entry.diary: entry.score for entry in board.ranked(now)}
    weight = 2 ** -(60 / 45)
    for _, author, diary in made.rows:
        whole = drawn[diary] * weight
        if author in made.ring:
            assert entries[ids[diary].pk] <= whole / 2
        else:
            assert whole * 0.9 <= entries[ids[diary].pk] <= whole * 1.000001
