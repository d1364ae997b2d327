"""Appeals: one for a case, by the member it concerns, decided by somebody who took no part, or lapsed in the member's favour."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from comments.models import Comment
from comments.models.comment import hold_members
from community.models import rule
from core.errors import Refused
from core.text import check_text, is_blank
from moderation.deeds import touched_by_undo, undo_all
from moderation.models.action import Act, ModerationAction
from moderation.models.case import Case, Outcome, Step, parts_of
from moderation.permissions import AppealPermissions, hiding_verdict

LONGEST_WORDS = 4_000  # bytes


class Answer(models.TextChoices):
    UPHELD = "upheld", "upheld"
    REJECTED = "rejected", "rejected"
    LAPSED = "lapsed", "lapsed in the member’s favour"


LINES = {Answer.UPHELD: Act.APPEAL_UPHELD, Answer.REJECTED: Act.APPEAL_REJECTED, Answer.LAPSED: Act.APPEAL_LAPSED}


class AppealQuerySet(models.QuerySet["Appeal"]):
    @transaction.atomic
    def appeal(self, case: Case, *, by: User, words: str, at: datetime | None = None) -> "Appeal":
        """Ask for a second look, once for a case. Twice is once. Raises Refused."""
        at = at or timezone.now()
        words = check_text(words, limit=LONGEST_WORDS).strip()
        hold_members(by)
        case.hold()
        sent = self.filter(case=case).first()
        if sent and sent.case.member_id == by.pk:
            return sent
        verdict = case.permissions_for(by, at=at).appeal
        if not verdict:
            raise Refused(str(verdict), status=403)
        if is_blank(words):
            raise Refused("Say why: somebody who took no part will read it.")
        appeal = self.create(case=case, words=words, at=at, due_at=at + timedelta(days=rule("moderation.appeal", at=at)))
        case.steps.create(what=Step.APPEALED, by=by, words=words, at=at)
        return appeal

    @transaction.atomic
    def appeal_hiding(self, comment: Comment, *, by: User, words: str, at: datetime | None = None) -> "Appeal":
        """Ask a moderator whether trusted users were right to hide one's own comment."""
        at = at or timezone.now()
        hold_members(by)
        comment.refresh_from_db(fields=["hidden", "deleted_at"])
        verdict = hiding_verdict(comment, by)
        if not verdict:
            raise Refused(str(verdict), status=403)
        case = hiding_case(comment)
        if case is None:
            case = Case.objects.create(topic=f"hidden-{comment.pk}", opened_at=at, **parts_of(comment))
        return self.appeal(case, by=by, words=words, at=at)

    def waiting(self) -> "AppealQuerySet":
        """The most urgent first."""
        return self.filter(outcome="").order_by("due_at", "pk")

    def due(self, at: datetime) -> "AppealQuerySet":
        return self.waiting().filter(due_at__lte=at)

    def for_listing(self) -> "AppealQuerySet":
        return self.select_related("case__member", "case__comment", "case__diary", "decided_by").defer("case__comment__fragment")


class Appeal(models.Model):
    """The member whom `case` concerns asks for a second look. An outcome of "" is open, until `due_at`."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Answer, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    line = models.OneToOneField(ModerationAction, null=True, on_delete=models.PROTECT, related_name="appeal")

    objects = AppealQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(outcome=""), name="appeals_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="an_appeals_answer_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "lapsed"], decided_by=None)
                | Q(outcome__in=["upheld", "rejected"], decided_by__isnull=False),
                name="answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("appeal", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return not self.outcome

    def permissions_for(self, user: Any, *, at: datetime | None = None) -> AppealPermissions:
        return AppealPermissions(self, user, at=at)

    @transaction.atomic
    def uphold(self, *, by: User, reason: str, rule: int, at: datetime | None = None) -> None:
        """The member is right: what was done is undone. Twice is once. Raises Refused."""
        self._answer(Answer.UPHELD, by=by, reason=reason, rule=rule, at=at or timezone.now())

    @transaction.atomic
    def reject(self, *, by: User, reason: str, rule: int, at: datetime | None = None) -> None:
        """What was done stands. Twice is once. Raises Refused."""
        self._answer(Answer.REJECTED, by=by, reason=reason, rule=rule, at=at or timezone.now())

    @transaction.atomic
    def lapse_if_due(self, *, at: datetime) -> bool:
        """Nobody decided in time: it is as if it had been upheld. However many ask at once, one of them does it."""
        self._hold(None)
        if not self.is_open or self.due_at > at:
            return False
        days = rule("moderation.appeal", at=self.at)
        self._close(Answer.LAPSED, by=None, reason=f"Nobody decided it within {days} days.", rule=None, at=at)
        return True

    def _answer(self, outcome: Answer, *, by: User, reason: str, rule: int, at: datetime) -> None:
        self._hold(by)
        if self.outcome == outcome and self.decided_by_id == by.pk:
            return
        verdict = self.permissions_for(by, at=at).decide
        if not verdict:
            raise Refused(str(verdict), status=403)
        if not self.is_open:
            who = f"{self.decided_by} has decided" if self.decided_by else "Time has decided"
            raise Refused(f"{who} this appeal meanwhile: it is {self.get_outcome_display()}.", status=409)
        self._close(outcome, by=by, reason=reason, rule=rule, at=at)

    def _close(self, outcome: Answer, *, by: User | None, reason: str, rule: int | None, at: datetime) -> None:
        case = self.case
        about = case.lines.exclude(kind__in=LINES.values()).order_by("pk").first()
        self.line = ModerationAction.objects.record(
            LINES[outcome], by=by, member=case.member, reason=reason, rule=rule, case=case, about=about, at=at
        )
        self.outcome, self.decided_by, self.decided_at, self.answer = outcome, by, at, reason
        self.save(update_fields=["line", "outcome", "decided_by", "decided_at", "answer"])
        case.steps.create(what=Step.ANSWERED, by=by, words=reason, line=self.line, at=at)
        if case.is_open:  # about hiding: no moderator has acted before
            case.outcome, case.decided_by, case.decided_at = Outcome.ACTED, by, at
            case.save(update_fields=["outcome", "decided_by", "decided_at"])
        if outcome != Answer.REJECTED:
            undo_all(case, by=by, reason=reason, at=at)

    def _hold(self, by: User | None) -> None:
        """Hold the members, then the case, which stands for its appeal, and see both as they are now."""
        case = self.case
        authors = [case.comment.author] if case.is_hiding and case.comment else []
        hold_members(*touched_by_undo(case), *filter(None, (by, case.member, *authors)))
        self.case.hold()
        self.refresh_from_db(fields=["outcome", "decided_by", "decided_at", "answer", "line"])


def hiding_case(comment: Comment) -> Case | None:
    return Case.objects.filter(topic=f"hidden-{comment.pk}").first()
