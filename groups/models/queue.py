"""The queue of a group: drafts and diaries that its members bring, and what its editors make of them.

    waiting -> published (a draft) or republished (a diary already out), at once or at a moment on the calendar
            -> sent back with notes -> handed in again
            -> declined | withdrawn by its author, later too
    published or republished -> taken off the page of the group by its editors, or by a moderator

Every verb holds the author, the diary and the entry, in this order, looks again, and leaves a QueueStep. A draft in a queue is
read by its author and by the editors and admins of this one group, through QueueEntry.shows_text_to: nothing else widens.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from community.models import Site, rule
from core.clock import spoken
from core.errors import Refused
from core.html import TooComplex
from diaries.models import Diary, State, Tagging
from diaries.models.diary import LONGEST_AHEAD
from diaries.permissions import write_verdict
from groups.models.group import Group
from groups.models.republication import Republication
from groups.models.step import TOLD, Move, QueueStep, may_follow
from groups.permissions import QueuePermissions, closed

NOT_HERE = "A diary that is not here any more"


class Stage(models.TextChoices):
    WAITING = "waiting", "waiting"
    RETURNED = "returned", "sent back"
    SCHEDULED = "scheduled", "scheduled"
    PUBLISHED = "published", "published"
    REPUBLISHED = "republished", "republished"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"
    TAKEN_OFF = "taken off", "taken off"


OPEN = (Stage.WAITING.value, Stage.RETURNED.value, Stage.SCHEDULED.value)
SHOWN = (Stage.PUBLISHED.value, Stage.REPUBLISHED.value)


class QueueQuerySet(models.QuerySet["QueueEntry"]):
    def readable(self, user: Any) -> "QueueQuerySet":
        """What this person may follow: the author of the diary, who brought it (while a member), the editors of the group."""
        return self.filter(may_follow(user))

    def open(self) -> "QueueQuerySet":
        """Not at an end yet."""
        return self.filter(stage__in=OPEN)

    def due(self, at: datetime) -> "QueueQuerySet":
        """Scheduled for a moment that has come."""
        return self.filter(stage=Stage.SCHEDULED, scheduled_for__lte=at).order_by("scheduled_for", "pk")

    def for_listing(self) -> "QueueQuerySet":
        deferred = [f"diary__{field}" for field in ("body", "body_html", "intro", "intro_html", "tip")]
        return self.select_related("group", "diary__author", "added_by", "claimed_by").defer(*deferred)

    def for_page(self) -> "QueueQuerySet":
        tags = Prefetch("diary__taggings", Tagging.objects.select_related("tag"))
        return self.select_related("group", "diary__author", "diary__poll", "added_by", "claimed_by").prefetch_related(tags)

    @transaction.atomic
    def add(self, diary: Diary, group: Group, *, by: User, words: str = "", at: datetime | None = None) -> "QueueEntry":
        """Put an own draft or any published diary into the queue of a group. Twice is once. Raises Refused."""
        at = at or timezone.now()
        verdict = Group.objects.get(pk=group.pk).permissions_for(by, at=at).queue
        if not verdict:
            raise Refused(str(verdict), status=403)
        diary = _held(diary)
        entry = self.filter(group=group, diary=diary, stage__in=[*OPEN, *SHOWN]).first()
        if entry and entry.stage in OPEN and by.pk in (entry.added_by_id, diary.author_id):
            return entry
        if entry:
            where = "is in its queue already" if entry.stage in OPEN else "stands there already"
            raise Refused(f"{group}: this diary {where}.", status=409)
        self._require_free(diary, group, by=by, at=at)
        draft = diary.state == State.DRAFT
        if draft:
            diary.queue(by=by, at=at)
        added = self.create(group=group, diary=diary, added_by=by, added_at=at, changed_at=at, draft=draft)
        added.note(Move.ADDED, by=by, at=at, words=words)
        return added

    def _require_free(self, diary: Diary, group: Group, *, by: User, at: datetime) -> None:
        """Raises Refused for a diary that cannot be added by this member now. The caller holds it."""
        if diary.state == State.QUEUED:
            raise Refused("This draft waits in the queue of a group already. Withdraw it there first.", status=409)
        if diary.state == State.SCHEDULED:
            raise Refused("This diary is scheduled. Take it off the schedule first; then it can wait in a queue.", status=409)
        if diary.state != State.PUBLISHED and not (diary.state == State.DRAFT and diary.author_id == by.pk):
            raise Refused("Your own drafts and published diaries can be added to a queue, nothing else.", status=409)
        own = diary.author_id == by.pk
        if not own and self.filter(group=group, diary=diary, steps__act=Move.WITHDRAWN, steps__by=diary.author_id).exists():
            raise Refused(f"Its author does not want this diary to be republished by {group}.", status=409)
        most = rule("queue.a_member", at=at)
        if self.open().filter(group=group, added_by=by).count() >= most:
            raise Refused(f"You have {most} diaries waiting in this queue, and that is the limit. Withdraw one first.", status=429)

    @transaction.atomic
    def leave(self, *, by: User | None, at: datetime) -> None:
        """The diary is no draft in a queue any more: its author took it out, or it is removed. `self` is a diary's."""
        for entry in self.open().filter(draft=True).select_related("diary__author", "group"):
            entry.end(Stage.WITHDRAWN, Move.WITHDRAWN, by=by, at=at)

    @transaction.atomic
    def part(self, member: User, *, by: User, at: datetime) -> None:
        """A member leaves the group whose entries these are: drafts go back to their author, suggestions of others stay."""
        for entry in self.open().filter(draft=True, diary__author=member).select_related("diary__author", "group"):
            entry.diary = _held(entry.diary)
            entry.end(Stage.WITHDRAWN, Move.WITHDRAWN, by=by, at=at, words="No member of the group any more.")
            entry.diary.take_back(by=member, at=at)

    def publish_due(self, *, at: datetime) -> int:
        """Publish what the calendar says; returns how many. `self` is a diary's."""
        return sum(entry.publish_if_due(at=at) for entry in self.due(at).for_page())


