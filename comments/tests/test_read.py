"""What a page tells when it is left: what was never on the screen stays new; hotlist and replies know it too."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import ReadMark
from comments.tests.test_thread import Reader
from diaries.models import HotlistEntry


@pytest.fixture
def browser(as_, bob):
    """One whose scripts will tell."""
    client = as_(bob)
    client.cookies["tells"] = "1"
    return client


@pytest.fixture
def visited(browser, diary, bob, alice, tess):
    """1 tips, 2 bob; bob has been there; then 3 alice, 4 tess > 2, 5 tess, 6 alice."""
    two = diary.comments.post(by=bob, body="Two.")
    HotlistEntry.objects.hotlist(diary, by=bob)
    browser.get(diary.get_absolute_url())
    for by, body, parent in ((alice, "Three.", None), (tess, "Four.", two), (tess, "Five.", None), (alice, "Six.", None)):
        diary.comments.post(by=by, body=body, parent=parent)
    return diary


def new(browser, diary):
    text = browser.get(diary.get_absolute_url()).content.decode()
    return [int(key[1:]) for key, one in Reader(text).comments.items() if "is-new" in one["class"]]


def tell(browser, diary, **said):
    answer = browser.post(f"/diaries/{diary.pk}/read/", said)
    assert (answer.status_code, answer.content) == (204, b"")


def figures(browser):
    """What the hotlist counts, what the masthead counts, and how many replies are new."""
    text = browser.get("/hotlist/").content.decode()
    found = re.search(r'new-count">(\d+) new', text), re.search(r'class="count">(\d+)<', text)
    return (*(int(one[1]) if one else 0 for one in found), text.count('class="mark new"'))


def test_what_was_not_on_the_screen_stays_new(browser, visited):
    assert new(browser, visited) == [4, 3, 5, 6] and figures(browser) == (4, 1, 1)
    tell(browser, visited, seen="6", unread="4,5")
    assert new(browser, visited) == [4, 5] and figures(browser) == (2, 1, 1)
    tell(browser, visited, seen="6", unread="5")
    assert new(browser, visited) == [5] and figures(browser) == (1, 1, 0)
    tell(browser, visited, seen="6", unread="")
    assert new(browser, visited) == [] and figures(browser) == (0, 0, 0)


def test_what_comes_later_is_new_beside_what_was_left(browser, visited, alice):
    tell(browser, visited, seen="6", unread="4")
    visited.comments.post(by=alice, body="Seven.")
    assert new(browser, visited) == [4, 7] and figures(browser) == (2, 1, 1)
    text = browser.get(visited.get_absolute_url() + "?only=new").content.decode()
    assert list(Reader(text).comments) == ["c2", "c4", "c7"]


def test_a_deleted_one_that_was_left_is_not_counted(browser, visited, tess):
    tell(browser, visited, seen="6", unread="5")
    visited.comments.get(number=5).delete(by=tess)
    assert new(browser, visited) == [] and figures(browser) == (0, 0, 0)


def test_two_tabs_never_set_each_other_back(browser, visited):
    tell(browser, visited, seen="6", unread="3,5")
    tell(browser, visited, seen="4", unread="4")  # an older page, on which 3 was read
    assert new(browser, visited) == [5]
    tell(browser, visited, seen="6", unread="3,4,5,6")
    assert new(browser, visited) == [5]


def test_one_small_write_a_visit(browser, visited):
    def writes(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        asked = [query["sql"] or "" for query in queries]  # those that are prepared are read by PostgreSQL under a name
        return [sql for sql in asked if "readmark" in sql and sql.startswith(("INSERT", "UPDATE"))]

    assert len(writes(lambda: new(browser, visited))) == 0
    assert len(writes(lambda: tell(browser, visited, seen="6", unread="4", fold=["b1", "c2"]))) == 1
    assert len(writes(lambda: tell(browser, visited, seen="6", unread="4", fold=["b1", "c2"]))) == 0


def test_without_scripts_the_visit_itself_marks(as_, browser, visited, bob):
    tell(browser, visited, seen="6", unread="4")
    assert new(as_(bob), visited) == [4] and new(as_(bob), visited) == []
    assert ReadMark.objects.get(user=bob).unread_from is None


def test_folds_travel_with_it(browser, visited, bob):
    tell(browser, visited, seen="6", fold=["b1", "c2", "x3"])
    tell(browser, visited, seen="6", fold="b5", unfold="c2")
    assert ReadMark.objects.get(user=bob).folds == "b1,b5"


@pytest.mark.parametrize(
    "said", [{}, {"seen": "x", "unread": "y"}, {"seen": "9" * 30}, {"seen": "99999999", "unread": "7,8,-1,٣," + "9" * 5_000}]
)
def test_nonsense_reads_no_further_than_there_is(browser, visited, bob, said):
    tell(browser, visited, **said)
    mark = ReadMark.objects.get(user=bob)
    assert mark.seen_number <= 6 and mark.unread == ""


def test_a_very_long_list_is_cut_on_the_side_of_too_much_new(browser, visited, bob, monkeypatch):
    monkeypatch.setattr("comments.position.MOST_UNREAD", 2)
    tell(browser, visited, seen="6", unread="3,4,6")
    assert new(browser, visited) == [4, 3, 5, 6]


def test_the_door_is_for_members_by_post_on_published_diaries(as_, browser, visited, alice):
    place = f"/diaries/{visited.pk}/read/"
    assert browser.get(place).status_code == 405
    assert as_(None).post(place, {"seen": "6"}).status_code == 302
    visited.take_back(by=alice)
    assert browser.post(place, {"seen": "6"}).status_code == 404
