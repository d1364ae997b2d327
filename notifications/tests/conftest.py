from collections.abc import Callable

import pytest

from accounts.models import User
from notifications.models import Notification


@pytest.fixture
def told(db: None) -> Callable[[], set[tuple[str, str]]]:
    """Who was told what: {("bob", "reply"), ...}."""
    return lambda: set(Notification.objects.values_list("receiver__username", "kind"))


@pytest.fixture
def reply(comment, tess: User):
    """tess answers bob's comment in alice's diary."""
    return comment.diary.comments.post(by=tess, parent=comment, subject="Not so fast", body="What would it cost?")
