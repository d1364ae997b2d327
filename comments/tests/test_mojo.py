"""Mojo and trust: exact figures, what update_mojo proves, and one's own page. Random histories are in test_random_histories.py."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.mojo import bars
from comments.models import Comment, Rating
from comments.mojo import of_ratings
from community.models import set_rule
from core.errors import Refused


def figures(out: str = "--check") -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("update_mojo", out, stdout=said, stderr=StringIO()) if out else call_command("update_mojo", stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_weights_fall_from_thirty_and_only_thirty_count():
    assert of_ratings([]) is None
    assert of_ratings([(1, 0)]) == 4
    assert of_ratings([(1, 1)]) == 2
    assert of_ratings([(3, 1), (0, 1)]) == pytest.approx((30 * 12 + 29 * 0) / (30 * 4 + 29 * 1))
    assert of_ratings([(1, 0)] * 30 + [(0, 99)]) == 4
    assert of_ratings([(0, 1)] + [(1, 0)] * 29) == pytest.approx(4 * sum(range(1, 30)) / sum(range(1, 31)))


@pytest.mark.parametrize(
    ("mojo", "shown"), [(None, 0), (0.0, 0), (0.09, 0), (0.1, 1), (1.49, 1), (1.5, 2), (2.5, 3), (3.49, 3), (3.5, 4), (3.79, 4), (3.8, 5), (4.0, 5)]
)  # fmt: skip
def test_bars(mojo, shown):
    assert bars(mojo) == shown


def test_tip_jars_hidden_and_deleted_comments_count_and_carried_over_figures_do_not(diary, alice, bob, member, trusted):
    tips = diary.comments.get(number=1)
    tips.recommend(by=bob)
    assert User.objects.get(pk=alice.pk).mojo == 4
    own = diary.comments.post(by=alice, body="Mine.", at=timezone.now() - timedelta(minutes=5))
    Comment.objects.filter(pk=own.pk).update(carried_recommends=50, recommend_count=50)
    for user in trusted(2):
        tips.hide(by=user, rule=1)
    assert User.objects.get(pk=alice.pk).mojo == pytest.approx(4 / 3)
    own.refresh_from_db()
    own.recommend(by=bob)
    own.delete(by=alice)
    member_now = User.objects.get(pk=alice.pk)
    assert (member_now.mojo, member_now.rated_comments) == (pytest.approx((30 * 4 + 29 * 4) / (30 + 29 * 3)), 2)
    assert figures()[0] == 0


def test_what_update_mojo_finds_it_says_and_mends(comment, alice, bob, tess):
    comment.recommend(by=alice)
    User.objects.filter(pk=bob.pk).update(mojo=1.5, rated_comments=7)
    User.objects.filter(pk=tess.pk).update(mojo=3.9)
    code, said = figures()
    assert code == 1
    assert "bob: mojo 4.0000 from 1 rated comments, stored was mojo 1.5000 from 7 rated comments" in said
    assert "tess: mojo none" in said
    assert User.objects.get(pk=bob.pk).rated_comments == 7, "looking changes nothing"
    assert figures("")[0] == 0
    assert (User.objects.get(pk=bob.pk).mojo, User.objects.get(pk=tess.pk).mojo) == (4, None)
    assert figures()[0] == 0


def test_trust_is_asked_at_the_moment_of_the_act(diary, comment, bob, alice, member):
    """However old the page is from which somebody acts."""
    kim = member("kim", days=100)
    User.objects.filter(pk=kim.pk).update(mojo=3.5, rated_comments=10)
    stale = User.objects.get(pk=kim.pk)
    User.objects.filter(pk=kim.pk).update(mojo=3.4999)
    with pytest.raises(Refused, match="Trusted users"):
        comment.hide(by=stale, rule=1)
    User.objects.filter(pk=kim.pk).update(mojo=3.5)
    comment.hide(by=stale, rule=1)


def test_a_moderator_grants_and_denies(comment, member):
    kim = member("kim", days=0)
    with pytest.raises(Refused):
        comment.hide(by=kim, rule=1)
    kim.grant("trusted")
    assert kim.is_trusted
    kim.grant("denied")
    assert not kim.is_trusted, "no outweighs yes"
    lee = member("lee", days=100)
    User.objects.filter(pk=lee.pk).update(mojo=4, rated_comments=50)
    assert User.objects.get(pk=lee.pk).is_trusted
    lee.grant("denied")
    assert not User.objects.get(pk=lee.pk).is_trusted


def test_the_own_page_shows_the_arithmetic_and_what_is_missing(as_, comment, alice, tess, bob):
    comment.recommend(by=alice)
    comment.hide(by=tess, rule=1)
    page = re.sub(' data-what="[^"]*"', "", as_(bob).get("/people/bob/mojo/").content.decode())
    assert "2.00 of 4" in page
    for words in ("<td>30</td><td>1</td><td>1</td><td>2</td><td>2.00</td><td>120</td><td>60</td>", "120 ÷ 60 = 2.000",
                  "a mojo of 3.5 or more", "9 more rated comments", "The bridge"):  # fmt: skip
        assert words in page
    assert 'href="/people/bob/mojo/"' in as_(bob).get("/people/bob/").content.decode()


def test_it_is_the_owners_alone(as_, comment, alice, mo, bob):
    for user in (alice, mo):
        assert as_(user).get("/people/bob/mojo/").status_code == 403
        assert 'href="/people/bob/mojo/"' not in as_(user).get("/people/bob/").content.decode()
    assert "/accounts/login/" in as_(None).get("/people/bob/mojo/")["Location"]
    assert as_(alice).get("/people/nobody/mojo/").status_code == 404


def test_it_costs_the_same_for_one_comment_and_for_many(as_, diary, comment, alice, bob, django_assert_max_num_queries):
    browser = as_(bob)
    comment.recommend(by=alice)
    browser.get("/people/bob/mojo/")
    with django_assert_max_num_queries(8) as few:
        browser.get("/people/bob/mojo/")
        most = len(few)
    for n in range(5):
        diary.comments.post(by=bob, body=f"No. {n}", at=timezone.now() - timedelta(minutes=n)).recommend(by=alice)
    browser.get("/people/bob/mojo/")
    with django_assert_max_num_queries(most):
        browser.get("/people/bob/mojo/")


def test_an_empty_page_invites(as_, newt):
    page = as_(newt).get("/people/newt/mojo/").content.decode()
    assert "None of your comments has been rated yet" in page
    assert "time: the account is old enough on" in page


def test_in_the_thirtieth_year_a_rating_still_reads_thirty_rows(diary, bob, alice, member):
    """rated_comments moves by one; more than the window is not read again."""
    set_rule("mojo.comments", "3", at=timezone.now() - timedelta(days=2))
    set_rule("throttle.comments", "0", at=timezone.now() - timedelta(days=2))
    posted = [diary.comments.post(by=bob, body=f"No. {n}", at=timezone.now() - timedelta(minutes=20 - n)) for n in range(6)]
    for each in posted:
        each.recommend(by=alice)
    posted[0].unrecommend(by=alice)
    posted[1].recommend(by=member("kim"))
    assert User.objects.get(pk=bob.pk).rated_comments == 5
    assert figures()[0] == 0
    assert Rating.objects.standing().count() == 6
