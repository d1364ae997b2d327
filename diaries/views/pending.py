"""What an author types and has not saved: kept by the editor itself, opened again, discarded."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import keeps_by_itself, members_only
from community.models import rule
from core import limits
from core.errors import Refused
from core.http import require
from core.text import is_blank
from diaries.forms import TypedForm
from diaries.models import Diary, PendingEdit, Poll, State

MOST_DRAFTS = 500  # of one member: enough for every writer, too few to fill a disk
TOO_OFTEN = "That is saved too often. Your text is kept in this browser; it is saved again in a minute."
TOO_MANY = f"You have {MOST_DRAFTS} drafts. Remove some of them, and this one is kept on the site too. Until then your text is kept in this browser."
BESIDE = "This draft was changed in another tab or on another device. What you type here is kept beside it:"


def token_of(request: HttpRequest) -> str:
    token = request.POST.get("token", "")[:64]
    return token if token.isprintable() else ""


def revision_of(request: HttpRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def sent_before(request: HttpRequest) -> Diary | None:
    """The diary that this very form has made already: a double click, a retry, or Back and the button again."""
    token = token_of(request)
    return Diary.objects.filter(author=request.user, token=token).for_page().first() if token else None


@require_POST
@keeps_by_itself
def keep_new(request: HttpRequest) -> dict[str, Any]:
    """A new diary is a draft from its first keystroke on."""
    _not_too_often(request)
    said = (form := TypedForm(request.POST)).said()
    diary = sent_before(request)
    if diary:
        return _keep(request, diary, form, said)
    if all(is_blank(said.get(name) or "") for name in ("title", "intro", "body", "tags", "tip")):
        return {"revision": 0}
    if not token_of(request):
        raise Refused("This form is too old. Reload the page; your text is kept in this browser.")
    if Diary.objects.drafts_of(request.user).count() >= MOST_DRAFTS:  # type: ignore[arg-type]
        raise Refused(TOO_MANY, status=429)
    diary = Diary.objects.start(by=request.user, token=token_of(request), autosaved=True, **said)  # type: ignore[misc]
    _keep_poll(diary, form)
    return _standing(diary)


@require_POST
@keeps_by_itself
def keep_edit(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A draft is saved as it is typed; changes to anything that readers see, or will, wait until their author saves them."""
    _not_too_often(request)
    diary = _own(request, pk)
    form = TypedForm(request.POST)
    return _keep(request, diary, form, form.said())


def _not_too_often(request: HttpRequest) -> None:
    """A page saves every two seconds at most; a script that runs wild is told to wait, and nothing it has is lost."""
    limits.spend("saves", request, most=int(rule("limits.saves")), seconds=60, words=TOO_OFTEN)


def _keep(request: HttpRequest, diary: Diary, form: TypedForm, said: dict[str, Any]) -> dict[str, Any]:
    revision, known = revision_of(request), request.POST.get("known", "")
    if diary.state == State.DRAFT and not revision:
        if known == diary.stand and diary.says(**_whole(diary, said)) and diary.tip == said.get("tip", diary.tip):
            _keep_poll(diary, form)
            return _standing(diary)
        if diary.autosave(by=request.user, known=known, **said):  # type: ignore[arg-type]
            _keep_poll(diary, form)
            return _standing(diary)
        if diary.says(**_whole(diary, said)):
            return _standing(diary)
    kept = keep_pending(request, diary, said)
    answer = {"token": kept.token, "revision": kept.revision}
    if kept.forked or (diary.state == State.DRAFT and kept.revision == 1):
        answer |= {"words": BESIDE, "other": reverse("drafts")}
    return answer


def keep_pending(request: HttpRequest, diary: Diary, said: dict[str, Any]) -> Any:
    """Keep it as changes that wait."""
    return PendingEdit.objects.keep(
        diary, by=request.user, token=token_of(request) or "by-hand", revision=revision_of(request), **said  # type: ignore[arg-type]
    )  # fmt: skip


def _whole(diary: Diary, said: dict[str, Any]) -> dict[str, Any]:
    whole = {"tags": diary.tags_text} | said
    return whole | {"title": whole["title"] or diary.title}


def _keep_poll(diary: Diary, form: TypedForm) -> None:
    """The poll of a draft that is complete; half of one is kept by the browser."""
    if form.poll is None or diary.published_at:
        return
    with transaction.atomic():
        Poll.objects.write(diary, **form.poll)


def _standing(diary: Diary) -> dict[str, Any]:
    return {"known": diary.stand, "address": reverse("edit_diary", args=[diary.pk])}


def _own(request: HttpRequest, pk: int) -> Diary:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).remove)  # its author, whatever has become of it
    return diary


def pending_of(request: HttpRequest, diary: Diary) -> tuple[PendingEdit | None, list[PendingEdit]]:
    """The changes to go on with, chosen by the address or the newest, and all others. A draft goes on with its own text."""
    waiting = list(diary.pending_edits.filter(by=request.user).newest_first())  # type: ignore[attr-defined]
    asked = request.GET.get("pending", "")
    chosen = next((row for row in waiting if str(row.pk) == asked), None)
    if chosen is None and diary.state != State.DRAFT and waiting:
        chosen = waiting[0]
    return chosen, [row for row in waiting if row is not chosen]


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def discard(request: HttpRequest, pk: int, pending: int) -> HttpResponse:
    """Shows the words and asks first. Twice is once."""
    diary = _own(request, pk)
    if request.method == "POST":
        diary.pending_edits.filter(pk=pending, by=request.user).delete()  # type: ignore[attr-defined]
        messages.success(request, "Discarded. The diary stands as it was.")
        return redirect("drafts") if diary.state == State.REMOVED else redirect("edit_diary", pk=pk)
    edit = get_object_or_404(PendingEdit, pk=pending, diary=diary, by=request.user)
    return render(request, "diaries/discard.html", {"diary": diary, "pending": edit})
