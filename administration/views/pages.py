"""Pages of the site: written in Markdown, drafts until they are published, every version kept."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import forget_kept
from administration.forms import NewPageForm, PageForm
from administration.permissions import administrators_only
from administration.views.saving import answered, attempt, page, seen_by, sent
from community.change import seen_of
from community.models import Page, page_values
from community.page import DEFAULTS, Default, places, rendered
from core.html import TooComplex


@require_safe
@administrators_only
def pages(request: HttpRequest) -> HttpResponse:
    rows = {each.slug: each for each in Page.objects.all()}
    context = {"pages": rows.values(), "defaults": [each for slug, each in DEFAULTS.items() if slug not in rows]}
    return render(request, "administration/pages.html", context)


@page
@administrators_only
def write(request: HttpRequest) -> HttpResponse:
    """A new page. It is a draft until it is published."""
    form = NewPageForm(sent(request))
    status = 200
    begun: list[Page] = []
    if request.method == "POST" and "preview" not in request.POST:
        status = attempt(form, lambda: begun.append(_begin(request, form.cleaned_data))) if form.is_valid() else 422
        if begun:
            forget_kept(request)
            messages.success(request, "This is a draft. Publish it when it is ready.")
            return redirect("edit_page", begun[0].slug)
    context = {"form": form, "preview_html": _preview(request, form), "places": places()}
    return render(request, "administration/page.html", context, status=status)


@transaction.atomic
def _begin(request: HttpRequest, said: dict[str, Any]) -> Page:
    begun = Page.objects.start(by=request.user, title=said["title"], slug=said["slug"], body=said["body"])
    begun.list_in_footer(said["in_footer"], by=request.user)
    return begun


def _preview(request: HttpRequest, form: PageForm) -> str:
    """What the typed text would look like, when that was asked for."""
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        try:
            return rendered(form.cleaned_data["body"], page_values())
        except TooComplex as error:
            form.add_error("body", str(error))
    return ""


def _page(slug: str) -> Page | Default:
    found = Page.objects.filter(slug=slug).first() or DEFAULTS.get(slug)
    if found is None:
        raise Http404
    return found


@page
@administrators_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One page, also one that still has the text it came with."""
    found = _page(slug)
    listed = found.in_footer if isinstance(found, Page) else True
    form = PageForm(sent(request), initial={"title": found.title, "body": found.body, "in_footer": listed})

    def context() -> dict[str, Any]:
        now = _page(slug)
        versions = now.versions.select_related("by")[:50] if isinstance(now, Page) else []
        return {
            "page": now,
            "is_own": isinstance(now, Page),
            "versions": versions,
            "seen": seen_of(now.title, now.body),
            "places": places(),
        }

    if "preview" in request.POST:
        shown = {**context(), "seen": seen_by(request), "preview_html": _preview(request, form), "form": form}
        return render(request, "administration/page.html", shown, status=422 if form.errors else 200)

    def save() -> None:
        _save(request, slug, form.cleaned_data)

    return answered(request, "administration/page.html", form, save, then=request.path, context=context, said="Saved.")


@transaction.atomic
def _save(request: HttpRequest, slug: str, said: dict[str, Any]) -> None:
    held = Page.objects.default_of(slug, by=request.user) if slug in DEFAULTS else Page.objects.get(slug=slug)
    held.write(by=request.user, title=said["title"], body=said["body"], seen=seen_by(request))
    held.list_in_footer(said["in_footer"], by=request.user)


@require_POST
@administrators_only
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Page, slug=slug)
    found.publish(by=request.user)
    messages.success(request, "It is out.")
    return redirect(found)


@require_POST
@administrators_only
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    get_object_or_404(Page, slug=slug).take_back(by=request.user)
    messages.success(request, "It is a draft again. Only administrators see it.")
    return redirect("edit_page", slug)


@page
@administrators_only
def version(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """As it once was, and the button that makes it so again: as a new version, so that nothing is lost."""
    found = get_object_or_404(Page, slug=slug)
    then = get_object_or_404(found.versions.select_related("by"), pk=pk)
    if request.method == "POST":
        found.write(by=request.user, title=then.title, body=then.body)
        messages.success(request, "It says that again.")
        return redirect("edit_page", slug)
    context = {"page": found, "version": then, "text_html": rendered(then.body, page_values())}
    return render(request, "administration/version.html", context)
