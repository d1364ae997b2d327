"""Rescue: members bring a good diary that was overlooked before the others. Every step is dated.

    nominated -> seconded by a rescuer other than the nominator, and so spotlighted -> expired
              -> declined | left | removed | expired (nobody seconded it in time)

Expiry is read from the dates: nothing has to run for it. Notes, declines and whatever was not spotlighted stay among the
rescuers and moderators; the author of the diary is never shown them, whatever roles the author has.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from community.models import rule
from core.errors import Refused
from diaries.models.diary import Diary, State
from diaries.models.tag import RESCUED
from diaries.models.tagging import Tagging
from diaries.permissions import RescuePermissions

LONGEST_NOTE = 2_000  # bytes, also of a reason
LONGEST_BLURB = 400  # characters


class Outcome(models.TextChoices):
    EXPIRED = "expired", "expired"
    DECLINED = "declined", "declined"
    LEFT = "left", "left by itself"
    REMOVED = "removed", "removed"


def window(at: datetime | None = None) -> timedelta:
    """How long a diary stays on the desk, and how long a nomination waits for its second."""
    return timedelta(hours=rule("rescue.window", at=at))


def spotlight_length(at: datetime | None = None) -> timedelta:
    return timedelta(hours=rule("spotlight.length", at=at))


class RescueQuerySet(models.QuerySet["Rescue"]):
    def readable(self, user: Any) -> "RescueQuerySet":
        """Those of diaries that stand on the site's lists for this person; the others return with their diary."""
        return self.filter(diary__in=Diary.objects.visible_to(user).listed())

    def desk_of(self, user: User) -> "RescueQuerySet":
        """What this rescuer or moderator may read of the desk's papers: never those of an own diary."""
        return self.readable(user).exclude(diary__author=user)

    def nominated(self, at: datetime) -> "RescueQuerySet":
        """Waiting for a second, the oldest first."""
        return self.filter(outcome="", spotlighted_at=None, nominated_at__gt=at - window()).order_by("nominated_at", "pk")

    def spotlighted(self) -> "RescueQuerySet":
        """The Community Spotlight of all days, the newest first."""
        return self.filter(spotlighted_at__isnull=False).exclude(outcome=Outcome.REMOVED).order_by("-spotlighted_at", "-pk")

    def in_spotlight(self, at: datetime) -> "RescueQuerySet":
        """The Community Spotlight at a moment."""
        return self.spotlighted().filter(spotlighted_at__gt=at - spotlight_length(), spotlighted_at__lte=at)

    def for_listing(self) -> "RescueQuerySet":
        deferred = [f"diary__{field}" for field in ("body", "body_html", "intro", "tip")]
        return self.select_related("diary__author", "nominated_by", "seconded_by", "ended_by").defer(*deferred)

    @transaction.atomic
    def nominate(self, diary: Diary, *, by: User, blurb: str, note: str = "", at: datetime | None = None) -> "Rescue":
        """Put a diary on the desk. The same member twice is once. Raises Refused."""
        member = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        Diary.objects.select_for_update(no_key=True).get(pk=diary.pk)
        diary.refresh_from_db(fields=["state", "published_at", "tip_jar_hidden", "comment_count"])
        at = at or timezone.now()
        verdict = diary.permissions_for(member, at=at).nominate
        if not verdict:
            raise Refused(str(verdict), status=403)
        earlier = list(self.filter(diary=diary).order_by("pk"))
        for rescue in earlier:
            if rescue.nominated_by_id == member.pk and rescue.outcome != Outcome.REMOVED:
                return rescue
            if rescue.spotlighted_at and rescue.outcome != Outcome.REMOVED:
                raise Refused("This diary has been in the Community Spotlight already.", status=409)
            if rescue.status(at) == "nominated":
                raise Refused("Somebody has nominated this diary already. It is on the rescue desk.", status=409)
        for rescue in earlier:
            if not rescue.outcome:
                rescue.end(Outcome.EXPIRED, at=rescue.nominated_at + window(at))
        return self.create(diary=diary, nominated_by=member, nominated_at=at, note=note, blurb=blurb)


