"""The front page's slim stream: the newest diaries of those a member follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diaries.models import Diary
from stream.models import Follow


def stream_on(page):
    return page.split('id="stream"')[1].split("</section>")[0]


def test_it_shows_what_those_one_follows_have_written(as_, diary, alice, bob, tess):
    Follow.objects.follow(alice, by=bob)
    assert diary.title in stream_on(as_(bob).get("/").content.decode())
    assert "Follow members" in stream_on(as_(tess).get("/").content.decode())
    assert 'id="stream"' not in as_(None).get("/").content.decode()
    assert diary.title not in stream_on(as_(alice).get("/").content.decode())


@pytest.mark.parametrize("state", ["draft", "taken back", "removed"])
def test_what_is_not_public_is_not_in_it(as_, diary, alice, bob, state):
    Follow.objects.follow(alice, by=bob)
    browser = as_(bob)
    browser.get("/")
    if state == "taken back":
        diary.take_back(by=alice)
    elif state == "removed":
        diary.remove(by=alice)
    else:
        diary.take_back(by=alice)
        Diary.objects.start(by=alice, title="Kanarie", intro="x", tags="x")
    page = stream_on(browser.get("/").content.decode())
    assert diary.title not in page and "Kanarie" not in page


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_one_query(as_, alice, bob, member, count, django_assert_num_queries):
    for number in range(count):
        author = member(f"writer{number}")
        Follow.objects.follow(author, by=bob)
        written = Diary.objects.start(by=author, title=f"Number {number}", intro="x", tags="x")
        written.publish(by=author, at=timezone.now() - timedelta(minutes=number))
    browser = as_(bob)
    browser.get("/")
    with django_assert_num_queries(
        6
    ):  # session, member, figures of the masthead, stream, what is new in the lists and on the hotlist
        page = stream_on(browser.get("/").content.decode())
    assert page.count("<li") == min(count, 5) and "Number 0" in page
