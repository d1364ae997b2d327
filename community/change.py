"""What administrators have changed: who, when, from what to what. Rows are written once and stay."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.errors import Refused

LONGEST = 20_000  # characters of a text that are kept in a line; pages keep their versions themselves
OVERTAKEN = (
    "Somebody else has changed this since you opened the page. What you typed is kept below, and beside it stands what is in force "
    "now. Look at both, then save again."
)


def seen_of(*values: Any) -> str:
    """What a form's reader had before them, in a few letters."""
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:20]


def require_seen(seen: str | None, *values: Any) -> None:
    """seen: seen_of() as the form has it; None where nobody has looked (the command line). Raises Refused (409)."""
    if seen is not None and seen != seen_of(*values):
        raise Refused(OVERTAKEN, status=409)


class ChangeManager(models.Manager["Change"]):
    def note(self, what: str, before: Any, after: Any, *, by: Any = None, at: datetime | None = None) -> None:
        """what: in words, like `the tagline`. Nothing is noted where nothing has changed."""
        if str(before) != str(after):
            self.create(what=what, before=str(before)[:LONGEST], after=str(after)[:LONGEST], by=by, at=at or timezone.now())


class Change(models.Model):
    """by: None for the operator at the machine. before and after are empty where something came or went."""

    what = models.CharField(max_length=160)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ChangeManager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="change_by_time")]

    def __str__(self) -> str:
        return f"change {self.pk}"

    @property
    def heading(self) -> str:
        """`The tagline`; a number keeps its own name."""
        return self.what if "." in self.what.partition(" ")[0] else self.what[:1].upper() + self.what[1:]

    @property
    def is_short(self) -> bool:
        """Whether it fits on its line."""
        return len(self.before) + len(self.after) <= 160 and "\n" not in self.before + self.after
