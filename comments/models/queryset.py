"""Sets of comments, each named once."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from diaries.models import Diary

if TYPE_CHECKING:
    from comments.models.comment import Comment  # noqa: F401 - named in quotes below


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> "CommentQuerySet":
        """What this person may read: of the diaries they may read, without hidden branches.

        Trusted users and moderators read hidden comments too, authors their own.
        """
        # EXISTS, row by row: an IN would list every diary first.
        seen = self.filter(models.Exists(Diary.objects.visible_to(user).filter(pk=models.OuterRef("diary"))))
        if user.is_authenticated:
            if user.is_trusted or user.is_moderator:
                return seen
            return seen.filter(Q(hidden_root=None) | Q(author=user))
        return seen.filter(hidden_root=None)

    def standing(self) -> "CommentQuerySet":
        """Not deleted by their authors."""
        return self.filter(deleted_at=None)

    def hidden(self) -> "CommentQuerySet":
        """Hidden by trusted users, each for itself; what only lies below one is not meant."""
        return self.standing().filter(hidden_root__isnull=False, hidden=True)  # the first half is what the index knows

    def in_reading_order(self) -> "CommentQuerySet":
        return self.order_by("tree_id", "lft")

    def newest_first(self) -> "CommentQuerySet":
        return self.order_by("-pk")

    def for_listing(self) -> "CommentQuerySet":
        """With all that a row of a list and its links show, and without the diaries' texts."""
        texts = [f"diary__{name}" for name in ("intro", "intro_html", "body", "body_html", "tip")]
        return self.select_related("diary__author", "author", "parent__author").defer(*texts)

    def disown(self, *, erase: bool, at: datetime) -> None:
        """Their author leaves."""
        if erase:
            for comment in self.standing().select_related("author"):
                comment.delete(by=comment.author, at=at)  # type: ignore[arg-type]

    def rerender(self) -> None:
        """Make the stored markup anew: their author's name has changed, or the template has."""
        for comment in self.select_related("author", "diary", "parent__author").iterator(chunk_size=500):
            comment.keep_markup()
