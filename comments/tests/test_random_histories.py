"""Random histories of posting, rating, hiding and deleting, held against a model of the rules that knows nothing of the product."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from comments.check_mojo import differences
from comments.models import Comment
from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary
from tests.rules_model import World

WRITERS = ["ann", "ben", "cat", "newt"]  # newt joins when the history begins
RATERS = ["ray", "sam", "ted", "una", "vic", "wim"]  # the first four are trusted users by a moderator's word
PEOPLE = WRITERS + RATERS
RULES = {
    "mojo.comments": 4,
    "trust.mojo": 3,
    "trust.comments": 2,
    "trust.age": 10,
    "newcomers.first_comment": 72,
    "hiding.a_day": 3,
    "throttle.comments": 0,
}
NAMES = st.sampled_from(PEOPLE)
NEAR = st.sampled_from([0, 0, 1, 1, 2, 2, 3, 4, 5, 7, 9])  # so many comments back from the newest
POST = st.tuples(st.just("post"), NAMES, NEAR | st.none())
HIDE = st.tuples(st.just("hide"), st.sampled_from(["ray", "ray", "sam", "ted", "una"]), st.integers(0, 3) | NEAR)
STEP = st.tuples(
    st.one_of(
        POST,
        POST,
        POST,
        HIDE,
        HIDE,
        HIDE,
        st.tuples(st.just("hide"), NAMES, NEAR),
        st.tuples(st.just("recommend"), NAMES, NEAR),
        st.tuples(st.just("recommend"), st.sampled_from(RATERS[:4]), NEAR),
        st.tuples(st.sampled_from(["unrecommend", "unhide", "unhide"]), st.just("ray"), st.integers(0, 3)),
        st.tuples(st.sampled_from(["delete", "suspend", "withdraw_ratings"]), NAMES, NEAR),
    ),
    st.sampled_from([1] * 12 + [7] * 6 + [60, 60, 300, 1500]),  # minutes
)
# What has to have stood in somebody's way for the histories to have tried the rules.
TRIED = {
    "own", "deleted", "suspended", "no ratings", "hidden", "after 24 hours", "rated already", "not trusted", "again", "so many a day",
    "argues there", "feud", "newcomer", "answers a deleted one", "answers what is hidden", "a tip jar is hidden", "comes back",
}  # fmt: skip
refused: Counter[str] = Counter()


@settings(
    max_examples=24,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=60, max_size=80))
def histories(db, steps):
    with transaction.atomic():
        for name, value in RULES.items():
            set_rule(name, str(value), at=timezone.now() - timedelta(days=60))
        refused.update(History().play(steps))
        transaction.set_rollback(True)


def test_random_histories_agree_with_the_model_and_with_update_mojo(db):
    refused.clear()
    histories(db)
    assert {why for why in TRIED if not refused[why]} == set(), "a rule that never stood in the way has not been tried"


class History:
    """The same people and the same acts in the product and in the model."""

    def __init__(self) -> None:
        self.at = start = timezone.now() - timedelta(days=25)
        self.world = World(window=4, trust=(3, 2, 10), first_comment=72, a_day=3)
        self.users, self.comments = {}, []
        for n, name in enumerate(PEOPLE):
            joined, granted = (start if name == "newt" else start - timedelta(days=9 + n % 3)), name in RATERS[:4]
            self.users[name] = User.objects.join(name, email=f"{name}@example.org", at=joined)
            if granted:
                self.users[name].grant("trusted")
            self.world.person(name, joined=joined, granted=granted)
        self.diary = Diary.objects.start(by=self.users["ann"], title="A diary", intro="Words.", tags="River", at=start)
        self.diary.publish(by=self.users["ann"], at=start)
        self.world.post("ann", start)
        self.comments.append(self.diary.comments.get(number=1).pk)

    def play(self, steps) -> Counter[str]:
        for n, ((act, name, back), minutes) in enumerate(steps):
            self.at += timedelta(minutes=minutes)
            number = None if back is None else (len(self.comments) - 1 - back) % len(self.comments)
            covered = self.world.under(number)
            happened, expected = getattr(self, f"_{act}", self._rate)(act, name, number)
            assert happened == expected, (n, act, name, number)
            self.world.refused["comes back"] += covered is not None and self.world.under(number) is None
            self.world.refused["a tip jar is hidden"] += not self.world.listed(0)
        self._agree()
        return self.world.refused

    def _post(self, act, name, number):
        above = None if number is None else Comment.objects.get(pk=self.comments[number])
        expected = self.world.post(name, self.at, number)
        try:
            posted = self.diary.comments.post(by=self.users[name], body=f"Words at {self.at}", parent=above, at=self.at)
        except Refused:
            return False, expected
        self.comments.append(posted.pk)
        return True, expected

    def _delete(self, act, name, number):
        comment = Comment.objects.get(pk=self.comments[number])
        comment.delete(by=comment.author, at=self.at)
        return True, self.world.delete(number, self.at)

    def _suspend(self, act, name, number):
        return self._until("suspended", name)

    def _withdraw_ratings(self, act, name, number):
        return self._until("unrated", name)

    def _until(self, what, name):
        until = self.at + timedelta(hours=8)
        User.objects.filter(username=name).update(**{f"{what}_until": until})
        self.world.people[name][what] = until
        self.users[name] = User.objects.get(username=name)
        return True, True

    def _rate(self, act, name, number):
        kind = act.removeprefix("un")
        expected = self.world.rate(kind, number, name, self.at, undo=act != kind)
        comment = Comment.objects.get(pk=self.comments[number])
        try:
            getattr(comment, act)(by=self.users[name], at=self.at, **({"rule": 1} if act == "hide" else {}))
        except Refused:
            return False, expected
        return True, expected

    def _agree(self) -> None:
        for number, pk in enumerate(self.comments):
            comment, under = Comment.objects.get(pk=pk), self.world.under(number)
            assert (comment.recommend_count, comment.hide_count) == self.world.figures(number)
            assert comment.hidden == self.world.hidden(number)
            assert comment.hidden_root_id == (self.comments[under] if under is not None else None)
        for name in self.users:
            mojo, rated = self.world.mojo(name)
            member = User.objects.get(username=name)
            assert member.rated_comments == rated
            assert member.mojo == (None if mojo is None else pytest.approx(float(mojo), abs=1e-12))
        assert Diary.objects.listed().filter(pk=self.diary.pk).exists() == self.world.listed(0)
        assert [found for _, some in differences() for found in some] == []
