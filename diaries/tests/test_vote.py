"""Voting: once, for good, in secret."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diaries.models import Ballot, Diary, Poll


@pytest.fixture
def poll(alice):
    at = timezone.now() - timedelta(hours=1)
    diary = Diary.objects.start(by=alice, title="A vote", intro="B", tags="C", at=at)
    Poll.objects.write(diary, question="Bridge or ferry?", choices=["The bridge", "The ferry", "Neither"])
    diary.publish(by=alice, at=at)
    return Poll.objects.get()


def address(poll):
    return f"/diaries/{poll.diary_id}/vote/"


def pick(poll, position):
    return {"choice": str(poll.choices.get(position=position).pk)}


def page(browser, poll):
    return browser.get(poll.diary.get_absolute_url()).content.decode()


def test_it_counts(as_, poll, bob, tess):
    assert as_(bob).post(address(poll), pick(poll, 2))["Location"] == f"{poll.diary.get_absolute_url()}#poll"
    as_(tess).post(address(poll), pick(poll, 2))
    shown = page(as_(None), poll)
    assert "2 votes · 100%" in shown and "0 votes · 0%" in shown and 'value="100"' in shown
    assert 'name="choice"' not in shown and "to vote." in shown


def test_the_first_vote_stays(as_, poll, bob):
    as_(bob).post(address(poll), pick(poll, 1))
    for position in (1, 2):
        answer = as_(bob).post(address(poll), pick(poll, position), follow=True)
        assert "You have voted before; that vote stands." in answer.content.decode()
    assert Ballot.objects.get().choice.position == 1
    shown = page(as_(bob), poll)
    assert 'name="choice"' not in shown and shown.count("your vote") == 1


def test_with_htmx_it_answers_the_partial(as_, poll, bob):
    answer = as_(bob).post(address(poll), pick(poll, 3), headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith('<section class="poll" id="poll"') and "1 vote · 100%" in answer


@pytest.mark.parametrize("choice", ["", "0", "-1", "x", "9" * 30, "²"])
def test_no_choice_is_no_vote(as_, poll, bob, choice):
    answer = as_(bob).post(address(poll), {"choice": choice}, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and "Choose one of the answers first." in answer.content.decode()
    assert as_(bob).post(address(poll), {"choice": choice}).status_code == 302
    assert not Ballot.objects.exists()


def test_an_answer_of_another_poll_is_none_of_this(as_, poll, alice, bob):
    other = Diary.objects.start(by=bob, title="Other", intro="B", tags="C")
    Poll.objects.write(other, question="Q", choices=["Elsewhere"])
    as_(bob).post(address(poll), {"choice": str(other.poll.choices.get().pk)})
    assert not Ballot.objects.exists()


def test_after_its_closing_time_there_is_no_vote(as_, poll, bob):
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    answer = as_(bob).post(address(poll), pick(poll, 1))
    assert answer.status_code == 409 and "This poll is closed." in answer.content.decode()
    shown = page(as_(bob), poll)
    assert "This poll closed on" in shown and 'name="choice"' not in shown
    assert not Ballot.objects.exists()


def test_who_may(as_, poll, draft, alice, bob, mo):
    assert as_(None).post(address(poll), pick(poll, 1))["Location"].startswith("/accounts/login/")
    assert as_(bob).get(address(poll)).status_code == 405
    assert as_(alice).post(address(poll), pick(poll, 1)).status_code == 302  # her own diary's
    assert as_(alice).post(f"/diaries/{draft.pk}/vote/", pick(poll, 1)).status_code == 404
    poll.diary.take_back(by=alice)
    for user in (bob, mo):
        assert as_(user).post(address(poll), pick(poll, 1)).status_code == 404
    assert Ballot.objects.count() == 1


def test_ballots_are_secret_from_everybody(as_, poll, alice, bob, tess, mo, ada):
    """Whoever reads, bob's choice of the ferry and tess's of the bridge look like tess's of the ferry and bob's of the bridge."""
    places = (poll.diary.get_absolute_url(), "/people/bob/", "/people/bob/comments/", "/", "/recent/feed/")

    def seen(first, second):
        Ballot.objects.all().delete()
        poll.vote(by=bob, choice=poll.choices.get(position=first))
        poll.vote(by=tess, choice=poll.choices.get(position=second))
        pages = [as_(user).get(place).content.decode() for user in (None, alice, mo, ada) for place in places]
        return [_without_tokens(text) for text in pages]

    assert seen(1, 2) == seen(2, 1)


def _without_tokens(text):
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and 'name="token"' not in line)


def test_the_number_of_queries_does_not_grow(as_, poll, member, django_assert_max_num_queries):
    browser = as_(None)
    for n in range(12):
        poll.vote(by=member(f"voter{n}"), choice=poll.choices.get(position=1 + n % 3))
    browser.get("/about/rules/")  # what the site says of itself is known from here on
    with django_assert_max_num_queries(11):  # nothing of the diary is kept yet
        assert "12 votes" in page(browser, poll)


def test_a_double_vote_from_many_processes_counts_once(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    counted = site.all_at_once(VOTE, [("1",), ("2",), ("1",), ("2",)])
    assert sum(map(int, counted)) == 1
    assert site.python("from diaries.models import Ballot\nprint(Ballot.objects.count())").stdout.strip() == "1"


CAST = """
from accounts.models import User
from diaries.models import Diary, Poll
alice = User.objects.join("alice", email="alice@example.org")
diary = Diary.objects.start(by=alice, title="A", intro="B", tags="C")
Poll.objects.write(diary, question="Q", choices=["A", "B"])
diary.publish(by=alice)
"""

VOTE = """
import sys
from accounts.models import User
from diaries.models import Poll
poll = Poll.objects.get()
choice = poll.choices.get(position=int(sys.argv[1]))
print(sum(poll.vote(by=User.objects.get(username="alice"), choice=choice) for _ in range(10)))
"""
