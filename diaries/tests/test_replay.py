"""The past list is the list that was shown: histories are played, noted as they go, and asked again afterwards."""

import random
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from community.models import set_rule
from core.errors import Refused
from core.shelf import clear_all
from diaries import ranking
from diaries.models import Diary, Recommendation

START = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
MEMBERS, STEPS = 14, 240
NUMBERS = {
    "recommended.half_life": ["20", "45", "90"], "recommended.window": ["12", "24"], "recommended.length": ["5", "12"],
    "guard.free": ["0.1", "0.25", "1"], "guard.full": ["0.5", "0.9"], "guard.whole": ["0.3", "0.5"], "guard.doubt": ["0", "2"], "guard.lookback": ["1", "30"],
}  # fmt: skip


class Play:
    """One history, step by step. Each act is drawn from those that are possible; what may not be done is refused, and goes on."""

    def __init__(self, seed, people, clock):
        self.r, self.people, self.at, self.shown, self.clock = random.Random(seed), people, START, {}, clock

    def run(self):
        acts = [self.publish] * 4 + [self.recommend] * 12 + [self.withdraw] * 3 + [self.rate_tips] * 5
        acts += [self.take_back, self.publish_again, self.remove, self.trust, self.distrust, self.change_rule, self.leave]
        for _ in range(STEPS):
            self.at += timedelta(seconds=self.r.randint(1, 1500))
            with suppress(Refused):
                self.r.choice(acts)()
            if self.r.random() < 0.35:
                self.note()

    def note(self):
        """What a page shows at this moment, before anything later is known."""
        self.at += timedelta(microseconds=self.r.choice([0, 1, 500_000]))
        self.shown[self.at] = ranking.recommended(at=self.at)
        self.clock[0] = self.at
        assert ranking.recommended() == self.shown[self.at]  # from what the process keeps and brings up to date
        by_columns = {entry.diary for entry in self.shown[self.at]}
        assert set(Diary.objects.listed().filter(pk__in=by_columns).values_list("pk", flat=True)) == by_columns

    def diary(self, **how):
        found = list(Diary.objects.filter(**how).select_related("author"))
        if not found:
            raise Refused("none")
        return self.r.choice(found[-12:])

    def publish(self):
        author = self.r.choice(self.people)
        Diary.objects.start(by=author, title="A diary", intro="x", tags="x", at=self.at).publish(by=author, at=self.at)

    def recommend(self):
        Recommendation.objects.recommend(self.diary(state="published"), by=self.r.choice(self.people), at=self.at)

    def withdraw(self):
        given = list(Recommendation.objects.standing().select_related("diary", "user"))
        if given:
            one = self.r.choice(given)
            Recommendation.objects.unrecommend(one.diary, by=one.user, at=self.at)

    def rate_tips(self):
        tips = self.diary(state="published").comments.get(number=1)
        by = User.objects.get(pk=self.r.choice(self.people).pk)
        if self.r.random() < 0.7:
            tips.hide(by=by, rule=1, at=self.at)
        else:
            self.r.choice([tips.recommend, tips.unhide, tips.unrecommend])(by=by, at=self.at)

    def take_back(self):
        diary = self.diary(state="published")
        diary.take_back(by=diary.author, at=self.at)

    def publish_again(self):
        diary = self.diary(state="draft")
        diary.publish(by=diary.author, at=self.at)

    def remove(self):
        diary = self.diary(state="published")
        diary.remove(by=diary.author, at=self.at)

    def trust(self):
        self.r.choice(self.people).grant("trusted", at=self.at)

    def distrust(self):
        self.r.choice(self.people).revoke("trusted", at=self.at)

    def change_rule(self):
        name = self.r.choice(list(NUMBERS))
        set_rule(name, self.r.choice(NUMBERS[name]), at=self.at)

    def leave(self):
        if self.r.random() < 0.15 and len(self.people) > 8:
            self.people.pop(self.r.randrange(len(self.people))).leave(erase=self.r.random() < 0.5, at=self.at)


@pytest.mark.parametrize("seed", range(4))
def test_every_list_that_was_shown_can_be_made_again(member, seed, monkeypatch):
    clock = [START]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    people = [member(f"m{n}", *(["trusted"] if n < 6 else []), days=900) for n in range(MEMBERS)]
    set_rule("diaries.a_day", "0", at=START - timedelta(days=1))
    set_rule("hiding.a_day", "1000", at=START - timedelta(days=1))
    set_rule("hiding.feud", "0", at=START - timedelta(days=1))
    play = Play(seed, people, clock)
    play.run()
    clear_all()
    filled = [at for at, entries in play.shown.items() if len(entries) >= 3]
    assert len(play.shown) > 40 and len(filled) > 10
    for at, entries in play.shown.items():
        assert ranking.recommended(at=at) == entries, at


def test_the_list_of_now_is_the_list_of_that_moment(as_, diary, bob, tess, alice, monkeypatch):
    """With at=None the board is kept between looks; what it shows is what the rows say."""
    clock = [diary.published_at + timedelta(minutes=10)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])

    def same():
        clock[0] += timedelta(minutes=7, microseconds=13)
        shown = ranking.recommended()
        assert shown == ranking.recommended(at=clock[0])
        return len(shown)

    assert same() == 0
    Recommendation.objects.recommend(diary, by=bob)
    assert same() == 0
    Recommendation.objects.recommend(diary, by=tess)
    assert same() == same() == 1
    Recommendation.objects.unrecommend(diary, by=bob)
    assert same() == 1
    diary.take_back(by=alice)
    assert same() == 0
    Diary.objects.get(pk=diary.pk).publish(by=alice)
    assert same() == 1
    clock[0] = diary.published_at + timedelta(hours=23, minutes=52)
    assert [same(), same()] == [1, 0]  # 23:59 and 24:06
