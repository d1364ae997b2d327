"""Voiding all ratings of an account: a dry run that says what would happen, the act that does it, and its undo."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from comments import check
from comments.dry_run import DryRun
from comments.models import Comment, Rating, Voiding
from community.models import set_rule
from moderation.models import ModerationAction


def state():
    """What ratings decide: figures, hiding, mojo and trust."""
    comments = {
        row[0]: row[1:] for row in Comment.objects.values_list("pk", "recommend_count", "hide_count", "hidden", "hidden_root")
    }
    return comments, {user.pk: (user.mojo, user.rated_comments, user.is_trusted) for user in User.objects.all()}


@pytest.fixture
def rated(diary, comment, alice, bob, tess, rita):
    """bob's comment is hidden by tess and rita; tess recommends another of his."""
    other = diary.comments.post(by=bob, body="The ferry is fine, too.")
    comment.hide(by=tess, rule=3)
    comment.hide(by=rita, rule=3)
    other.recommend(by=tess)
    other.recommend(by=alice)
    return comment


def test_the_dry_run_says_it_and_changes_nothing(as_, rated, mo):
    before = state()
    page = " ".join(as_(mo).get("/people/tess/void-ratings/").content.decode().split())
    assert "2 ratings would count for nothing: 1 recommendation and 1 hide." in page
    assert (
        "1 hidden comment would come back" in page and "0 comments would be hidden" in page and "0 members would lose trust" in page
    )
    assert f"/comments/{rated.pk}/" in page and state() == before and not Voiding.objects.exists()


def test_voided_they_leave_figures_lists_hiding_and_mojo_and_come_back(as_, act, rated, mo, tess, bob):
    before = state()
    for _ in range(2):
        assert act(mo, "/people/tess/void-ratings/").status_code == 302
    fresh = Comment.objects.get(pk=rated.pk)
    assert (fresh.hide_count, fresh.hidden) == (1, False)
    page = as_(None).get(rated.diary.get_absolute_url()).content.decode()
    assert "The bridge, of course." in page and "(0+ / 1-)" in page and ">tess<" not in page
    assert not list(check.rating_faults()) and not list(check.tree_faults())
    for verb in ("recommend", "hide"):
        assert as_(tess).post(f"/comments/{rated.pk}/{verb}/", {"rule": "3"}).status_code == 403
    for _ in range(2):
        assert act(mo, "/people/tess/count-ratings/").status_code == 302
    assert state() == before and not list(check.rating_faults())
    assert [line.kind for line in ModerationAction.objects.order_by("pk")] == ["void_ratings", "count_ratings"]


def test_an_appeal_that_was_upheld_stays_upheld_when_an_account_counts_again(rated, tess, mo):
    Voiding.objects.void_hides_of(rated, by=mo)
    voiding = Voiding.objects.void_ratings_of(tess, by=mo)
    voiding.undo()
    assert not Comment.objects.get(pk=rated.pk).hidden
    assert Rating.objects.counted().filter(user=tess).count() == 1


@pytest.mark.parametrize("seed", range(4))
def test_what_the_dry_run_says_is_what_happens_in_any_history(diary, member, seed):
    """Random ratings; rules under which trust is lost and found within a few of them."""
    for name, value in (
        ("trust.comments", "2"),
        ("trust.age", "0"),
        ("hiding.feud", "0"),
        ("hiding.a_day", "100"),
        ("mojo.comments", "4"),
    ):
        set_rule(name, value)
    chance, now = random.Random(seed), timezone.now()
    people = [member(f"m{n}") for n in range(5)]
    givers = [member(f"g{n}", "trusted") for n in range(6)]
    said = []
    for n in range(16):
        parent = chance.choice([None, *said])
        parent = Comment.objects.get(pk=parent.pk) if parent else None
        said.append(diary.comments.post(by=people[n % 5], parent=parent, body=f"Words {n}.", at=now - timedelta(minutes=40 - n)))
    for comment in said:
        for giver in chance.sample(givers, chance.randint(0, 6)):
            fresh = Comment.objects.get(pk=comment.pk)
            fresh.hide(by=giver, rule=3) if chance.random() < 0.55 else fresh.recommend(by=giver)
    whom = User.objects.get(pk=givers[seed].pk)
    before, run = state(), DryRun(whom, at=timezone.now())
    voiding = Voiding.objects.void_ratings_of(whom, by=None)
    after = state()
    changed = {pk for pk in before[0] if before[0][pk][2] != after[0][pk][2]}
    assert changed == {*run.coming_back, *run.vanishing}
    assert {pk for pk in changed if after[0][pk][2]} == set(run.vanishing)
    lost = {pk for pk in before[1] if before[1][pk][2] and not after[1][pk][2]}
    gained = {pk for pk in before[1] if after[1][pk][2] and not before[1][pk][2]}
    assert (lost, gained) == ({user.pk for user in run.losing_trust}, {user.pk for user in run.gaining_trust})
    assert not list(check.rating_faults()) and not list(check.tree_faults())
    voiding.undo()
    assert state() == before
