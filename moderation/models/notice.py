"""What a warned member reads on every page until they acknowledge it."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from comments.models.comment import hold_members
from moderation.models.action import ENDING, Act, ModerationAction


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def waiting_for(self, member: Any) -> Any:
        """The warnings that this member has not acknowledged."""
        ended = ModerationAction.objects.filter(about=models.OuterRef("pk"), kind__in=ENDING)
        warnings = ModerationAction.objects.of_kind(Act.WARN).filter(member=member, acknowledgement=None)
        return warnings.filter(~models.Exists(ended)).order_by("at", "pk").for_listing()

    @transaction.atomic
    def acknowledge(self, *, by: User, at: datetime | None = None) -> None:
        """The member has read all of it. Twice is once."""
        hold_members(by)
        at = at or timezone.now()
        Acknowledgement.objects.bulk_create([Acknowledgement(line=line, at=at) for line in self.waiting_for(by)])
        User.objects.filter(pk=by.pk, has_notice=True).update(has_notice=False)
        by.has_notice = False


class Acknowledgement(models.Model):
    """The member whom this warning is about has said that they have read it."""

    line = models.OneToOneField(ModerationAction, on_delete=models.PROTECT, related_name="acknowledgement")
    at = models.DateTimeField(default=timezone.now)

    objects = AcknowledgementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"
