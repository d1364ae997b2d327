"""Editing a comment: ten minutes, until the first reply or rating, with its history in the open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refused

HTMX = {"HX-Request": "true"}


@pytest.fixture
def fresh(diary, bob):
    return diary.comments.post(by=bob, subject="Bridge", body="The brigde.")


def test_the_author_mends_a_slip_and_the_earlier_text_stays_readable(as_, fresh, bob):
    response = as_(bob).post(f"/comments/{fresh.pk}/edit/", {"subject": "Bridge", "body": "The bridge."})
    assert response.status_code == 302
    page = as_(None).get(fresh.diary.get_absolute_url()).content.decode()
    assert '<p dir="auto">The bridge.</p>' in page
    assert f"/comments/{fresh.pk}/edits/" in page
    assert "The brigde." in as_(None).get(f"/comments/{fresh.pk}/edits/").content.decode()


def test_saving_without_a_change_leaves_no_trace(fresh, bob):
    fresh.edit(by=bob, subject="Bridge", body="The brigde.")
    assert fresh.edits.count() == 0
    assert fresh.edited_at is None


def test_the_form_holds_the_text(as_, fresh, bob):
    page = as_(bob).get(f"/comments/{fresh.pk}/edit/")
    assert "The brigde.</textarea>" in page.content.decode()


def test_with_htmx_it_answers_the_comment(as_, fresh, bob):
    answer = as_(bob).post(f"/comments/{fresh.pk}/edit/", {"body": "New."}, headers=HTMX).content.decode().strip()
    assert answer.startswith('<article id="c2"')


def test_bad_text_is_422_and_kept(as_, fresh, bob):
    response = as_(bob).post(f"/comments/{fresh.pk}/edit/", {"subject": "kept words", "body": ""})
    assert response.status_code == 422
    assert "kept words" in response.content.decode()
    fresh.refresh_from_db()
    assert fresh.body == "The brigde."


def test_strangers_may_not(as_, fresh, alice, mo):
    for user in (alice, mo):
        assert as_(user).get(f"/comments/{fresh.pk}/edit/").status_code == 403
        assert as_(user).post(f"/comments/{fresh.pk}/edit/", {"body": "Taken over."}).status_code == 403
    fresh.refresh_from_db()
    assert fresh.body == "The brigde."


def test_after_ten_minutes_it_stays(fresh, bob):
    end = fresh.posted_at + timedelta(minutes=10)
    fresh.edit(by=bob, body="In time.", at=end - timedelta(seconds=1))
    with pytest.raises(Refused, match="10 minutes"):
        fresh.edit(by=bob, body="Too late.", at=end)


def test_a_reply_or_a_rating_ends_it(diary, fresh, alice, bob):
    diary.comments.post(by=alice, body="Hm.", parent=fresh)
    with pytest.raises(Refused, match="answered"):
        fresh.edit(by=bob, body="What I meant")
    other = diary.comments.post(by=bob, body="Another.")
    other.recommend(by=alice)
    with pytest.raises(Refused, match="rated"):
        other.edit(by=bob, body="What I meant")


def test_text_that_an_answer_overtook_comes_back_in_the_form(as_, diary, fresh, alice, bob, django_capture_on_commit_callbacks):
    diary.comments.post(by=alice, body="Hm.", parent=fresh)
    response = as_(bob).post(f"/comments/{fresh.pk}/edit/", {"body": "Kept words."})
    assert response.status_code == 409
    assert "Kept words." in response.content.decode()


def test_a_deleted_comment_is_not_edited(fresh, bob):
    fresh.delete(by=bob)
    with pytest.raises(Refused):
        fresh.edit(by=bob, body="Back!", at=timezone.now())
