"""Newcomers' first comments, where the site lets them wait for a moderator."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import forget_kept, members_only
from comments.models import Waiting
from community.models import ConductRule
from core.http import require
from core.pagination import Page
from moderation.forms import ReasonForm
from moderation.models import Act, ModerationAction
from moderation.permissions import desk_verdict


@require_safe
@members_only
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    require(desk_verdict(request.user))
    return render(request, "moderation/waiting.html", {"page": Page(Waiting.objects.pending().for_listing(), request)})


@require_POST
@members_only
def let_through(request: HttpRequest, pk: int) -> HttpResponse:
    require(desk_verdict(request.user))
    comment = get_object_or_404(Waiting.objects.for_listing(), pk=pk).let_through(by=request.user)
    messages.success(request, "It is in the thread now.")
    return HttpResponseRedirect(comment.in_thread_url)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def remove_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for rule and reason, which its author reads, and so does everybody in the log."""
    require(desk_verdict(request.user))
    record = get_object_or_404(Waiting.objects.for_listing(), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _remove(record, form, request)
        forget_kept(request)
        messages.success(request, "It does not appear; its author reads why.")
        return redirect("waiting")
    context = {"waiting": record, "form": form}
    return render(request, "moderation/remove_waiting.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _remove(record: Waiting, form: ReasonForm, request: HttpRequest) -> None:
    rule, reason = ConductRule.objects.get(number=form.cleaned_data["rule"]), form.cleaned_data["reason"]
    if record.remove(by=request.user, rule=rule, reason=reason):  # type: ignore[arg-type]
        ModerationAction.objects.record(
            Act.REMOVE, by=request.user, member=record.author, what="a comment that waited", rule=rule, reason=reason
        )
