"""Changes to a diary that are not its own text yet: typed over a published diary, or beside a draft that another tab changed.

The author's alone: moderators read versions of what was public, never this. A row an opened form, known by the form's token;
a save that comes late writes over nothing newer but becomes a row of its own (as comments.models.unsent does).
"""

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from diaries.models.diary import UNTITLED, Diary

MOST = 20  # pending edits of one diary
SAID = ("title", "intro", "body", "markup", "language", "tags", "tags_seen")


class Kept(NamedTuple):
    """What a save came to. token, revision: what the form goes on with; forked: newer words stood there, these are beside them."""

    token: str
    revision: int
    forked: bool = False


class PendingEditQuerySet(models.QuerySet["PendingEdit"]):
    def newest_first(self) -> "PendingEditQuerySet":
        return self.order_by("-changed_at", "-pk")

    def for_listing(self) -> "PendingEditQuerySet":
        return self.newest_first().select_related("diary").defer("intro", "body", "diary__intro", "diary__body", "diary__body_html")

    def keep(self, diary: Diary, *, by: User, token: str, revision: int, at: datetime | None = None, **said: Any) -> Kept:
        """Keep what stands in the editor; one statement, once there is a row. What the diary says already needs none.

        Raises Refused (403, 429) in the writer's words.
        """
        at = at or timezone.now()
        if by.pk != diary.author_id:
            raise Refused("Only its author edits a diary.", status=403)
        words = {name: said[name] for name in SAID if name in said}
        own = self.filter(diary=diary, token=token)
        if own.filter(revision=revision).update(**words, revision=F("revision") + 1, changed_at=at):
            return Kept(token, revision + 1)
        there = own.first()
        if there and there.says(**words):
            return Kept(token, there.revision)
        if there is None and diary.says(**({"tags": diary.tags_text} | words)):
            return Kept(token, 0)
        if self.filter(diary=diary).count() >= MOST:
            raise Refused(f"{MOST} unsaved changes of this diary are kept already. Discard some of them first.", status=429)
        row = PendingEdit(
            diary=diary, by=by, token=secrets.token_urlsafe(12) if there else token, begun_at=at, changed_at=at, **words
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # two first saves of one form at once
            return self.keep(diary, by=by, token=token, revision=0, at=at, **said)
        return Kept(row.token, row.revision, forked=there is not None)


class PendingEdit(models.Model):
    """What `by`, its author, has typed for `diary` and not saved to it."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="pending_edits", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pending_edits")
    token = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=100, blank=True)
    intro = models.TextField(blank=True)
    body = models.TextField(blank=True)
    markup = models.CharField(max_length=8)
    language = models.CharField(max_length=12, blank=True, default="", db_default="")
    tags = models.TextField(blank=True)  # as they were typed
    tags_seen = models.TextField(null=True, blank=True)  # which stood there when the form was opened, if it said so
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PendingEditQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["diary", "token"], name="a_pending_token_once_a_diary")]

    def __str__(self) -> str:
        return self.title or UNTITLED

    def says(self, **words: str) -> bool:
        return all(getattr(self, name) == value for name, value in words.items())
