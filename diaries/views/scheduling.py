"""Scheduling: a draft gets a moment at which it goes out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import members_only
from core.errors import Refused
from core.http import require
from diaries.forms import ScheduleForm
from diaries.models import Diary
from diaries.permissions import write_verdict


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).schedule)
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial={"when": diary.scheduled_for})
    if request.method == "POST" and form.is_valid():
        when = form.cleaned_data["when"]
        try:
            verdict = write_verdict(request.user, at=max(when, timezone.now()))
            if not verdict:
                raise Refused(str(verdict), status=403)
            diary.schedule(when, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return _page(request, diary, form, status=refusal.status)
        messages.success(request, "Scheduled. Until then only you can see it.")
        return redirect("drafts")
    return _page(request, diary, form, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, diary: Diary, form: ScheduleForm, *, status: int) -> HttpResponse:
    return render(request, "diaries/schedule.html", {"diary": diary, "form": form, "now": timezone.now()}, status=status)


@require_POST
@members_only
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    require(diary.permissions_for(request.user).edit)
    diary.unschedule(by=request.user)
    messages.success(request, "It is among your drafts again.")
    return redirect("drafts")
