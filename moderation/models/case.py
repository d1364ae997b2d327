"""Cases: everything that is reported about one thing, and what moderators made of it.

    opened -> claimed by a moderator -> acted | dismissed
                  <- released

Acts that nobody reported have a case too, decided in the moment it is opened: so that every act can be appealed, once.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from comments.models import Comment
from community.models import ConductRule, rule
from core.errors import Refused
from diaries.models import Diary
from moderation.models.action import AGAINST, ENDING, ModerationAction
from moderation.permissions import CasePermissions, desk_verdict

TEXTS = tuple(f"diary__{name}" for name in ("intro", "intro_html", "body", "body_html", "tip"))


class Outcome(models.TextChoices):
    ACTED = "acted", "something was done"
    DISMISSED = "dismissed", "nothing was done"


def topic_of(thing: models.Model) -> str:
    """`comment-42`: one open case for one thing."""
    return f"{thing._meta.model_name}-{thing.pk}"


def parts_of(thing: Any) -> dict[str, Any]:
    """The columns of a case about this thing: what it is, and whom it concerns."""
    if isinstance(thing, Comment):
        return {"comment": thing, "diary": thing.diary, "member": thing.author}
    if isinstance(thing, Diary):
        return {"diary": thing, "member": thing.author}
    if isinstance(thing, User):
        return {"member": thing}
    return {"member": None, "words": thing.name, "address": thing.get_absolute_url()}  # a group


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(outcome="").exclude(topic__startswith="hidden-")

    def decided(self) -> "CaseQuerySet":
        return self.exclude(outcome="")

    def desk_of(self, user: Any) -> "CaseQuerySet":
        """What this moderator reads: nothing that concerns themselves, and what concerns administrators only as one of them."""
        if not desk_verdict(user):
            return self.none()
        cases = self.filter(Q(member=None) | ~Q(member=user.pk))
        if user.is_administrator:
            return cases
        above = User.objects.filter(grants__role="administrator", grants__ended=None)
        return cases.exclude(member__in=above.values("pk"))

    def of(self, thing: Any) -> "CaseQuerySet":
        """About this thing; about a member: all that concern them."""
        if isinstance(thing, Comment):
            return self.filter(comment=thing)
        if isinstance(thing, Diary):
            return self.filter(diary=thing, comment=None)
        return self.filter(member=thing) if isinstance(thing, User) else self.filter(topic=topic_of(thing))

    def concerning(self, member: Any) -> "CaseQuerySet":
        """What the member is shown of the cases about themselves: those in which something was done, or that they appealed."""
        done = ModerationAction.objects.filter(case=models.OuterRef("pk"))
        theirs = self.filter(models.Exists(done) | Q(appeal__isnull=False), member=member)
        told = models.Prefetch("lines", ModerationAction.objects.for_listing().order_by("at", "pk"), to_attr="told")
        return theirs.for_listing().select_related("appeal__decided_by").prefetch_related(told).order_by("-opened_at", "-pk")

    def for_listing(self) -> "CaseQuerySet":
        return self.select_related("comment", "diary", "member", "claimed_by", "decided_by").defer(
            "comment__fragment", "comment__body", *TEXTS
        )

    def about(self, thing: models.Model, *, at: datetime | None = None) -> "Case":
        """The open case about this thing, opened now if there is none."""
        case, _ = self.get_or_create(
            topic=topic_of(thing), outcome="", defaults={**parts_of(thing), "opened_at": at or timezone.now()}
        )
        return case


class Case(models.Model):
    """What is asked about one thing. `member`: whom it concerns. Derived: report_count (Report.objects)."""

    topic = models.CharField(max_length=60)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="cases")
    diary = models.ForeignKey(Diary, null=True, on_delete=models.PROTECT, related_name="cases")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases")
    words = models.CharField(max_length=200, blank=True)  # what it is, where it is none of these: a group's name
    address = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    report_count = models.PositiveIntegerField(default=0, editable=False)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="claims")
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # to those who reported it

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic"], condition=Q(outcome=""), name="one_open_case_a_thing"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="a_cases_decision_has_its_date",
            ),
            models.CheckConstraint(condition=Q(claimed_by=None) | Q(claimed_at__isnull=False), name="a_cases_claim_has_its_date"),
        ]
        indexes = [
            models.Index(fields=["outcome", "-opened_at"], name="cases_by_outcome"),
            models.Index(fields=["topic"], name="cases_by_topic"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])

    def permissions_for(self, user: Any, *, at: datetime | None = None) -> CasePermissions:
        return CasePermissions(self, user, at=at)

    @property
    def thing(self) -> Any:
        """What it is about, as a record; None for a group, which is only named."""
        return self.comment or self.diary or self.member

    @property
    def heading(self) -> str:
        """`comment 7 by bob`."""
        whom = self.member.name if self.member else "somebody unknown"
        if self.comment:
            return f"{'hidden ' if self.is_hiding else ''}comment {self.comment.number} by {whom}"
        if self.diary:
            return f"{f'“{self.diary.title}”' if self.diary.is_published else f'diary {self.diary.pk}'} by {whom}"
        return f"the member {whom}" if self.member else f"the group {self.words}"

    @property
    def is_hiding(self) -> bool:
        """It asks whether trusted users were right to hide a comment."""
        return self.topic.startswith("hidden-")

    @property
    def is_open(self) -> bool:
        return not self.outcome

    def claim_holds(self, at: datetime) -> bool:
        """Somebody works on it, and took it not too long ago."""
        hours = rule("moderation.claim", at=at)
        return self.claimed_at is not None and at < self.claimed_at + timedelta(hours=hours)

    @property
    def holds(self) -> bool:
        """Whether something that was done in it against the member has not been undone since."""
        return self.lines.holding().exists()

    @property
    def appeal_offered(self) -> bool:
        """The same from lines that are at hand (`concerning`), and whether the one appeal is still to be had."""
        told = self.told  # type: ignore[attr-defined]
        ended = {line.about_id for line in told if line.kind in ENDING}
        holds = any(line.kind in AGAINST and line.pk not in ended for line in told)
        return holds and not self.is_hiding and not hasattr(self, "appeal")

    @cached_property
    def shown_lines(self) -> list[Any]:
        """What was done in it, as the public log says it, the oldest first."""
        return list(self.lines.for_listing().order_by("at", "pk"))

    @cached_property
    def took_part(self) -> set[int]:
        """Everybody who reported it, worked on it, acted in it, or hid the comment that it is about."""
        found = set(self.steps.exclude(by=None).exclude(what=Step.ANSWERED).values_list("by", flat=True))
        found |= set(self.lines.exclude(by=None).values_list("by", flat=True)) | {self.claimed_by_id or 0}
        if self.comment:
            found |= set(self.comment.ratings.filter(kind="hide", withdrawn_at=None).values_list("user", flat=True))
        return found

    # -- what moderators make of it --

    @transaction.atomic
    def claim(self, *, by: User, at: datetime | None = None) -> None:
        """Take it to work on. Twice is once; of two at the same moment one gets it. Raises Refused."""
        at = at or timezone.now()
        self._hold()
        if self.claimed_by_id == by.pk and self.claim_holds(at):
            return
        self._require(self.permissions_for(by, at=at).claim)
        self.require_free(by, at)
        self.claimed_by, self.claimed_at = by, at
        self.save(update_fields=["claimed_by", "claimed_at"])
        self.steps.create(what=Step.CLAIMED, by=by, at=at)

    @transaction.atomic
    def release(self, *, by: User, at: datetime | None = None) -> None:
        """Leave it to others. Twice is once."""
        self._hold()
        if self.claimed_by_id != by.pk or not self.is_open:
            return
        self.claimed_by = self.claimed_at = None
        self.save(update_fields=["claimed_by", "claimed_at"])
        self.steps.create(what=Step.RELEASED, by=by, at=at or timezone.now())

    @transaction.atomic
    def dismiss(self, *, by: User, rule: int | None = None, reason: str, at: datetime | None = None) -> None:
        """Nothing needs to be done, and why: those who reported it read this. Twice is once. Raises Refused."""
        at = at or timezone.now()
        self._hold()
        if self.outcome == Outcome.DISMISSED and self.decided_by_id == by.pk:
            return
        self._require(self.permissions_for(by, at=at).claim)
        self.require_free(by, at)
        if not self.is_open:
            raise Refused("You have acted in this case already, so it is not dismissed.", status=409)
        self.decide(Outcome.DISMISSED, by=by, answer=reason, at=at)

    def require_free(self, by: User, at: datetime) -> None:
        """Raises Refused (409) with what another moderator has made of it meanwhile. The caller holds the case."""
        if not self.is_open and self.decided_by_id != by.pk:
            raise Refused(f"{self.decided_by} has decided this case meanwhile: {self.get_outcome_display()}.", status=409)
        if self.is_open and self.claimed_by_id not in (None, by.pk) and self.claim_holds(at):
            raise Refused(
                f"{self.claimed_by} is working on this case. Ask them to release it, or wait until they are done.", status=409
            )

    def decide(
        self, outcome: Outcome, *, by: User | None, answer: str, at: datetime, line: "ModerationAction | None" = None
    ) -> None:
        """Note what came of it, and tell who reported it. The caller holds the case."""
        self.steps.create(what=Step.ACTED if line else Step.DISMISSED, by=by, at=at, line=line, words="" if line else answer)
        if not self.is_open:
            return
        self.outcome, self.decided_by, self.decided_at, self.answer = outcome, by, at, answer
        self.save(update_fields=["outcome", "decided_by", "decided_at", "answer"])
        for report in self.reports.select_related("by"):
            report.tell_outcome(by=by, at=at)

    def hold(self) -> None:
        """Hold it, and see it as it is now."""
        self._hold()

    def _hold(self) -> None:
        type(self).objects.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db()

    def _require(self, verdict: Any) -> None:
        if not verdict:
            raise Refused(str(verdict), status=403)


class Step(models.TextChoices):
    REPORTED = "reported", "reported it"
    CLAIMED = "claimed", "took it"
    RELEASED = "released", "left it to others"
    ACTED = "acted", "acted"
    DISMISSED = "dismissed", "saw no need to act"
    APPEALED = "appealed", "appealed"
    ANSWERED = "answered", "decided the appeal"


class CaseStep(models.Model):
    """One step of a case's history, for moderators."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=9, choices=Step)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    rule = models.ForeignKey(ConductRule, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("moderation.ModerationAction", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"step {self.pk} of case {self.case_id}"
