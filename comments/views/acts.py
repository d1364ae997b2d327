"""Acts write: posting, editing, deleting, rating. Nothing typed is lost: a refusal comes back with the text in the form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accounts.kept import forget_kept, gives_text_back, members_only
from comments.answered import comment_for, comment_to_rate
from comments.forms import CommentForm, HideForm
from comments.models import Comment, Place, Waits
from comments.thread import Thread
from comments.views.unsent import form_at, keep_by_hand, preview, previewed
from community.models import ConductRule
from core.errors import Refused
from core.html import TooComplex
from core.http import require
from diaries.models import Diary
from diaries.reading import diary_for


def visible_comment(request: HttpRequest, pk: int) -> Comment:
    return get_object_or_404(Comment.objects.visible_to(request.user).for_listing(), pk=pk)


def in_place(request: HttpRequest, comment: Comment, template: str = "comments/_comment.html") -> HttpResponse:
    """The comment as it is now, for the page that shows it; else the page itself, at the comment."""
    if request.htmx:
        comment.refresh_from_db()
        return render(request, template, {"thread": Thread.one(comment, request.user), "comment": comment})
    return HttpResponseRedirect(comment.in_thread_url)


# -- posting ------------------------------------------------------------------------------------------------------------


@require_POST
@members_only
@gives_text_back
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A new comment; field `parent` (a comment's id) makes it a reply."""
    asked = request.POST.get("parent", "").strip()
    if not asked:
        return _post(request, diary_for(request.user, pk), None)
    parent = comment_for(request.user, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0)
    if parent.diary_id != pk:
        raise Http404("This comment stands under another diary.")
    return _post(request, parent.diary, parent)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@gives_text_back
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        parent = comment_for(request.user, pk)
        return _post(request, parent.diary, parent)
    parent = visible_comment(request, pk)
    require(parent.diary.permissions_for(request.user).comment)
    return _form(request, form_at(request, Place(parent.diary, parent)), parent.diary, parent)


def _post(request: HttpRequest, diary: Diary, parent: Comment | None) -> HttpResponse:
    form, wish = CommentForm(request.POST), request.POST.get("do")
    if wish == "keep":
        kept = keep_by_hand(request, Place(diary, parent))
        return kept if isinstance(kept, HttpResponse) else _form(request, kept, diary, parent, status=422)
    if not form.is_valid():
        return _form(request, form, diary, parent, status=422)
    try:
        if wish == "preview":
            return _form(request, preview(request, form, Place(diary, parent)), diary, parent)
        comment = diary.comments.post(by=request.user, parent=parent, **form.said)
    except IntegrityError:  # the same token in the same instant from another process
        comment = get_object_or_404(Comment, author=request.user, token=form.said["token"])
    except Waits as wait:
        return _waits(request, wait, diary)
    except (Refused, ValidationError, TooComplex) as refusal:
        return _form(request, _with(form, refusal), diary, parent, status=getattr(refusal, "status", 422))
    if (comment.token, comment.edited_at) == (form.said["token"], None) and not comment.says(**form.said):
        return _form(request, form.renewed(), diary, parent, status=409)
    if form.cleaned_data["revision"]:
        request.user.unsent.forget(form.said["token"])
    forget_kept(request)
    return in_place(request, comment, "comments/_posted.html")


def _waits(request: HttpRequest, wait: Waits, diary: Diary) -> HttpResponse:
    if wait.waiting.token:
        request.user.unsent.forget(wait.waiting.token)
    forget_kept(request)
    if request.htmx:
        return render(request, "comments/_waits.html", {"waiting": wait.waiting})
    messages.success(request, str(wait))
    return HttpResponseRedirect(f"{diary.get_absolute_url()}#waiting")


def _with(form: CommentForm, refusal: Exception) -> CommentForm:
    """The form with what stands in its way."""
    field = "body" if isinstance(refusal, ValidationError | TooComplex) else None
    form.add_error(field, refusal if isinstance(refusal, ValidationError) else str(refusal))
    return form


