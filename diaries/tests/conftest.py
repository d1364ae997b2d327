"""Diaries in every state, with words that nobody else may ever read."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from diaries.models import Diary, Rescue


@pytest.fixture
def typed() -> dict[str, str]:
    """What a writer sends."""
    return {
        "title": "Low water", "intro": "The river is *low*.", "body": "So low.", "markup": "markdown", "tags": "River, Low Water",
        "tip": "Thanks for wading.", "token": "one-form", "do": "save",
    }  # fmt: skip


@pytest.fixture
def draft(alice: Any) -> Diary:
    """A draft of alice that could be published."""
    then = timezone.now() - timedelta(hours=2)
    words = {"title": "Canarytitle", "intro": "Canaryintro.", "body": "Canarybody.", "tip": "Canarytip.", "tags": "Canarytag"}
    return Diary.objects.start(by=alice, at=then, **words)


@pytest.fixture
def removed(alice: Any, bob: Any) -> Diary:
    """A diary of alice that was published, commented by bob, and removed."""
    then = timezone.now() - timedelta(days=2)
    gone = Diary.objects.start(by=alice, title="Canarytitle", intro="Canaryintro.", body="Canarybody.", tags="Canarytag", at=then)
    gone.publish(by=alice, at=then)
    gone.comments.post(by=bob, subject="Canarysubject", body="Canarycomment.", at=then)
    gone.remove(by=alice)
    return Diary.objects.get(pk=gone.pk)


@pytest.fixture
def rob(member):
    return member("rob", "rescuer")


@pytest.fixture
def nominated(diary, tess):
    return Rescue.objects.nominate(
        diary, by=tess, note="Kanarienote.", blurb="Kanarieblurb.", at=timezone.now() - timedelta(minutes=20)
    )


@pytest.fixture
def spotlighted(nominated, rita):
    nominated.second(by=rita)
    return nominated


@pytest.fixture
def shelf(member):
    """Makes so many diaries, each by an author of its own, an hour apart; the first is the newest."""

    def fill(count, first=0):
        found = []
        for number in range(first, first + count):
            at = timezone.now() - (number + 1) * timedelta(minutes=30)
            author = member(f"writer{number}")
            diary = Diary.objects.start(by=author, title=f"Day {number:03}", intro="x", tags="River", at=at)
            diary.publish(by=author, at=at)
            found.append(diary)
        return found

    return fill


def page_of(browser, place="/rescue/"):
    answer = browser.get(place)
    assert answer.status_code == 200
    return answer.content.decode()
