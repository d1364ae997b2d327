"""Editing: a draft at once, a published diary after a question."""

import pytest

from diaries.models import Diary

SURE = "Are you sure you want to save these changes to the published diary?"


def address(diary):
    return f"/diaries/{diary.pk}/edit/"


def test_the_editor_holds_what_was_written(as_, draft, alice):
    page = as_(alice).get(address(draft)).content.decode()
    for words in ("Canarytitle", "Canaryintro.", "Canarybody.", "Canarytip.", "Canarytag"):
        assert words in page


def test_a_draft_is_saved_without_a_question(as_, draft, alice, typed):
    assert as_(alice).post(address(draft), typed)["Location"] == address(draft)
    draft.refresh_from_db()
    assert (draft.title, draft.tags_text, draft.tip) == ("Low water", "River, Low Water", "Thanks for wading.")


def test_a_draft_is_published_from_its_editor(as_, draft, alice, typed):
    as_(alice).post(address(draft), typed | {"do": "publish"})
    draft = Diary.objects.get(pk=draft.pk)
    assert (draft.state, draft.title) == ("published", "Low water")


@pytest.mark.parametrize("wish", ["save", "publish", ""])
def test_a_published_diary_asks_first_and_changes_nothing(as_, diary, alice, typed, wish):
    answer = as_(alice).post(address(diary), typed | {"do": wish})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert SURE in page
    assert "<em>low</em>" in page and 'value="Low water"' in page
    diary.refresh_from_db()
    assert (diary.title, diary.versions.count()) == ("The ferry and the bridge", 1)


def test_a_yes_saves_it_and_twice_is_once(as_, diary, alice, typed):
    date = diary.published_at
    for _ in range(2):
        answer = as_(alice).post(address(diary), typed | {"sure": "yes"})
        assert answer["Location"] == f"/diaries/{diary.pk}/low-water/"
    diary = Diary.objects.get(pk=diary.pk)
    assert (diary.title, diary.published_at, diary.tags_text, diary.versions.count()) == ("Low water", date, "River, Low Water", 2)
    assert diary.comments.get(number=1).body == "Recommend this comment if you liked the diary."
    assert "low" in as_(None).get(diary.get_absolute_url()).content.decode()


def test_back_to_editing_has_the_text_and_saves_nothing(as_, diary, alice, typed):
    answer = as_(alice).post(address(diary), typed | {"do": "back", "sure": "yes"})
    assert answer.status_code == 200
    assert "So low.</textarea>" in answer.content.decode()
    diary.refresh_from_db()
    assert diary.title == "The ferry and the bridge"


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"tags": ""}, "You must add at least one tag to this diary before publishing it."),
        ({"tags": ",".join("abcdefghijklmnopqrstuvwxyz")}, "at most 20 tags"),
        ({"title": "t" * 101}, "100 characters"),
        ({"body": "So low. " + "[" * 100_000}, "never closed"),
    ],
)
def test_what_cannot_be_kept_is_422_with_the_text(as_, diary, alice, typed, said, complaint):
    answer = as_(alice).post(address(diary), typed | said | {"sure": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert complaint in page and "So low." in page and "The river is *low*." in page
    diary = Diary.objects.get(pk=diary.pk)
    assert (diary.title, diary.tags_text, diary.versions.count()) == ("The ferry and the bridge", "Ferry", 1)


def test_others_are_refused(as_, diary, bob, tess, mo, typed):
    for user in (bob, tess, mo):
        assert as_(user).get(address(diary)).status_code == 403
        assert as_(user).post(address(diary), typed | {"sure": "yes"}).status_code == 403
    assert as_(None).get(address(diary)).status_code == 302
    diary.refresh_from_db()
    assert diary.title == "The ferry and the bridge"


def test_what_never_existed_is_404(as_, alice, typed):
    assert as_(alice).get("/diaries/999999/edit/").status_code == 404
    assert as_(alice).post("/diaries/999999/edit/", typed).status_code == 404


def test_a_removed_diary_is_not_edited(as_, removed, alice, typed):
    for answer in (as_(alice).get(address(removed)), as_(alice).post(address(removed), typed)):
        assert answer.status_code == 403
        assert "This diary was removed." in answer.content.decode()
