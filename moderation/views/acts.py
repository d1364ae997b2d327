"""Acts: a page that says what a moderator may do with something, and one that asks for rule and reason before it is done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from comments.dry_run import DryRun
from comments.models import Comment, Kind
from core.errors import Refused
from core.http import require
from moderation import deeds, things
from moderation.deeds import Deed
from moderation.forms import ActForm
from moderation.models import Act, Case
from moderation.models.action import AGAINST
from moderation.models.case import parts_of
from moderation.permissions import desk_verdict

RECORD = 20  # lines of a member's record


def buttons(thing: Any, user: Any, *, case: Case | None = None) -> list[dict[str, Any]]:
    """The acts offered on a thing, as links to the pages that ask."""
    asked = f"?case={case.pk}" if case else ""
    offered = deeds.offered_on(thing, user, timezone.now())
    return [
        {"label": deed.button, "address": things.address_of(thing, deed.verb) + asked, "danger": deed.act in AGAINST}
        for deed in offered
    ]


@require_safe
@members_only
def moderate(request: HttpRequest, noun: str, **key: Any) -> HttpResponse:
    """What can be done with it, what was done, and what is known of its author."""
    require(desk_verdict(request.user))
    thing = things.FETCH[noun](request, **key)
    member = parts_of(thing)["member"]
    context = {
        "thing": thing, "noun": noun, "heading": things.heading_of(thing), "place": things.place_of(thing), "member": member,
        "buttons": buttons(thing, request.user),
        "member_buttons": buttons(member, request.user) if member and noun != "person" else [],
        "lines": list(member.moderation_lines.newest_first().for_listing()[:RECORD]) if member else [],
        "cases": list(Case.objects.desk_of(request.user).of(thing).for_listing().order_by("-opened_at", "-pk")[:RECORD]),
    }  # fmt: skip
    return render(request, "moderation/moderate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def act(request: HttpRequest, noun: str, deed: Deed, **key: Any) -> HttpResponse:
    """Asks for rule and reason, and for how long; then does it."""
    thing = things.FETCH[noun](request, **key)
    require(deed.may(thing, request.user, timezone.now()))
    form = ActForm(request.POST if request.method == "POST" else None, lasts=deed.lasts, initial={"case": request.GET.get("case")})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        case = _case(request, said.pop("case"), thing)
        try:
            line = deeds.perform(deed, thing, by=request.user, case=case, **said)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, f"Done, and in the public log: {line.words}.")
            return redirect(case or things.address_of(thing, "moderate"))
    context = {"thing": thing, "deed": deed, "form": form, "heading": things.heading_of(thing), "noun": noun}
    context |= {"back": things.address_of(thing, "moderate"), "address": things.address_of(thing, deed.verb)}
    if deed.act == Act.VOID_RATINGS:
        context["dry_run"] = _dry_run(thing)
    return render(request, "moderation/act.html", context, status=status)


def _case(request: HttpRequest, pk: int | None, thing: Any) -> Case | None:
    """The case that it is done in, if this is about the same member."""
    if not pk:
        return None
    case = get_object_or_404(Case.objects.desk_of(request.user), pk=pk)
    member = parts_of(thing)["member"]
    return case if member is not None and case.member_id == member.pk else None


def _dry_run(member: Any) -> dict[str, Any]:
    run = DryRun(member, at=timezone.now())
    found = run.comments()

    def listed(pks: list[int]) -> list[Comment]:
        return [found[pk] for pk in pks if pk in found]

    return {
        "run": run, "recommends": run.given[Kind.RECOMMEND], "hides": run.given[Kind.HIDE],
        "coming_back": listed(run.coming_back), "vanishing": listed(run.vanishing),
    }  # fmt: skip
