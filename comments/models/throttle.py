"""Who posts too fast is locked out for a while, twice as long with every further try."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from community.models import Site, rule
from core.clock import spoken
from core.errors import Refused
from core.prepared import Prepared


class LockQuerySet(models.QuerySet["Lock"]):
    def running(self, at: datetime) -> "LockQuerySet":
        return self.filter(since__lte=at, until__gt=at)

    def readable(self, user: User) -> "LockQuerySet":
        """Moderators see who is locked out."""
        return self.all() if user.is_moderator else self.none()

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
            self.user.notifications.tell_all(dict.fromkeys(User.objects.moderators(), "throttled"), about=self, at=at)
        self.save(update_fields=["tries", "until", "told_at"])

    def get_absolute_url(self) -> str:
        return reverse("throttled")

    @property
    def heading(self) -> str:
        return f"{self.user.name} keeps posting while locked out, until {spoken(self.until, Site.current().zone)}"


# What nearly everybody passes by: no lock runs or has ended lately, and few comments.
LOCKS = Prepared(
    lambda me, at, at_earliest: Lock.objects.filter(Q(until__gt=at) | Q(since__gt=at_earliest), user=me, since__lte=at)
    .order_by().values_list("pk")[:1]
)  # fmt: skip
NEWEST = Prepared(
    lambda limit, me, at, at_earliest: User(pk=me).comments.filter(posted_at__gt=at_earliest, posted_at__lte=at)
    .order_by().values_list("pk")[:limit]
)  # fmt: skip


def lock_for(user: User, at: datetime) -> Lock | None:
    """The lock that stands in this post's way, made or lengthened now; None when the way is free.

    The caller holds the user's row, so that posts sent at once are counted one after the other.
    """
    limit = rule("throttle.comments", at=at)
    if not limit or user.is_moderator:
        return None
    window = at - timedelta(minutes=rule("throttle.window", at=at))
    span = {"me": user.pk, "at": at, "at_earliest": window}
    if not LOCKS.rows(**span) and len(NEWEST.rows(limit, **span)) < limit:
        return None
    running = Lock.objects.running(at).filter(user=user).first()
    if running:
        running.lengthen(at)
        return running
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
