"""Hotlisting a diary, with a private note."""

import pytest

from diaries.models import HotlistEntry

ASKED = "You can add a private note to this diary when hotlisting it:"


def address(diary):
    return f"/diaries/{diary.pk}/hotlist/"


def test_the_diary_offers_it_in_the_words_of_the_seed(as_, diary, bob, alice):
    for user in (bob, alice):
        assert ASKED in as_(user).get(diary.get_absolute_url()).content.decode()
        assert ASKED in as_(user).get(address(diary)).content.decode()
    assert ASKED not in as_(None).get(diary.get_absolute_url()).content.decode()


def test_it_puts_the_diary_on_the_list_with_its_note(as_, diary, bob):
    assert as_(bob).post(address(diary), {"note": "Come <b>back</b>."})["Location"] == diary.get_absolute_url()
    entry = bob.hotlist.get()
    assert (entry.diary, entry.note) == (diary, "Come <b>back</b>.")
    page = as_(bob).get("/hotlist/").content.decode()
    assert diary.title in page and "Come &lt;b&gt;back&lt;/b&gt;." in page
    assert "Hotlisted" in as_(bob).get(diary.get_absolute_url()).content.decode()


def test_without_a_note_and_twice_is_once(as_, diary, bob):
    for _ in range(3):
        assert as_(bob).post(address(diary)).status_code == 302
    assert bob.hotlist.get().note == ""


def test_again_with_a_note_changes_it_and_without_one_keeps_it(as_, diary, bob, entry):
    as_(bob).post(address(diary))
    assert "Canarynote" in bob.hotlist.get().note
    as_(bob).post(address(diary), {"note": "Another."})
    assert bob.hotlist.get().note == "Another."
    as_(bob).post(address(diary), {"note": ""})
    assert bob.hotlist.get().note == ""
    assert bob.hotlist.get().at == entry.at


def test_with_htmx_it_answers_the_partial(as_, diary, bob):
    answer = as_(bob).post(address(diary), {"note": "x"}, headers={"HX-Request": "true"}).content.decode()
    assert (
        answer.startswith(f'<details class="act-more" id="hotlist-{diary.pk}"') and "Hotlisted" in answer and "<html" not in answer
    )


def test_from_the_list_it_leads_back_there(as_, diary, bob, entry):
    assert as_(bob).post(address(diary), {"note": "y", "next": "/hotlist/"})["Location"] == "/hotlist/"
    assert as_(bob).post(address(diary), {"note": "y", "next": "https://evil.example/"})["Location"] == diary.get_absolute_url()


@pytest.mark.parametrize("note", ["x" * 2001, "bad \x07 bell"])
def test_a_note_that_cannot_be_kept_comes_back(as_, diary, bob, note):
    answer = as_(bob).post(address(diary), {"note": note})
    assert answer.status_code == 422
    assert note[:50] in answer.content.decode()
    assert not bob.hotlist.exists()


def test_who_may_not(as_, diary, alice, bob, mo):
    assert as_(None).post(address(diary))["Location"].startswith("/accounts/login/")
    diary.take_back(by=alice)
    for user, status in ((alice, 403), (bob, 404), (mo, 404)):
        assert as_(user).post(address(diary)).status_code == status
        assert as_(user).get(address(diary)).status_code == status
    assert not HotlistEntry.objects.exists()


def test_looking_at_the_form_changes_nothing(as_, diary, bob):
    as_(bob).get(address(diary))
    as_(bob).head(address(diary))
    assert not HotlistEntry.objects.exists()


def test_many_presses_at_once_are_one_entry(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    site.all_at_once(PRESS, [("one",), ("two",), ("three",), ("four",)])
    assert site.python("from diaries.models import HotlistEntry\nprint(HotlistEntry.objects.count())").stdout.strip() == "1"


CAST = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
diary = Diary.objects.start(by=alice, title="A", intro="B", tags="C")
diary.publish(by=alice)
"""

PRESS = """
import sys
from accounts.models import User
from diaries.models import Diary, HotlistEntry
for _ in range(20):
    HotlistEntry.objects.hotlist(Diary.objects.get(), by=User.objects.get(username="alice"), note=sys.argv[1])
"""


def test_a_member_who_leaves_takes_the_list_along(bob, entry):
    bob.leave()
    assert not HotlistEntry.objects.exists()
