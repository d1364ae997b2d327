"""Following: whose diaries a member wants to see. Public, both ways."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from stream.permissions import follow_verdict


class FollowQuerySet(models.QuerySet["Follow"]):
    @transaction.atomic
    def follow(self, member: User, *, by: User, at: datetime | None = None) -> None:
        """From now on `by` follows `member`. Twice is once. Raises Refused."""
        verdict = follow_verdict(by, member)
        if not verdict:
            raise Refused(str(verdict), status=403)
        self.get_or_create(by=by, member=member, defaults={"at": at or timezone.now()})

    def unfollow(self, member: User, *, by: User) -> None:
        """Twice is once."""
        self.filter(by=by, member=member).delete()

    def figures(self, person: User, *, viewer: Any) -> dict[str, int]:
        """How many follow a person, how many they follow, and whether `viewer` does: one query."""
        around = Follow.objects.present().filter(Q(by=person) | Q(member=person)).order_by()
        theirs = Q(member=person)
        return around.aggregate(
            following_count=Count("pk", filter=Q(by=person)),
            follower_count=Count("pk", filter=theirs),
            following=Count("pk", filter=theirs & Q(by=viewer.pk)),
        )

    def present(self) -> "FollowQuerySet":
        """Between people who are still here."""
        return self.filter(by__left=None, member__left=None)


class Follow(models.Model):
    """`by` follows `member`: alice.following are hers, alice.followers those of others who follow her."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followers")
    at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "member"], name="a_follow_once"),
            models.CheckConstraint(condition=~Q(by=F("member")), name="nobody_follows_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.by} follows {self.member}"