def _form(request: HttpRequest, form: CommentForm, diary: Diary, parent: Comment | None, *, status: int = 200) -> HttpResponse:
    form.auto_id = f"reply-{parent.pk}-%s" if parent else "comment-%s"  # several forms may stand on a page
    context: dict[str, Any] = {"form": form, "diary": diary, "parent": parent}
    if request.htmx:
        if form.preview:
            return previewed(request, form)
        answer = render(request, "comments/_form.html", context, status=status)
        if status == 200:
            return answer
        return reswap(retarget(answer, f"#reply-{parent.pk}" if parent else "#new-comment"), "outerHTML")
    if parent:
        context["thread"] = Thread.one(parent, request.user)
    return render(request, "comments/reply.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@gives_text_back
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = visible_comment(request, pk)
    place = Place(comment.diary, edits=comment)
    if request.method != "POST" or comment.author_id != request.user.pk:  # an author's text is never thrown away
        require(comment.permissions_for(request.user).edit)
        form = form_at(request, place, subject=comment.subject, body=comment.body)
        return _edit_form(request, form, comment)
    return _edit(request, comment, place)


def _edit(request: HttpRequest, comment: Comment, place: Place) -> HttpResponse:
    form, wish = CommentForm(request.POST), request.POST.get("do")
    if wish == "keep":
        kept = keep_by_hand(request, place)
        return kept if isinstance(kept, HttpResponse) else _edit_form(request, kept, comment, status=422)
    if not form.is_valid():
        return _edit_form(request, form, comment, status=422)
    try:
        if wish == "preview":
            return _edit_form(request, preview(request, form, place), comment)
        comment.edit(by=request.user, subject=form.said["subject"], body=form.said["body"])
    except (Refused, ValidationError, TooComplex) as refusal:
        return _edit_form(request, _with(form, refusal), comment, status=getattr(refusal, "status", 422))
    request.user.unsent.forget(form.said["token"])
    forget_kept(request)
    return in_place(request, comment)


def _edit_form(request: HttpRequest, form: CommentForm, comment: Comment, *, status: int = 200) -> HttpResponse:
    form.auto_id = f"edit-{comment.pk}-%s"
    if request.htmx and form.preview:
        return previewed(request, form)
    template = "comments/_edit.html" if request.htmx else "comments/edit.html"
    return render(request, template, {"form": form, "comment": comment, "diary": comment.diary}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then leaves a tombstone."""
    comment = visible_comment(request, pk)
    if request.method == "POST":
        if comment.is_standing or comment.author_id != request.user.pk:  # the author's second press is no error
            require(comment.permissions_for(request.user).delete)
        comment.delete(by=request.user)
        return in_place(request, comment)
    require(comment.permissions_for(request.user).delete)
    return _ask(request, comment, "delete")


# -- ratings ------------------------------------------------------------------------------------------------------------


def _rate(request: HttpRequest, pk: int, verb: str, **how: Any) -> HttpResponse:
    comment = comment_to_rate(request.user, pk)
    getattr(comment, verb)(by=request.user, **how)
    return in_place(request, comment)


@require_POST
@members_only
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    return _rate(request, pk, "recommend")


@require_POST
@members_only
def unrecommend(request: HttpRequest, pk: int) -> HttpResponse:
    return _rate(request, pk, "unrecommend")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the rule that was broken, then hides."""
    comment = visible_comment(request, pk)
    form = HideForm(request.POST if request.method == "POST" else None, rules=ConductRule.all())
    if request.method == "POST" and form.is_valid():
        return _rate(request, pk, "hide", rule=form.cleaned_data["rule"])
    may = comment.permissions_for(request.user)
    require(may.hide)
    return _ask(request, comment, "hide", form=form, hides_left=may.hides_left, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def unhide(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _rate(request, pk, "unhide")
    comment = visible_comment(request, pk)
    require(comment.permissions_for(request.user).unhide)
    return _ask(request, comment, "unhide")


_QUESTIONS = {"hide": "Hide this comment?", "unhide": "Take back your hide?", "delete": "Delete this comment?"}


def _ask(request: HttpRequest, comment: Comment, verb: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The confirmation of an act, as a page or as a panel below the comment. Looking changes nothing."""
    context |= {"comment": comment, "diary": comment.diary, "panel": f"comments/_{verb}.html"}
    if request.htmx:
        return render(request, f"comments/_{verb}.html", context, status=status)
    return render(request, "comments/ask.html", context | {"question": _QUESTIONS[verb]}, status=status)
