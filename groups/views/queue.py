"""The queue of a group, its calendar, one entry with its history; and the way in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.http import require
from core.pagination import Page
from diaries.models import Diary, Results
from groups.calendar import Calendar
from groups.forms import BringForm, RepublishForm
from groups.models import Group, QueueEntry, Stage
from groups.permissions import NOT_A_MEMBER, GroupPermissions
from groups.views.pages import group_of

CHOOSE = (
    "Choose where to republish this diary. The diary will be added to the queue for that group. "
    "Publish it from the queue to make it appear."
)
ADDED = "It is in the queue."
DRAFTS, DONE = 50, 30  # offered; on a page of what is over


def _seen(group: Group, may: GroupPermissions) -> Any:
    """The entries that a member of the group sees in its queue."""
    entries = QueueEntry.objects.filter(group=group).for_listing()
    return entries if may.is_editor else entries.readable(may.user)


def _titled(entries: Any, user: Any) -> list[QueueEntry]:
    found = list(entries)
    for entry in found:
        entry.title = entry.title_for(user)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits; contributors see their own. A POST adds a diary."""
    group, may = group_of(request, slug)
    require(may.queue if request.method == "POST" else may.see_queue)
    if request.method != "POST":
        return _queue(request, group, may)
    form = BringForm(request.POST)
    if not form.is_valid():
        return _queue(request, group, may, form=form, status=422)
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=form.cleaned_data["diary"])
    try:
        entry = QueueEntry.objects.add(diary, group, by=request.user, words=form.cleaned_data["words"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _queue(request, group, may, form=form, status=refusal.status)
    forget_kept(request)
    messages.success(request, ADDED)
    return redirect(entry)


def _queue(request: HttpRequest, group: Group, may: GroupPermissions, *, form: Any = None, status: int = 200) -> HttpResponse:
    waiting = _titled(_seen(group, may).open().order_by("changed_at", "pk"), request.user)
    form = form or BringForm()
    drafts = list(Diary.objects.drafts_of(request.user).only("pk", "title")[:DRAFTS])
    form.fields["diary"].widget.choices = [(draft.pk, draft.title) for draft in drafts]
    stages = [
        (stage, [each for each in waiting if each.stage == stage]) for stage in (Stage.WAITING, Stage.SCHEDULED, Stage.RETURNED)
    ]
    context = {"group": group, "may": may, "tab": "queue", "stages": stages, "form": form, "drafts": drafts}
    return render(request, "groups/queue.html", context, status=status)


@require_safe
@members_only
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """What has left the queue, the newest first."""
    group, may = group_of(request, slug)
    require(may.see_queue)
    over = _seen(group, may).exclude(stage__in=[Stage.WAITING, Stage.SCHEDULED, Stage.RETURNED])
    page = Page(over.order_by("-changed_at", "-pk"), request, size=DONE)
    page.items = _titled(page.items, request.user)
    return render(request, "groups/queue_done.html", {"group": group, "may": may, "tab": "queue", "page": page})


@require_safe
@members_only
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The coming days with their slots."""
    group, may = group_of(request, slug)
    require(may.see_queue)
    shown = Calendar(group).seen_by(request.user, is_editor=may.is_editor)
    return render(request, "groups/calendar.html", {"group": group, "may": may, "tab": "queue", "calendar": shown})


@require_safe
@members_only
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One diary in a queue: its text, every step it took, and what can be done with it."""
    return entry_page(request, entry_of(request, pk))


def entry_of(request: HttpRequest, pk: int) -> QueueEntry:
    """Raises Http404 for everybody who may not follow it."""
    return get_object_or_404(QueueEntry.objects.readable(request.user).for_page(), pk=pk)


def entry_page(request: HttpRequest, entry: QueueEntry, *, refusal: Refused | None = None) -> HttpResponse:
    """The entry as it stands, with what stood in the way of an act."""
    if refusal:
        entry = entry_of(request, entry.pk)
        messages.warning(request, str(refusal))
    may = entry.permissions_for(request.user)
    steps = list(entry.steps.select_related("by"))
    may.last_step = steps[-1]
    shown = entry.shows_text_to(request.user)
    context = {
        "entry": entry,
        "group": entry.group,
        "diary": entry.diary if shown else None,
        "title": entry.title_for(request.user),
        "poll": Results.of(entry.diary, request.user) if shown and not entry.diary.is_published else None,
        "may": may,
        "steps": steps,
        "own": entry.diary.author_id == request.user.pk,
        "changed_since": shown and not entry.diary.is_published and entry.diary.changed_at > steps[-1].at,
    }
    return render(request, "groups/entry.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def republish_diary(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the group to whose queue a diary goes; and, for who may follow it, where it is already."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).select_related("author"), pk=pk)
    require(diary.permissions_for(request.user).republish)
    groups = list(Group.objects.of(request.user))
    entries = list(diary.queue_entries.readable(request.user).for_listing().order_by("-changed_at"))
    form = RepublishForm(request.POST if request.method == "POST" else None, groups=groups)
    status = 422 if form.is_bound else 200
    if not groups:
        context = {"diary": diary, "entries": entries, "refusal": str(NOT_A_MEMBER)}
        return render(request, "groups/republish.html", context, status=403)
    if request.method == "POST" and form.is_valid():
        try:
            entry = QueueEntry.objects.add(diary, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, ADDED)
            return redirect(entry)
    context = {"diary": diary, "entries": entries, "form": form, "choose": CHOOSE}
    return render(request, "groups/republish.html", context, status=status)
