"""Blacking out personal data in a line of the public log."""

import re
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from community.models import ConductRule
from core.errors import Refused
from moderation.models.action import BLACK, Act, ModerationAction

SHORTEST = 2  # characters: a single letter would black out half of the line


class RedactionQuerySet(models.QuerySet["Redaction"]):
    @transaction.atomic
    def redact(
        self, line: ModerationAction, *, by: User, words: list[str], whom: bool = False, reason: str,
        rule: ConductRule | int | None = None, at: datetime | None = None,
    ) -> None:  # fmt: skip
        """Black out these words, wherever they stand in the line, and with `whom` the name of the member it is about.

        It leaves a line of its own, and what stood there before stays for the administrators. Twice is once. Raises Refused.
        """
        line = ModerationAction.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=line.pk)
        verdict = line.permissions_for(by).redact
        if not verdict:
            raise Refused(str(verdict), status=403)
        before = {"reason_before": line.reason, "what_before": line.what, "whom_before": line.whom}
        told = " ".join([line.reason, line.what, *self._before(line)]).lower()
        for each in words:
            if len(each) < SHORTEST or each.lower() not in told:
                raise Refused(f"“{each}” does not stand in this line. Nothing was changed.")
            black = re.compile(re.escape(each), re.IGNORECASE)
            line.reason, line.what = (black.sub(BLACK, text) for text in (line.reason, line.what))
        line.whom_blacked = line.whom_blacked or (whom and line.member is not None)
        if (line.reason, line.what, line.whom) == tuple(before.values()):
            return
        ModerationAction.objects.filter(pk=line.pk).update(reason=line.reason, what=line.what[:300], whom_blacked=line.whom_blacked)
        own = ModerationAction.objects.record(Act.REDACT, by=by, about=line, reason=reason, rule=rule, at=at or timezone.now())
        self.create(line=line, own_line=own, **before)

    def _before(self, line: ModerationAction) -> list[str]:
        """What was blacked out in it already."""
        return [f"{reason} {what}" for reason, what in self.filter(line=line).values_list("reason_before", "what_before")]


class Redaction(models.Model):
    """Words of `line` were blacked out; `own_line` says by whom, when and why. What stood there is for administrators."""

    line = models.ForeignKey(ModerationAction, on_delete=models.PROTECT, related_name="redactions")
    own_line = models.OneToOneField(ModerationAction, on_delete=models.PROTECT, related_name="redaction")
    reason_before = models.TextField(blank=True)
    what_before = models.CharField(max_length=300, blank=True)
    whom_before = models.CharField(max_length=120, blank=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"redaction {self.pk}"
