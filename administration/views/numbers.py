"""The numbers of the house: each with its default, its bounds, what it changes, and who changed it when."""

from itertools import groupby, pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from administration.forms import NumberForm
from administration.permissions import administrators_only
from administration.views.saving import answered, page, seen_by, sent
from community.change import seen_of
from community.models import RuleChange, rule, set_rule
from community.rules import RULES, SECTIONS, Rule
from core.errors import Refused


@require_safe
@administrators_only
def numbers(request: HttpRequest) -> HttpResponse:
    sections = [
        (section, SECTIONS[section], [(each, rule(each.name)) for each in rows])
        for section, rows in groupby(RULES.values(), key=lambda each: each.section)
    ]
    return render(request, "administration/numbers.html", {"sections": sections})


def _rule(name: str) -> Rule:
    if name not in RULES:
        raise Http404
    return RULES[name]


@page
@administrators_only
def number(request: HttpRequest, name: str) -> HttpResponse:
    """One of them: the form, and its history."""
    each = _rule(name)
    form = NumberForm(sent(request), initial={"value": rule(name)})

    def save() -> None:
        set_rule(name, form.cleaned_data["value"], by=request.user, seen=seen_by(request))

    return answered(
        request, "administration/number.html", form, save, then=request.path, context=lambda: _context(each),
        said="Saved. It is in force, and “How this site works” says so.",
    )  # fmt: skip


def _context(each: Rule) -> dict[str, Any]:
    changes = list(RuleChange.objects.filter(name=each.name).select_related("by"))
    values = [each.default, *(change.value for change in changes)]
    steps = [(change, before, after) for change, (before, after) in zip(changes, pairwise(values), strict=True)]
    return {"each": each, "value": values[-1], "seen": seen_of(values[-1]), "steps": steps[::-1]}


@require_POST
@administrators_only
def default(request: HttpRequest, name: str) -> HttpResponse:
    """Back to the number that the site came with. Twice is once."""
    each = _rule(name)
    if rule(name) != each.default:
        try:
            set_rule(name, str(each.default), by=request.user, seen=seen_by(request))
        except Refused:
            messages.error(request, "Somebody else has changed this number meanwhile. Look again before you set it back.")
            return redirect("administration_number", name)
    messages.success(request, f"{name} is {each.default} {each.unit} again, as it came.")
    return redirect("administration_number", name)
