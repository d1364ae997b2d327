"""Acts write: one verb each. What can go wrong is said beside what was typed, which stays."""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import forget_kept, gives_text_back, members_only
from core.errors import Refused
from core.html import TooComplex
from core.http import require
from diaries.forms import DiaryForm, PictureForm
from diaries.models import Diary, PendingEdit, Poll, State
from diaries.permissions import write_verdict
from diaries.views.conversion import converted, loss
from diaries.views.pending import keep_pending, pending_of, revision_of, sent_before, token_of

SURE_TO_SAVE = "Are you sure you want to save these changes to the published diary?"
OVERTAKEN = (
    "This diary was changed in another tab or on another device while you were writing. What was saved there is among the earlier "
    "versions; save again, and what you see here stands."
)
SAVED = {
    State.SCHEDULED.value: "Saved. It will be published as scheduled.",
    State.QUEUED.value: "Saved. It waits in the queue of the group.",
}
SURE_TO_REMOVE = "Are you sure you want to remove this diary?"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@gives_text_back
def write(request: HttpRequest) -> HttpResponse:
    """A new diary: save it as a draft, look at it, or publish it at once."""
    if request.method != "POST":
        return _editor(request, DiaryForm.blank(request.user), None)
    diary = sent_before(request)
    if diary:
        require(diary.permissions_for(request.user).edit)
    return _save(request, diary)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@gives_text_back
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    diary = _own(request, pk)
    if request.method != "POST":
        pending, others = pending_of(request, diary)
        return _editor(request, DiaryForm.of(diary, pending), diary, pending=pending, others=others)
    return _save(request, diary)


def _save(request: HttpRequest, diary: Diary | None) -> HttpResponse:
    form = DiaryForm(request.POST)
    wish = request.POST.get("do", "save")
    if wish == "preview" and request.htmx:
        return _preview_in_place(request, form, diary)
    if not form.is_valid():
        return _editor(request, form, diary, status=422)
    instead = _instead(request, form, diary, wish)
    if instead:
        return instead
    saved = False
    try:
        diary = _keep(request, form, diary)
        saved = True
        if wish == "publish":
            require(diary.permissions_for(request.user).publish)
            diary.publish(by=request.user)
    except (Refused, TooComplex) as refusal:
        form.add_error(None, str(refusal))
        return _editor(request, form, diary, status=getattr(refusal, "status", 422), is_newest=saved)
    forget_kept(request)
    if diary.is_published:
        messages.success(request, "Published." if wish == "publish" else "Saved.")
        return redirect(diary)
    messages.success(request, SAVED.get(diary.state, "Saved to your drafts."))
    return redirect("schedule" if wish == "schedule" else "edit_diary", pk=diary.pk)


def _instead(request: HttpRequest, form: DiaryForm, diary: Diary | None, wish: str) -> HttpResponse | None:
    """What comes before saving, or in its place: another look, a question, a warning."""
    if wish == "back":
        return _editor(request, form, diary)
    if wish == "preview":
        return _preview(request, form, diary)
    if wish == "convert":
        return _converted(request, form, diary)
    if diary is None:
        return None
    if wish == "keep":
        return _kept(request, form, diary)
    if diary.is_published and wish == "publish" and diary.says(**form.cleaned_data):
        return redirect(diary)
    if diary.is_published and request.POST.get("sure") != "yes":
        return _preview(request, form, diary, sure=SURE_TO_SAVE)
    if _is_overtaken(request, form, diary):
        form.add_error(None, OVERTAKEN)
        return _editor(request, form, diary, status=409, is_newest=True)
    return None


def _converted(request: HttpRequest, form: DiaryForm, diary: Diary | None) -> HttpResponse:
    """The button beside "Written in": the same text in the way that is chosen there now. Nothing is saved."""
    said, to = request.POST.copy(), form.cleaned_data["markup"]
    lost = {loss(form.cleaned_data[name], to) for name in ("intro", "body")} - {""}
    for name in ("intro", "body"):
        said[name] = converted(form.cleaned_data[name], to)
    messages.info(request, " ".join(["Converted, and not saved yet.", *lost]))
    return _editor(request, DiaryForm(said), diary)


def _is_overtaken(request: HttpRequest, form: DiaryForm, diary: Diary) -> bool:
    """Has somebody saved other words than this form had before it? (A form that does not say is taken at its word.)"""
    known = request.POST.get("known", "")
    return bool(known) and known != diary.stand and not diary.says(**form.cleaned_data)


def _kept(request: HttpRequest, form: DiaryForm, diary: Diary) -> HttpResponse:
    """The button "Keep for later": the changes wait, nobody sees them."""
    keep_pending(request, diary, form.cleaned_data)
    forget_kept(request)
    messages.success(request, "Kept. Until you save these changes the diary stands as it was.")
    return redirect("edit_diary", pk=diary.pk)


