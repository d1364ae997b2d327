"""The front page."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.models import rule
from community.templatetags.rostrum import new_of
from core import marks
from core.frames import framed, kept_page, place, places
from core.pagecache import shared
from core.pagination import Page
from core.shelf import Shelf
from diaries import ranking
from diaries.models import Diary, Rescue, Tag
from diaries.models.queryset import TAGS_TOO
from diaries.news import news_among

TEMPLATE = "diaries/front.html"
TAGS = 12
DISCUSSED = 6
SPOTLIGHT = 6
SIDE = Shelf(4 * 1024 * 1024)
NEW = "new-"  # and a diary's number: the place in its line for what is new there
FRESH_FOR = 30.0  # seconds, unless something is written first


@require_safe
def front(request: HttpRequest, *, beside: Callable[[], str] = str) -> HttpResponse:
    """Readers get it whole from the page cache; members the same lists in their own frame.

    beside: markup of this one member's own, from above (stream.front).
    """
    if request.user.is_authenticated:
        number = request.GET.get("page", "1")
        lists = lambda: {**_lists(request), "beside": place("beside")}  # noqa: E731
        blocks = kept_page(request, TEMPLATE, lists, key=(number,), on=(marks.SITE, marks.LISTS))
        shown = [int(name.removeprefix(NEW)) for name in places(blocks) if name.startswith(NEW)]
        counts = news_among(request.user, shown)
        own = {f"{NEW}{pk}": new_of(counts.get(pk)) for pk in shown}
        return framed(request, blocks, beside=beside(), **own)
    return shared(request, render(request, TEMPLATE, _lists(request)), marks.LISTS)


def _lists(request: HttpRequest) -> dict[str, Any]:
    """The same for everybody. The lists share one look at the tags, so that each more costs one query."""
    page = Page(_rows(Diary.objects.recent()), request, size=int(rule("diaries.on_a_page")))
    order = [entry.diary for entry in ranking.recommended()] if page.number == 1 else []
    by_id = _rows(Diary.objects.listed()).in_bulk(order) if order else {}
    recommended = [by_id[pk] for pk in order if pk in by_id]
    prefetch_related_objects([*page, *recommended], TAGS_TOO)
    now = timezone.now()
    discussed, tags = SIDE.made("side", (marks.SITE, marks.LISTS), lambda: _side(now), seconds=FRESH_FOR)
    spotlight = list(Rescue.objects.readable(request.user).in_spotlight(now).for_listing()[:SPOTLIGHT]) if page.number == 1 else []
    if request.user.is_authenticated:
        discussed = [copy(diary) for diary in discussed]  # visitors are shown them too
        for diary in (*page, *recommended, *discussed, *(rescue.diary for rescue in spotlight)):
            diary.new_place = place(f"{NEW}{diary.pk}")
    return {"page": page, "spotlight": spotlight, "recommended": recommended, "discussed": discussed, "tags": tags}


def _side(now: datetime) -> tuple[list[Diary], list[Tag]]:
    """What stands beside: the same for everybody, so one look serves many."""
    return list(Diary.objects.discussed(at=now).for_listing()[:DISCUSSED]), Tag.objects.of_the_day(most=TAGS, at=now)


def _rows(diaries: QuerySet[Diary]) -> QuerySet[Diary]:
    """As for a list, but for the tags, which come for all lists at once."""
    return diaries.for_listing().prefetch_related(None)  # type: ignore[attr-defined]
