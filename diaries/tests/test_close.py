"""Closing and opening the comments of a diary."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import set_rule


def test_its_author_closes_and_opens_and_twice_is_once(as_, diary, bob, alice):
    browser = as_(alice)
    for _ in range(2):
        assert browser.post(f"/diaries/{diary.pk}/close/")["Location"] == diary.get_absolute_url()
    diary.refresh_from_db()
    closed = diary.closed_at
    assert closed is not None
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert "The comments of this diary are closed." in page
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Late."}).status_code == 409
    for _ in range(2):
        browser.post(f"/diaries/{diary.pk}/open/")
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "In time."}).status_code == 302
    assert diary.comments.count() == 2


def test_closing_again_keeps_the_first_moment(as_, diary, alice):
    moments = []
    for _ in range(2):
        as_(alice).post(f"/diaries/{diary.pk}/close/")
        diary.refresh_from_db()
        moments.append(diary.closed_at)
    assert moments[0] == moments[1]


def test_the_buttons_stand_where_they_may_be_pressed(as_, diary, alice, bob, mo):
    assert "Close comments" in as_(alice).get(diary.get_absolute_url()).content.decode()
    assert f"/diaries/{diary.pk}/moderate/" in as_(mo).get(diary.get_absolute_url()).content.decode()
    assert "Close comments" not in as_(bob).get(diary.get_absolute_url()).content.decode()
    diary.close(by=alice)
    assert "Open comments" in as_(alice).get(diary.get_absolute_url()).content.decode()


@pytest.mark.parametrize("days", [30, 32])
def test_an_old_diary_is_archived_and_says_so_to_everybody(as_, diary, bob, days):
    type(diary).objects.filter(pk=diary.pk).update(published_at=timezone.now() - timedelta(days=days))
    said = "This diary is archived: after 31 days there are no new comments."
    for user in (None, bob):
        assert (said in as_(user).get(diary.get_absolute_url()).content.decode()) == (days > 31)
    answer = as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Late."})
    assert answer.status_code == (409 if days > 31 else 302)
    set_rule("diaries.archive_after", "0")
    assert said not in as_(None).get(diary.get_absolute_url()).content.decode()


@pytest.mark.parametrize("verb", ["close", "open"])
def test_strangers_are_refused_and_get_is_405(as_, diary, draft, alice, bob, tess, verb):
    place = f"/diaries/{diary.pk}/{verb}/"
    for user in (bob, tess):
        answer = as_(user).post(place)
        assert answer.status_code == 403
        assert "Only the diary&#x27;s author or a moderator closes its comments." in answer.content.decode()
        assert as_(user).post(f"/diaries/{draft.pk}/{verb}/").status_code == 404
    assert as_(None).post(place).status_code == 302
    assert as_(alice).get(place).status_code == 405
    diary.refresh_from_db()
    assert diary.closed_at is None
