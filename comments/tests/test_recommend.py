"""Recommending a comment and taking it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Rating
from core.errors import Refused

HTMX = {"HX-Request": "true"}


def test_it_counts_and_names_the_recommender(as_, comment, alice):
    as_(alice).post(f"/comments/{comment.pk}/recommend/")
    page = as_(None).get(comment.diary.get_absolute_url()).content.decode()
    assert "(1+ / 0-)" in page
    assert "Recommended by: " in page


def test_twice_is_once(as_, comment, alice):
    browser = as_(alice)
    for _ in range(2):
        assert browser.post(f"/comments/{comment.pk}/recommend/").status_code == 302
    comment.refresh_from_db()
    assert comment.recommend_count == 1


def test_it_can_be_undone_and_given_again(as_, comment, alice):
    browser = as_(alice)
    counts = []
    for verb in ("recommend", "unrecommend", "unrecommend", "recommend"):
        browser.post(f"/comments/{comment.pk}/{verb}/")
        counts.append(Comment.objects.get(pk=comment.pk).recommend_count)
    assert counts == [1, 0, 0, 1]
    assert Rating.objects.count() == 1


def test_with_htmx_it_answers_the_comment_with_the_button_pressed(as_, comment, alice):
    answer = as_(alice).post(f"/comments/{comment.pk}/recommend/", headers=HTMX).content.decode().strip()
    assert answer.startswith('<article id="c2"')
    assert f'formaction="/comments/{comment.pk}/unrecommend/" aria-pressed="true"' in answer


def test_nobody_recommends_an_own_comment(as_, comment, bob):
    assert as_(bob).post(f"/comments/{comment.pk}/recommend/").status_code == 403
    assert not Rating.objects.exists()


def test_strangers_log_in_first(as_, comment):
    assert "/accounts/login/" in as_(None).post(f"/comments/{comment.pk}/recommend/")["Location"]


@pytest.mark.parametrize("verb", ["recommend", "unrecommend"])
def test_get_is_405(as_, comment, alice, verb):
    assert as_(alice).get(f"/comments/{comment.pk}/{verb}/").status_code == 405


def test_an_unknown_comment_is_404(as_, alice):
    assert as_(alice).post("/comments/999999/recommend/").status_code == 404


def test_ratings_close_after_24_hours(comment, alice):
    last = comment.posted_at + timedelta(hours=24)
    comment.recommend(by=alice, at=last - timedelta(seconds=1))
    comment.unrecommend(by=alice, at=last - timedelta(seconds=1))
    with pytest.raises(Refused, match="Ratings close 24 hours"):
        comment.recommend(by=alice, at=last)


def test_a_deleted_comment_takes_no_ratings(comment, alice, bob):
    comment.delete(by=bob)
    with pytest.raises(Refused, match="deleted"):
        comment.recommend(by=alice)


def test_names_stand_in_line_up_to_four_and_behind_a_toggle_beyond(as_, comment, member):
    for n in range(5):
        comment.recommend(by=member(f"fan{n}"))
        page = as_(None).get(comment.diary.get_absolute_url()).content.decode()
        fragment = page[page.index('id="c2"') :]
        assert ("<details" in fragment) == (n == 4)
        assert all(f">fan{k}</a>" in fragment for k in range(n + 1))


def test_no_empty_list_of_recommenders(as_, comment):
    assert "Recommended by" not in as_(None).get(comment.diary.get_absolute_url()).content.decode()


def test_mojo_follows(comment, alice, bob, tess):
    comment.recommend(by=alice, at=timezone.now())
    comment.recommend(by=tess, at=timezone.now())
    bob.refresh_from_db()
    assert (bob.mojo, bob.rated_comments) == (4.0, 1)
