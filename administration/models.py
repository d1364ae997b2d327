"""The first run: how an empty site gets its administrator, once."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Grant, Role, User
from community.known import known
from core.errors import Refused

WRONG = "This is not the word that the server has printed. Copy it once more; it is good until somebody has used it."
OVER = "This site has its administrator already."
STEPS = ("identity", "conduct", "people")


class FirstRunManager(models.Manager["FirstRun"]):
    def is_new(self) -> bool:
        """Whether the site still waits for its first administrator. Asked of the database, never kept."""
        return not (self.exclude(taken_at=None).exists() or Grant.objects.filter(role=Role.ADMINISTRATOR).exists())

    def waiting(self) -> "FirstRun | None":
        """The row with the token, made when it is first asked for; None where the site has, or had, an administrator."""
        return self.get_or_create(pk=1, defaults={"token": secrets.token_urlsafe(18)})[0] if self.is_new() else None

    def unfinished(self) -> "FirstRun | None":
        """Begun by the first administrator and not ended."""
        return self.filter(pk=1, finished_at=None).exclude(taken_at=None).first()

    def has_nobody(self) -> bool:
        """No member at all, and nobody named on an imported page: what a visitor of the front page should be told."""
        return known("nobody", lambda: not User.objects.exists())

    def is_unfinished(self) -> bool:
        return known("first run", lambda: self.unfinished() is not None)

    @transaction.atomic
    def take(self, *, token: str, username: str, email: str, password: str, at: datetime | None = None) -> User:
        """The first administrator. Raises Refused for a wrong token, and for everybody after the first."""
        at = at or timezone.now()
        self.get_or_create(pk=1, defaults={"token": secrets.token_urlsafe(18)})
        row = self.select_for_update().get(pk=1)  # of two at the same moment the second waits here
        if not self.is_new():
            raise Refused(OVER, status=409)
        if not secrets.compare_digest(row.token.encode(), token.strip().encode()):
            raise Refused(WRONG, status=403)
        member = User.objects.join(username, email=email, password=password, at=at)
        member.grant(Role.ADMINISTRATOR, at=at)
        member.moderation_lines.record("grant", what=Role.ADMINISTRATOR.label, reason="The first run of this site.", at=at)
        row.token, row.taken_by, row.taken_at = "", member, at
        row.save(update_fields=["token", "taken_by", "taken_at"])
        return member


class FirstRun(models.Model):
    """One row. The token is empty as soon as it was used; `step` is where its administrator goes on."""

    token = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=10, default=STEPS[0])
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = FirstRunManager()

    def __str__(self) -> str:
        return "first run"  # never its token: it may end up in a log of the server

    @property
    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('first_run')}?token={self.token}"

    def reach(self, step: str) -> None:
        """Go on there the next time."""
        self.step = step
        self.save(update_fields=["step"])

    def finish(self, *, at: datetime | None = None) -> None:
        self.finished_at = at or timezone.now()
        self.save(update_fields=["finished_at"])
