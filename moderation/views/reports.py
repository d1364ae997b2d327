"""Reports: any member, anything they can see; and what came of one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.http import require
from core.pagination import Page
from moderation import things
from moderation.forms import ReportForm
from moderation.models import Report
from moderation.models.case import parts_of
from moderation.permissions import report_verdict


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report(request: HttpRequest, noun: str, **key: Any) -> HttpResponse:
    """Asks which rule, and why; both are optional."""
    thing = things.FETCH[noun](request, **key)
    require(report_verdict(request.user, thing, parts_of(thing)["member"]))
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            Report.objects.report(thing, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Thank you. A moderator will look at it, and you will be told what came of it.")
            return redirect("my_reports")
    context = {"thing": thing, "noun": noun, "form": form, "heading": things.heading_of(thing), "place": things.place_of(thing)}
    template = "moderation/_report.html" if request.htmx else "moderation/report.html"
    return render(request, template, context | {"address": things.address_of(thing, "report")}, status=status)


@require_safe
@members_only
def mine(request: HttpRequest) -> HttpResponse:
    """What one has reported, and what came of it."""
    page = Page(Report.objects.filter(by=request.user).for_listing(), request, size=30)
    return render(request, "moderation/reports.html", {"page": page})
