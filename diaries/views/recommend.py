"""Recommending a diary, who did, the recommended list and why it looks as it does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import members_only
from accounts.profiles import profile
from community.models import rule
from core import marks
from core.http import require, respond
from core.pagecache import shared
from core.pagination import Page
from diaries import ranking
from diaries.models import Diary, Recommendation
from diaries.news import tell_news
from diaries.ranking import diaries_of
from diaries.why import Why

WAITING = 12  # diaries


@require_POST
@members_only
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    Recommendation.objects.recommend(diary, by=request.user)
    ranking.note_listed()
    return _answer(request, diary)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def unrecommend(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: it cannot be given again."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    may = diary.permissions_for(request.user)
    if request.method != "POST":
        require(may.unrecommend)
        return render(request, "diaries/unrecommend.html", {"diary": diary})
    if may.recommendation is None:  # a second press finds it withdrawn, and that is no error
        require(may.unrecommend)
    Recommendation.objects.unrecommend(diary, by=request.user)
    if not request.htmx:
        messages.success(request, "Your recommendation is withdrawn.")
    return _answer(request, diary)


def _answer(request: HttpRequest, diary: Diary) -> HttpResponse:
    context = {"diary": diary, "may": diary.permissions_for(request.user)}
    return respond(request, "diaries/_recommend.html", context, or_redirect=diary)


@require_safe
def recommenders(request: HttpRequest, pk: int) -> HttpResponse:
    """Who recommends it: public, like the diary."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).select_related("author"), pk=pk)
    page = Page(diary.recommendations.standing().newest_first().select_related("user"), request, size=100)
    return shared(
        request, render(request, "diaries/recommenders.html", {"diary": diary, "page": page}), marks.LISTS, marks.of_diary(pk)
    )


@require_safe
def recommended(request: HttpRequest) -> HttpResponse:
    """The list as it is at this moment, and what waits before its door."""
    diaries, before_the_door = diaries_of([entry.diary for entry in ranking.recommended()], ranking.waiting()[:WAITING])
    tell_news(request.user, [*diaries, *before_the_door])
    context = {"diaries": diaries, "waiting": before_the_door, "at": timezone.now()}
    return shared(request, render(request, "diaries/recommended.html", context), marks.LISTS)


@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """The arithmetic of one diary."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).select_related("author"), pk=pk)
    context = {"diary": diary, "why": Why(diary)}
    return shared(request, render(request, "diaries/why.html", context), marks.LISTS, marks.of_diary(pk))


@require_safe
def person_recommended(request: HttpRequest, username: str) -> HttpResponse:
    """What a member recommends, the newest first."""

    def show(person: Any, **_: Any) -> dict[str, Any]:
        given = person.recommendations.standing().readable(request.user).newest_first().values_list("diary_id", flat=True)
        page = Page(given, request, size=int(rule("diaries.on_a_page")))
        found = Diary.objects.visible_to(request.user).for_listing().in_bulk(page.items)
        page.items = [found[pk] for pk in page.items if pk in found]
        return {"page": page}

    return profile(request, username, address="person_recommended", template="diaries/person_recommended.html", show=show)
