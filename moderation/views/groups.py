"""Looking after groups: a page that says what can be done about one, and acts that ask for rule and reason first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.http import require
from diaries.models import Diary
from groups.models import Group, Republication
from groups.views.pages import group_of
from moderation import groupcare
from moderation.forms import ClearForm, ReasonForm
from moderation.models import Case
from moderation.permissions import desk_verdict

RECORD = 20  # lines and cases
_page = require_http_methods(["GET", "HEAD", "POST"])


def _group(request: HttpRequest, slug: str) -> Group:
    """For those who may look after it. Raises Http404, PermissionDenied."""
    group, may = group_of(request, slug)
    require(may.moderate)
    return group


@require_safe
@members_only
def moderate(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be done about a group, and what was done."""
    group, may = group_of(request, slug)
    require(desk_verdict(request.user))
    context = {
        "thing": group, "noun": "group", "heading": f"the group {group.name}", "place": group.get_absolute_url(), "member": None,
        "buttons": _buttons(group) if may.moderate else [],
        "group_lines": list(group.moderation_lines.newest_first().for_listing()[:RECORD]),
        "cases": list(Case.objects.desk_of(request.user).of(group).for_listing().order_by("-opened_at", "-pk")[:RECORD]),
    }  # fmt: skip
    return render(request, "moderation/moderate.html", context)


def _buttons(group: Group) -> list[dict[str, Any]]:
    found = [("reopen_group", "Reopen the group") if group.locked_at else ("close_group", "Close the group")]
    if _parts(group):
        found.append(("clear_group", "Clear its page"))
    return [
        {"label": label, "address": reverse(name, args=[group.slug]), "danger": name != "reopen_group"} for name, label in found
    ]


def _parts(group: Group) -> dict[str, str]:
    """What there is to clear."""
    return {part: label for part, label in groupcare.PARTS.items() if getattr(group, part)}


def _ask(
    request: HttpRequest, group: Group, form: ReasonForm, act: Callable[..., None], *, back: str, **words: str
) -> HttpResponse:
    """The form; when it is filled in, the act itself. `words` are its question, what it does, and its button."""
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Done. The public log has a line about it.")
            return redirect(back)
    return render(request, "moderation/group_act.html", {"group": group, "form": form, "back": back, **words}, status=status)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _desk_of(group: Group) -> str:
    return reverse("moderate_group", args=[group.slug])


@_page
@members_only
def close(request: HttpRequest, slug: str) -> HttpResponse:
    group = _group(request, slug)
    return _ask(
        request, group, ReasonForm(_sent(request)), lambda **said: groupcare.close(group, **said), back=_desk_of(group),
        question=f"Close the group “{group.name}”?", button="Close it",
        effect="Nobody joins it and nothing new appears in it; what it has published stays. Drafts in its queue can be withdrawn or sent back.",
    )  # fmt: skip


@_page
@members_only
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    group = _group(request, slug)
    return _ask(
        request, group, ReasonForm(_sent(request)), lambda **said: groupcare.reopen(group, **said), back=_desk_of(group),
        question=f"Reopen the group “{group.name}”?", button="Reopen it", effect="Its members go on where they were.",
    )  # fmt: skip


@_page
@members_only
def clear(request: HttpRequest, slug: str) -> HttpResponse:
    """Banner, description, rules: what of them breaks the rules of the site."""
    group = _group(request, slug)
    return _ask(
        request, group, ClearForm(_sent(request), parts=_parts(group)), lambda **said: groupcare.clear(group, **said),
        back=_desk_of(group), question=f"Clear the page of the group “{group.name}”?", button="Clear it",
        effect="What you tick is gone from its page. Its admins are told why, can still read the texts, and can put something else there.",
    )  # fmt: skip


@_page
@members_only
def take_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A diary, off the page of this one group."""
    group = _group(request, slug)
    diary = get_object_or_404(Diary.objects.visible_to(request.user).select_related("author"), pk=pk)
    if not Republication.objects.standing().filter(group=group, diary=diary).exists():
        return redirect(group)
    return _ask(
        request, group, ReasonForm(_sent(request)), lambda **said: groupcare.take_off(group, diary, **said),
        back=group.get_absolute_url(), question=f"Take “{diary.title}” off the page of “{group.name}”?", button="Take it off",
        effect="The group does not show it any more, and it does not name the group. The diary itself stays, with its thread; its author is told why.",
    )  # fmt: skip
