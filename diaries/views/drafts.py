"""Everything a member has begun and not sent."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kept import members_only
from community.models import rule
from core.http import MemberRequest
from core.pagination import Page
from diaries.models import Diary, State


@require_safe
@members_only
def drafts(request: MemberRequest) -> HttpResponse:
    """Drafts; above them, on the first page, unsent comments and unsaved changes and what is scheduled or queued, below them what was removed."""
    page = Page(Diary.objects.drafts_of(request.user).for_listing(), request)
    context = {"page": page, "lasts": timedelta(days=rule("comments.unsent"))}
    if page.number == 1:
        waiting = list(Diary.objects.waiting_of(request.user).for_listing())
        context |= {
            "unsent": list(request.user.unsent.listed_for(request.user).waiting()),
            "pending": list(request.user.pending_edits.for_listing()),
            "scheduled": [diary for diary in waiting if diary.state == State.SCHEDULED],
            "queued": [diary for diary in waiting if diary.state == State.QUEUED],
            "removed": [diary for diary in waiting if diary.state == State.REMOVED],
        }
    return render(request, "diaries/drafts.html", context)