def _held(diary: Diary) -> Diary:
    """Hold the author and then the diary, and see it as it is now."""
    author = User.objects.select_for_update(no_key=True).get(pk=diary.author_id)
    held = Diary.objects.select_for_update(no_key=True).get(pk=diary.pk)
    held.author = author
    return held


class QueueEntry(models.Model):
    """One diary in the queue of one group, and on from there. `draft`: it was one when it was added."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="entries")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="queue_entries")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="queue_entries")
    added_at = models.DateTimeField(default=timezone.now)
    draft = models.BooleanField()
    stage = models.CharField(max_length=11, choices=Stage, default=Stage.WAITING)
    changed_at = models.DateTimeField(default=timezone.now)  # of the last step
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    scheduled_for = models.DateTimeField(null=True)

    objects = QueueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "stage", "-changed_at"], name="queue_of_group"),
            models.Index(fields=["scheduled_for"], condition=Q(stage="scheduled"), name="queue_calendar"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["group", "diary"], condition=Q(stage__in=[*OPEN, *SHOWN]), name="an_entry_once_a_group"),
            models.UniqueConstraint(fields=["diary"], condition=Q(draft=True, stage__in=OPEN), name="a_draft_in_one_queue"),
            models.UniqueConstraint(fields=["group", "scheduled_for"], condition=Q(stage="scheduled"), name="a_slot_once"),
            models.CheckConstraint(
                condition=Q(stage="scheduled", scheduled_for__isnull=False) | ~Q(stage="scheduled") & Q(scheduled_for=None), name="on_the_calendar_has_a_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"queue entry {self.pk}"  # says nothing of the diary: it may end up in a log

    def get_absolute_url(self) -> str:
        return reverse("queue_entry", args=[self.pk])

    # -- who sees what of it --

    def permissions_for(self, user: Any, *, role: str | None = None, at: datetime | None = None) -> QueuePermissions:
        """role: what `user` is in the group, if the caller knows it."""
        return QueuePermissions(self, user, role=role, at=at)

    @property
    def text_is_open(self) -> bool:
        """Whether its readers may see what the diary says: it is published, or a draft that waits here."""
        return self.diary.state == State.PUBLISHED or self.draft and self.stage in OPEN and self.diary.state == State.QUEUED

    @property
    def open_title(self) -> str:
        return self.diary.title if self.text_is_open else NOT_HERE

    def shows_text_to(self, user: Any) -> bool:
        """For whoever may read the entry. A draft that has left the queue is its author's alone again."""
        return self.text_is_open or self.diary.author_id == user.pk

    def title_for(self, user: Any) -> str:
        return self.diary.title if self.shows_text_to(user) else NOT_HERE

    def claimed_until(self) -> datetime | None:
        return self.claimed_at + timedelta(minutes=rule("queue.claim")) if self.claimed_at else None

    def claimer(self, at: datetime) -> User | None:
        """The editor who has it alone at this moment; a claim lapses by itself."""
        until = self.claimed_until()
        return self.claimed_by if until and at < until else None

    @property
    def claimed_now(self) -> User | None:
        return self.claimer(timezone.now())

    # -- what its members and editors do --

    @transaction.atomic
    def claim(self, *, by: User, at: datetime | None = None) -> None:
        """Have it alone for a while. Twice is once. Raises Refused."""
        at = self._hold(at)
        if self.claimer(at) != by or not self.permissions_for(by, at=at).claim:
            self._require("claim", by, at)
            self.claimed_by, self.claimed_at = by, at
            self.note(Move.CLAIMED, by=by, at=at)

    @transaction.atomic
    def release(self, *, by: User, at: datetime | None = None) -> None:
        """Let others work on it. Twice is once."""
        at = self._hold(at)
        if self.claimer(at) == by:
            self.claimed_by = self.claimed_at = None
            self.note(Move.RELEASED, by=by, at=at)

    @transaction.atomic
    def send_back(self, *, by: User, words: str, at: datetime | None = None) -> None:
        """To its author, with notes. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.SENT_BACK, by):
            self._require("send_back", by, at)
            self.end(Stage.RETURNED, Move.SENT_BACK, by=by, at=at, words=words)

    @transaction.atomic
    def resubmit(self, *, by: User, words: str = "", at: datetime | None = None) -> None:
        """Back to the editors. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.RESUBMITTED, by):
            self._require("resubmit", by, at)
            if self.draft:
                self.diary.require_complete(at)
            self.end(Stage.WAITING, Move.RESUBMITTED, by=by, at=at, words=words)

    @transaction.atomic
    def schedule(self, when: datetime, *, by: User, at: datetime | None = None) -> None:
        """Onto the calendar of the group; there already, to another moment. Raises Refused."""
        at = self._hold(at)
        if self.stage == Stage.SCHEDULED and self.scheduled_for == when and self._did(Move.SCHEDULED, by):
            return
        self._require("schedule", by, at)
        if not at < when <= at + LONGEST_AHEAD:
            raise Refused(
                "That moment has passed. Choose a later one." if when <= at else "A diary can be scheduled at most a year ahead."
            )
        if self.draft and self.diary.state != State.PUBLISHED:
            self.diary.require_complete(when)
        taken = Refused(f"{spoken(when, Site.current().zone)} is taken already. Choose another slot.", status=409)
        if QueueEntry.objects.filter(group=self.group_id, stage=Stage.SCHEDULED, scheduled_for=when).exclude(pk=self.pk).exists():
            raise taken
        try:
            with transaction.atomic():
                self.end(Stage.SCHEDULED, Move.SCHEDULED, by=by, at=at, until=when)
        except IntegrityError:
            raise taken from None

    @transaction.atomic
    def unschedule(self, *, by: User, at: datetime | None = None) -> None:
        """Off the calendar, back among what waits. Twice is once. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.UNSCHEDULED, by):
            self._require("unschedule", by, at)
            self.end(Stage.WAITING, Move.UNSCHEDULED, by=by, at=at)

    @transaction.atomic
    def publish(self, *, by: User, at: datetime | None = None) -> None:
        """Publish the draft to the group and, at the same instant, on its author's page. Twice is once. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.PUBLISHED, by):
            self._require("publish", by, at)
            self._appear(by, at)

    @transaction.atomic
    def republish(self, *, by: User, at: datetime | None = None) -> None:
        """Let the group show a diary that is out already. Twice is once. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.REPUBLISHED, by):
            self._require("republish", by, at)
            self._appear(by, at)

    @transaction.atomic
    def decline(self, *, by: User, words: str, at: datetime | None = None) -> None:
        """Not here, and why; a draft is its author's again. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.DECLINED, by):
            self._require("decline", by, at)
            self.end(Stage.DECLINED, Move.DECLINED, by=by, at=at, words=words)
            if self.diary.state == State.QUEUED:
                self.diary.take_back(by=by, at=at)

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime | None = None) -> None:
        """The author takes the consent back, after publication too; who brought somebody else's diary, while it waits. Raises Refused."""
        at = self._hold(at)
        if self._did(Move.WITHDRAWN, by):
            return
        self._require("withdraw", by, at)
        self.end(Stage.WITHDRAWN, Move.WITHDRAWN, by=by, at=at)
        if self.diary.state == State.QUEUED and self.draft:
            self.diary.take_back(by=by, at=at)
        Republication.end(self.diary, self.group, by=by, at=at)

    @transaction.atomic
    def take_off(self, *, by: User, words: str, at: datetime | None = None) -> None:
        """The group shows it no more, and why; the diary stays as it is everywhere else. Raises Refused."""
        at = self._hold(at)
        if not self._did(Move.TAKEN_OFF, by):
            self._require("take_off", by, at)
            self.end(Stage.TAKEN_OFF, Move.TAKEN_OFF, by=by, at=at, words=words)
            Republication.end(self.diary, self.group, by=by, at=at)

    @transaction.atomic
    def publish_if_due(self, *, at: datetime) -> bool:
        """Publish or republish what the calendar says, once, however many ask. What stands in the way is noted, and it waits again."""
        self._hold(at)
        if self.stage != Stage.SCHEDULED or self.scheduled_for is None or self.scheduled_for > at:
            return False
        try:
            with transaction.atomic():
                self._appear(None, at)
        except (Refused, TooComplex, ValidationError) as refusal:
            words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            self._hold(at)
            self.end(Stage.WAITING, Move.STAYED, by=None, at=at, words=words)
            return False
        return True

    # -- under its locks --

    def _hold(self, at: datetime | None) -> datetime:
        """Hold the author, the diary and the entry, and see them as they are now."""
        self.diary = _held(self.diary)
        QueueEntry.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db(fields=["stage", "claimed_by", "claimed_at", "scheduled_for", "changed_at"])
        return at or timezone.now()

    def _require(self, verb: str, by: User, at: datetime) -> None:
        """Raises Refused: 403 for who may not, 409 with what has become of it meanwhile."""
        verdict = getattr(self.permissions_for(by, at=at), verb)
        if not verdict:
            raise Refused(str(verdict), status=getattr(verdict, "status", 403))

    def _did(self, act: Move, by: User) -> bool:
        """Was this the last step? Pressing twice is once."""
        last = self.steps.last()  # type: ignore[attr-defined]
        return last is not None and last.act == act and last.by_id == by.pk

    def _appear(self, by: User | None, at: datetime) -> None:
        """Before the readers, in one transaction: on the author's page and in the group."""
        if self.group.is_closed:
            raise Refused(closed(self.group), status=409)
        author = self.diary.author
        first = self.draft and self.diary.state == State.QUEUED
        if first:
            verdict = write_verdict(author, at=at)
            if not verdict:
                raise Refused(f"Its author cannot publish just now. {verdict}", status=409)
            try:
                self.diary.publish(by=by or author, at=at)
            except Refused as refusal:
                raise Refused(f"It cannot go out in the name of {author} just now. “{refusal}”", status=refusal.status) from refusal
        elif self.diary.state != State.PUBLISHED:
            raise Refused("This diary is not published just now.", status=409)
        self.end(Stage.PUBLISHED if first else Stage.REPUBLISHED, Move.PUBLISHED if first else Move.REPUBLISHED, by=by, at=at)
        Republication.show(self.diary, self.group, first=first, by=by, at=at)

    def end(
        self, stage: Stage, act: Move, *, by: User | None, at: datetime, words: str = "", until: datetime | None = None
    ) -> None:
        """This stage is over, the next begins. The caller holds the entry."""
        self.stage, self.scheduled_for, self.claimed_by, self.claimed_at = stage, until, None, None
        self.note(act, by=by, at=at, words=words, until=until)

    def note(self, act: Move, *, by: User | None, at: datetime, words: str = "", until: datetime | None = None) -> None:
        """Leave the record of a step, and tell whom it concerns."""
        self.changed_at = at
        self.save(update_fields=["stage", "scheduled_for", "claimed_by", "claimed_at", "changed_at"])
        step = QueueStep.objects.create(entry=self, act=act, by=by, at=at, words=words, until=until)
        if act in TOLD:
            told = dict.fromkeys({self.added_by_id, self.diary.author_id}, "queue")
            self.diary.author.notifications.tell_all(told, about=step, by=by, at=at)
        elif act in (Move.ADDED, Move.RESUBMITTED):
            editors = self.group.memberships.editing().values_list("member", flat=True)
            self.diary.author.notifications.tell_all(dict.fromkeys(editors, "queued"), about=step, by=by, at=at)
