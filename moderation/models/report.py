"""Reports: any member tells the moderators of anything they can see."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from community.models import ConductRule, Site, rule
from core.clock import spoken
from core.errors import Refused
from core.text import check_text
from moderation.models.case import Case, Outcome, Step, parts_of
from moderation.permissions import report_verdict

LONGEST_WORDS = 4_000  # bytes


class ReportQuerySet(models.QuerySet["Report"]):
    @transaction.atomic
    def report(self, thing: Any, *, by: User, rule: int | None = None, words: str = "", at: datetime | None = None) -> "Report":
        """Tell the moderators of this thing. Several reports of one thing are one case; twice by one member is once.

        Raises Refused: 429 for too many a day.
        """
        at = at or timezone.now()
        words = check_text(words, limit=LONGEST_WORDS).strip()
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        verdict = report_verdict(by, thing, parts_of(thing)["member"])
        if not verdict:
            raise Refused(str(verdict), status=403)
        case = Case.objects.about(thing, at=at)
        case.hold()
        if not case.is_open:  # decided in this very moment: the next one
            case = Case.objects.about(thing, at=at)
            case.hold()
        sent = self.filter(case=case, by=by).first()
        if sent:
            return sent
        self._require_room(by, at)
        broken = ConductRule.objects.in_force().filter(number=rule).first() if rule else None
        report = self.create(case=case, by=by, rule=broken, words=words, at=at)
        case.report_count = self.filter(case=case).count()
        case.save(update_fields=["report_count"])
        case.steps.create(what=Step.REPORTED, by=by, rule=broken, words=words, at=at)
        return report

    def _require_room(self, by: User, at: datetime) -> None:
        most, since = int(rule("moderation.reports_a_day", at=at)), at - timedelta(hours=24)
        latest = list(self.filter(by=by, at__gt=since, at__lte=at).order_by("-at").values_list("at", flat=True)[:most])
        if len(latest) >= most:
            again = spoken(latest[-1] + timedelta(hours=24), Site.current().zone) if latest else ""
            raise Refused(
                f"You have sent {most} reports in 24 hours. Your words are kept in the form."
                + (f" You can report again after {again}." if again else ""),
                status=429,
            )

    def for_listing(self) -> "ReportQuerySet":
        return self.select_related("case__comment", "case__diary", "case__member", "rule").order_by("-at", "-pk")


class Report(models.Model):
    """`by` reports what `case` is about, under a rule of their choice, in their own words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    rule = models.ForeignKey(ConductRule, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="a_report_once_a_case")]
        indexes = [models.Index(fields=["by", "-at"], name="reports_of_member")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/moderation/reports/#report-{self.pk}"

    @property
    def heading(self) -> str:
        return f"Your report of {self.case.heading}"

    @property
    def state_words(self) -> str:
        """What has become of it, for who sent it."""
        if self.case.outcome == Outcome.ACTED:
            return "A moderator has acted on it."
        if self.case.outcome == Outcome.DISMISSED:
            return "A moderator has looked at it and saw no need to act."
        return "A moderator is looking at it." if self.case.claimed_by_id else "It waits for a moderator."

    def tell_outcome(self, *, by: User | None, at: datetime) -> None:
        """Let its writer know what came of it."""
        self.by.notifications.tell("report", about=self, at=at)
