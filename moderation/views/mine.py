"""For the member whom it concerns: what was done, what can be done about it, appeals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import forget_kept, members_only
from comments.models import Comment
from core.errors import Refused
from core.http import require, safe_next
from core.pagination import Page
from moderation.forms import AppealForm
from moderation.models import Acknowledgement, Appeal, Case
from moderation.permissions import hiding_verdict


@require_safe
@members_only
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that moderators did with oneself or one's texts, case by case, and the way to appeal."""
    page = Page(Case.objects.concerning(request.user), request, size=20)
    for case in page:
        case.may_appeal = case.appeal_offered
    return render(request, "moderation/mine.html", {"page": page})


@require_POST
@members_only
def acknowledge(request: HttpRequest) -> HttpResponse:
    """The warning has been read."""
    Acknowledgement.objects.acknowledge(by=request.user)
    return redirect(safe_next(request, "/"))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Against what was done in a case about oneself."""
    case = get_object_or_404(Case.objects.concerning(request.user), pk=pk)
    if not hasattr(case, "appeal"):
        require(case.permissions_for(request.user).appeal)
    return _ask(
        request, lambda words: Appeal.objects.appeal(case, by=request.user, words=words), {"case": case, "lines": case.shown_lines}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def appeal_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Against the hiding of an own comment."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user).for_listing(), pk=pk)
    require(hiding_verdict(comment, request.user))
    return _ask(request, lambda words: Appeal.objects.appeal_hiding(comment, by=request.user, words=words), {"comment": comment})


def _ask(request: HttpRequest, send: Any, context: dict[str, Any]) -> HttpResponse:
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            send(form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Your appeal is with the moderators. Somebody who took no part decides it.")
            return redirect("my_cases")
    return render(request, "moderation/appeal_form.html", context | {"form": form}, status=status)
