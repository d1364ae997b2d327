"""Voiding: ratings that stand, but count for nothing: not in figures, lists, hiding or mojo. A moderator's act, and its undo."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from comments.models.comment import Comment
from comments.models.locks import hold_members
from comments.models.rating import Kind, Rating
from comments.models.tree import CommentTree
from core.errors import Refused

TEXTS = tuple(f"diary__{name}" for name in ("intro", "intro_html", "body", "body_html", "tip"))


class VoidingQuerySet(models.QuerySet["Voiding"]):
    @transaction.atomic
    def void_ratings_of(self, member: User, *, by: User | None, at: datetime | None = None) -> "Voiding":
        """All ratings that the member has given so far. Twice is once: what is voided already is not voided again."""
        standing = self.filter(user=member, ended_at=None).first()
        ratings = Rating.objects.counted().filter(user=member)
        if standing and not ratings.exists():
            return standing
        return self._void(ratings, member, user=member, by=by, at=at or timezone.now())

    @transaction.atomic
    def void_hides_of(self, comment: Comment, *, by: User | None, at: datetime | None = None) -> "Voiding":
        """The hides of one comment, so that it comes back. Twice is once."""
        standing = self.filter(comment=comment, ended_at=None).first()
        hides = Rating.objects.counted().filter(comment=comment, kind=Kind.HIDE)
        if standing and not hides.exists():
            return standing
        return self._void(hides, comment.author, comment=comment, by=by, at=at or timezone.now())

    def _void(self, ratings: Any, member: User | None, *, at: datetime, **record: Any) -> "Voiding":
        comments = hold_comments(ratings, member)
        voiding = self.create(at=at, **record)
        ratings.update(voiding=voiding)
        recount(comments, at=at)
        return voiding


class Voiding(models.Model):
    """The ratings that point here count for nothing until `ended_at`: all of `user`, or the hides of `comment`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="voidings")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="voidings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = VoidingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, comment__isnull=False) | Q(user__isnull=False, comment=None), name="voids_one_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"voiding {self.pk}"

    @transaction.atomic
    def undo(self, *, at: datetime | None = None) -> None:
        """Let its ratings count again. Twice is once."""
        at = at or timezone.now()
        ratings = Rating.objects.filter(voiding=self)
        comments = hold_comments(ratings, self.user)
        type(self).objects.filter(pk=self.pk, ended_at=None).update(ended_at=at)
        ratings.update(voiding=None)
        recount(comments, at=at)


def hold_comments(ratings: Any, member: User | None) -> list[Comment]:
    """Hold everybody and everything that these ratings touch, in the order of the house; the rated comments, as they are now.

    Raises Refused (409) when more was rated while it waited.
    """
    touched = ratings.order_by().values_list("comment__author", flat=True).distinct()
    authors = {author.pk: author for author in User.objects.filter(pk__in=set(filter(None, touched)))}
    people = authors | ({member.pk: member} if member else {})
    hold_members(*people.values())
    comments = list(
        Comment.objects.filter(pk__in=ratings.order_by().values("comment")).select_related("diary", "parent")
        .defer("fragment", *TEXTS).order_by("diary", "tree_id", "pk")
    )  # fmt: skip
    for tree_id in sorted({comment.tree_id for comment in comments}):
        CommentTree.hold(tree_id)
    for comment in comments:
        if comment.author_id and comment.author_id not in authors:
            raise Refused("Ratings are being given just now. Nothing was done; try again in a moment.", status=409)
        comment.refresh_from_db(fields=["recommend_count", "hide_count", "hidden", "hidden_root", "lft", "rght", "changed"])
        comment.author = authors.get(comment.author_id)  # one and the same for all of theirs
    return comments


def recount(comments: Iterable[Comment], *, at: datetime) -> None:
    """Figures, hiding, markup and mojo of each. The caller holds members and trees."""
    for comment in comments:
        comment.recount(at=at)
