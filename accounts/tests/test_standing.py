"""A suspended member logs in, reads and exports; writes, rates, recommends and votes not; it ends by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.standing import FOR_GOOD
from conftest import PASSWORD
from diaries.models import Diary, Poll


def bar(user, **until):
    User.objects.filter(pk=user.pk).update(**until)
    user.refresh_from_db()


@pytest.fixture
def own(bob):
    """A draft of bob's, with a poll in what it will be."""
    return Diary.objects.start(by=bob, title="Mine", intro="Mine.", tags="Mine")


def acts(diary, comment, own):
    """Everything that is writing, rating, recommending or voting."""
    return [
        (f"/diaries/{diary.pk}/comments/", {"body": "Late."}),
        (f"/comments/{comment.pk}/reply/", {"body": "Late."}),
        (f"/comments/{comment.pk}/recommend/", {}),
        (f"/comments/{comment.pk}/hide/", {"rule": "3"}),
        (f"/diaries/{diary.pk}/recommend/", {}),
        (f"/diaries/{diary.pk}/share/", {"to": "a@example.org"}),
        (f"/diaries/{diary.pk}/nominate/", {"blurb": "b"}),
        (f"/diaries/{own.pk}/edit/", {"title": "New", "intro": "New.", "do": "save"}),
        (f"/diaries/{own.pk}/publish/", {}),
        (f"/diaries/{own.pk}/schedule/", {}),
        ("/accounts/settings/", {"biography": "New."}),
    ]


def test_they_log_in_and_read_and_are_told_until_when(client, diary, comment, bob, settings):
    bar(bob, suspended_until=timezone.now() + timedelta(days=3))
    assert client.post("/accounts/login/", {"login": "bob", "password": PASSWORD}).status_code == 302
    for place in ("/", diary.get_absolute_url(), f"/comments/{comment.pk}/", "/hotlist/", "/drafts/", "/people/bob/"):
        page = client.get(place)
        assert page.status_code == 200 and "Your account is suspended until" in page.content.decode(), place
    assert client.post(f"/diaries/{diary.pk}/hotlist/").status_code == 302  # it is for reading


def test_they_do_nothing_else_and_it_ends_by_itself(as_, diary, comment, bob, own, alice, member):
    own_comment = diary.comments.post(by=alice, body="Rate me.")
    bar(bob, suspended_until=timezone.now() + timedelta(days=3))
    for place, said in acts(diary, own_comment, own):
        answer = as_(bob).post(place, said)
        assert answer.status_code in (403, 409), place
        assert "Your account is suspended until" in answer.content.decode(), place
    assert diary.comments.count() == 3 and not bob.ratings.exists() and not bob.recommendations.exists()
    assert not bob.trusted_at(timezone.now())
    bar(bob, suspended_until=timezone.now() - timedelta(seconds=1))
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Back."}).status_code == 302
    assert "Your account is suspended" not in as_(bob).get("/").content.decode()


def test_a_suspended_trusted_user_keeps_no_powers(as_, comment, tess, alice):
    bar(tess, suspended_until=FOR_GOOD)
    assert as_(tess).get("/comments/hidden/").status_code == 403
    answer = as_(tess).post(f"/comments/{comment.pk}/hide/", {"rule": "3"})
    assert answer.status_code == 403 and "suspended for good" in answer.content.decode()


def test_who_may_not_rate_still_writes(as_, diary, comment, tess):
    bar(tess, unrated_until=timezone.now() + timedelta(days=3))
    for verb in ("recommend", "hide"):
        answer = as_(tess).post(f"/comments/{comment.pk}/{verb}/", {"rule": "3"})
        assert answer.status_code == 403 and "withdrawn your right to rate comments until" in answer.content.decode()
    page = as_(tess).get(diary.get_absolute_url()).content.decode()
    assert f"/comments/{comment.pk}/recommend/" not in page and f"/comments/{comment.pk}/hide/" not in page
    assert as_(tess).post(f"/diaries/{diary.pk}/comments/", {"body": "I write."}).status_code == 302
    bar(tess, unrated_until=timezone.now() - timedelta(seconds=1))
    assert as_(tess).post(f"/comments/{comment.pk}/recommend/").status_code == 302


def test_a_scheduled_diary_of_theirs_waits_among_the_drafts(bob, own):
    own.schedule(timezone.now() + timedelta(hours=1), by=bob)
    bar(bob, suspended_until=FOR_GOOD)
    assert not Diary.objects.select_related("author").get(pk=own.pk).publish_if_due(at=timezone.now() + timedelta(hours=2))
    own.refresh_from_db()
    assert own.state == "draft" and "suspended for good" in own.schedule_note


def test_they_do_not_vote(as_, alice, bob):
    asked = Diary.objects.start(by=alice, title="A question", intro="Which?", tags="Poll")
    Poll.objects.write(asked, question="Which?", choices=["This", "That"])
    asked.publish(by=alice)
    bar(bob, suspended_until=FOR_GOOD)
    choice = asked.poll.choices.first()
    answer = as_(bob).post(f"/diaries/{asked.pk}/vote/", {"choice": choice.pk})
    assert answer.status_code in (403, 409) and not asked.poll.ballots.exists()


def test_a_page_costs_a_suspended_member_no_statement_more(as_, diary, bob, django_assert_num_queries):
    browser = as_(bob)
    browser.get(diary.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        browser.get(diary.get_absolute_url())
    usual = len(before)
    bar(bob, suspended_until=FOR_GOOD)
    browser.get(diary.get_absolute_url())
    with django_assert_num_queries(usual):
        browser.get(diary.get_absolute_url())
