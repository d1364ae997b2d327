"""Preview: the comment as it would stand, before anybody sees it."""

import pytest

HTMX = {"HX-Request": "true"}
SAID = {"subject": "Look", "body": "A *good* point. <script>x</script>", "token": "t1", "do": "preview"}


@pytest.mark.parametrize("place", ["diary", "comment"])
def test_it_shows_the_true_rendering_and_posts_nothing(as_, diary, comment, alice, place):
    alice.describe(signature="The river *remembers*.")
    address = f"/diaries/{diary.pk}/comments/" if place == "diary" else f"/comments/{comment.pk}/reply/"
    page = as_(alice).post(address, SAID).content.decode()
    assert "A <em>good</em> point." in page and "<script>x" not in page and "remembers" in page
    assert "A *good* point." in page and 'value="t1"' in page
    assert diary.comments.count() == 2


def test_with_htmx_only_the_rendering_comes_and_the_form_stays(as_, diary, bob):
    answer = as_(bob).post(f"/diaries/{diary.pk}/comments/", SAID, headers=HTMX)
    assert "<form" not in answer.content.decode() and "<em>good</em>" in answer.content.decode()
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("find .preview-place", "innerHTML")


def test_a_change_is_looked_at_too(as_, diary, bob):
    fresh = diary.comments.post(by=bob, body="The brigde.")
    page = as_(bob).post(f"/comments/{fresh.pk}/edit/", SAID).content.decode()
    assert "<em>good</em>" in page
    fresh.refresh_from_db()
    assert fresh.body == "The brigde."


def test_what_could_not_be_posted_is_said(as_, diary, bob):
    answer = as_(bob).post(f"/diaries/{diary.pk}/comments/", SAID | {"body": "<script></script>"})
    assert answer.status_code == 422 and "A comment needs some text." in answer.content.decode()
