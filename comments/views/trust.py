"""Trust in the open: what is hidden just now and what would bring it back, and how one's own mojo comes about."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.kept import members_only
from accounts.models import Role, User
from accounts.trust import conditions
from comments.models import Comment, CommentTree, Rating
from comments.models.rating import recommends_to_return
from comments.mojo import arithmetic
from comments.permissions import hides_left
from community.models import rule
from core.http import MemberRequest, No, Verdict, require
from core.pagination import Page

OWNERS = No("How a mojo comes about is shown to its owner alone. The bars on a member's page are for everybody.")


def hidden_verdict(user: Any) -> Verdict:
    """Those who may bring a comment back, and the moderators."""
    if user.is_authenticated and (user.is_trusted or user.is_moderator):
        return True
    return No("Trusted users and moderators see the hidden comments.")


@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """Hidden comments, for those who may bring them back."""
    require(hidden_verdict(request.user))
    page = Page(Comment.objects.visible_to(request.user).hidden().newest_first().for_listing(), request)
    _put_in_context(page.items)
    left = hides_left(request.user) if request.user.is_trusted else None  # type: ignore[union-attr]
    return render(request, "comments/hidden.html", {"page": page, "hides_left": left})


def _put_in_context(comments: list[Comment]) -> None:
    """Give each its branch, who hid it, and how far it is from coming back: three queries however many there are."""
    tops = Comment.objects.filter(tree_id__in={each.tree_id for each in comments}, parent=None).select_related("author")
    branch = {top.tree_id: top for top in tops.only("tree_id", "number", "subject", "body_html", "deleted_at", "author__name")}
    hides: dict[int, list[User]] = {}
    for rating in Rating.objects.counted().filter(comment__in=comments, kind="hide").select_related("user"):
        hides.setdefault(rating.comment_id, []).append(rating.user)
    below = CommentTree.replies_below([comment.pk for comment in comments])
    window = timedelta(hours=rule("ratings.window"))
    now = timezone.now()
    for comment in comments:
        comment.branch = branch.get(comment.tree_id)
        comment.replies_below = below[comment.pk]
        comment.hidden_by = hides.get(comment.pk, [])
        comment.lacks = recommends_to_return(comment.recommend_count, comment.hide_count)
        closes = comment.posted_at + window if comment.posted_at else None
        comment.closes = closes if closes and closes > now else None


@require_safe
@members_only
def mojo(request: MemberRequest, username: str) -> HttpResponse:
    """A member's own arithmetic: each comment that counts, and what is missing for trust."""
    member = get_object_or_404(User, username=username, left=None)
    require(True if member == request.user else OWNERS)
    lines = arithmetic(member)
    context = {
        "person": member,
        "lines": lines,
        "above": sum(line.above for line in lines),
        "below": sum(line.below for line in lines),
        "conditions": conditions(member, timezone.now()),
        "granted": member.has_role(Role.TRUSTED),
        "denied": member.has_role(Role.DENIED),
        "most": rule("mojo.comments"),
    }
    return render(request, "comments/mojo.html", context)
