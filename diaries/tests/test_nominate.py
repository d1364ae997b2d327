"""Nominating a diary for rescue: who may, what is asked, and what becomes of a nomination that nobody seconds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import set_rule
from diaries.models import Diary, Rescue
from diaries.tests.conftest import page_of as page

HOUR = timedelta(hours=1)
SAID = {"note": "Kanarienote, between us.", "blurb": "Read this, it is good."}


@pytest.mark.parametrize("who", ["tess", "rita", "rob"])
def test_trusted_users_and_rescuers_nominate(as_, request, diary, rita, who):
    browser = as_(request.getfixturevalue(who))
    assert f'href="/diaries/{diary.pk}/nominate/">' in page(browser, diary.get_absolute_url())
    form = page(browser, f"/diaries/{diary.pk}/nominate/")
    assert "Rescue this diary, and add a note:" in form and not Rescue.objects.exists()
    for _ in range(2):  # twice is once
        assert browser.post(f"/diaries/{diary.pk}/nominate/", SAID).status_code == 302
    rescue = Rescue.objects.get()
    assert (rescue.nominated_by.username, rescue.note, rescue.blurb) == (who, SAID["note"], SAID["blurb"])
    assert SAID["note"] in page(as_(rita)) and SAID["blurb"] in page(as_(rita))


@pytest.mark.parametrize("who", ["bob", "newt", "ada"])
def test_others_do_not(as_, request, diary, who):
    browser = as_(request.getfixturevalue(who))
    assert "/nominate/" not in page(browser, diary.get_absolute_url())
    for answer in (browser.get(f"/diaries/{diary.pk}/nominate/"), browser.post(f"/diaries/{diary.pk}/nominate/", SAID)):
        assert answer.status_code == 403 and "Trusted users and rescuers" in answer.content.decode()
    assert not Rescue.objects.exists()


def test_a_text_sent_after_the_session_is_kept(as_, diary):
    assert as_(None).post(f"/diaries/{diary.pk}/nominate/", SAID)["Location"] == "/accounts/login/?next=%2Faccounts%2Fkept%2F"


def test_nobody_rescues_an_own_diary(as_, alice, diary):
    for role in ("trusted", "rescuer", "moderator"):
        alice.grant(role)
    answer = as_(alice).post(f"/diaries/{diary.pk}/nominate/", SAID)
    assert answer.status_code == 403 and "Nobody rescues an own diary." in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"note": "x" * 2_001, "blurb": "b"}, "too long"),
        ({"note": "Kept words"}, "required"),
        ({"note": "Kept words", "blurb": "\u200b \n"}, "Say in a sentence"),
        ({"blurb": "x" * 401}, "At most 400 characters"),
        ({"blurb": "a\x00b"}, ""),
    ],
)
def test_a_bad_form_comes_back_with_its_text(as_, tess, diary, said, words):
    answer = as_(tess).post(f"/diaries/{diary.pk}/nominate/", said)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert said.get("note", "")[:10] in answer.content.decode() and not Rescue.objects.exists()


def test_a_second_nominator_is_told_and_keeps_the_text(as_, rita, nominated, diary):
    answer = as_(rita).post(f"/diaries/{diary.pk}/nominate/", SAID)
    assert answer.status_code == 409
    assert "Somebody has nominated this diary already" in answer.content.decode() and SAID["note"] in answer.content.decode()


def test_old_talked_over_and_hidden_diaries_need_no_rescue(as_, tess, alice, diary, monkeypatch):
    place = f"/diaries/{diary.pk}/nominate/"
    Diary.objects.filter(pk=diary.pk).update(comment_count=51)
    answer = as_(tess).post(place, SAID)
    assert answer.status_code == 403 and "found its readers" in answer.content.decode()
    Diary.objects.filter(pk=diary.pk).update(comment_count=50, published_at=timezone.now() - 48 * HOUR)
    assert "within 48 hours" in as_(tess).post(place, SAID).content.decode()
    set_rule("rescue.window", "49")
    assert as_(tess).get(place).status_code == 200
    Diary.objects.filter(pk=diary.pk).update(tip_jar_hidden=True)
    assert as_(tess).post(place, SAID).status_code == 403
    diary.take_back(by=alice)
    assert as_(tess).post(place, SAID).status_code == 404


def test_a_declined_diary_may_be_brought_again_by_another(as_, nominated, diary, rita, rob, tess):
    nominated.decline(by=rob, reason="Not yet.")
    again = Rescue.objects.nominate(diary, by=rita, blurb="Now it is.")
    assert again.pk != nominated.pk and Rescue.objects.nominate(diary, by=tess, blurb="x") == nominated
    text = page(as_(rob))
    assert "Not yet." in text and "Now it is." in text


def test_a_nomination_that_nobody_seconded_lapses_by_itself(as_, nominated, diary, rita, rob):
    Rescue.objects.update(nominated_at=timezone.now() - 48 * HOUR)
    nominated.refresh_from_db()
    assert nominated.status(timezone.now()) == "expired" and "No nomination waits." in page(as_(rob))
    answer = as_(rita).post(f"/rescue/{nominated.pk}/second/")
    assert answer.status_code == 409 and "Its time on the desk is over." in answer.content.decode()
    Rescue.objects.nominate(diary, by=rita, blurb="Once more.")
    nominated.refresh_from_db()
    assert nominated.outcome == "expired" and nominated.ended_at == nominated.nominated_at + 48 * HOUR
