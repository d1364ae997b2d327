"""Who the site is, and how it looks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from administration import logo as pictures
from administration.forms import IdentityForm, LogoForm
from administration.models import FirstRun
from administration.permissions import administrators_only
from administration.views.saving import answered, page, seen_by, sent
from community.change import Change, seen_of
from community.models import IDENTITY, Site, rule
from community.rules import RULES
from core.pagination import Page


@require_safe
@administrators_only
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that can be changed, and what was changed last."""
    changes = Change.objects.select_related("by")[:8]
    changed = [name for name, each in RULES.items() if rule(name) != each.default]
    return render(
        request,
        "administration/overview.html",
        {"changes": changes, "numbers": changed, "site_unfinished": FirstRun.objects.is_unfinished()},
    )


@require_safe
@administrators_only
def changes(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/changes.html", {"page": Page(Change.objects.select_related("by"), request, size=50)})


@page
@administrators_only
def identity(request: HttpRequest) -> HttpResponse:
    form = IdentityForm(sent(request), site=Site.current())

    def save() -> None:
        Site.describe(by=request.user, seen=seen_by(request), **form.cleaned_data)

    return answered(
        request, "administration/identity.html", form, save, then="administration_identity", context=lambda: _context(LogoForm())
    )


def _context(logo_form: LogoForm) -> dict[str, Any]:
    """What is in force, for the form and for whoever was overtaken by another administrator."""
    site = Site.objects.filter(pk=1).first() or Site(pk=1)
    if not logo_form.is_bound:
        logo_form = LogoForm(initial={"logo_place": site.logo_place})
    shown = [
        (IDENTITY[field], getattr(site, f"get_{field}_display", lambda value=value: value)())
        for field, value in site.said().items()
    ]
    return {"seen": seen_of(site.said()), "in_force": shown, "logo_form": logo_form}


@require_POST
@administrators_only
def logo(request: HttpRequest) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid() and not form.cleaned_data["picture"] and not Site.current().logo:
        form.add_error("picture", "Choose a picture first.")
    if form.is_valid():
        try:
            if form.cleaned_data["picture"]:
                pictures.show(form.cleaned_data["picture"], by=request.user)
            Site.describe(by=request.user, logo_place=form.cleaned_data["logo_place"])
        except ValidationError as error:
            form.add_error("picture", error)
    if form.errors:
        context = {**_context(form), "form": IdentityForm(site=Site.current())}
        return render(request, "administration/identity.html", context, status=422)
    messages.success(request, "This is the site’s logo from now on.")
    return redirect("administration_identity")


@require_POST
@administrators_only
def remove_logo(request: HttpRequest) -> HttpResponse:
    pictures.remove(by=request.user)
    messages.success(request, "The logo is gone; the name stands there again.")
    return redirect("administration_identity")
