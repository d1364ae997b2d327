"""Who may change the site itself: its administrators, and on the first day whoever reads the server's console."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.kept import gives_text_back, members_only
from core.http import No, Verdict, require


def administer_verdict(user: Any, at: datetime) -> Verdict:
    """Administrators, unless they are suspended."""
    if not (user.is_authenticated and user.is_administrator):
        return No("Only administrators change the site itself. “How this site works” says who they are.")
    return user.may_write_at(at)


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @members_only
    @gives_text_back
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(administer_verdict(request.user, timezone.now()))
        return view(request, *args, **kwargs)

    return guarded
