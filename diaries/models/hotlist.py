"""The hotlist: diaries that a member wants to come back to, with a note to oneself. Nobody else ever learns of it."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from diaries.models.diary import Diary

LONGEST_NOTE = 2_000  # bytes


def _may_be_read(user: User) -> models.Exists:
    """Row by row: a list of all diaries would grow with the site."""
    return models.Exists(Diary.objects.visible_to(user).filter(pk=models.OuterRef("diary")))


class HotlistQuerySet(models.QuerySet["HotlistEntry"]):
    def readable(self, user: User) -> "HotlistQuerySet":
        """Without those whose diary was taken back or removed; they return with it."""
        return self.filter(_may_be_read(user))

    def out_of_sight(self, user: User) -> "HotlistQuerySet":
        """The others."""
        return self.exclude(_may_be_read(user))

    @transaction.atomic
    def hotlist(self, diary: Diary, *, by: User, note: str | None = None, at: datetime | None = None) -> "HotlistEntry":
        """Put a diary on one's hotlist; on it already, a note that is given takes the place of the one before."""
        defaults = {"note": note or "", "at": at or timezone.now()}
        entry, new = self.get_or_create(user=by, diary=diary, defaults=defaults)
        if not new and note is not None and note != entry.note:
            entry.note = note
            entry.save(update_fields=["note"])
        return entry

    def unhotlist(self, diary: Diary, *, by: User) -> None:
        """Take it off, with its note. Twice is once."""
        self.filter(user=by, diary=diary).delete()


class HotlistEntry(models.Model):
    """A diary on a member's hotlist. Fetch entries through `user.hotlist`, never through the diary."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hotlist")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="hotlist_entries")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = HotlistQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hotlist entries"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "diary"], name="a_diary_once_a_hotlist")]

    def __str__(self) -> str:
        return f"entry {self.pk}"  # says nothing of whose and what: it may end up in a log
