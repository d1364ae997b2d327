"""Quick updates: dated blocks under a published diary."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from diaries.models import Update

LABEL = "Add a quick update to your diary without changing the diary itself:"
ATOM = "{http://www.w3.org/2005/Atom}"


def address(diary):
    return f"/diaries/{diary.pk}/update/"


def entry(browser):
    return next(ElementTree.fromstring(browser.get("/recent/feed/").content).iter(f"{ATOM}entry"))


def test_the_author_is_offered_it_in_the_words_of_the_seed(as_, diary, alice, bob, mo):
    assert LABEL in as_(alice).get(diary.get_absolute_url()).content.decode()
    assert LABEL in as_(alice).get(address(diary)).content.decode()
    for user in (None, bob, mo):
        assert LABEL not in as_(user).get(diary.get_absolute_url()).content.decode()


def test_it_adds_a_dated_block_and_leaves_the_diary_alone(as_, diary, alice):
    before = (diary.title, diary.body_html, diary.changed_at, diary.versions.count())
    answer = as_(alice).post(address(diary), {"body": "The *deck* is in."})
    update = Update.objects.get()
    assert answer["Location"] == f"{diary.get_absolute_url()}#update-{update.pk}"
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert "The <em>deck</em> is in." in page and "<strong>Update</strong> <time" in page
    diary.refresh_from_db()
    assert (diary.title, diary.body_html, diary.changed_at, diary.versions.count()) == before


def test_the_same_form_twice_is_one_update(as_, diary, alice):
    for _ in range(3):
        assert as_(alice).post(address(diary), {"body": "Once.", "token": "one-form"}).status_code == 302
    assert Update.objects.count() == 1
    as_(alice).post(address(diary), {"body": "Once.", "token": "another-form"})
    assert Update.objects.count() == 2


def test_blocks_stand_in_the_order_of_their_dates(diary, alice, as_):
    for hour in (3, 1, 2):
        Update.objects.add(diary, by=alice, body=f"Hour {hour}", at=datetime(2027, 1, 1, hour, tzinfo=UTC))
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert page.index("Hour 1") < page.index("Hour 2") < page.index("Hour 3")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "This field is required."),
        (" \n ", "An update needs some text."),
        ("<!-- x -->", "needs some text"),
        ("a\x07b", "cannot be stored"),
    ],
)
def test_what_cannot_be_kept_comes_back(as_, diary, alice, body, words):
    answer = as_(alice).post(address(diary), {"body": body})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Update.objects.exists()


def test_its_text_is_sanitised(as_, diary, alice):
    as_(alice).post(address(diary), {"body": "Hi <script>alert(1)</script><b onclick=x>there</b> [x](javascript:alert(1))"})
    html = Update.objects.get().body_html
    assert "<script" not in html and "href" not in html and "onclick" not in html and "<b>there</b>" in html


def test_it_is_in_the_feed_with_its_date(as_, diary, alice):
    later = timezone.now() + timedelta(minutes=5)
    Update.objects.add(diary, by=alice, body="Canaryupdate.", at=later)
    found = entry(as_(None))
    assert "Canaryupdate." in found.findtext(f"{ATOM}summary")
    assert datetime.fromisoformat(found.findtext(f"{ATOM}updated")) == later


def test_others_are_refused_and_drafts_have_none(as_, diary, draft, alice, bob, tess, mo):
    for user in (bob, tess, mo):
        assert as_(user).post(address(diary), {"body": "x"}).status_code == 403
        assert as_(user).get(address(diary)).status_code == 403
        assert as_(user).post(address(draft), {"body": "x"}).status_code == 404
    assert as_(alice).post(address(draft), {"body": "x"}).status_code == 403
    assert as_(None).post(address(diary), {"body": "Kept."})["Location"].startswith("/accounts/login/")
    assert not Update.objects.exists()


def test_closed_comments_do_not_matter_but_a_diary_taken_back_meanwhile_does(as_, diary, alice):
    diary.close(by=alice)
    assert as_(alice).post(address(diary), {"body": "x"}).status_code == 302
    diary.take_back(by=alice)
    assert as_(alice).post(address(diary), {"body": "y"}).status_code == 403
    assert Update.objects.count() == 1


# -- removing -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def update(diary, alice):
    return Update.objects.add(diary, by=alice, body="Canaryupdate.")


def removal(update):
    return f"/diaries/{update.diary_id}/updates/{update.pk}/remove/"


def test_removing_asks_first(as_, update, alice):
    page = as_(alice).get(removal(update)).content.decode()
    assert "Are you sure you want to remove this update?" in page and "Canaryupdate." in page
    assert Update.objects.standing().exists()


def test_it_removes_and_twice_is_once(as_, diary, update, alice):
    for _ in range(2):
        assert as_(alice).post(removal(update))["Location"] == diary.get_absolute_url()
    update.refresh_from_db()
    assert update.removed_at
    for place in (diary.get_absolute_url(), "/recent/feed/"):
        assert "Canaryupdate" not in as_(None).get(place).content.decode()


def test_only_its_author_removes_it(as_, update, bob, mo):
    for user in (bob, mo):
        assert as_(user).post(removal(update)).status_code == 403
        assert as_(user).get(removal(update)).status_code == 403
    as_(None).post(removal(update))
    assert Update.objects.standing().exists()


def test_another_diarys_address_does_not_remove_it(as_, update, draft, alice):
    assert as_(alice).post(f"/diaries/{draft.pk}/updates/{update.pk}/remove/").status_code == 404


def test_the_updates_of_a_diary_taken_back_are_out_of_sight(as_, diary, update, alice, bob):
    diary.take_back(by=alice)
    for user in (None, bob):
        assert as_(user).get(diary.get_absolute_url()).status_code == 404
    diary.publish(by=alice)
    assert "Canaryupdate." in as_(None).get(diary.get_absolute_url()).content.decode()


def test_eight_presses_at_once_are_one_update(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    assert len(set(site.all_at_once(ADD, [()] * 4))) == 1
    assert site.python("from diaries.models import Update\nprint(Update.objects.count())").stdout.strip() == "1"


CAST = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
Diary.objects.start(by=alice, title="A", intro="B", tags="C").publish(by=alice)
"""

ADD = """
from diaries.models import Diary, Update
diary = Diary.objects.get()
print({Update.objects.add(diary, by=diary.author, body="x", token="same").pk for _ in range(5)})
"""
