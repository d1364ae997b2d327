"""The finder of brigades, on invented communities: it finds planted rings and leaves honest members in peace."""

import random
from datetime import UTC, datetime, timedelta
from math import comb, exp, factorial

import pytest
from django.utils import timezone

from comments.models import Rating
from moderation import evidence
from moderation.finder import Given, binomial_tail, find, poisson_tail

START = datetime(2026, 3, 1, tzinfo=UTC)
HONEST, DIARIES, COMMENTS, DAYS = 250, 120, 15, 30
RING = list(range(10_000, 10_010))
SEEDS = range(20)


class Town:
    """Honest members with tastes: they read what interests them, prefer some authors, and like what is good; abuse is hidden."""

    def __init__(self, seed: int) -> None:
        r = self.r = random.Random(seed)
        self.joined = {m: START - timedelta(days=r.randint(-25, 900)) for m in range(HONEST)}
        interest = {m: r.randrange(6) for m in range(HONEST)}
        self.friends = {m: set(r.sample(range(HONEST), 6)) for m in range(HONEST)}
        self.comments: list[tuple[int, int, int, float, datetime]] = []  # id, author, diary, appeal, at
        self.recommends: list[Given] = []
        self.hides: list[Given] = []
        self.abusers = r.sample(range(HONEST), 6)
        trusted = [m for m in range(HONEST) if self.joined[m] < START - timedelta(days=90)][:60]
        for diary in range(DIARIES):
            topic, day = r.randrange(6), START + timedelta(days=r.random() * DAYS)
            readers = [m for m in range(HONEST) if self.joined[m] < day and r.random() < (0.22 if interest[m] == topic else 0.04)]
            here = self._thread(diary, day, readers)
            for reader in readers:
                for pk, author, _, appeal, at in here:
                    taste = appeal * (3 if author in self.friends[reader] else 1)
                    if author != reader and r.random() < min(0.6, 0.05 * taste):
                        self.give(self.recommends, reader, pk, author, diary, at + timedelta(minutes=r.randint(1, 600)))
            for pk, author, _, _, at in here:
                if author in self.abusers and r.random() < 0.5:
                    for hider in r.sample(trusted, r.choice([2, 2, 3, 4])):
                        self.give(self.hides, hider, pk, author, diary, at + timedelta(minutes=r.randint(1, 300)))

    def _thread(self, diary: int, day: datetime, readers: list[int]) -> list[tuple[int, int, int, float, datetime]]:
        writers = [m for m in readers if self.r.random() < 0.6] or [0]
        here = [
            (diary * 100 + n, self.r.choice(writers), diary, self.r.lognormvariate(0, 0.9), day + timedelta(minutes=20 * n))
            for n in range(COMMENTS)
        ]
        self.comments += here
        return here

    def give(self, to: list[Given], by: int, pk: int, author: int, diary: int, at: datetime) -> None:
        to.append(Given(by, pk, author, diary, at, self.joined[by]))

    def plant(self, kind: str) -> None:
        """Ten accounts that recommend one author together, hide one author together, or join for the purpose."""
        for member in RING:
            self.joined[member] = START - timedelta(days=self.r.randint(100, 700))
        target = self.r.choice(self.comments)[1]
        own = sorted((c for c in self.comments if c[1] == target), key=lambda c: c[4])
        if kind == "fresh":
            day = own[0][4] - timedelta(days=1)
            self.joined |= {member: day + timedelta(hours=self.r.randint(0, 30)) for member in RING}
        to = self.hides if kind == "hide" else self.recommends
        for member in RING:
            others = self.r.sample(self.comments, 8) if kind != "fresh" else []
            chosen = own[:3] if kind == "fresh" else [c for c in self._spread(target) if self.r.random() < 0.85]
            for pk, author, diary, _, at in [*chosen, *(others if kind == "recommend" else [])]:
                self.give(to, member, pk, author, diary, at + timedelta(minutes=self.r.randint(1, 90)))

    def _spread(self, target: int) -> list[tuple[int, int, int, float, datetime]]:
        """Comments of the target through the weeks; where the dice gave few, it has written more."""
        pks = range(900_000, 900_012)
        return [(pk, target, pk % DIARIES, 1.0, START + timedelta(days=2 * n)) for n, pk in enumerate(pks)]


