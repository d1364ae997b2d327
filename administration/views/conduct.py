"""The numbered rules of conduct: added, reworded, retired; never numbered anew, because the public log names them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from administration.forms import ConductForm
from administration.permissions import administrators_only
from administration.views.saving import answered, page, seen_by, sent
from community.change import Change, seen_of
from community.models import ConductRule


@page
@administrators_only
def conduct(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    form = ConductForm(sent(request))

    def save() -> None:
        ConductRule.objects.add(by=request.user, title=form.cleaned_data["title"], text=form.cleaned_data["body"])

    return answered(
        request,
        "administration/conduct.html",
        form,
        save,
        then="administration_conduct",
        context=_all,
        said="The rule is in force.",
    )


def _all() -> dict[str, Any]:
    rules = list(ConductRule.objects.all())
    return {"rules": [each for each in rules if not each.retired_at], "retired": [each for each in rules if each.retired_at]}


@page
@administrators_only
def reword(request: HttpRequest, number: int) -> HttpResponse:
    each = get_object_or_404(ConductRule, number=number)
    form = ConductForm(sent(request), initial={"title": each.title, "body": each.text})

    def save() -> None:
        said = form.cleaned_data
        each.reword(by=request.user, title=said["title"], text=said["body"], seen=seen_by(request))

    def context() -> dict[str, Any]:
        now = ConductRule.objects.get(pk=each.pk)
        changes = Change.objects.filter(what=f"rule {number}").select_related("by")
        return {"rule": now, "seen": seen_of(now.title, now.text), "changes": changes}

    return answered(request, "administration/reword.html", form, save, then="administration_conduct", context=context)


@require_POST
@administrators_only
def retire(request: HttpRequest, number: int) -> HttpResponse:
    get_object_or_404(ConductRule, number=number).retire(by=request.user)
    messages.success(request, f"Rule {number} is retired. What was done under it still names it.")
    return redirect("administration_conduct")


@require_POST
@administrators_only
def reinstate(request: HttpRequest, number: int) -> HttpResponse:
    get_object_or_404(ConductRule, number=number).reinstate(by=request.user)
    messages.success(request, f"Rule {number} is in force again.")
    return redirect("administration_conduct")
