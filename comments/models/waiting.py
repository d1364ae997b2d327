"""A newcomer's first comment waits for a moderator where the site says so. It is no comment yet: it has no number, no place
in the thread and no part in any count, so nothing can show it by mistake."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from comments.models.comment import Comment
from comments.models.locks import hold_members
from community.models import ConductRule
from core.errors import Refused
from diaries.models import Diary, Markup

SAID = ("diary", "author", "parent", "subject", "body", "body_html", "markup", "token")
MOST = 5  # of one member, waiting at a time


class Waits(Refused):
    """It was taken in, and waits."""

    def __init__(self, waiting: "Waiting") -> None:
        super().__init__(
            "Your comment waits until a moderator has read it, as first comments do here. Until then only you and the moderators see it.",
            status=202,
        )
        self.waiting = waiting


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def pending(self) -> "WaitingQuerySet":
        return self.filter(decided_at=None)

    def visible_to(self, user: Any) -> "WaitingQuerySet":
        """Its author's, also with what became of it; moderators see what waits."""
        if not user.is_authenticated:
            return self.none()
        own = Q(author=user, comment=None)
        return self.filter(own | Q(decided_at=None) if user.is_moderator else own)

    def for_listing(self) -> "WaitingQuerySet":
        return self.select_related("author", "diary", "parent", "rule")

    def take(self, comment: Comment) -> Refused:
        """Keep what would have become this comment. The caller holds the author; the same text is the same waiting comment."""
        pending = self.filter(author=comment.author).pending()
        same = Q(token=comment.token) if comment.token else Q(diary=comment.diary, parent=comment.parent, body=comment.body)
        found = pending.filter(same).first()
        if found is None and pending.count() >= MOST:
            return Refused(
                "Some comments of yours wait for a moderator already. Your text is kept; send it when they have been read.",
                status=429,
            )
        return Waits(found or self._keep(comment))

    def _keep(self, comment: Comment) -> "Waiting":
        assert comment.posted_at, "only an imported comment has no time"
        said = {name: getattr(comment, name) for name in SAID}
        return Waiting.objects.create(**said, at=comment.posted_at)


class Waiting(models.Model):
    """What a newcomer said, until a moderator lets it through (`comment`) or removes it (`rule` and `reason`)."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="waiting_comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_comments")
    parent = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    body_html = models.TextField(editable=False)
    markup = models.CharField(max_length=8, choices=Markup, default=Markup.MARKDOWN)
    token = models.CharField(max_length=64, null=True)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.OneToOneField(Comment, null=True, on_delete=models.CASCADE, related_name="waited")
    rule = models.ForeignKey(ConductRule, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], condition=Q(decided_at=None), name="comments_undecided")]
        constraints = [models.CheckConstraint(condition=Q(comment=None) | Q(rule=None), name="let_through_or_removed")]

    def __str__(self) -> str:
        return f"waiting comment {self.pk}"

    @transaction.atomic
    def let_through(self, *, by: User, at: datetime | None = None) -> Comment:
        """It becomes a comment now, at the end of its branch. Twice is once. Raises Refused, for instance under a closed thread."""
        at = at or timezone.now()
        self._hold(by)
        if self.comment:
            return self.comment
        if self.decided_at:
            raise Refused("Another moderator has removed this comment already.", status=409)
        comment = self.diary.comments.let_in(  # type: ignore[attr-defined]
            Comment(
                diary=self.diary, author=self.author, parent=self.parent, markup=self.markup, token=self.token, posted_at=at,
                subject=self.subject, body=self.body, body_html=self.body_html, signature_html=self.author.signature_html,
            )
        )  # fmt: skip
        self._decide(by=by, at=at, comment=comment)
        return comment

    @transaction.atomic
    def remove(self, *, by: User, rule: ConductRule, reason: str, at: datetime | None = None) -> bool:
        """It never appears; its author reads why. Twice is once, and answers False."""
        self._hold(by)
        if self.comment:
            raise Refused("Another moderator has let this comment through already.", status=409)
        if self.decided_at:
            return False
        self._decide(by=by, at=at or timezone.now(), rule=rule, reason=reason)
        return True

    def _hold(self, by: User) -> None:
        if not by.is_moderator:
            raise Refused("Moderators decide about comments that wait.", status=403)
        hold_members(self.author)
        Waiting.objects.select_for_update(no_key=True).only("pk").get(pk=self.pk)
        self.refresh_from_db()

    def _decide(self, *, by: User, at: datetime, **outcome: Any) -> None:
        for name, value in {"decided_by": by, "decided_at": at, **outcome}.items():
            setattr(self, name, value)
        self.save(update_fields=["decided_by", "decided_at", *outcome])
