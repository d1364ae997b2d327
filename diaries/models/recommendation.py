"""Recommending a diary: given once, withdrawn once, never given again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.standing import pace_verdict
from core import marks
from core.errors import Refused
from diaries.models.diary import Diary
from diaries.models.tag import RECOMMENDED
from diaries.models.tagging import Tagging


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def standing(self) -> "RecommendationQuerySet":
        """Given and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def readable(self, user: Any) -> "RecommendationQuerySet":
        """Those of published diaries that this person may read; the others return with their diary."""
        return self.filter(diary__in=Diary.objects.visible_to(user).published())

    def newest_first(self) -> "RecommendationQuerySet":
        return self.order_by("-at", "-pk")

    @transaction.atomic
    def recommend(self, diary: Diary, *, by: User, at: datetime | None = None) -> "Recommendation":
        """Twice is once. Whether its giver is trusted is noted as it is at this moment. Raises Refused."""
        giver = self._hold(diary, by)
        given = self.filter(diary=diary, user=giver).first()
        if given and given.withdrawn_at is None:
            return given  # type: ignore[return-value]
        at = at or timezone.now()  # not before the locks: what was shown meanwhile did not count it
        verdict = diary.permissions_for(giver, at=at).recommend
        if not verdict:
            raise Refused(str(verdict), status=403)
        paced = pace_verdict(giver.recommendations.all(), at)
        if not paced:
            raise Refused(str(paced), status=429)
        new = self.create(diary=diary, user=giver, author_id=diary.author_id, at=at, trusted=giver.trusted_at(at))
        self._recount(diary)
        return new  # type: ignore[return-value]

    @transaction.atomic
    def unrecommend(self, diary: Diary, *, by: User, at: datetime | None = None) -> None:
        """Withdraw it, for good. Twice is once."""
        giver = self._hold(diary, by)
        if self.filter(diary=diary, user=giver, withdrawn_at=None).update(withdrawn_at=at or timezone.now()):
            self._recount(diary)

    def _hold(self, diary: Diary, by: User) -> User:
        """Hold the member, then the diary, and see both as they are now."""
        giver = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        Diary.objects.select_for_update(no_key=True).get(pk=diary.pk)
        diary.refresh_from_db(fields=["state", "published_at"])
        return giver

    def _recount(self, diary: Diary) -> None:
        diary.recommend_count = self.filter(diary=diary, withdrawn_at=None).count()
        Diary.objects.filter(pk=diary.pk).update(recommend_count=diary.recommend_count)
        marks.touch(marks.RECOMMENDED, marks.LISTS, marks.of_diary(diary.pk))


class Recommendation(models.Model):
    """One member's recommendation of one diary: the ranking is made of nothing else.

    Derived: author (the diary's, for counting who recommends whom).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recommendations")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="recommendations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recommendations_received")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    trusted = models.BooleanField(default=False)  # was the giver a trusted user at that moment?

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["diary", "user"], name="a_recommendation_once"),
            models.CheckConstraint(condition=~Q(user=F("author")), name="never_ones_own_diary"),
        ]
        indexes = [
            models.Index(fields=["at"], name="recommendations_by_time"),
            models.Index(fields=["user", "-at"], name="recommendations_of_member"),
            models.Index(fields=["withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="recommendations_withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.diary}"


class ListingManager(models.Manager["Listing"]):
    def note(self, diaries: list[int], *, at: datetime) -> list[int]:
        """Record those of these diaries that are on the list for the first time, with the tag; returns them. Twice is once."""
        new = sorted(set(diaries) - set(self.filter(diary__in=diaries).values_list("diary", flat=True)))
        if new:
            with transaction.atomic():
                self.bulk_create([Listing(diary_id=pk, at=at) for pk in new], ignore_conflicts=True)
                Tagging.stamp(RECOMMENDED, *Diary.objects.filter(pk__in=new))
        return new


class Listing(models.Model):
    """A diary came on the recommended list. It is noted once, and stays: so does the tag."""

    diary = models.OneToOneField(Diary, on_delete=models.CASCADE, related_name="listing")
    at = models.DateTimeField()

    objects = ListingManager()

    def __str__(self) -> str:
        return f"{self.diary}: on the list at {self.at}"


class TipJarChange(models.Model):
    """The raters hid a diary's tip jar, or brought it back: from then on the diary is off the lists, or on them again."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="tip_jar_changes")
    hidden = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.diary}: tip jar {'hidden' if self.hidden else 'back'}"
