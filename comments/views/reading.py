"""How a member reads: preferences, what was on the screen, what is folded."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.kept import members_only
from comments.models import ReadMark
from comments.position import folds
from comments.preferences import Preferences
from core.http import safe_next
from core.listed import numbers
from diaries.models import Diary


@require_POST
@members_only
def preferences(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was chosen, or (do=once) use it on this diary's page for once, by its address."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    chosen = Preferences.of(request.user, request.POST)
    if request.POST.get("do") == "once":
        query = chosen.query(request.user)
        return HttpResponseRedirect(f"{diary.get_absolute_url()}{'?' if query else ''}{query}#comments")
    chosen.save_for(request.user)
    return HttpResponseRedirect(f"{diary.get_absolute_url()}#comments")


@require_POST
@members_only
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """What a page tells when it is left: `seen`, `unread`, and what was folded or opened on it. Nobody reads the answer."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).published(), pk=pk)
    seen = max(numbers(request.POST.get("seen", "")), default=0)
    _note(request, diary, seen=seen, unread=numbers(request.POST.get("unread", "")[:20_000]))
    return HttpResponse(status=204)


@require_POST
@members_only
def fold(request: HttpRequest, pk: int) -> HttpResponse:
    """Fold or open a comment or a branch, and come back to it: the way without scripts."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    _note(request, diary)
    changed = request.POST.get("fold") or request.POST.get("unfold") or ""
    said = diary.comments.visible_to(request.user).filter(pk=int(changed[1:])).first() if folds([changed]) else None
    place = f"{'f' if 'fold' in request.POST else 'c'}{said.number}" if said else "comments"
    return HttpResponseRedirect(f"{safe_next(request, diary.get_absolute_url())}#{place}")


def _note(request: HttpRequest, diary: Diary, **read: Any) -> None:
    fold, unfold = request.POST.getlist("fold"), request.POST.getlist("unfold")
    ReadMark.objects.note(diary, by=request.user, fold=fold, unfold=unfold, **read)
