"""The page of hidden comments: for those who may bring them back, with what they need to judge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment
from comments.models.rating import is_hidden, recommends_to_return
from core.errors import Refused

ADDRESS = "/comments/hidden/"


def shown(browser) -> str:
    return browser.get(ADDRESS).content.decode()


@pytest.fixture
def hidden(diary, comment, alice, member, trusted):
    """A reply to bob's comment with a reply of its own, hidden by two under rule 3."""
    inner = diary.comments.post(by=member("kim"), subject="Inner", body="Kim's rude words.", parent=comment)
    diary.comments.post(by=alice, body="A reply below it.", parent=inner)
    inner.refresh_from_db()
    for user in trusted(2):
        inner.hide(by=user, rule=3)
    return Comment.objects.get(pk=inner.pk)


def test_it_is_for_trusted_users_and_moderators(as_, hidden, alice, bob, rita, tess, mo, ada, member):
    for user in (None, alice, bob, member("lea", "rescuer")):
        answer = as_(user).get(ADDRESS)
        assert (answer.status_code, "rude words" in answer.content.decode()) == (403, False)
    for user in (tess, rita, mo, ada):
        assert "rude words" in shown(as_(user))


def test_it_shows_figures_branch_raters_distance_and_time(as_, hidden, tess):
    page = shown(as_(tess))
    for words in (
        "(0+ / 2-)", "answers <a", "number 2</a> by bob", "1 reply below it went with it", "trusted0</a>", "trusted1</a>",
        "/about/rules/#conduct-3", "1 more recommendation would bring it back, until its ratings close on", "5 hides left",
    ):  # fmt: skip
        assert words in page


def test_what_came_back_or_was_deleted_is_gone_from_it(as_, hidden, tess, bob):
    hidden.recommend(by=tess)
    assert "Nothing is hidden just now" in shown(as_(tess))


def test_what_lies_below_a_hidden_comment_is_no_entry_of_its_own(as_, hidden, tess):
    assert shown(as_(tess)).count("<li><h2") == 1


def test_after_a_day_it_says_that_ratings_are_closed(as_, hidden, tess):
    Comment.objects.filter(pk=hidden.pk).update(posted_at=timezone.now() - timedelta(hours=24))
    assert "Its ratings are closed" in shown(as_(tess))


def test_it_costs_the_same_for_one_and_for_many(as_, diary, hidden, tess, member, django_assert_max_num_queries):
    browser = as_(tess)
    shown(browser)
    with django_assert_max_num_queries(8) as few:
        shown(browser)
        most = len(few)
    writer, guards = member("lou"), [member("g1", "trusted"), member("g2", "trusted")]
    for n in range(4):
        far = diary.comments.post(by=writer, body=f"Rude {n}", at=timezone.now() - timedelta(hours=20 - n))
        for guard in guards:
            far.ratings.create(user=guard, kind="hide", rule_id=1)
        far.recount()
    shown(browser)
    with django_assert_max_num_queries(most):
        assert shown(browser).count("<li><h2") == 5


@pytest.mark.parametrize("recommends", range(12))
def test_the_distance_is_the_least_that_brings_it_back(db, recommends):
    for hides in range(1, 40):
        lacks = recommends_to_return(recommends, hides)
        assert not is_hidden(recommends + lacks, hides)
        assert lacks == 0 or is_hidden(recommends + lacks - 1, hides)


def test_who_looked_before_it_was_hidden_can_no_longer_rate_it(as_, diary, comment, alice, trusted, member):
    """May-act includes may-see, also for an act that was already on its way."""
    seen = Comment.objects.get(pk=comment.pk)
    for user in trusted(2):
        comment.hide(by=user, rule=1)
    with pytest.raises(Refused, match="hidden meanwhile"):
        seen.recommend(by=alice)
    below = diary.comments.post(by=member("kim", "trusted"), body="Below", parent=comment)
    with pytest.raises(Refused, match="hidden meanwhile"):
        below.recommend(by=alice)
