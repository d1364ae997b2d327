"""Diaries while they are written: a draft from the first keystroke, changes to a published one waiting for their author's yes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import set_rule
from core import marks
from diaries.models import Diary, PendingEdit

NEW = "/diaries/write/keep/"
SURE = "Are you sure you want to save these changes to the published diary?"


def keep(browser, diary, typed, **said):
    return browser.post(f"/diaries/{diary.pk}/edit/keep/", typed | said)


@pytest.fixture
def writing(as_, alice):
    return as_(alice)


# -- drafts --------------------------------------------------------------------------------------------------------------


def test_a_draft_is_a_row_from_the_first_keystroke(writing):
    answer = writing.post(NEW, {"body": "S", "token": "t1"}).json()
    draft = Diary.objects.get()
    assert (draft.title, draft.body, draft.state) == ("untitled diary", "S", "draft")
    assert answer["address"] == f"/diaries/{draft.pk}/edit/"
    more = keep(writing, draft, {"body": "So low", "token": "t1", "known": answer["known"]}).json()
    assert more["known"] > answer["known"] and Diary.objects.get().body == "So low"


def test_nothing_typed_is_no_draft(writing):
    assert writing.post(NEW, {"title": " ", "token": "t1"}).json() == {"revision": 0}
    assert not Diary.objects.exists()


def test_a_first_save_whose_answer_was_lost_is_one_draft(writing):
    writing.post(NEW, {"body": "S", "token": "t1"})
    assert "known" in writing.post(NEW, {"body": "So", "token": "t1", "known": ""}).json()
    assert Diary.objects.get().body == "So" and not PendingEdit.objects.exists()


def test_what_is_typed_gathers_in_one_version_and_a_save_by_hand_is_its_own(draft, alice):
    at = timezone.now()
    draft.write(by=alice, title="By hand", at=at)
    for minutes in (1, 2, 3):
        draft.write(by=alice, title=f"Typed {minutes}", autosaved=True, at=at + timedelta(minutes=minutes))
    assert [version.title for version in draft.versions.all()] == ["Typed 3", "By hand", "Canarytitle"]
    draft.write(by=alice, title="Typed 3", at=at + timedelta(minutes=4))
    draft.write(by=alice, title="Typed 5", autosaved=True, at=at + timedelta(minutes=5))
    draft.write(by=alice, title="Typed 16", autosaved=True, at=at + timedelta(minutes=16))
    assert [version.title for version in draft.versions.all()][:3] == ["Typed 16", "Typed 5", "Typed 3"]


def test_a_second_tab_writes_over_nothing_and_both_are_kept(writing, draft, typed):
    stale = draft.stand
    first = keep(writing, draft, typed, known=stale).json()
    answer = keep(writing, draft, typed, body="From the second tab", known=stale, token="t2").json()
    assert "known" not in answer and "kept beside it" in answer["words"]
    assert Diary.objects.get().body == "So low."
    again = keep(writing, draft, typed, body="From the second tab.", token=answer["token"], revision=answer["revision"]).json()
    assert again["revision"] == 2 and PendingEdit.objects.get().body == "From the second tab."
    page = writing.get(f"/diaries/{draft.pk}/edit/").content.decode()
    assert "So low.</textarea>" in page and "Other words of this diary were kept" in page
    opened = writing.get(f"/diaries/{draft.pk}/edit/?pending={PendingEdit.objects.get().pk}").content.decode()
    assert "From the second tab.</textarea>" in opened
    assert first["known"] == Diary.objects.get().stand


def test_a_save_by_hand_that_comes_late_says_so_and_the_second_press_stands(writing, draft, typed):
    stale = draft.stand
    keep(writing, draft, typed, known=stale)
    draft.versions.update(at=timezone.now() - timedelta(seconds=3))  # saves less than two seconds apart merge
    late = writing.post(f"/diaries/{draft.pk}/edit/", typed | {"body": "Late", "known": stale})
    assert (
        late.status_code == 409
        and "among the earlier versions" in late.content.decode()
        and "Late</textarea>" in late.content.decode()
    )
    assert Diary.objects.get().body == "So low."
    assert Diary.objects.get().stand in late.content.decode()
    writing.post(f"/diaries/{draft.pk}/edit/", typed | {"body": "Late", "known": Diary.objects.get().stand})
    assert Diary.objects.get().body == "Late"
    assert "So low." in [version.body for version in draft.versions.all()]


def test_what_is_typed_after_a_refused_publishing_goes_on_from_the_text_it_saved(writing, draft, typed):
    untagged = typed | {"tags": "", "body": "Saved, and not published."}
    refused = writing.post(f"/diaries/{draft.pk}/edit/", untagged | {"do": "publish", "known": draft.stand})
    assert refused.status_code == 422 and Diary.objects.get().body == "Saved, and not published."
    answer = keep(writing, draft, untagged, body="And on.", known=refused.context["known"]).json()
    assert "words" not in answer and Diary.objects.get().body == "And on."


def test_a_draft_that_is_typed_changes_no_shared_page(writing, draft, typed):
    keep(writing, draft, typed, known=draft.stand)
    before = marks.snapshot().values_of(marks.SITE, marks.LISTS)
    keep(writing, draft, typed, known=Diary.objects.get().stand, body="Lower still.")
    assert Diary.objects.get().body == "Lower still."
    assert marks.snapshot().values_of(marks.SITE, marks.LISTS) == before


def test_half_a_poll_or_too_many_tags_keep_the_text_from_nothing(writing, draft, typed):
    said = {"poll_question": "Ferry or bridge?", "poll_choices": "", "tags": ",".join(map(str, range(40)))}
    answer = keep(writing, draft, typed, known=draft.stand, body="Kept all the same", **said)
    assert answer.status_code in (200, 422)
    said["tags"] = "River"
    assert keep(writing, draft, typed, known=Diary.objects.get().stand, body="Kept all the same", **said).status_code == 200
    assert Diary.objects.get().body == "Kept all the same"


def test_an_expired_session_is_told_so(as_, draft, typed):
    for address in (NEW, f"/diaries/{draft.pk}/edit/keep/"):
        answer = as_(None).post(address, typed)
        assert answer.status_code == 401 and "kept in this browser" in answer.json()["words"]


def test_a_script_that_runs_wild_is_told_to_wait_and_what_it_sent_before_is_kept(writing, draft, typed):
    set_rule("limits.saves", "10")
    known, answers = draft.stand, []
    for n in range(12):
        answers.append(answer := keep(writing, draft, typed, body=f"Version {n}.", known=known))
        known = answer.json().get("known", known)
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert "kept in this browser" in answers[-1].json()["words"]
    draft.refresh_from_db()
    assert draft.body == "Version 9."


def test_more_drafts_than_anybody_writes_are_refused_and_those_there_are_go_on(writing, draft, typed, monkeypatch):
    monkeypatch.setattr("diaries.views.pending.MOST_DRAFTS", 2)
    assert writing.post(NEW, {"body": "Second.", "token": "t2"}).status_code == 200
    refused = writing.post(NEW, {"body": "Third.", "token": "t3"})
    assert refused.status_code == 429 and "kept in this browser" in refused.json()["words"]
    assert keep(writing, draft, typed, body="First, going on.", known=draft.stand).status_code == 200
    assert writing.post(NEW, {"body": "Second, going on.", "token": "t2"}).status_code == 200
    assert Diary.objects.count() == 2


def test_get_is_405(writing, draft):
    assert writing.get(f"/diaries/{draft.pk}/edit/keep/").status_code == 405
    assert writing.get(NEW).status_code == 405


# -- published diaries ---------------------------------------------------------------------------------------------------


def test_changes_to_a_published_diary_wait_and_readers_see_it_as_it_was(as_, writing, diary, typed):
    assert keep(writing, diary, typed).json() == {"token": "one-form", "revision": 1}
    assert keep(writing, diary, typed, body="Lower.", revision=1).json()["revision"] == 2
    page = writing.get(diary.get_absolute_url()).content.decode()
    assert "You have unsaved changes to this diary" in page and "Lower." not in page
    assert "You have unsaved" not in as_(None).get(diary.get_absolute_url()).content.decode()
    editor = writing.get(f"/diaries/{diary.pk}/edit/").content.decode()
    assert "Lower.</textarea>" in editor and 'name="revision" value="2"' in editor and "Discard them" in editor
    assert "Unsaved changes to your diaries" in writing.get("/drafts/").content.decode()
    assert Diary.objects.get().title == "The ferry and the bridge"


def test_a_yes_saves_them_and_they_wait_no_longer(as_, writing, diary, typed):
    keep(writing, diary, typed)
    asked = writing.post(f"/diaries/{diary.pk}/edit/", typed | {"revision": "1", "known": diary.stand})
    assert SURE in asked.content.decode() and PendingEdit.objects.get().revision == 2
    writing.post(f"/diaries/{diary.pk}/edit/", typed | {"revision": "2", "known": diary.stand, "sure": "yes"})
    assert not PendingEdit.objects.exists() and Diary.objects.get().title == "Low water"
    assert "So low." in as_(None).get(f"/diaries/{diary.pk}/low-water/").content.decode()
    assert keep(writing, diary, typed, revision=2).json()["revision"] == 0  # a save that comes late brings nothing back
    assert not PendingEdit.objects.exists()


def test_without_scripts_they_are_kept_by_a_button_and_looked_at(writing, diary, typed):
    answer = writing.post(f"/diaries/{diary.pk}/edit/", typed | {"do": "keep"}, follow=True)
    assert "the diary stands as it was" in answer.content.decode() and "So low.</textarea>" in answer.content.decode()
    look = writing.post(f"/diaries/{diary.pk}/edit/", typed | {"do": "preview", "revision": "1", "body": "*Lower*"})
    assert "<em>Lower</em>" in look.content.decode()
    assert PendingEdit.objects.get().body == "*Lower*" and Diary.objects.get().body == "A *long* look."


def test_discarding_shows_them_and_asks_first(writing, diary, typed):
    keep(writing, diary, typed)
    address = f"/diaries/{diary.pk}/edit/{PendingEdit.objects.get().pk}/discard/"
    assert "So low.</textarea>" in writing.get(address).content.decode() and PendingEdit.objects.exists()
    for _ in range(2):
        assert writing.post(address).status_code == 302
    assert not PendingEdit.objects.exists() and Diary.objects.get().body == "A *long* look."


def test_nobody_else_reads_them_not_even_moderators(as_, writing, diary, typed, bob, mo, ada):
    keep(writing, diary, typed, body="Canarywords")
    pending = PendingEdit.objects.get()
    for user in (bob, mo, ada, None):
        browser = as_(user)
        for address in (f"/diaries/{diary.pk}/edit/", f"/diaries/{diary.pk}/edit/{pending.pk}/discard/", f"/diaries/{diary.pk}/versions/",
                        diary.get_absolute_url(), "/drafts/", "/"):  # fmt: skip
            assert "Canarywords" not in browser.get(address).content.decode()
        assert keep(browser, diary, typed, body="Mine").status_code in (401, 403)
        browser.post(f"/diaries/{diary.pk}/edit/{pending.pk}/discard/")
    assert PendingEdit.objects.get().body == "Canarywords"


def test_a_scheduled_diary_does_not_go_out_half_typed(writing, draft, alice, typed):
    draft.schedule(timezone.now() + timedelta(hours=1), by=alice)
    keep(writing, draft, typed)
    assert Diary.objects.get().title == "Canarytitle" and PendingEdit.objects.get().title == "Low water"


def test_a_diary_removed_while_one_types_keeps_the_words(writing, removed, typed):
    assert keep(writing, removed, typed).status_code == 200
    page = writing.get("/drafts/").content.decode()
    assert "its diary was removed" in page
    sent = writing.post(f"/diaries/{removed.pk}/edit/", typed)
    assert sent.status_code == 403 and "So low.</textarea>" in sent.content.decode()
