"""What the masthead's bell knows of its reader."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def bell(request: HttpRequest) -> dict[str, Any]:
    """One query, on pages that show a masthead to a member; none on others."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"bell": SimpleLazyObject(lambda: _unread(user))}


def _unread(user: Any) -> int:
    """So many, counted up to 100."""
    try:
        return len(user.notifications.bell)
    except DatabaseError:  # the page that says so has a masthead too
        return 0
