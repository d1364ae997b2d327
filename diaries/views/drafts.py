"""Everything a member has begun and not sent."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kept import members_only
from community.models import rule
from core.http import MemberRequest
from core.pagination import Page
from diaries.models import Diary


@require_safe
@members_only
def drafts(request: MemberRequest) -> HttpResponse:
    """Drafts; above them, on the first page, unsent comments and what is scheduled, below them what was removed."""
    page = Page(Diary.objects.drafts_of(request.user).for_listing(), request)
    context = {"page": page, "lasts": timedelta(days=rule("comments.unsent"))}
    if page.number == 1:
        context |= {
            "unsent": list(request.user.unsent.listed_for(request.user).waiting()),
            "scheduled": list(Diary.objects.scheduled_of(request.user).for_listing()),
            "removed": list(Diary.objects.removed_of(request.user).for_listing()),
        }
    return render(request, "diaries/drafts.html", context)
