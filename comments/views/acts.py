"""Acts write: posting, editing, deleting, rating. Nothing typed is lost: a refusal comes back with the text in the form."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accounts.kept import forget_kept, members_only
from comments.forms import CommentForm, HideForm
from comments.models import Comment
from comments.thread import Thread
from comments.views.pages import empty_form
from community.models import ConductRule
from core.errors import Refused
from core.html import TooComplex
from core.http import require
from diaries.models import Diary


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
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A new comment; field `parent` (a comment's id) makes it a reply."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    asked = request.POST.get("parent", "").strip()
    parent = None
    if asked:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        parent = get_object_or_404(diary.comments.visible_to(request.user).for_listing(), pk=number)
    return _post(request, diary, parent)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    parent = visible_comment(request, pk)
    if request.method == "POST":
        return _post(request, parent.diary, parent)
    require(parent.diary.permissions_for(request.user).comment)
    return _form(request, empty_form(), parent.diary, parent)


def _post(request: HttpRequest, diary: Diary, parent: Comment | None) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _form(request, form, diary, parent, status=422)
    said = form.cleaned_data
    try:
        comment = diary.comments.post(by=request.user, parent=parent, **said)
    except IntegrityError:  # the same token in the same instant from another process
        comment = get_object_or_404(Comment, author=request.user, token=said["token"])
    except (Refused, ValidationError, TooComplex) as refusal:
        return _refused(request, form, refusal, diary, parent)
    forget_kept(request)
    return in_place(request, comment, "comments/_posted.html")


def _refused(request: HttpRequest, form: CommentForm, refusal: Exception, diary: Diary, parent: Comment | None) -> HttpResponse:
    field = "body" if isinstance(refusal, ValidationError | TooComplex) else None
    form.add_error(field, refusal if isinstance(refusal, ValidationError) else str(refusal))
    return _form(request, form, diary, parent, status=getattr(refusal, "status", 422))


def _form(request: HttpRequest, form: CommentForm, diary: Diary, parent: Comment | None, *, status: int = 200) -> HttpResponse:
    form.auto_id = f"reply-{parent.pk}-%s" if parent else "comment-%s"  # several forms may stand on a page
    context: dict[str, Any] = {"form": form, "diary": diary, "parent": parent}
    if request.htmx:
        answer = render(request, "comments/_form.html", context, status=status)
        if status == 200:
            return answer
        return reswap(retarget(answer, f"#reply-{parent.pk}" if parent else "#new-comment"), "outerHTML")
    if parent:
        context["thread"] = Thread.one(parent, request.user)
    return render(request, "comments/reply.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = visible_comment(request, pk)
    if request.method != "POST" or comment.author_id != request.user.pk:  # an author's text is never thrown away
        require(comment.permissions_for(request.user).edit)
        form = CommentForm(initial={"subject": comment.subject, "body": comment.body})
        return _edit_form(request, form, comment)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _edit_form(request, form, comment, status=422)
    try:
        comment.edit(by=request.user, subject=form.cleaned_data["subject"], body=form.cleaned_data["body"])
    except (Refused, ValidationError, TooComplex) as refusal:
        field = "body" if isinstance(refusal, ValidationError | TooComplex) else None
        form.add_error(field, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _edit_form(request, form, comment, status=getattr(refusal, "status", 422))
    return in_place(request, comment)


def _edit_form(request: HttpRequest, form: CommentForm, comment: Comment, *, status: int = 200) -> HttpResponse:
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
    comment = visible_comment(request, pk)
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


def _ask(request: HttpRequest, comment: Comment, verb: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The confirmation of an act, as a page or as a panel below the comment. Looking changes nothing."""
    template = f"comments/_{verb}.html" if request.htmx else "comments/ask.html"
    context |= {"comment": comment, "diary": comment.diary, "panel": f"comments/_{verb}.html"}
    return render(request, template, context, status=status)
