"""Who posts too fast is locked out for a while, twice as long with every further try."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from community.models import Site, rule
from core.clock import spoken
from core.errors import Refused

if TYPE_CHECKING:
    from accounts.models import User


class LockQuerySet(models.QuerySet["Lock"]):
    def running(self, at: datetime) -> "LockQuerySet":
        return self.filter(since__lte=at, until__gt=at)

    def told(self) -> "LockQuerySet":
        """Those that grew to the longest, which the moderators are told of."""
        return self.filter(told_at__isnull=False)


class Lock(models.Model):
    """One lock-out: from when until when, and how often it was tried against."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="locks")
    since = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)  # it grew to the longest: a person should look at it

    objects = LockQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["user", "-until"])]

    def __str__(self) -> str:
        return f"{self.user} until {self.until}"

    def lengthen(self, at: datetime) -> None:
        """A try during the lock doubles it, counted from the try."""
        self.tries += 1
        minutes = min(rule("throttle.lock", at=at) * 2**self.tries, rule("throttle.longest", at=at))
        self.until = max(self.until, at + timedelta(minutes=minutes))
        if minutes >= rule("throttle.longest", at=at) and self.told_at is None:
            self.told_at = at
        self.save(update_fields=["tries", "until", "told_at"])


def lock_for(user: "User", at: datetime) -> Lock | None:
    """The lock that stands in this post's way, made or lengthened now; None when the way is free.

    The caller holds the user's row, so that posts sent at once are counted one after the other.
    """
    limit = rule("throttle.comments", at=at)
    if not limit or user.is_moderator:
        return None
    running = Lock.objects.running(at).filter(user=user).first()
    if running:
        running.lengthen(at)
        return running
    window = at - timedelta(minutes=rule("throttle.window", at=at))
    served = Lock.objects.filter(user=user, since__gt=window, since__lte=at).first()
    if served:  # who has waited starts anew
        window = served.since
    newest = user.comments.filter(posted_at__gt=window, posted_at__lte=at).values("pk")[:limit]
    if newest.count() < limit:
        return None
    return Lock.objects.create(user=user, since=at, until=at + timedelta(minutes=rule("throttle.lock", at=at)))


def refusal(lock: Lock, at: datetime) -> Refused:
    until = spoken(lock.until, Site.current().zone)
    return Refused(
        f"That is more than {rule('throttle.comments', at=at)} comments in {rule('throttle.window', at=at)} minutes. "
        f"Your text is kept; you can post again after {until}. Every try before then doubles the wait.",
        status=429,
    )
