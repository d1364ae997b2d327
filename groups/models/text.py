"""What a group said of itself before: nothing that a member wrote is lost when another, or a moderator, writes over it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User

FIELDS = ("description", "rules")


class EarlierTextQuerySet(models.QuerySet["EarlierText"]):
    def keep(self, group: Any, said: dict[str, str], *, by: User, at: datetime | None = None) -> None:
        """Before `by` writes `said`: what stands where it goes. group: as it is now, held."""
        gone = {field: getattr(group, field) for field in FIELDS if field in said and said[field] != getattr(group, field)}
        if any(gone.values()):
            self.create(group=group, **gone, by=by, at=at or timezone.now())


class EarlierText(models.Model):
    """Its admins can read it and take it over. by: who put something else there, or nothing, and when. Empty: that part stayed."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="earlier_texts")
    description = models.TextField(blank=True)
    rules = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = EarlierTextQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["group", "-at"], name="earlier_texts_of_a_group")]

    def __str__(self) -> str:
        return f"earlier text {self.pk}"
