"""`diary.comments`: the door through which everything enters a thread."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from comments.models.entry import Entry
from comments.models.locks import hold_members
from comments.models.queryset import CommentQuerySet
from comments.models.tree import CommentTreeManager
from core.errors import Refused
from diaries.models import Diary, Markup

if TYPE_CHECKING:
    from comments.models.comment import Comment

TIP_SUBJECT = "Tips"
TIP_BODY = "Recommend this comment if you liked the diary."


class CommentManager(CommentTreeManager.from_queryset(CommentQuerySet)):  # type: ignore[misc]
    """`diary.comments`: the one door to a diary's thread."""

    def post(
        self, *, by: User, body: str, subject: str = "", parent: "Comment | None" = None,
        markup: str = Markup.MARKDOWN, token: str = "", at: datetime | None = None, tip_jar: bool = False,
    ) -> "Comment":  # fmt: skip
        """Add a comment to this diary (`diary.comments.post`), below `parent` or at the top level.

        The same token, or without one the same text to the same parent a moment ago, is the comment already there.
        Raises Refused (403, 409, 422, 429) and ValidationError with the sentence the writer reads.
        """
        now, at = at is None, at or timezone.now()
        comment = self.model(
            diary=self._diary(), author=by, parent=parent, markup=markup, token=token or None, posted_at=at, tip_jar=tip_jar,
            signature_html=by.signature_html,
        )  # fmt: skip
        comment._say(subject, body, at=at)
        with transaction.atomic():
            hold_members(by)
            if now:  # not before the lock: what was posted while this waited comes before it, and counts
                comment.posted_at = timezone.now()
            entry = Entry(comment)
            outcome = entry.already() or entry.obstacle() or entry.wait() or entry.take_place()
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def let_in(self, comment: "Comment") -> "Comment":
        """A comment that has waited (comments.models.waiting); the caller holds its author."""
        return Entry(comment).take_place()

    def open_tip_jar(self, *, at: datetime) -> None:
        """The author's first comment, once."""
        diary = self._diary()
        if not self.filter(tip_jar=True).exists():
            self.post(by=diary.author, subject=TIP_SUBJECT, body=diary.tip.strip() or TIP_BODY, at=at, tip_jar=True)

    def listed_for(self, reader: Any) -> CommentQuerySet:
        """A member's list of comments, as `reader` sees it (`member.comments.listed_for(reader)`).

        One's own stay in it when their diary was taken back or removed: where `reachable` says that the diary may not be
        read, neither its title nor its address may be shown.
        """
        reachable = Diary.objects.visible_to(reader).filter(pk=models.OuterRef("diary"))
        chosen = self.all() if reader == self.instance else self.visible_to(reader)
        return chosen.annotate(reachable=models.Exists(reachable))

    def _diary(self) -> Diary:
        return self.instance
