"""What the masthead knows of its reader."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stream.hotlist import Hotlist


def hotlist(request: HttpRequest) -> dict[str, Any]:
    """One query, on pages that show a masthead to a member; none on others."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"hotlist_unread": SimpleLazyObject(lambda: _unread(user))}


def _unread(user: Any) -> int:
    try:
        return Hotlist(user).unread
    except DatabaseError:  # the page that says so has a masthead too
        return 0
