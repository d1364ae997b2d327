"""Lists say in each line how many comments are new to their member, where they have read before."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import ReadMark
from diaries.models import Diary, Rescue


def new(browser, part="", address="/"):
    """What the lines say, by diary: `{7: 2}`; on the whole page, or in the part that begins with these words."""
    page = browser.get(address).content.decode()
    page = page.partition(part)[2] if part else page
    assert "\x1d" not in page
    found = re.findall(r'href="/diaries/(\d+)/[^"]*#comments"><strong class="new-count">([\d,]+) new</strong> of \d+ comment', page)
    return {int(pk): int(count) for pk, count in found}


def another(author, title, **ago):
    at = timezone.now() - timedelta(**ago)
    diary = Diary.objects.start(by=author, title=title, intro="x", tags="Other", at=at)
    diary.publish(by=author, at=at)
    return diary


def test_it_counts_what_others_have_said_since(as_, diary, alice, bob, tess, visited):
    assert new(as_(bob)) == {}  # never opened: all of it would be new
    visited(bob, diary)
    assert new(as_(bob)) == {}
    diary.comments.post(by=tess, body="One.")
    diary.comments.post(by=alice, body="Two.")
    diary.comments.post(by=bob, body="Mine.")
    assert new(as_(bob)) == {diary.pk: 2}
    visited(bob, diary)
    assert new(as_(bob)) == {}


def test_what_was_never_on_the_screen_is_still_new(as_, diary, bob, tess):
    for number in range(4):
        diary.comments.post(by=tess, body=f"Word {number}.")
    diary.refresh_from_db()
    ReadMark.objects.note(diary, by=bob, seen=diary.last_number, unread=[2, 4])
    assert new(as_(bob)) == {diary.pk: 2}


def test_nobody_learns_of_what_they_may_not_read(as_, diary, bob, tess, trusted, visited):
    visited(bob, diary)
    diary.comments.post(by=tess, body="Sorry.").delete(by=tess)
    abuse = diary.comments.post(by=tess, body="Abuse.")
    for user in trusted(2):
        visited(user, diary)
        abuse.hide(by=user, rule=1)
    diary.comments.post(by=tess, body="Below it.", parent=abuse)
    assert new(as_(bob)) == {}
    assert new(as_(user)) == {diary.pk: 1}  # a trusted user may


def test_each_sees_their_own_and_visitors_none(as_, diary, bob, rita, tess, visited):
    visited(bob, diary)
    diary.comments.post(by=tess, body="One.")
    assert new(as_(bob)) == {diary.pk: 1}
    assert new(as_(rita)) == new(as_(None)) == {}


def test_every_list_of_the_page_says_it(as_, diary, bob, tess, visited):
    visited(bob, diary)
    diary.comments.post(by=tess, body="One.")
    diary.comments.post(by=tess, body="Two.")
    for _ in range(2):  # what stands beside is kept for all
        assert new(as_(bob), 'id="discussed"') == {diary.pk: 2} == new(as_(bob))
        assert new(as_(None)) == {}


@pytest.mark.parametrize("address", ["/recent/", "/discussed/", "/recommended/"])
def test_the_lists_behind_it_say_it_too(as_, diary, bob, rita, tess, visited, address):
    as_(tess).post(f"/diaries/{diary.pk}/recommend/")
    visited(bob, diary)
    diary.comments.post(by=tess, body="One.")
    diary.comments.post(by=tess, body="Two.")
    assert new(as_(bob), address=address) == {diary.pk: 2}
    assert new(as_(rita), address=address) == new(as_(None), address=address) == {}


def test_the_spotlight_says_it_too(as_, diary, bob, rita, tess, visited):
    Rescue.objects.nominate(diary, by=tess, blurb="Read it.").second(by=rita)
    visited(bob, diary)
    diary.comments.post(by=tess, body="One.")
    assert new(as_(bob), address="/spotlight/") == {diary.pk: 1} == new(as_(bob), part="spotlight")
    assert new(as_(None), address="/spotlight/") == {}


def test_a_diary_that_was_taken_back_says_nothing(as_, diary, alice, bob, tess, visited):
    visited(bob, diary)
    diary.comments.post(by=tess, body="One.")
    diary.take_back(by=alice)
    assert new(as_(bob)) == {}


@pytest.mark.parametrize("count", [1, 9])
def test_it_costs_one_query_for_all_lines(as_, member, bob, tess, visited, count, django_assert_num_queries):
    written = [another(member(f"writer{number}"), f"Number {number}", minutes=number) for number in range(count)]
    for each in written:
        visited(bob, each)
        each.comments.post(by=tess, body="One.")
    browser = as_(bob)
    browser.get("/")
    with django_assert_num_queries(
        6
    ):  # session, member, figures of the masthead, stream, what is new in the lists and on the hotlist
        assert new(browser) == {each.pk: 1 for each in written}
