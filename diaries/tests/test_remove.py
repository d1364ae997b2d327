"""Removing: asks, with two outcomes; the thread waits out of sight."""

import pytest

from diaries.models import Diary


def address(diary):
    return f"/diaries/{diary.pk}/remove/"


def test_it_asks_first_with_both_outcomes(as_, diary, alice):
    page = as_(alice).get(address(diary)).content.decode()
    assert "Are you sure you want to remove this diary?" in page
    assert "(The diary will be removed from the site and returned to your drafts for further editing.)" in page
    assert "(The diary will be removed.)" in page
    diary.refresh_from_db()
    assert diary.is_published


@pytest.mark.parametrize("outcome", ["", "perhaps", "published", "\x00"])
def test_without_an_outcome_it_asks_again(as_, diary, alice, outcome):
    answer = as_(alice).post(address(diary), {"outcome": outcome})
    assert answer.status_code == 422
    assert "Are you sure you want to remove this diary?" in answer.content.decode()
    diary.refresh_from_db()
    assert diary.is_published


@pytest.mark.parametrize(("outcome", "state"), [("drafts", "draft"), ("removed", "removed")])
def test_both_outcomes_twice_is_once(as_, diary, comment, alice, outcome, state):
    for _ in range(2):
        assert as_(alice).post(address(diary), {"outcome": outcome}).status_code == 302
    diary.refresh_from_db()
    assert diary.state == state
    assert diary.state_changes.filter(state=state).count() == 1
    assert diary.comments.count() == 2
    assert as_(None).get(diary.get_absolute_url()).status_code == 404
    assert as_(None).get(f"/comments/{comment.pk}/").status_code == 404


def test_a_diary_in_the_drafts_again_says_what_became_of_it(as_, diary, alice):
    as_(alice).post(address(diary), {"outcome": "drafts"})
    assert "was published before; its thread waits with it" in as_(alice).get("/drafts/").content.decode()


def test_a_draft_can_be_removed(as_, draft, alice, mo):
    as_(alice).post(address(draft), {"outcome": "removed"})
    draft.refresh_from_db()
    assert draft.state == "removed"
    assert f"/diaries/{draft.pk}/edit/" not in as_(alice).get("/drafts/").content.decode()
    assert as_(mo).get(draft.get_absolute_url()).status_code == 404  # it was never anybody's but its author's


def test_a_removed_diary_does_not_slip_back_into_the_drafts(as_, removed, alice):
    answer = as_(alice).post(address(removed), {"outcome": "drafts"})
    assert answer.status_code == 409
    assert "This diary was removed." in answer.content.decode()
    removed.refresh_from_db()
    assert removed.state == "removed"


def test_its_author_and_moderators_still_see_a_removed_diary(as_, removed, alice, bob, tess, mo):
    for user in (alice, mo):
        page = as_(user).get(removed.get_absolute_url())
        assert page.status_code == 200
        assert "This diary was removed." in page.content.decode()
    for user in (None, bob, tess):
        assert as_(user).get(removed.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("outcome", ["drafts", "removed"])
def test_comments_stay_in_their_writers_own_lists_without_the_diarys_words(as_, diary, comment, alice, bob, tess, mo, outcome):
    as_(alice).post(address(diary), {"outcome": outcome})
    Diary.objects.filter(pk=diary.pk).update(title="Canarynewtitle", slug="canarynewtitle")
    own = as_(bob).get("/people/bob/comments/").content.decode()
    assert "The bridge, of course." in own and "in a diary that was taken from the site" in own and "1 comment" in own
    assert "anarynewtitle" not in own and f"/diaries/{diary.pk}/" not in own and diary.title not in own
    for user in (None, tess):
        assert "The bridge, of course." not in as_(user).get("/people/bob/comments/").content.decode()
    as_(alice).post(f"/diaries/{diary.pk}/publish/")
    if outcome == "drafts":
        assert f"/diaries/{diary.pk}/" in as_(bob).get("/people/bob/comments/").content.decode()
        assert "The bridge, of course." in as_(None).get("/people/bob/comments/").content.decode()


@pytest.mark.parametrize("outcome", ["drafts", "removed"])
def test_no_reader_reaches_anything_of_it(as_, diary, comment, bob, tess, newt, alice, outcome):
    as_(alice).post(address(diary), {"outcome": outcome})
    places = "/ /recent/ /recent/feed/ /tags/ /people/alice/ /people/alice/feed/ /people/alice/comments/ /recommended/ /comments/hidden/".split()
    said = f"/comments/{comment.pk}/"
    gone = [diary.get_absolute_url(), f"/diaries/{diary.pk}/", said, f"{said}edits/", f"{said}reply/", "/tags/ferry/"]
    for user in (None, bob, tess, newt):
        for place in gone:
            assert as_(user).get(place).status_code == (302 if user is None and "reply" in place else 404), place
        for place in places:
            page = as_(user).get(place).content.decode()
            assert "The ferry and the bridge" not in page and "Which of the two?" not in page and "of course" not in page, place


def test_nobody_writes_under_it(as_, removed, alice, bob, mo):
    for user, status in ((alice, 409), (bob, 404), (mo, 409)):
        assert as_(user).post(f"/diaries/{removed.pk}/comments/", {"body": "Still here?"}).status_code == status
    assert removed.comments.count() == 2


def test_others_are_refused(as_, diary, draft, bob, tess, mo):
    for user in (bob, tess, mo):
        for answer in (as_(user).get(address(diary)), as_(user).post(address(diary), {"outcome": "removed"})):
            assert answer.status_code == 403
        assert as_(user).post(address(draft), {"outcome": "removed"}).status_code == 404
    assert as_(None).post(address(diary), {"outcome": "removed"}).status_code == 302
    assert Diary.objects.filter(state="removed").count() == 0


def test_a_removed_diary_is_found_and_published_again_by_its_author(as_, diary, alice, bob):
    browser, address = as_(alice), diary.get_absolute_url()
    browser.post(f"/diaries/{diary.pk}/remove/", {"outcome": "removed"})
    assert address in browser.get("/drafts/").content.decode()
    assert "Publish it again" in browser.get(address).content.decode()
    assert as_(bob).post(f"/diaries/{diary.pk}/publish/").status_code == 404
    before = diary.published_at
    assert browser.post(f"/diaries/{diary.pk}/publish/")["Location"] == address
    diary.refresh_from_db()
    assert (diary.state, diary.published_at) == ("published", before)
    assert as_(None).get(address).status_code == 200


def test_what_somebody_else_removed_its_author_does_not_bring_back(as_, diary, alice, mo):
    diary.remove(by=mo)
    assert as_(alice).post(f"/diaries/{diary.pk}/publish/").status_code == 403
