"""What a diary said before: its last versions, to look at, compare and restore."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from community.models import rule

KEPT = ("title", "intro", "body", "markup")


class Version(models.Model):
    """A diary as one save left it. The newest version is the diary as it stands."""

    diary = models.ForeignKey("diaries.Diary", on_delete=models.CASCADE, related_name="versions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=100)
    intro = models.TextField()
    body = models.TextField(blank=True)
    markup = models.CharField(max_length=8)
    tags = models.TextField(blank=True)  # comma-separated, as they were
    began_at = models.DateTimeField(null=True)  # autosaved: since when saves are gathered in it

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["diary", "-at"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.at:%Y-%m-%d %H:%M:%S} UTC)"

    @classmethod
    def keep(cls, diary: models.Model, *, tags: str, by: models.Model, at: datetime, autosaved: bool = False) -> None:
        """Note the diary as it is now; a save right after another replaces it, the oldest beyond the limit go.

        What is saved while one types gathers in one version for some minutes; a save by hand ends that.
        """
        said = {field: getattr(diary, field) for field in KEPT} | {"tags": tags}
        last = cls.objects.filter(diary=diary).first()
        began = (last and last.began_at) or at
        if last and all(getattr(last, field) == value for field, value in said.items()):
            if last.began_at and not autosaved:
                cls.objects.filter(pk=last.pk).update(began_at=None)
            return
        if last and last.by_id == by.pk and last._gathers(at, autosaved=autosaved):
            cls.objects.filter(pk=last.pk).update(**said, at=at, began_at=began if autosaved else None)
            return
        cls.objects.create(diary=diary, by=by, at=at, began_at=at if autosaved else None, **said)
        beyond = cls.objects.filter(diary=diary).values_list("pk", flat=True)[rule("diaries.versions") :]
        cls.objects.filter(pk__in=list(beyond)).delete()

    def _gathers(self, at: datetime, *, autosaved: bool) -> bool:
        """Does the next save go into this version?"""
        if autosaved and self.began_at is not None:
            return at - self.began_at < timedelta(minutes=rule("diaries.merge_autosaves"))
        return at - self.at < timedelta(seconds=rule("diaries.merge_saves"))
