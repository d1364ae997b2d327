"""The front page, which shows members what those they follow have written."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.models import User
from core.prepared import Prepared
from core.shelf import Shelf
from diaries.models import Diary
from diaries.views import front as lists

SHOWN = 5  # diaries
FRESH_FOR = 60.0  # seconds that "3 h" stays as it is
MARKUP = Shelf(4 * 1024 * 1024)


def _newest(follower: int) -> QuerySet:
    newest = Diary.objects.recent().filter(author__followers__by=follower)
    return newest.values_list("pk", "slug", "title", "author__name", "published_at")[:SHOWN]


NEWEST = Prepared(_newest)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return lists.front(request)
    return lists.front(request, stream=stream_of(request.user) if request.GET.get("page", "1") == "1" else "")


def stream_of(member: User) -> str:
    """The newest diaries of whom this member follows: one query, of a statement made once."""
    rows = tuple(NEWEST.rows(follower=member.pk))
    return str(MARKUP.made(rows, (), lambda: _markup(rows), seconds=FRESH_FOR, size=4_000))


def _markup(rows: tuple[Any, ...]) -> str:
    names = ("pk", "slug", "title", "author", "published_at")
    return render_to_string("stream/_front.html", {"diaries": [dict(zip(names, row, strict=True)) for row in rows]})
