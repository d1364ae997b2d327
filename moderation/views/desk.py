"""The desk: what waits for moderators, and what they make of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import forget_kept, members_only
from accounts.models import User
from comments.models import Comment, Lock
from community.models import rule
from core.errors import Refused
from core.http import require
from core.pagination import Page
from diaries.models import Diary
from moderation.forms import AnswerForm, DismissForm
from moderation.models import Appeal, Case
from moderation.permissions import desk_verdict
from moderation.views.acts import buttons

ON_A_PAGE = 20


def at_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For moderators."""

    @members_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(desk_verdict(request.user))
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@at_the_desk
def desk(request: HttpRequest) -> HttpResponse:
    """Open cases, those with the most reports first."""
    cases = Case.objects.desk_of(request.user).open().for_listing().order_by("-report_count", "opened_at", "pk")
    return render(
        request, "moderation/desk.html", {"page": Page(cases, request, size=ON_A_PAGE), "appeal_count": _appeals(request).count()}
    )


@require_safe
@at_the_desk
def decided(request: HttpRequest) -> HttpResponse:
    cases = Case.objects.desk_of(request.user).decided().for_listing().order_by("-decided_at", "-pk")
    return render(request, "moderation/decided.html", {"page": Page(cases, request, size=ON_A_PAGE)})


def _appeals(request: HttpRequest) -> Any:
    return Appeal.objects.waiting().filter(case__in=Case.objects.desk_of(request.user))


@require_safe
@at_the_desk
def appeals(request: HttpRequest) -> HttpResponse:
    """What waits for somebody who took no part, the most urgent first; below it what was decided."""
    page = Page(_appeals(request).for_listing(), request, size=ON_A_PAGE)
    answered = Appeal.objects.exclude(outcome="").filter(case__in=Case.objects.desk_of(request.user)).order_by("-decided_at", "-pk")
    context = {"page": page, "answered": list(answered.for_listing()[:ON_A_PAGE]) if page.number == 1 else []}
    return render(request, "moderation/appeals.html", context)


@require_safe
@at_the_desk
def hidden(request: HttpRequest) -> HttpResponse:
    """Hidden comments, the newest first: whether their authors need a word."""
    comments = Comment.objects.visible_to(request.user).filter(hidden=True).standing().newest_first().for_listing()
    return render(request, "moderation/hidden.html", {"page": Page(comments.defer("fragment", "body"), request, size=ON_A_PAGE)})


@require_safe
@at_the_desk
def throttled(request: HttpRequest) -> HttpResponse:
    """Who is locked out for posting too fast, now and in the last day."""
    since = timezone.now() - timedelta(hours=24)
    locks = Lock.objects.filter(until__gt=since).select_related("user").order_by("-until", "-pk")
    return render(request, "moderation/throttled.html", {"page": Page(locks, request, size=ON_A_PAGE), "now": timezone.now()})


@require_safe
@at_the_desk
def newcomers(request: HttpRequest) -> HttpResponse:
    """Who has joined lately, and what they have said so far."""
    since = timezone.now() - timedelta(days=rule("moderation.newcomers"))
    people = User.objects.filter(joined__gt=since, imported=False, left=None).order_by("-joined", "-pk")
    counted = people.annotate(
        comment_count=Count("comments", distinct=True),
        diary_count=Count("diaries", filter=Q(diaries__state="published"), distinct=True),
    )
    return render(request, "moderation/newcomers.html", {"page": Page(counted, request, size=ON_A_PAGE)})


# -- a case --------------------------------------------------------------------------------------------------------------


def _case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.desk_of(request.user).select_related("appeal").for_listing(), pk=pk)


@require_safe
@at_the_desk
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _case(request, pk), DismissForm())


def _show(request: HttpRequest, case: Case, form: DismissForm, *, status: int = 200) -> HttpResponse:
    thing = _visible(request, case)
    context = {
        "case": case, "member": case.member, "form": form, "thing": thing, "may": case.permissions_for(request.user),
        "steps": list(case.steps.select_related("by", "rule", "line__member", "line__comment", "line__diary", "line__by")),
        "own": case.claimed_by_id == request.user.pk and case.is_open,
        "buttons": buttons(thing, request.user, case=case) if thing else [],
        "member_buttons": buttons(case.member, request.user, case=case) if case.member and thing != case.member else [],
        "appeal": getattr(case, "appeal", None),
    }  # fmt: skip
    return render(request, "moderation/case.html", context, status=status)


def _visible(request: HttpRequest, case: Case) -> Any:
    """What it is about, if it can still be seen: a diary that was taken back to the drafts cannot."""
    if case.comment_id:
        return Comment.objects.visible_to(request.user).for_listing().filter(pk=case.comment_id).first()
    if case.diary_id:
        return Diary.objects.visible_to(request.user).select_related("author").filter(pk=case.diary_id).first()
    return case.member if case.member and not case.member.left else None


@require_POST
@at_the_desk
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    case.claim(by=request.user)
    return redirect(case)


@require_POST
@at_the_desk
def release(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    case.release(by=request.user)
    return redirect(case)


@require_POST
@at_the_desk
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing needs to be done, and why."""
    case = _case(request, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _show(request, case, form, status=422)
    try:
        case.dismiss(by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, case, form, status=refusal.status)
    forget_kept(request)
    messages.success(request, "Dismissed. Whoever reported it is told.")
    return redirect("desk")


# -- an appeal -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """What the member says, what was done, and the decision."""
    appeal = get_object_or_404(Appeal.objects.for_listing().filter(case__in=Case.objects.desk_of(request.user)), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        verb = {"uphold": appeal.uphold, "reject": appeal.reject}.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404("An appeal is upheld or rejected.")
        try:
            verb(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Decided. It stands in the public log, and the member is told.")
            return redirect("appeals")
    context = {
        "appeal": appeal, "case": appeal.case, "form": form, "thing": _visible(request, appeal.case),
        "may": appeal.permissions_for(request.user), "lines": appeal.case.shown_lines,
    }  # fmt: skip
    return render(request, "moderation/appeal.html", context, status=status)
