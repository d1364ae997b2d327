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
    [{}, {"ring_diaries": 1}, {"decoys": 5}, {"fans": 1.0}],
    ids=["plain", "fresh", "decoys", "fans"],
)
def test_rings_lose_at_least_half_their_weight_and_friends_at_most_a_tenth(size, ways):
    for seed in SEEDS if not ways else range(3):
        made = community(seed, ring=size, honest=80, **ways)
        guard = Guard(made.rows, TERMS)
        assert loss(guard, made.within_the_ring()) >= 0.5, seed
        assert max(loss(guard, rows) for rows in made.between_friends()) <= 0.1, seed
        assert loss(guard, made.of_the_honest()) <= 0.01, seed


@pytest.mark.parametrize("size", [3, 10, 50])
@pytest.mark.parametrize(
    "ways", [{"zeal": 0.7}, {"zeal": 0.85}, {"decoys": 3, "fans": 0.3}], ids=["seven in ten", "lazy", "decoys and fans"]
)
def test_rings_that_hide_as_well_as_they_can_lose_half_too(size, ways):
    """Where three people have nine diaries, chance decides what "seven in ten" is: most lose all, a few nothing."""
    lost = []
    for seed in SEEDS if ways == {"zeal": 0.7} else range(6):
        made = community(seed, ring=size, honest=60, **ways)
        guard = Guard(made.rows, TERMS)
        lost.append(loss(guard, made.within_the_ring()))
        assert max(loss(guard, rows) for rows in made.between_friends()) <= 0.1, seed
    assert sum(lost) / len(lost) >= (0.6 if size == 3 else 0.85)
    assert min(lost) >= 0.5 or size == 3


@pytest.mark.parametrize("honest", [30, 60, 150, 500])
@pytest.mark.parametrize("taste", [(0.05, 0.2), (0.2, 0.5)], ids=["choosy", "generous"])
def test_friends_keep_their_weight_in_small_and_large_communities(honest, taste):
    """Each pair, trio and circle of four of its own; also where everybody recommends a third of all there is."""
    if honest == 500:
        taste = (taste[0] / 5, taste[1] / 5)  # who can read two thousand diaries a month?
    for seed in SEEDS if honest < 100 else range(150 // honest + 1):
        made = community(seed, honest=honest, taste=taste)
        guard = Guard(made.rows, TERMS)
        assert max(loss(guard, rows) for rows in made.between_friends()) <= 0.1, seed
        assert loss(guard, made.of_the_honest()) <= 0.01, seed


def test_what_is_added_and_taken_makes_no_difference_to_what_was_there_at_once():
    made = community(2, ring=10, honest=40, decoys=3, zeal=0.8)
    later, earlier = made.rows[1_000:], made.rows[:1_000]
    guard = Guard(earlier, TERMS)
    for giver, author, diary in later:
        guard.add(giver, author, diary)
    whole = Guard(made.rows, TERMS)
    assert {row[:2]: guard.factor(*row[:2]) for row in made.rows} == {row[:2]: whole.factor(*row[:2]) for row in made.rows}
    for giver, author, diary in later:
        guard.take(giver, author, diary)
    before = Guard(earlier, TERMS)
    assert {row[:2]: guard.factor(*row[:2]) for row in earlier} == {row[:2]: before.factor(*row[:2]) for row in earlier}


def test_decoys_keep_their_weight():
    made = community(1, ring=10, decoys=5)
    guard = Guard(made.rows, TERMS)
    decoys = [row for row in made.rows if row[0] in made.ring and row[1] not in made.ring]
    assert decoys and loss(guard, decoys) == 0


def test_by_hand():
    """Three who recommend one diary each of each other: every excess, tie and density is 1, mutual is 2 of (2 + 1)."""
    ring = [(giver, author, author) for author in (1, 2, 3) for giver in (1, 2, 3) if giver != author]
    guard = Guard(ring, TERMS)
    assert guard.closed(1) == pytest.approx(2 / 3)
    assert guard.factor(1, 2) == TERMS.least
    # 4 recommends two of the three and is recommended by nobody: no tie, full weight.
    guard = Guard([*ring, (4, 1, 1), (4, 2, 2)], TERMS)
    assert guard.factor(4, 1) == 1.0 and guard.closed(4) == 0.0
    # Four strangers draw two recommendations each, 2 gives one of them to 5: of the others 2 covers all, all, all of one in four.
    strangers = [(giver, author, author) for author in (5, 6, 7, 8) for giver in (9, 2 if author == 5 else 10)]
    guard = Guard([*ring, *strangers, (9, 1, 11), (10, 1, 11)], TERMS)
    assert guard._usual(2) == pytest.approx((2 / 4 + 1 + 1 + 0 + 0 + 0) / 6)
    assert guard._excess(2, 3, guard._shared[3][2]) == 1.0
    assert guard._excess(2, 1, guard._shared[1][2]) == pytest.approx((2 / 4 - 2.5 / 6) / (1 - 2.5 / 6))


def test_the_order_of_rows_does_not_matter():
    made = community(5, ring=10, decoys=5)
    there, back = Guard(made.rows, TERMS), Guard(made.rows[::-1], TERMS)
    for giver, author, _ in made.within_the_ring():
        assert there.factor(giver, author) == back.factor(giver, author)


def test_the_steps_between_free_and_full():
    terms = Terms(doubt=0.0, whole=1.0, free=0.2, full=0.6, least=0.1)
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
