"""The comment that an act is about, as far as its actor may see it: one statement, made once."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.backend import MEMBER
from accounts.models import User
from comments.models import Comment
from core.prepared import Prepared
from diaries.reading import diary_for

TEXTS = ("fragment", "body", "signature_html")


def _seen(trusted: bool, moderator: bool, me: int, pk: int) -> QuerySet[Comment]:
    """What decides whether a member may see a comment: whether hidden ones may be read, and removed diaries."""
    reader = User.as_reader(me, trusted=trusted, moderator=moderator)
    return Comment.objects.visible_to(reader).filter(pk=pk).defer(*TEXTS).order_by()


SEEN = Prepared(_seen)
NUMBERED = Prepared(lambda pk: Comment.objects.filter(pk=pk).order_by().only("number"))


def comment_for(member: Any, pk: int) -> Comment:
    """The comment and its diary as they are now. Raises Http404 where this member may not read it, as if it had never been."""
    comment: Comment | None = SEEN.record(member.is_trusted, member.is_moderator, me=member.pk, pk=pk)
    if comment is None:
        raise Http404("No comment matches the given query.")
    comment.diary = diary_for(member, comment.diary_id)
    return comment


def comment_to_rate(member: Any, pk: int) -> Comment:
    """The same with its author and the number of the comment it answers, which stand in its markup."""
    comment = comment_for(member, pk)
    if comment.author_id:
        comment.author = MEMBER.record(pk=comment.author_id)
    if comment.parent_id:
        comment.parent = NUMBERED.record(pk=comment.parent_id)
    return comment
