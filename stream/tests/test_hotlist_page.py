"""/hotlist/: what is new since the last visit, replies, unread diaries of those I follow, and the figure in the masthead."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import set_rule
from diaries.models import Diary, HotlistEntry
from stream.models import Follow


def new(browser):
    """The new comments of each row."""
    return [int(found) for found in re.findall(r'new-count">(\d+) new', browser.get("/hotlist/").content.decode())]


def masthead(browser, place="/"):
    found = re.search(r'class="count">(\d+)<', browser.get(place).content.decode())
    return int(found[1]) if found else 0


def another(author, title, **ago):
    at = timezone.now() - timedelta(**ago)
    diary = Diary.objects.start(by=author, title=title, intro="x", tags="Other", at=at)
    diary.publish(by=author, at=at)
    return diary


def test_it_counts_what_others_said_since_the_last_visit(as_, diary, alice, bob, tess, entry, visited):
    visited(bob, diary)
    assert new(as_(bob)) == [] and masthead(as_(bob)) == 0
    first = diary.comments.post(by=tess, body="One.")
    diary.comments.post(by=alice, body="Two.", parent=first)
    assert new(as_(bob)) == [2] and masthead(as_(bob)) == 1
    visited(bob, diary)
    assert new(as_(bob)) == [] and masthead(as_(bob)) == 0


def test_ones_own_comments_are_not_news(as_, diary, bob, entry, visited):
    visited(bob, diary)
    diary.comments.post(by=bob, body="Mine.")
    assert new(as_(bob)) == [] and masthead(as_(bob)) == 0


def test_nor_are_deleted_and_hidden_ones(as_, diary, bob, tess, trusted, entry, visited):
    visited(bob, diary)
    diary.comments.post(by=tess, body="Sorry.").delete(by=tess)
    abuse = diary.comments.post(by=tess, body="Abuse.")
    for user in trusted(2):
        abuse.hide(by=user, rule=1)
    assert new(as_(bob)) == [] and masthead(as_(bob)) == 0


def test_never_visited_everything_is_new(as_, diary, bob, comment, tess):
    HotlistEntry.objects.hotlist(diary, by=tess)
    assert new(as_(tess)) == [2]


def test_a_diary_out_of_sight_is_not_named(as_, diary, alice, bob, entry, visited):
    diary.take_back(by=alice)
    diary.write(by=alice, title="Canarydraft", intro="x")
    page = as_(bob).get("/hotlist/").content.decode()
    assert "Canarydraft" not in page and "The ferry" not in page and "Canarynote" not in page
    assert "1 more diary is out of sight" in page
    assert masthead(as_(bob)) == 0
    diary.publish(by=alice)
    assert "Canarynote" in as_(bob).get("/hotlist/").content.decode()


def test_replies_to_my_comments_unread_ones_marked(as_, diary, comment, bob, tess, visited):
    visited(bob, diary)
    diary.comments.post(by=bob, body="Talking to myself.", parent=comment)
    diary.comments.post(by=tess, subject="An answer", body="Not at all.", parent=comment)
    diary.comments.post(by=tess, subject="Not for bob", body="A word to alice.")
    page = as_(bob).get("/hotlist/").content.decode()
    assert re.search(r'An answer</a> <span class="mark new">new</span>', page)
    assert "Not for bob" not in page and "Talking to myself" not in page
    visited(bob, diary)
    page = as_(bob).get("/hotlist/").content.decode()
    assert "An answer" in page and 'class="mark new"' not in page


def test_a_hidden_or_deleted_reply_is_no_reply(as_, diary, comment, bob, tess, trusted):
    gone = diary.comments.post(by=tess, subject="Canarygone", body="x", parent=comment)
    gone.delete(by=tess)
    abuse = diary.comments.post(by=tess, subject="Canaryhidden", body="y", parent=comment)
    for user in trusted(2):
        abuse.hide(by=user, rule=1)
    page = as_(bob).get("/hotlist/").content.decode()
    assert "Canarygone" not in page and "Canaryhidden" not in page


def test_unread_diaries_by_those_i_follow(as_, diary, alice, bob, tess, visited):
    another(tess, "By tess", hours=3)
    assert "By tess" not in as_(bob).get("/hotlist/").content.decode()
    Follow.objects.follow(tess, by=bob)
    Follow.objects.follow(alice, by=bob)
    page = as_(bob).get("/hotlist/").content.decode()
    assert page.index(diary.title) < page.index("By tess")
    visited(bob, diary)
    page = as_(bob).get("/hotlist/").content.decode()
    assert diary.title not in page and "By tess" in page


def test_members_only(as_):
    assert as_(None).get("/hotlist/")["Location"] == "/accounts/login/?next=%2Fhotlist%2F"


def test_an_empty_list_invites(as_, bob):
    assert "Nothing here yet." in as_(bob).get("/hotlist/").content.decode()


@pytest.mark.parametrize("place", ["/hotlist/", "/recent/"])
def test_the_number_of_queries_does_not_grow(as_, alice, bob, tess, place):
    for name in ("diaries.a_day", "throttle.comments"):
        set_rule(name, "0", at=timezone.now() - timedelta(days=1))
    browser = as_(bob)
    counts = []
    for more in (1, 12):
        for n in range(more):
            diary = another(alice, f"Diary {more} {n}", hours=2)
            HotlistEntry.objects.hotlist(diary, by=bob, note="x")
            mine = diary.comments.post(by=bob, body="a", at=timezone.now() - timedelta(hours=1))
            diary.comments.post(by=tess, body="b", parent=mine, at=timezone.now() - timedelta(hours=1))
        browser.get(place)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(place).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_masthead_costs_one_query(as_, bob, entry):
    browser = as_(bob)
    with CaptureQueriesContext(connection) as queries:
        browser.get("/tags/")
    assert sum("hotlist" in query["sql"] for query in queries) == 1
    with CaptureQueriesContext(connection) as queries:
        as_(None).get("/tags/")
    assert not any("hotlist" in query["sql"] for query in queries)
