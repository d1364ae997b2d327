"""Polls: one question under a diary, one vote a member. Who voted for what is on no page, for nobody."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from core import marks
from core.errors import Refused
from diaries.models.diary import Diary

LONGEST_QUESTION = LONGEST_CHOICE = 200


class PollQuerySet(models.QuerySet["Poll"]):
    @transaction.atomic
    def write(self, diary: Diary, *, question: str, choices: list[str], closes_at: datetime | None = None) -> None:
        """Let the diary have exactly this poll; without a question none. Raises Refused once the diary was published."""
        now = Diary.objects.select_for_update(no_key=True).get(pk=diary.pk)
        poll = self.filter(diary=diary).first()
        if (poll and poll.says(question, choices, closes_at)) or not (poll or question):
            return
        if now.is_published or now.published_at:
            raise Refused("A poll cannot be changed once its diary was published.", status=409)
        if poll:
            poll.delete()
        if question:
            new = Poll(diary=diary, question=question, closes_at=closes_at)
            new.save()
            Choice.objects.bulk_create([Choice(poll=new, position=n, text=text) for n, text in enumerate(choices, 1)])


class Poll(models.Model):
    """The question of a diary. It stays as it was published."""

    diary = models.OneToOneField(Diary, on_delete=models.CASCADE, related_name="poll")
    question = models.CharField(max_length=LONGEST_QUESTION)
    closes_at = models.DateTimeField(null=True)

    objects = PollQuerySet.as_manager()

    def __str__(self) -> str:
        return self.question

    def says(self, question: str, choices: list[str], closes_at: datetime | None) -> bool:
        answers = list(self.choices.values_list("text", flat=True))
        return (self.question, answers, self.closes_at) == (question, choices, closes_at)

    def closed(self, at: datetime | None = None) -> bool:
        return self.closes_at is not None and self.closes_at <= (at or timezone.now())

    @transaction.atomic
    def vote(self, *, by: User, choice: "Choice", at: datetime | None = None) -> bool:
        """Cast one's ballot; the first one counts, for good. Returns whether it was this one. Raises Refused."""
        at = at or timezone.now()
        if choice.poll_id != self.pk:
            raise Refused("Choose one of the answers of this poll.")
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if self.ballots.filter(user=by).exists():
            return False
        diary = Diary.objects.select_related("poll").get(pk=self.diary_id)
        verdict = diary.permissions_for(by, at=at).vote
        if not verdict:
            raise Refused(str(verdict), status=409)
        self.ballots.create(user=by, choice=choice, at=at)
        marks.touch(marks.of_diary(self.diary_id))
        return True


class Choice(models.Model):
    """One of the answers."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_CHOICE)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="a_position_once_a_poll")]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """One member's vote. Pages show sums only; its owner alone is told what it says."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballots")
    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="ballots")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "user"], name="one_ballot_a_member")]

    def __str__(self) -> str:
        return f"ballot {self.pk}"  # secret, in logs too


class Results:
    """A poll as this person may see it: sums, one's own vote, and whether one may still vote."""

    def __init__(self, diary: Diary, viewer: Any, *, at: datetime | None = None) -> None:
        self.poll = diary.poll  # type: ignore[attr-defined]
        self.choices: list[Any] = list(self.poll.choices.annotate(votes=models.Count("ballots")))
        self.total = sum(choice.votes for choice in self.choices)
        for choice in self.choices:
            choice.percent = round(100 * choice.votes / self.total) if self.total else 0
        own = self.poll.ballots.filter(user=viewer).values_list("choice", flat=True) if viewer.is_authenticated else None
        self.own = own.first() if own is not None else None
        self.may = diary.permissions_for(viewer, at=at).vote if self.own is None else False
        self.closed = self.poll.closed(at)

    @classmethod
    def of(cls, diary: Diary, viewer: Any) -> "Results | None":
        return cls(diary, viewer) if hasattr(diary, "poll") else None
