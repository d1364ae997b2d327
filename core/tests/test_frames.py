"""Members' pages are put together from kept markup: what is one member's own reaches nobody else."""

import re

import pytest
from django.test import Client

from diaries.models import HotlistEntry

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def page(as_, diary):
    def get(user, address=""):
        return as_(user).get(address or diary.get_absolute_url()).content.decode()

    return get


@pytest.mark.parametrize("address", ["/", ""])
def test_each_member_has_an_own_masthead(page, alice, bob, address):
    for _ in range(2):
        assert ">alice</span></button>" in page(alice, address) and ">bob</span></button>" in page(bob, address)


def test_a_member_s_masthead_changes_with_their_row(page, bob):
    assert "/comments/hidden/" not in page(bob)
    bob.grant("trusted")
    assert "/comments/hidden/" in page(bob)
    bob.describe(time_zone="Europe/Rome")
    assert 'data-zone="Europe/Rome"' in page(bob)


def test_notes_stay_with_their_writer(page, diary, bob, tess):
    HotlistEntry.objects.hotlist(diary, by=bob, note="bob's own words")
    assert "bob&#x27;s own words" in page(bob)
    assert "own words" not in page(tess) and "own words" not in page(None)
    assert "Hotlisted" not in page(tess)


def test_what_a_reader_may_do_is_told_apart(page, alice, bob, mo):
    assert "Quick update" in page(alice) and "Quick update" not in page(bob)
    assert "Moderate" in page(mo) and "Moderate" not in page(bob)


def test_every_answer_carries_a_token_that_works(bob, diary, settings):
    settings.DEMO = True
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    for number in range(2):
        answer = client.get(diary.get_absolute_url()).content.decode()
        tokens = set(TOKEN.findall(answer))
        assert len(tokens) == 1 and "\x1b" not in answer and "\x1d" not in answer
        said = {"body": f"Number {number}.", "csrfmiddlewaretoken": tokens.pop()}
        assert client.post(f"/diaries/{diary.pk}/comments/", said).status_code == 302


def test_two_answers_carry_two_tokens_for_what_is_sent_once(page, bob):
    once = re.compile(r'name="token" value="([^"]+)"')
    first, second = (set(once.findall(page(bob))) for _ in range(2))
    assert len(first) == len(second) == 1 and first != second


def test_a_notice_is_shown_once(as_, alice, diary):
    client = as_(alice)
    client.post(f"/diaries/{diary.pk}/close/")
    assert client.get(diary.get_absolute_url()).content.count(b'class="notice success"') <= 1
    assert b'class="notice success"' not in client.get(diary.get_absolute_url()).content


def test_a_reader_who_is_not_logged_in_gets_no_cookie(as_, diary):
    client = as_(None)
    answer = client.get(diary.get_absolute_url())
    assert answer.status_code == 200 and not answer.cookies
    assert f"next={diary.get_absolute_url()}".encode() in answer.content


def test_what_changed_is_seen_at_once(page, diary, alice, bob):
    page(bob)
    diary.write(by=alice, title="Another title", intro="New words.", tags="Ferry", markup="markdown")
    assert "Another title" in as_text(page(bob, f"/diaries/{diary.pk}/another-title/")) and "New words." in page(
        bob, f"/diaries/{diary.pk}/another-title/"
    )
    diary.take_back(by=alice)


def as_text(html):
    return re.sub(r"<[^>]+>", "", html)


def test_a_diary_taken_back_is_gone_at_once(as_, diary, alice, bob):
    assert as_(bob).get(diary.get_absolute_url()).status_code == 200
    diary.take_back(by=alice)
    for user, status in ((bob, 404), (None, 404), (alice, 200)):
        assert as_(user).get(diary.get_absolute_url()).status_code == status
