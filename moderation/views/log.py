"""The public log: the same for everybody, on a page, in numbers, as JSON."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.http import require
from core.pagecache import shared
from core.pagination import Page
from moderation.forms import LogFilter, RedactForm
from moderation.log import as_json
from moderation.models import ModerationAction, Redaction
from moderation.models.action import TITLES, ModerationActionQuerySet

ON_A_PAGE = 30  # lines
LATELY = timedelta(days=30)


def _asked(request: HttpRequest) -> tuple[LogFilter, ModerationActionQuerySet]:
    """The lines that the address asks for."""
    form = LogFilter(request.GET)
    lines = ModerationAction.objects.newest_first().for_listing()
    if not form.is_valid():
        return form, lines.none()
    if kind := form.cleaned_data["kind"]:
        lines = lines.of_kind(kind)
    if name := form.cleaned_data["member"]:
        lines = lines.naming(name)
    return form, lines


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    form, lines = _asked(request)
    context = {
        "page": Page(lines, request, size=ON_A_PAGE),
        "form": form,
        "asked": any(form.data.get(name) for name in form.fields),
    }
    return shared(request, render(request, "moderation/log.html", context))


@require_safe
def log_json(request: HttpRequest) -> HttpResponse:
    """`{"lines": [...], "older": address or null}`, the newest first; the same filters and pages as the page."""
    page = Page(_asked(request)[1], request, size=ON_A_PAGE)
    older = request.build_absolute_uri(page.older) if page.older else None
    return shared(request, JsonResponse({"lines": [as_json(line) for line in page], "older": older}))


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line, and what became of it."""
    line = get_object_or_404(ModerationAction.objects.for_listing(), pk=pk)
    may = line.permissions_for(request.user)
    context = {"line": line, "later": list(line.later.newest_first().for_listing()), "may": may}
    if may.read_before:
        context["redactions"] = list(line.redactions.all())
    return shared(request, render(request, "moderation/line.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks what is to be blacked out, and why."""
    line = get_object_or_404(ModerationAction.objects.for_listing(), pk=pk)
    require(line.permissions_for(request.user).redact)
    form = RedactForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            Redaction.objects.redact(line, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Blacked out. The log has a line about it.")
            return redirect(line)
    return render(request, "moderation/redact.html", {"line": line, "form": form}, status=status)


@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """How often what was done, under which rule, and by whom."""
    lately = Count("pk", filter=Q(at__gt=timezone.now() - LATELY))

    def counted(*names: str) -> list[dict[str, Any]]:
        rows = ModerationAction.objects.order_by().values(*names).annotate(all=Count("pk"), lately=lately)
        return list(rows.order_by("-all", *names))

    kinds = [{**row, "title": TITLES[row["kind"]]} for row in counted("kind")]
    context = {
        "kinds": kinds,
        "rules": [row for row in counted("rule__number", "rule__title") if row["rule__number"]],
        "people": [row for row in counted("by__username", "by__name") if row["by__username"]],
        "appeals": _appeals(kinds),
        "days": LATELY.days,
    }
    return shared(request, render(request, "moderation/totals.html", context))


def _appeals(kinds: list[dict[str, Any]]) -> dict[str, int]:
    found = Counter({row["kind"].removeprefix("appeal_"): row["all"] for row in kinds if row["kind"].startswith("appeal_")})
    return {outcome: found[outcome] for outcome in ("upheld", "rejected", "lapsed")} | {"all": found.total()}
