"""What a group shows: published from its queue, or republished. The diary stays one, with one thread and one address."""

from datetime import datetime, timedelta
from math import log2
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from community.models import rule
from diaries.models import Diary
from groups.models.tally import Tally

if TYPE_CHECKING:
    from groups.models.group import Group

COUNTED = 300  # of the newest diaries of a group make its activity: older ones weigh nothing
EPOCH = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def activity_of(shown: list[datetime]) -> float:
    """A figure by which groups compare at any moment: every diary counts half after so many days (rule "groups.half_life").

    It is the binary logarithm of the sum of 2^(time / half-life), so that it does not change while time passes: 0 is nothing.
    """
    if not shown:
        return 0.0
    length = timedelta(days=rule("groups.half_life"))
    newest = max(shown)
    return max(0.001, (newest - EPOCH) / length + log2(sum(2 ** ((at - newest) / length) for at in shown)))


class RepublicationQuerySet(models.QuerySet["Republication"]):
    def standing(self) -> "RepublicationQuerySet":
        """Not withdrawn. Whether the diary itself may be read is another question: Diary.objects.visible_to."""
        return self.filter(ended_at=None)

    def keep(self) -> None:
        """Note on the diary which groups show it, and on these what they show. `self` is a diary's: diary.republications.

        Called whenever a diary enters a group, leaves one, appears or disappears; in the transaction that does it.
        """
        rows = list(self.select_related("group").order_by("at", "pk"))
        if not rows:
            return
        shown = [{"name": row.group.name, "slug": row.group.slug, "first": row.first} for row in rows if row.ended_at is None]
        Diary.objects.filter(pk=rows[0].diary_id).update(shown_in=shown)
        for group in sorted({row.group for row in rows}, key=lambda group: group.pk):
            self.recount(group)

    @staticmethod
    def recount(group: "Group") -> None:
        """Count anew what a group shows."""
        Tally.objects.select_for_update(no_key=True).get(group=group)
        theirs = Republication.objects.standing().filter(group=group, diary__state="published")
        newest = list(theirs.order_by("-at").values_list("at", flat=True)[:COUNTED])
        Tally.objects.filter(group=group).update(diaries=theirs.count(), activity=activity_of(newest))


class Republication(models.Model):
    """A group shows a diary from a moment on, until its author takes the consent back. `first`: it was published there."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="republications")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="republications")
    first = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RepublicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "-at"], condition=Q(ended_at=None), name="republications_of_group"),
            models.Index(fields=["-at", "-id"], condition=Q(ended_at=None), name="republications_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["group", "diary"], condition=Q(ended_at=None), name="a_diary_once_a_group"),
            models.UniqueConstraint(fields=["diary"], condition=Q(ended_at=None, first=True), name="published_to_one_group"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"diary {self.diary_id} in {self.group}"

    @classmethod
    def show(cls, diary: Diary, group: "Group", *, first: bool, by: User | None, at: datetime) -> "Republication":
        """Let a group show a published diary from now on. Twice is once."""
        shown = cls.objects.standing().filter(diary=diary, group=group).first()
        if shown is None:
            shown = cls.objects.create(diary=diary, group=group, first=first, by=by, at=at)
            diary.republications.keep()  # type: ignore[attr-defined]
        return shown

    @classmethod
    def end(cls, diary: Diary, group: "Group", *, by: User | None, at: datetime) -> None:
        """The group shows it no more. Twice is once."""
        if cls.objects.standing().filter(diary=diary, group=group).update(ended_at=at, ended_by=by):
            diary.republications.keep()  # type: ignore[attr-defined]
