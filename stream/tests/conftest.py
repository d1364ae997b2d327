"""A hotlist of bob's with a note that nobody else may ever read."""

import pytest

from diaries.models import HotlistEntry

NOTE = "Canarynote: ask about the pilings."


@pytest.fixture
def entry(bob, diary):
    return HotlistEntry.objects.hotlist(diary, by=bob, note=NOTE)


@pytest.fixture
def visited(as_):
    """Opens a diary's page as a member does."""

    def visit(user, diary):
        assert as_(user).get(diary.get_absolute_url()).status_code == 200

    return visit
