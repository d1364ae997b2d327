"""The front page shows members where on their hotlist something is new; nobody else learns of it."""

import pytest

from diaries.models import Diary, HotlistEntry

PLACE = '<h2 id="hotlist"'


def beside(browser):
    page = browser.get("/").content.decode()
    return page.partition(PLACE)[2].partition("</section>")[0]


def test_it_says_what_is_new(as_, diary, bob, rita, tess, visited):
    HotlistEntry.objects.hotlist(diary, by=bob, note="Secret note.")
    visited(bob, diary)
    assert beside(as_(bob)) == "", "all of it is read"
    diary.comments.post(by=tess, body="One.")
    diary.comments.post(by=tess, body="Two.")
    said = beside(as_(bob))
    assert diary.title in said and "2 new</strong> of 3 comments" in said and "Secret" not in said
    visited(rita, diary)
    assert beside(as_(rita)) == beside(as_(None)) == "" == beside(as_(tess))
    visited(bob, diary)
    assert beside(as_(bob)) == ""


def test_what_was_taken_back_or_let_go_is_gone(as_, diary, alice, bob, tess, visited):
    HotlistEntry.objects.hotlist(diary, by=bob)
    visited(bob, diary)
    diary.comments.post(by=tess, body="One.")
    assert diary.title in beside(as_(bob))
    diary.take_back(by=alice)
    assert PLACE not in as_(bob).get("/").content.decode()
    diary.publish(by=alice)
    assert diary.title in beside(as_(bob))
    HotlistEntry.objects.unhotlist(diary, by=bob)
    assert beside(as_(bob)) == ""


@pytest.mark.parametrize("count", [1, 9])
def test_it_costs_no_query_more(as_, member, bob, tess, visited, count, django_assert_num_queries):
    for number in range(count):
        writer = member(f"writer{number}")
        each = Diary.objects.start(by=writer, title=f"Number {number}", intro="x", tags="Other")
        each.publish(by=writer)
        HotlistEntry.objects.hotlist(each, by=bob)
        visited(bob, each)
        each.comments.post(by=tess, body="One.")
    browser = as_(bob)
    browser.get("/")
    with django_assert_num_queries(
        6
    ):  # session, member, figures of the masthead, stream, what is new in the lists and on the hotlist
        said = beside(browser)
    assert said.count("1 new") == min(count, 5) and ("4 more with new comments" in said) is (count == 9)


def test_it_shows_what_the_masthead_counts(as_, diary, bob):
    """A diary that was never opened too: all of it is new, its tip jar as well."""
    assert 'class="count"' not in as_(bob).get("/hotlist/").content.decode() and beside(as_(bob)) == ""
    HotlistEntry.objects.hotlist(diary, by=bob)
    assert 'class="count"' in as_(bob).get("/hotlist/").content.decode() and "1 new</strong> of 1 comment" in beside(as_(bob))
