"""What is typed and not posted: kept by the page itself while one types, or by a button; opened again; let go."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from accounts.kept import forget_kept, keeps_by_itself, members_only
from comments.forms import CommentForm, KeepForm
from comments.models import Comment, Place, Unsent
from comments.thread import Thread
from diaries.models import Diary


def place_of_comment(request: HttpRequest, pk: int) -> Place:
    return Place(get_object_or_404(Diary.objects.visible_to(request.user), pk=pk))


def place_of_reply(request: HttpRequest, pk: int) -> Place:
    parent = get_object_or_404(Comment.objects.visible_to(request.user).select_related("diary"), pk=pk)
    return Place(parent.diary, parent)


def place_of_edit(request: HttpRequest, pk: int) -> Place:
    """An own comment; another's cannot be edited, so nothing can be typed over it."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user).filter(author=request.user).select_related("diary"), pk=pk)
    return Place(comment.diary, edits=comment)


PLACES = {"comment": place_of_comment, "reply": place_of_reply, "edit": place_of_edit}


# -- saving --------------------------------------------------------------------------------------------------------------


@require_POST
@keeps_by_itself
def keep(request: HttpRequest, pk: int, kind: str) -> dict[str, Any]:
    """Save what stands in a form just now: one small statement, nobody else's page changes."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise ValidationError([message for errors in form.errors.values() for message in errors])
    place = PLACES[kind]
    kept = Unsent.objects.keep(by=request.user, place=lambda: place(request, pk), **form.cleaned_data)  # type: ignore[misc]
    answer: dict[str, Any] = {"token": kept.token, "revision": kept.revision}
    if kept.sent:
        answer["sent"] = True
    if kept.forked:
        answer |= {"words": "Other words for this place were kept from another tab or device. Both are", "other": reverse("drafts")}
    return answer


def keep_by_hand(request: HttpRequest, place: Place) -> HttpResponse | CommentForm:
    """The button "Save as draft". A form with a fault comes back as it is."""
    form = KeepForm(request.POST)
    if form.is_valid():
        try:
            kept = Unsent.objects.keep(by=request.user, place=lambda: place, **form.cleaned_data)  # type: ignore[misc]
        except ValidationError as error:
            form.add_error("body", error)
        else:
            forget_kept(request)
            messages.success(request, "Saved as a draft. Nobody else sees it." if kept.revision else "There was nothing to keep.")
            row = request.user.unsent.filter(token=kept.token).first()  # type: ignore[union-attr]
            return redirect("unsent", pk=row.pk) if row else HttpResponseRedirect(place.diary.get_absolute_url())
    kept_form = CommentForm(request.POST)
    kept_form.is_valid()
    return kept_form


# -- opening it again ----------------------------------------------------------------------------------------------------


def form_below(request: HttpRequest, diary: Diary) -> tuple[CommentForm, list[Unsent]]:
    """The form under a thread with what waits in it, and what waits elsewhere under this diary."""
    waiting = request.user.unsent.within(diary)  # type: ignore[union-attr]
    here = next((row for row in waiting if not (row.parent_id or row.edits_id)), None)
    return CommentForm.opened(here), [row for row in waiting if row is not here]


def form_at(request: HttpRequest, place: Place, **said: Any) -> CommentForm:
    """The form of this place with what waits in it."""
    return CommentForm.opened(request.user.unsent.at(place).first(), **said)  # type: ignore[union-attr]


def own(request: HttpRequest, pk: int) -> Unsent:
    return get_object_or_404(Unsent.objects.listed_for(request.user).waiting(), pk=pk)  # type: ignore[arg-type]


@require_safe
@members_only
def unsent(request: HttpRequest, pk: int) -> HttpResponse:
    """One unsent text in its form; where it can no longer be posted, the text and the reason."""
    row = own(request, pk)
    verdict = row.verdict()
    context: dict[str, Any] = {"unsent": row, "verdict": verdict, "diary": row.diary, "parent": row.parent, "comment": row.edits}
    if verdict:
        context["form"] = CommentForm.opened(row)
        context["form"].auto_id = f"reply-{row.parent_id}-%s" if row.parent_id else "comment-%s"
    if row.reachable and row.parent:
        context["thread"] = Thread.one(row.parent, request.user)
    return render(request, "comments/unsent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first. Twice is once."""
    if request.method == "POST":
        request.user.unsent.filter(pk=pk).delete()  # type: ignore[union-attr]
        messages.success(request, "Discarded.")
        return redirect("drafts")
    return render(request, "comments/discard.html", {"unsent": own(request, pk)})


# -- looking at it -------------------------------------------------------------------------------------------------------


def preview(request: HttpRequest, form: CommentForm, place: Place) -> CommentForm:
    """The form with the comment as it would stand. Raises what posting would raise about the text."""
    said = form.said
    form.preview = Comment.previewed(by=request.user, diary=place.diary, subject=said["subject"], body=said["body"])
    return form


def previewed(request: HttpRequest, form: CommentForm) -> HttpResponse:
    """For the form that is open on the page: the rendering alone, so that what is being typed stays as it is."""
    return retarget(reswap(render(request, "comments/_preview.html", {"form": form}), "innerHTML"), "find .preview-place")
