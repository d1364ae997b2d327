"""What became of a diary, step by step."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from diaries.models.diary import Diary
from diaries.models.state import State


class StateChange(models.Model):
    """A diary was published, scheduled, taken back or removed: by whom and when."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="state_changes")
    state = models.CharField(max_length=9, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.diary} {self.state}"
