"""Invitations: where a site takes in only whom a member has invited."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone

from community.models import rule
from core.errors import Refused
from core.http import No, Verdict

if TYPE_CHECKING:
    from accounts.models import User


def invite_verdict(user: Any, at: datetime) -> Verdict:
    """Trusted users and those with a role."""
    if not user.is_authenticated:
        return No("Log in first.")
    if not user.may_write_at(at):
        return user.may_write_at(at)
    return (
        True if user.trusted_at(at) or user.is_staff or user.is_rescuer else No("Trusted users and moderators invite new members.")
    )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    @transaction.atomic
    def invite(self, *, by: "User", at: datetime | None = None) -> "Invitation":
        """A link that lets one person join. Raises Refused."""
        at = at or timezone.now()
        held = get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
        verdict = invite_verdict(held, at)
        if not verdict:
            raise Refused(str(verdict), status=403)
        most = int(rule("invitations.a_week", at=at))
        if self.filter(by=held, at__gt=at - timedelta(days=7)).count() >= most and not held.is_staff:
            raise Refused(f"You have given {most} invitations within a week; that is as many as there are.", status=429)
        return self.create(by=held, at=at, code=secrets.token_urlsafe(18))

    def open(self, at: datetime | None = None) -> "InvitationQuerySet":
        """Not used, and not too old."""
        at = at or timezone.now()
        return self.filter(used_by=None, at__gt=at - timedelta(days=rule("invitations.days", at=at)))

    def use(self, code: str, *, by: "User") -> None:
        """The person has joined. Raises Refused when somebody else was faster; the caller's transaction then holds no member."""
        if not self.open().filter(code=code).update(used_by=by):
            raise Refused("This invitation was used already, or it is too old. Ask for another one.", status=409)


class Invitation(models.Model):
    """`by` lets one person join, with the code in the link."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)
    used_by = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitation")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at"])]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
