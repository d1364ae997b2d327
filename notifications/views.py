"""The bell's pages: what a member was told, and what they want to be told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import members_only
from core.http import is_prefetch
from core.pagination import Page
from notifications.forms import PreferencesForm
from notifications.listing import with_records

ON_A_PAGE = 60  # what happened; a day's comments in one diary stand in one row


@require_safe
@members_only
def notifications(request: HttpRequest) -> HttpResponse:
    """By day, the newest first. Looking at the list reads nothing: opening what it names does."""
    page = Page(request.user.notifications.shown().newest_first().select_related("by"), request, size=ON_A_PAGE)
    newest = max((row.pk for row in page), default=0)
    page.items = with_records(page.items, request.user)
    return render(request, "notifications/notifications.html", {"page": page, "newest": newest})


@require_safe
@members_only
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """To what it is about, and it is read."""
    told = get_object_or_404(request.user.notifications.shown(), pk=pk)
    found = with_records([told], request.user)
    if not found:
        raise Http404
    if request.method == "GET" and not is_prefetch(request):
        request.user.notifications.filter(pk=pk).opened()
    return redirect(found[0].address)


@require_POST
@members_only
def read(request: HttpRequest) -> HttpResponse:
    """All of them, or all up to the newest that the page showed."""
    shown = request.user.notifications.shown()
    newest = request.POST.get("newest", "")
    if newest.isascii() and newest.isdigit() and len(newest) < 19:
        shown = shown.filter(pk__lte=int(newest))
    shown.read()
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST if request.method == "POST" else None, silent=request.user.notifications.silent())
    if request.method == "POST" and form.is_valid():
        request.user.notifications.choose(form.wanted)
        messages.success(request, "Saved.")
        return redirect("notification_preferences")
    return render(request, "notifications/preferences.html", {"form": form}, status=422 if form.is_bound else 200)
