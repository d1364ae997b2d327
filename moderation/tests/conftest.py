"""Moderators at work."""

from collections.abc import Callable
from typing import Any

import pytest

from diaries.models import Diary

SAID = {"rule": "3", "reason": "It insults and says nothing else.", "days": "7"}


@pytest.fixture
def act(as_: Any) -> Callable[..., Any]:
    """act(mo, "/comments/7/remove/"): what a moderator's press is answered."""
    return lambda user, place, **said: as_(user).post(place, SAID | said)


@pytest.fixture
def polly(member: Any) -> Any:
    """A second moderator, who took no part in anything yet."""
    return member("polly", "moderator")


@pytest.fixture
def draft_of(db: None) -> Callable[[Any], Diary]:
    """Somebody's draft."""
    return lambda author: Diary.objects.start(by=author, title="Kept to myself", intro="Not yet.", tags="Mine")
