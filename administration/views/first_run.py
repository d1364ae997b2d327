"""The first run: a site without anybody becomes somebody's, step by step, once."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.invitations import Invitation
from administration.forms import ConductForm, FirstAdministratorForm, FirstIdentityForm
from administration.models import STEPS, FirstRun
from administration.permissions import administrators_only
from administration.views.saving import answered, attempt, page, seen_by, sent
from community.change import seen_of
from community.models import ConductRule, Site
from core import limits

TRIES = 20  # of the token, from one address in a minute


def welcoming(front: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around the front page: a site that has nobody says so, and how it begins."""

    @wraps(front)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and not request.user.is_authenticated and FirstRun.objects.has_nobody():
            return render(request, "administration/new.html")
        return front(request)

    return guarded


@sensitive_post_parameters("password", "token")
@page
def first_run(request: HttpRequest) -> HttpResponse:
    """The first administrator, for whoever reads the server's console. Later: where the first run goes on."""
    unfinished = FirstRun.objects.unfinished()
    if unfinished and getattr(request.user, "is_administrator", False):
        return redirect(f"first_run_{unfinished.step}")
    if request.user.is_authenticated or not FirstRun.objects.is_new():
        raise Http404
    form = FirstAdministratorForm(sent(request), initial={"token": request.GET.get("token", "")[:60]})
    status = 200
    if request.method == "POST":
        limits.spend("first_run", request, most=TRIES, seconds=60)
        status = attempt(form, lambda: _take(request, form.cleaned_data)) if form.is_valid() else 422
        if status == 200:
            return redirect("first_run_identity")
    return render(request, "administration/first_run.html", {"form": form}, status=status)


def _take(request: HttpRequest, said: dict[str, Any]) -> None:
    member = FirstRun.objects.take(**said)
    login(request, member, backend="accounts.backend.MemberBackend")
    record_authentication(request, member, method="password", username=member.username, reauthenticated=True)


def _step(name: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For administrators while the first run lasts; afterwards the address is none."""

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            row = FirstRun.objects.unfinished()
            if row is None:
                raise Http404
            return administrators_only(view)(request, row)

        return guarded

    return around


@page
@_step("identity")
def first_identity(request: HttpRequest, row: FirstRun) -> HttpResponse:
    form = FirstIdentityForm(sent(request), site=Site.current())

    def save() -> None:
        Site.describe(by=request.user, seen=seen_by(request), **form.cleaned_data)
        row.reach("conduct")

    def context() -> dict[str, Any]:
        return {"seen": seen_of((Site.objects.filter(pk=1).first() or Site(pk=1)).said()), "number": 1, "last": len(STEPS)}

    return answered(
        request, "administration/first_identity.html", form, save, then="first_run_conduct", context=context, said="Saved."
    )


@page
@_step("conduct")
def first_conduct(request: HttpRequest, row: FirstRun) -> HttpResponse:
    """The rules to start with: each can be reworded, or left out."""
    rules = list(ConductRule.objects.in_force())
    forms = [
        (each, ConductForm(sent(request), prefix=f"rule{each.number}", initial={"title": each.title, "body": each.text}, use_required_attribute=False))
        for each in rules
    ]  # fmt: skip
    for _, form in forms[1:]:
        form.fields["title"].help_text = ""  # said once
    status = 200
    if request.method == "POST":
        kept = [(each, form) for each, form in forms if request.POST.get(f"keep{each.number}")]
        if not kept:
            messages.error(request, "Keep one of them at least: whoever hides a comment has to name a rule.")
            status = 422
        elif not [form for _, form in kept if not form.is_valid()]:  # all are asked, so that all say what is wrong
            _keep_rules(request, rules, kept)
            row.reach("people")
            return redirect("first_run_people")
        else:
            status = 422
    checked = {each.number for each in rules if request.method != "POST" or request.POST.get(f"keep{each.number}")}
    context = {"forms": [(each, form, each.number in checked) for each, form in forms], "number": 2, "last": len(STEPS)}
    return render(request, "administration/first_conduct.html", context, status=status)


@transaction.atomic
def _keep_rules(request: HttpRequest, rules: list[ConductRule], kept: list[tuple[ConductRule, ConductForm]]) -> None:
    for each, form in kept:
        if (each.title, each.text) != (form.cleaned_data["title"], form.cleaned_data["body"]):
            each.reword(by=request.user, title=form.cleaned_data["title"], text=form.cleaned_data["body"])
    for each in rules:
        if each not in [one for one, _ in kept]:
            each.retire(by=request.user)


@page
@_step("people")
def first_people(request: HttpRequest, row: FirstRun) -> HttpResponse:
    """Whom to ask in, and what to write first."""
    if request.method == "POST":
        Invitation.objects.invite(by=request.user)
        return redirect("first_run_people")
    context = {"invitations": request.user.invitations.open(), "number": 3, "last": len(STEPS)}
    return render(request, "administration/first_people.html", context)


@require_POST
@_step("people")
def finish(request: HttpRequest, row: FirstRun) -> HttpResponse:
    row.finish()
    messages.success(request, "Your site is running. Everything you chose, and more, can be changed under Administration.")
    return redirect("administration")
