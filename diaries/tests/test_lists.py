"""Lists: who finds what, in which order, at which cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import set_rule
from diaries.models import Diary

LISTS = ("/", "/recent/", "/tags/river/", "/people/alice/")


@pytest.fixture
def shelf(alice):
    """Makes so many diaries of alice, one a day."""

    def fill(count, first=0):
        now = timezone.now()
        for number in range(first, first + count):
            at = now - timedelta(days=200 - number)
            diary = Diary.objects.start(by=alice, title=f"Day {number:03}", intro="x", tags=f"River, Day{number % 9}", at=at)
            diary.publish(by=alice, at=at)

    return fill


def titles(page):
    return [diary.title for diary in page.context["page"]]


@pytest.mark.parametrize("place", LISTS)
def test_the_newest_first_in_pages_that_lead_to_each_other(as_, shelf, place):
    set_rule("diaries.on_a_page", "5")
    shelf(12)
    first = as_(None).get(place)
    assert titles(first) == [f"Day {number:03}" for number in (11, 10, 9, 8, 7)]
    assert f'rel="next" href="{place}?page=2">Older' in first.content.decode() and "Newer" not in first.content.decode()
    second = as_(None).get(place, {"page": 2})
    assert (
        f'rel="prev" href="{place}">Newer' in second.content.decode() and f'href="{place}?page=3">Older' in second.content.decode()
    )
    last = as_(None).get(place, {"page": 3})
    assert titles(last) == ["Day 001", "Day 000"]
    assert "Older" not in last.content.decode() and f'href="{place}?page=2">Newer' in last.content.decode()
    assert as_(None).get(place, {"page": 4}).status_code == 404


def test_a_full_last_page_has_no_older_one(as_, shelf):
    set_rule("diaries.on_a_page", "5")
    shelf(5)
    assert "Older" not in as_(None).get("/recent/").content.decode()


@pytest.mark.parametrize("place", [*LISTS, "/drafts/"])
@pytest.mark.parametrize(
    "number", ["0", "-1", "x", "", "1.0", "²", "٣", " 1", "5001", "9" * 9, "000000001" + "9" * 30, "9" * 5_000, "1e3", "2"]
)
def test_bad_page_numbers_are_404(as_, alice, shelf, place, number):
    shelf(1)
    assert as_(alice).get(place, {"page": number}).status_code == 404


@pytest.mark.parametrize("place", [*LISTS, "/tags/"])
@pytest.mark.parametrize("reader", [None, "bob"])
def test_thirty_cost_as_many_queries_as_one(as_, shelf, request, place, reader):
    set_rule("diaries.on_a_page", "40")
    browser = as_(request.getfixturevalue(reader) if reader else None)
    shelf(1)
    counts = []
    for more in (0, 29):
        shelf(more, first=1)
        browser.get(place)  # what a process knows about its site is asked once
        browser.get(place)  # what was written makes the process look at the site's row and rules again, once
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(place).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_drafts_cost_as_many_queries_for_thirty_as_for_one(as_, alice):
    browser, counts = as_(alice), []
    browser.get("/drafts/")
    for number in range(30):
        Diary.objects.start(by=alice, title=f"Draft {number}")
        if number in (1, 15):
            browser.get("/drafts/")  # what was written makes the process look at the site's row and rules again, once
            with CaptureQueriesContext(connection) as queries:
                assert browser.get("/drafts/").content.decode().count("diary-row") == number + 1
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_drafts_are_ones_own(as_, draft, alice, bob, mo):
    assert "Canarytitle" in as_(alice).get("/drafts/").content.decode()
    for user in (bob, mo):
        assert "Canarytitle" not in as_(user).get("/drafts/").content.decode()
    assert as_(None).get("/drafts/")["Location"] == "/accounts/login/?next=%2Fdrafts%2F"


def test_the_most_discussed_of_the_week_stand_on_the_front_page(as_, diary, alice, bob, tess):
    old = timezone.now() - timedelta(days=8)
    past = Diary.objects.start(by=alice, title="Last month", intro="x", tags="x", at=old)
    past.publish(by=alice, at=old)
    quiet = Diary.objects.start(by=bob, title="Quiet", intro="x", tags="x")
    quiet.publish(by=bob)
    for user in (bob, tess):
        past.comments.post(by=user, body="Old talk", at=old)
        diary.comments.post(by=user, body="New talk")
    assert list(as_(None).get("/").context["discussed"]) == [diary]
    page, feed = (as_(None).get(place).content.decode() for place in ("/discussed/", "/discussed/feed/"))
    for shown in (page, feed):
        assert diary.title in shown and "Last month" not in shown and "Quiet" not in shown


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/", "No diaries yet. Yours could be the first."),
        ("/", "Where people talk most will stand here."),
        ("/", "What people write about will stand here."),
        ("/recent/", "No diaries yet. Yours could be the first."),
        ("/discussed/", "Nobody talks about anything this week."),
        ("/tags/", "No tags yet."),
        ("/drafts/", "No drafts."),
        ("/people/alice/", "No diaries yet."),
        ("/people/alice/comments/", "No comments yet."),
    ],
)
def test_an_empty_list_says_what_will_be_there(as_, alice, place, words):
    assert words in as_(alice).get(place).content.decode()


@pytest.mark.parametrize("place", [*LISTS, "/tags/", "/drafts/", "/recent/feed/"])
def test_pages_are_read_only(as_, shelf, alice, place):
    shelf(1)
    before = list(Diary.objects.values())
    assert as_(alice).head(place).status_code == 200
    assert as_(alice).post(place).status_code == 405
    assert list(Diary.objects.values()) == before