def accused(town: Town) -> set[int]:
    return {member for finding in find(town.recommends, town.hides) for member in finding.members}


def test_tails_are_exact():
    for least in range(1, 12):
        exactly = 1 - sum(exp(-2.5) * 2.5**k / factorial(k) for k in range(least))
        assert poisson_tail(least, 2.5) == pytest.approx(exactly if least > 2.5 else 1.0, rel=1e-6)
        exactly = sum(comb(12, k) * 0.2**k * 0.8 ** (12 - k) for k in range(least, 13))
        assert binomial_tail(least, 12, 0.2) == pytest.approx(exactly, rel=1e-9)
    assert (poisson_tail(3, 0), binomial_tail(5, 4, 0.5), binomial_tail(0, 4, 0.5)) == (0, 0, 1)


def test_rings_of_ten_are_found_in_nineteen_of_twenty_towns_and_honest_members_left_in_peace():
    found = {"recommend": 0, "hide": 0, "fresh": 0}
    false_alarms = 0
    for seed in SEEDS:
        honest = Town(seed)
        false_alarms += len(accused(honest))
        for kind in found:
            town = Town.__new__(Town)
            town.__dict__ = honest.__dict__ | {"r": random.Random(1000 + seed), "joined": dict(honest.joined)}
            town.recommends, town.hides = list(honest.recommends), list(honest.hides)
            town.plant(kind)
            guilty = accused(town)
            found[kind] += len(guilty & set(RING)) >= 8
            false_alarms += len(guilty - set(RING) - accused(honest))
    assert min(found.values()) >= 19, found
    assert false_alarms <= len(SEEDS) * HONEST / 1000, false_alarms


# -- the page -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ring(diary, bob, alice, member, tess):
    """Six accounts that recommend bob wherever he speaks, among honest voices who like this and that."""
    writers, r = [alice, tess, member("honest")], random.Random(1)
    now, six, voices = timezone.now(), [member(f"ring{n}") for n in range(6)], [member(f"voice{n}") for n in range(20)]
    posted = [
        diary.comments.post(by=by, body=f"Comment {n}", at=now - timedelta(minutes=2 * n))
        for n, by in enumerate([bob, *writers] * 10)
    ]
    given = [Rating(comment=each, user=one, kind="recommend", at=now) for each in posted if each.author == bob for one in six]
    given += [Rating(comment=each, user=one, kind="recommend", at=now) for one in voices for each in r.sample(posted, 5)]
    Rating.objects.bulk_create(given)
    evidence.forget()
    return six


def test_the_page_shows_members_figures_comments_and_times(as_, ring, mo, django_assert_max_num_queries):
    browser = as_(mo)
    browser.get("/moderation/finder/")
    with django_assert_max_num_queries(8):
        page = browser.get("/moderation/finder/").content.decode()
    assert "They recommend the same comments" in page
    for words in ("6 members:", "ring0", "ring5", "Most often the author is", "bob", "recommended it", "Comment 0"):
        assert words in page


def test_it_does_nothing(as_, ring, mo):
    page = as_(mo).get("/moderation/finder/").content.decode()
    main = page.partition("<main")[2].partition("</main")[0]
    assert "<form" not in main and "<button" not in main
    assert as_(mo).post("/moderation/finder/").status_code == 405


def test_it_is_for_moderators(as_, ring, alice, tess):
    for user in (alice, tess):
        assert as_(user).get("/moderation/finder/").status_code == 403
    assert as_(None).get("/moderation/finder/")["Location"].startswith("/accounts/login/")


def test_an_honest_site_has_an_empty_page(as_, comment, alice, mo):
    comment.recommend(by=alice)
    evidence.forget()
    assert "Nothing stands out" in as_(mo).get("/moderation/finder/").content.decode()