class Rescue(models.Model):
    """One diary's way over the desk. An outcome of "" is open; status() says what the time has made of it since."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="rescues")
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations")
    nominated_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)  # for rescuers and moderators
    blurb = models.CharField(max_length=LONGEST_BLURB)  # for everybody, once it is spotlighted
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="seconded")
    seconded_at = models.DateTimeField(null=True)
    spotlighted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)  # why it was declined, for rescuers and moderators

    objects = RescueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["nominated_at"], name="rescues_by_time"),
            models.Index(fields=["-spotlighted_at"], condition=Q(spotlighted_at__isnull=False), name="rescues_spotlighted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["diary"], condition=Q(outcome=""), name="one_open_rescue_a_diary"),
            models.UniqueConstraint(fields=["diary", "nominated_by"], condition=~Q(outcome="removed"), name="a_nomination_once"),
            models.CheckConstraint(
                condition=Q(seconded_by=None, seconded_at=None, spotlighted_at=None)
                | Q(seconded_by__isnull=False, seconded_at__isnull=False, spotlighted_at__isnull=False),
                name="a_second_spotlights",
            ),
            models.CheckConstraint(condition=Q(seconded_by=None) | ~Q(seconded_by=F("nominated_by")), name="seconded_by_another"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | ~Q(outcome="") & Q(ended_at__isnull=False), name="an_end_has_its_date"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | Q(seconded_by=None, ended_by__isnull=False) & ~Q(reason=""),
                name="declined_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(outcome="removed") | Q(ended_by__isnull=False), name="removed_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"rescue {self.pk}"  # says nothing of which diary and what about it: it may end up in a log

    def status(self, at: datetime) -> str:
        """nominated, spotlighted, or how it ended."""
        if self.outcome:
            return self.outcome
        if self.spotlighted_at:
            return "spotlighted" if at < self.spotlighted_at + spotlight_length(at) else Outcome.EXPIRED
        return "nominated" if at < self.nominated_at + window(at) else Outcome.EXPIRED

    @property
    def spotlight_ends(self) -> datetime | None:
        return self.spotlighted_at + spotlight_length() if self.spotlighted_at else None

    def permissions_for(self, user: Any) -> RescuePermissions:
        return RescuePermissions(self, user)

    @transaction.atomic
    def second(self, *, by: User, at: datetime | None = None) -> None:
        """Bring the diary before everybody, with the tag. Twice is once. Raises Refused."""
        rescuer = self._hold(by)
        at = at or timezone.now()
        if self.seconded_by_id == rescuer.pk and self.outcome != Outcome.REMOVED:
            return
        self._require(self.permissions_for(rescuer).second)
        self._require_waiting(at)
        self.seconded_by, self.seconded_at, self.spotlighted_at = rescuer, at, at
        self.save(update_fields=["seconded_by", "seconded_at", "spotlighted_at"])
        Tagging.stamp(RESCUED, self.diary)

    @transaction.atomic
    def decline(self, *, by: User, reason: str, at: datetime | None = None) -> None:
        """Not this one, and why. Twice is once. Raises Refused."""
        rescuer = self._hold(by)
        at = at or timezone.now()
        if self.outcome == Outcome.DECLINED and self.ended_by_id == rescuer.pk:
            return
        self._require(self.permissions_for(rescuer).decline)
        self._require_waiting(at)
        self.end(Outcome.DECLINED, by=rescuer, reason=reason, at=at)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime | None = None) -> None:
        """Take it from the desk or out of the spotlight, with the tag. Twice is once. Raises Refused."""
        member = self._hold(by)
        at = at or timezone.now()
        if self.outcome == Outcome.REMOVED:
            return
        self._require(self.permissions_for(member).remove)
        if self.spotlighted_at is None:
            self._require_waiting(at)
        self.end(Outcome.REMOVED, by=member, at=at)
        if self.spotlighted_at:
            Tagging.unstamp(RESCUED, self.diary)

    @transaction.atomic
    def leave(self, *, by: User, at: datetime | None = None) -> None:
        """Note that it needs no rescue any more, found out when `by` was about to act on it."""
        self._hold(by)
        at = at or timezone.now()
        if self.status(at) == "nominated":
            self.end(Outcome.LEFT, at=at)

    def end(self, outcome: Outcome, *, at: datetime, by: User | None = None, reason: str = "") -> None:
        """Note how it ended. The caller holds the diary."""
        self.outcome, self.ended_at, self.ended_by, self.reason = outcome, at, by, reason
        self.save(update_fields=["outcome", "ended_at", "ended_by", "reason"])

    def _hold(self, by: User) -> User:
        """Hold the member, then the diary, which stands for all its rescues, and see them as they are now."""
        member = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        self.diary = Diary.objects.select_for_update(no_key=True).get(pk=self.diary_id)
        self.refresh_from_db(fields=["seconded_by", "seconded_at", "spotlighted_at", "ended_at", "ended_by", "outcome", "reason"])
        return member

    def _require(self, verdict: Any) -> None:
        if not verdict:
            raise Refused(str(verdict), status=403)

    def _require_waiting(self, at: datetime) -> None:
        """Raises Refused (409) with what became of it meanwhile."""
        if self.diary.state != State.PUBLISHED or self.diary.tip_jar_hidden:
            raise Refused("This diary is off the site's lists just now. Nothing was done.", status=409)
        status = self.status(at)
        if status == "nominated":
            return
        words = {
            "spotlighted": f"{self.seconded_by} has seconded it meanwhile: it is in the Community Spotlight.",
            Outcome.DECLINED: f"{self.ended_by} has declined it meanwhile.",
            Outcome.REMOVED: f"{self.ended_by} has removed it from Rescue meanwhile.",
            Outcome.LEFT: "It has left the desk by itself: readers have found it.",
            Outcome.EXPIRED: "Its time on the desk is over.",
        }
        raise Refused(words[status], status=409)


class RescueClaim(models.Model):
    """A rescuer took a diary to read. `place` is the how manieth claim on it: of two at the same moment one fails, and looks again."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="rescue_claims")
    rescuer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rescue_claims")
    place = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["diary", "place"], name="a_place_once"),
            models.UniqueConstraint(fields=["diary", "rescuer"], name="a_claim_once_a_rescuer"),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"
