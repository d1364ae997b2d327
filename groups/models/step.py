"""What happened to a diary in a queue, step by step: who, when, and with which words. Author and editors read it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diaries.models import Diary
from groups.models.membership import IN_IT, Membership

LONGEST_WORDS = 2_000  # characters


class Move(models.TextChoices):
    ADDED = "added", "added it to the queue"
    CLAIMED = "claimed", "claimed it"
    RELEASED = "released", "let it go again"
    SENT_BACK = "sent back", "sent it back"
    RESUBMITTED = "resubmitted", "handed it in again"
    SCHEDULED = "scheduled", "scheduled it"
    UNSCHEDULED = "unscheduled", "took it off the calendar"
    PUBLISHED = "published", "published it"
    REPUBLISHED = "republished", "republished it"
    DECLINED = "declined", "declined it"
    WITHDRAWN = "withdrawn", "withdrew it"
    TAKEN_OFF = "taken off", "took it off the page of the group"
    STAYED = "stayed", "could not be published"


TOLD = {
    Move.SENT_BACK, Move.SCHEDULED, Move.UNSCHEDULED, Move.PUBLISHED, Move.REPUBLISHED, Move.DECLINED, Move.STAYED, Move.TAKEN_OFF,
}  # fmt: skip
OUTCOMES = {
    Move.ADDED: "is in the queue", Move.RESUBMITTED: "was handed in again", Move.SENT_BACK: "was sent back to you", Move.SCHEDULED: "is scheduled",
    Move.UNSCHEDULED: "is off the calendar again", Move.PUBLISHED: "is published", Move.REPUBLISHED: "is republished",
    Move.DECLINED: "was declined", Move.TAKEN_OFF: "was taken off the page of the group",
    Move.STAYED: "could not be published as scheduled", Move.WITHDRAWN: "was withdrawn",
}  # fmt: skip


def may_follow(user: Any, path: str = "") -> Q:
    """Who follows an entry: the author of its diary, who brought it (while a member of the group), the editors of the group.

    path: how a query gets to the entry.
    """
    theirs = Membership.objects.filter(member=user)
    edited, joined = theirs.editing().values("group"), theirs.filter(role__in=IN_IT).values("group")
    own = Diary.objects.filter(author=user).values("pk")
    brought = Q((f"{path}added_by", user), (f"{path}group__in", joined))
    return Q((f"{path}diary__in", own)) | brought | Q((f"{path}group__in", edited))


class StepQuerySet(models.QuerySet["QueueStep"]):
    def readable(self, user: Any) -> "StepQuerySet":
        """Those of entries that this person may follow."""
        return self.filter(may_follow(user, "entry__"))

    def for_listing(self) -> "StepQuerySet":
        return self.select_related("entry__group", "entry__diary", "by")


class QueueStep(models.Model):
    """One step. Without `by` it was the clock's: a moment on the calendar had come."""

    entry = models.ForeignKey("groups.QueueEntry", on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=11, choices=Move)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    until = models.DateTimeField(null=True)  # for which moment it was scheduled

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["entry", "at"])]

    def __str__(self) -> str:
        return f"step {self.pk}"

    def get_absolute_url(self) -> str:
        return self.entry.get_absolute_url()

    @property
    def sentence(self) -> str:
        """`sent it back`, after the name of who did it."""
        return Move(self.act).label

    @property
    def heading(self) -> str:
        """`Title was sent back to you (River Watch)`, for whoever is told of it."""
        return f"{self.entry.open_title} {OUTCOMES.get(Move(self.act), self.act)} ({self.entry.group})"
