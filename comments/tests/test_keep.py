"""Unsent comments: kept while they are typed, opened again anywhere, sent once, nobody else's."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from comments.models import Place, Unsent
from core import marks
from diaries.models import Diary

WORDS = {"subject": "Wait", "body": "I was about to say", "token": "t1", "revision": "0"}


@pytest.fixture
def keep(as_, diary, bob):
    """keep(revision=1, body="..."): what the form under the diary sends while bob types."""
    browser = as_(bob)
    return lambda **said: browser.post(f"/diaries/{diary.pk}/comments/keep/", WORDS | said)


def test_what_is_typed_stands_in_the_form_again_on_any_device(as_, diary, bob, keep):
    assert keep().json() == {"token": "t1", "revision": 1}
    assert keep(body="I was about to say that", revision=1).json() == {"token": "t1", "revision": 2}
    page = as_(bob).get(diary.get_absolute_url()).content.decode()
    assert "I was about to say that</textarea>" in page
    assert 'value="t1"' in page and 'name="revision" value="2"' in page
    assert Unsent.objects.count() == 1


def test_every_place_has_its_own(as_, diary, comment, bob, alice):
    browser = as_(alice)
    browser.post(f"/comments/{comment.pk}/reply/keep/", WORDS | {"body": "A reply."})
    browser.post(f"/diaries/{diary.pk}/comments/keep/", WORDS | {"body": "A comment.", "token": "t2"})
    assert "A reply.</textarea>" in browser.get(f"/comments/{comment.pk}/reply/").content.decode()
    page = browser.get(diary.get_absolute_url()).content.decode()
    assert "A comment.</textarea>" in page and "a reply to comment 2" in page
    bobs = as_(bob)
    bobs.post(f"/comments/{comment.pk}/edit/keep/", WORDS | {"body": "The bridge, I say."})
    assert Unsent.objects.get(author=bob).place == Place(diary, None, comment)


def test_an_own_comment_being_edited_is_restored_and_gone_when_it_is_saved(as_, diary, bob):
    fresh = diary.comments.post(by=bob, body="The brigde.")
    browser = as_(bob)
    kept = browser.post(f"/comments/{fresh.pk}/edit/keep/", WORDS | {"subject": "", "body": "The bridge"}).json()
    assert "The bridge</textarea>" in browser.get(f"/comments/{fresh.pk}/edit/").content.decode()
    browser.post(f"/comments/{fresh.pk}/edit/", kept | {"body": "The bridge."})
    assert not Unsent.objects.exists()
    late = browser.post(f"/comments/{fresh.pk}/edit/keep/", WORDS | {"subject": "", "body": "The bridge."})
    assert late.json()["sent"] and not Unsent.objects.exists()


def test_once_there_is_a_row_a_save_is_one_statement(keep, django_assert_num_queries):
    keep()
    with django_assert_num_queries(3):  # session, member, and the row
        assert keep(body="More", revision=1).json()["revision"] == 2


def test_a_second_tab_writes_over_nothing_and_both_are_kept(as_, diary, bob, keep):
    keep()
    assert keep(body="From the first tab", revision=1).json()["revision"] == 2
    answer = keep(body="From the second tab", revision=1).json()
    assert answer["token"] != "t1" and answer["revision"] == 1 and "Both are" in answer["words"]
    assert set(Unsent.objects.values_list("body", flat=True)) == {"From the first tab", "From the second tab"}
    page = as_(bob).get(diary.get_absolute_url()).content.decode()
    assert "From the second tab</textarea>" in page and "Unsent under this diary" in page


def test_a_save_whose_answer_was_lost_is_none_more(keep):
    keep()
    assert keep().json() == {"token": "t1", "revision": 1}
    assert Unsent.objects.count() == 1


def test_posting_clears_it_and_a_save_that_comes_late_brings_nothing_back(as_, diary, bob, keep):
    keep()
    as_(bob).post(f"/diaries/{diary.pk}/comments/", WORDS | {"revision": "1"})
    assert not Unsent.objects.exists()
    assert keep(revision=1).json()["sent"]
    assert not Unsent.objects.exists()
    assert diary.comments.filter(author=bob).count() == 1


def test_what_was_typed_on_after_another_tab_had_posted_is_kept_under_a_new_token(keep, as_, diary, bob):
    keep()
    as_(bob).post(f"/diaries/{diary.pk}/comments/", WORDS | {"revision": "1"})
    answer = keep(body="And another thing", revision=1).json()
    assert answer["token"] != "t1"
    as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "And another thing", "token": answer["token"]})
    assert diary.comments.filter(author=bob).count() == 2


def test_words_of_another_tab_under_a_token_that_was_posted_are_given_back(as_, diary, bob):
    """The token says that it was posted; the words say that it was not these."""
    browser = as_(bob)
    browser.post(f"/diaries/{diary.pk}/comments/", WORDS)
    answer = browser.post(f"/diaries/{diary.pk}/comments/", WORDS | {"body": "Different words"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Different words</textarea>" in page and 'value="t1"' not in page
    assert diary.comments.filter(author=bob).count() == 1


def test_posted_without_a_word_of_the_draft_it_is_cleared_all_the_same(as_, diary, bob, keep):
    """The post overtook the answer to the first save: its form did not know of a row."""
    keep()
    as_(bob).post(f"/diaries/{diary.pk}/comments/", WORDS)
    assert "t1" not in as_(bob).get(diary.get_absolute_url()).content.decode()
    assert "Wait" not in as_(bob).get("/drafts/").content.decode()
    assert Unsent.objects.sweep() == 1


def test_emptied_it_is_gone(keep):
    keep()
    assert keep(subject=" ", body="", revision=1).json()["revision"] == 0
    assert not Unsent.objects.exists()


@pytest.mark.parametrize(
    ("said", "complaint"), [({"body": "x" * 70_000}, "too long"), ({"body": "a\x00"}, "Null"), ({"token": ""}, "required")]
)
def test_what_cannot_be_kept_is_said(keep, said, complaint):
    answer = keep(**said)
    assert answer.status_code == 422 and complaint in answer.json()["words"]
    assert not Unsent.objects.exists()


def test_an_expired_session_is_told_so_and_not_sent_away(as_, diary):
    answer = as_(None).post(f"/diaries/{diary.pk}/comments/keep/", WORDS)
    assert answer.status_code == 401
    assert answer.json()["words"] == "You are logged out. Your text is kept in this browser; log in and it is kept here too."


def test_a_place_that_one_may_not_see_is_none(as_, alice, bob, comment, member):
    draft = Diary.objects.start(by=alice, title="Secret")
    assert as_(bob).post(f"/diaries/{draft.pk}/comments/keep/", WORDS).status_code == 404
    assert as_(bob).post("/diaries/999999/comments/keep/", WORDS).status_code == 404
    assert as_(alice).post(f"/comments/{comment.pk}/edit/keep/", WORDS).status_code == 404
    assert not Unsent.objects.exists()


def test_get_is_405(as_, diary, comment, bob):
    for address in (
        f"/diaries/{diary.pk}/comments/keep/",
        f"/comments/{comment.pk}/reply/keep/",
        f"/comments/{comment.pk}/edit/keep/",
    ):
        assert as_(bob).get(address).status_code == 405


def test_nobody_else_ever_sees_it(as_, diary, keep, alice, mo, tess):
    keep(body="Canarywords", subject="Canarysubject")
    row = Unsent.objects.get()
    for user in (alice, mo, tess, None):
        browser = as_(user)
        for address in (diary.get_absolute_url(), "/drafts/", "/", "/people/bob/comments/"):
            assert "Canary" not in browser.get(address).content.decode()
        for address in (f"/unsent/{row.pk}/", f"/unsent/{row.pk}/discard/"):
            assert browser.get(address).status_code == (302 if user is None else 404)
        browser.post(f"/unsent/{row.pk}/discard/")
    assert Unsent.objects.count() == 1


def test_it_marks_no_shared_page_as_changed(diary, keep):
    before = marks.snapshot().values_of(marks.SITE, marks.LISTS, marks.of_diary(diary.pk))
    keep()
    keep(body="More", revision=1)
    assert marks.snapshot().values_of(marks.SITE, marks.LISTS, marks.of_diary(diary.pk)) == before


# -- without scripts ---------------------------------------------------------------------------------------------------


def test_the_button_keeps_it_and_opens_it_again(as_, diary, comment, alice):
    browser = as_(alice)
    answer = browser.post(f"/comments/{comment.pk}/reply/", WORDS | {"do": "keep"}, follow=True)
    page = answer.content.decode()
    assert "Saved as a draft." in page and "I was about to say</textarea>" in page and "The bridge, of course." in page
    assert not diary.comments.filter(author=alice, tip_jar=False).exists()
    empty = browser.post(f"/diaries/{diary.pk}/comments/", {"body": " ", "token": "t9", "do": "keep"}, follow=True)
    assert "There was nothing to keep." in empty.content.decode()


# -- what has changed meanwhile ----------------------------------------------------------------------------------------


def test_closed_it_stays_readable_with_the_reason(as_, diary, bob, alice, keep):
    keep()
    diary.close(by=alice)
    assert keep(body="I was about to say this", revision=1).json()["revision"] == 2
    row = Unsent.objects.get()
    for address in ("/drafts/", f"/unsent/{row.pk}/"):
        page = as_(bob).get(address).content.decode()
        assert "The comments of this diary are closed." in page
    assert "I was about to say this</textarea>" in page
    assert "/drafts/" in as_(bob).get(diary.get_absolute_url()).content.decode()


def test_removed_it_stays_readable_and_names_nothing_that_is_gone(as_, diary, bob, alice, keep):
    keep()
    diary.remove(by=alice)
    for address in ("/drafts/", f"/unsent/{Unsent.objects.get().pk}/"):
        page = as_(bob).get(address).content.decode()
        assert "is not there any more" in page and "The ferry" not in page
    assert "I was about to say</textarea>" in page
    sent = as_(bob).post(f"/diaries/{diary.pk}/comments/", WORDS | {"body": "Sent too late"})
    assert sent.status_code == 404 and "Sent too late</textarea>" in sent.content.decode()


def test_a_deleted_parent_is_the_reason(as_, comment, bob, alice):
    as_(alice).post(f"/comments/{comment.pk}/reply/keep/", WORDS)
    comment.delete(by=bob)
    page = as_(alice).get(f"/unsent/{Unsent.objects.get().pk}/").content.decode()
    assert "The comment that it answers was deleted." in page and "I was about to say</textarea>" in page


# -- among the drafts --------------------------------------------------------------------------------------------------


def test_the_drafts_list_names_place_and_age(as_, comment, alice, django_assert_max_num_queries):
    browser = as_(alice)
    browser.post(f"/comments/{comment.pk}/reply/keep/", WORDS)
    Unsent.objects.update(changed_at=timezone.now() - timedelta(hours=3))
    page = browser.get("/drafts/").content.decode()
    assert "Wait" in page and "The bridge</a> by bob" in page and "The ferry and the bridge" in page and "3\xa0h ago" in page
    for n in range(9):
        browser.post(f"/comments/{comment.pk}/reply/keep/", WORDS | {"token": f"n{n}"})
    with django_assert_max_num_queries(8):
        assert browser.get("/drafts/").content.decode().count("discard</a>") == 10


def test_discarding_asks_first_and_twice_is_once(as_, bob, keep):
    keep()
    address = f"/unsent/{Unsent.objects.get().pk}/discard/"
    assert "Discard this text?" in as_(bob).get(address).content.decode()
    assert Unsent.objects.exists()
    for _ in range(2):
        assert as_(bob).post(address)["Location"] == "/drafts/"
    assert not Unsent.objects.exists()


def test_ninety_days_with_a_warning_before(as_, bob, keep):
    keep()
    now = timezone.now()
    Unsent.objects.update(changed_at=now - timedelta(days=75))
    assert "It will be gone on" not in as_(bob).get("/drafts/").content.decode()
    Unsent.objects.update(changed_at=now - timedelta(days=77))
    assert "It will be gone on" in as_(bob).get("/drafts/").content.decode()
    call_command("tidy_unsent")
    call_command("tidy_unsent")
    told = as_(bob).get("/notifications/").content.decode()
    assert told.count("Unsent, and soon gone") == 1 and "Wait" in told
    assert Unsent.objects.sweep(at=now + timedelta(days=12)) == 0
    assert Unsent.objects.sweep(at=now + timedelta(days=13, seconds=1)) == 1


def test_who_leaves_takes_it_along(bob, keep):
    keep()
    bob.leave()
    assert not Unsent.objects.exists()


def test_a_script_that_runs_wild_is_told_to_wait(bob, keep):
    cache.set(f"keeps:{bob.pk}", 120, 60)
    assert keep(revision=8).status_code == 200
    assert keep(revision=9).status_code == 429


def test_on_a_page_of_its_own_the_form_is_sent_as_a_form(as_, diary, comment, alice, bob):
    """There is no thread beside it in which an answer could be put."""
    fresh = diary.comments.post(by=bob, body="Mine.")
    as_(alice).post(f"/comments/{comment.pk}/reply/keep/", WORDS)
    for user, address in (
        (alice, f"/comments/{comment.pk}/reply/"),
        (alice, f"/unsent/{Unsent.objects.get().pk}/"),
        (bob, f"/comments/{fresh.pk}/edit/"),
    ):
        page = as_(user).get(address).content.decode()
        assert (
            'class="form comment-form"' in page
            and "hx-post" not in page.partition('class="form comment-form"')[2].partition(">")[0]
        )