@transaction.atomic
def _keep(request: HttpRequest, form: DiaryForm, diary: Diary | None) -> Diary:
    if diary is None:
        diary = Diary.objects.start(by=request.user, token=token_of(request), **form.cleaned_data)
    else:
        diary.write(by=request.user, **form.cleaned_data)
        diary.pending_edits.filter(token=token_of(request)).delete()
    if form.poll is not None:
        Poll.objects.write(diary, **form.poll)
    return diary


def _preview(request: HttpRequest, form: DiaryForm, diary: Diary | None, *, sure: str = "") -> HttpResponse:
    """The published rendering, under a banner that it is not public. Changes of a published diary wait meanwhile."""
    revision = revision_of(request)
    if diary and diary.is_published:
        revision = keep_pending(request, diary, form.cleaned_data).revision
    shown = _as_published(request, form, diary)
    context: dict[str, Any] = {
        "diary": shown,
        "form": form,
        "existing": diary,
        "sure": sure,
        "token": token_of(request),
        "asked": form.poll,
    }
    context |= {"known": request.POST.get("known", ""), "revision": revision}
    return render(request, "diaries/preview.html", context)


def _preview_in_place(request: HttpRequest, form: DiaryForm, diary: Diary | None) -> HttpResponse:
    """The same below the editor, which stays as it is; or what is wrong with the text."""
    context = {"form": form, "diary": _as_published(request, form, diary) if form.is_valid() else None}
    return render(request, "diaries/_preview.html", context, status=200 if form.is_valid() else 422)


def _as_published(request: HttpRequest, form: DiaryForm, diary: Diary | None) -> Diary:
    said = {name: value for name, value in form.cleaned_data.items() if name not in ("tags", "tags_seen")}
    shown = Diary(pk=diary.pk if diary else 0, author=request.user, **said)
    shown.render()
    return shown


def _editor(
    request: HttpRequest, form: DiaryForm, diary: Diary | None, *, status: int = 200, pending: PendingEdit | None = None, others: Any = (),
    is_newest: bool = False,
) -> HttpResponse:  # fmt: skip
    """is_newest: what the diary says now is in the form, or its writer has been told of it, so what is typed next goes on from there."""
    if diary:
        diary.refresh_from_db()
    known = diary.stand if diary else ""
    context = {
        "form": form, "diary": diary, "may_publish": write_verdict(request.user), "pending": pending, "others": others,
        "token": pending.token if pending else token_of(request) or secrets.token_urlsafe(12),
        "revision": pending.revision if pending else revision_of(request),
        "known": known if is_newest else request.POST.get("known") or known,
        "changed": getattr(pending or diary, "changed_at", None),
        "picture_form": PictureForm(auto_id="picture_%s"),
    }  # fmt: skip
    return render(request, "diaries/edit.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> Diary:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).edit)
    return diary


@require_POST
@members_only
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).publish)
    try:
        diary.publish(by=request.user)
    except (Refused, TooComplex) as refusal:
        if diary.state == State.REMOVED:
            raise
        form = DiaryForm.of(diary)
        return _editor(request, _with_error(form, refusal), diary, status=getattr(refusal, "status", 422))
    messages.success(request, "Published.")
    return redirect(diary)


def _with_error(form: DiaryForm, refusal: Exception) -> DiaryForm:
    """The form as it stands, with what stands in its way."""
    bound = DiaryForm({name: form.get_initial_for_field(field, name) for name, field in form.fields.items()})
    bound.is_valid()
    bound.add_error(None, str(refusal))
    return bound


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, with both outcomes: back to the drafts, or removed."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).remove)
    outcome = request.POST.get("outcome")
    if request.method != "POST" or outcome not in {"drafts", "removed"}:
        return render(
            request,
            "diaries/remove.html",
            {"diary": diary, "sure": SURE_TO_REMOVE},
            status=422 if request.method == "POST" else 200,
        )
    if outcome == "drafts":
        diary.take_back(by=request.user)
        messages.success(request, "The diary is back in your drafts.")
        return redirect("edit_diary", pk=diary.pk)
    diary.remove(by=request.user)
    messages.success(request, "The diary was removed.")
    return redirect("drafts")


@require_POST
@members_only
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).restore)
    diary.restore(get_object_or_404(diary.versions, pk=version), by=request.user)
    messages.success(request, "The earlier version is back; the one before it is kept among the versions.")
    return redirect("edit_diary", pk=diary.pk) if diary.author_id == request.user.pk else redirect(diary)


@require_POST
@members_only
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_comments(request, pk, "close")


@require_POST
@members_only
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_comments(request, pk, "open")


def _set_comments(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    if request.user.is_moderator and diary.author_id != request.user.pk:  # who has to say why, for the public log
        return redirect("lock_diary" if verb == "close" else "unlock_diary", pk=pk)
    require(diary.permissions_for(request.user).close)
    getattr(diary, verb)(by=request.user)
    return redirect(diary)
