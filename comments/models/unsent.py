"""What members have typed and not posted: a row an opened form, known by the form's token.

Nothing typed is lost and nothing is posted twice because of three rules:

- Every save names the revision it was typed upon. One that comes late, from a second tab or another device, never writes over
  newer words: it becomes a row of its own, and both are kept.
- A comment carries the token of its form. An unsent text whose token has been posted is sent, in the very transaction that
  posted it; its row is out of every set from then on and is swept up afterwards.
- Nobody but the author reads a row; it has no page, count or mark that others see.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from comments.models.comment import Comment
from comments.models.edit import LONGEST_SUBJECT
from community.models import rule
from core.errors import Refused
from core.http import No, Verdict
from core.text import check_text, first_words, is_blank
from diaries.models import Diary

MOST = 200  # unsent texts of one member
WARNS = timedelta(days=14)  # so long before an unsent comment goes, its writer reads so
DELETED = No("The comment that it answers was deleted.")
GONE = No("The place where you wrote it is not there any more.")


class Place(NamedTuple):
    """Where a comment is being written: under a diary, below a comment, or over an own one."""

    diary: Diary
    parent: Comment | None = None
    edits: Comment | None = None


class Kept(NamedTuple):
    """What a save came to. token and revision: what the form goes on with; sent: these words have been posted already."""

    token: str
    revision: int
    sent: bool = False
    forked: bool = False  # newer words stood there: these are kept beside them


class UnsentQuerySet(models.QuerySet["Unsent"]):
    def waiting(self) -> Self:
        """Not posted by now, newest first."""
        sent = Comment.objects.filter(author=OuterRef("author"), token=OuterRef("token"))
        return self.filter(~models.Exists(sent)).order_by("-changed_at", "-pk")

    def at(self, place: Place) -> Self:
        return self.waiting().filter(diary=place.diary, parent=place.parent, edits=place.edits)

    def within(self, diary: Diary) -> list["Unsent"]:
        """All that waits under this diary, with what it answers, newest first. (`member.unsent.within(diary)`)"""
        return list(self.waiting().filter(diary=diary).select_related("parent", "edits"))

    def listed_for(self, reader: User) -> Self:
        """With all that a list shows. Where `reachable` is false neither diary nor comment may be named: their reader may not
        see them any more.
        """
        diary = Diary.objects.visible_to(reader).filter(pk=OuterRef("diary"))
        answered = Comment.objects.visible_to(reader).filter(pk=OuterRef("parent"))
        reachable = Q(models.Exists(diary)) & (Q(parent=None) | Q(models.Exists(answered)))
        texts = [f"diary__{name}" for name in ("intro", "intro_html", "body", "body_html", "tip")]
        rows = self.filter(author=reader).select_related("diary__author", "parent__author", "edits", "author").defer(*texts)
        return rows.annotate(reachable=models.ExpressionWrapper(reachable, output_field=models.BooleanField()))

    def expiring(self, at: datetime) -> Self:
        """Soon gone: their writers are warned."""
        return self.waiting().filter(changed_at__lte=at - lasts(at) + WARNS)

    def keep(
        self, *, by: User, token: str, revision: int, subject: str, body: str, place: Callable[[], Place], at: datetime | None = None
    ) -> Kept:  # fmt: skip
        """Keep what stands in a form. One statement, once there is a row; `place` is asked before there is one.

        Raises Refused (429) or ValidationError in the writer's words.
        """
        at = at or timezone.now()
        body = check_text(body, limit=1024 * int(rule("text.comment", at=at)))
        subject = check_text(subject, limit=4 * LONGEST_SUBJECT)[:LONGEST_SUBJECT]
        own = self.filter(author=by, token=token)
        if is_blank(subject + body):
            own.filter(revision=revision).delete()
            return Kept(token, 0)
        if revision % 10 == 9:
            _not_too_often(by)
        if own.filter(revision=revision).update(subject=subject, body=body, revision=F("revision") + 1, changed_at=at):
            return Kept(token, revision + 1)
        return self._beside(own.first(), place(), by=by, token=token, subject=subject, body=body, at=at)

    def _beside(self, there: "Unsent | None", place: Place, *, by: User, token: str, at: datetime, **said: str) -> Kept:
        """No row stands at that revision: it is the first save, or the answer to the last was lost, or another tab was faster."""
        if there and there.says(**said):
            return Kept(token, there.revision)
        posted = place.edits or Comment.objects.filter(author=by, token=token).first()
        if posted and posted.says(**said):
            return Kept(token, 0, sent=True)
        forked = bool(there or (posted and not place.edits))
        if self.filter(author=by).count() >= MOST:
            raise Refused(
                f"You have {MOST} unsent comments. Discard some of them among your drafts, and this one is kept too.", status=429
            )
        row = Unsent(
            author=by, token=secrets.token_urlsafe(12) if forked else token, begun_at=at, changed_at=at, **place._asdict(), **said
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # two first saves of one form at once
            return self._beside(self.get(author=by, token=token), place, by=by, token=token, at=at, **said)
        return Kept(row.token, row.revision, forked=forked)

    def forget(self, token: str) -> None:
        """What was typed here has been sent. (`member.unsent.forget(token)`)"""
        if token:
            self.filter(token=token).delete()

    def warn(self, *, at: datetime | None = None) -> int:
        """Tell the writers of what will soon be gone, once. Returns how many were told."""
        at = at or timezone.now()
        unwarned = self.expiring(at).filter(Q(warned_at=None) | Q(warned_at__lt=F("changed_at"))).select_related("author")
        told = 0
        for row in unwarned.filter(changed_at__gt=at - lasts(at)):
            with transaction.atomic():
                row.author.notifications.tell("unsent", about=row, at=at)
                self.filter(pk=row.pk).update(warned_at=at)
            told += 1
        return told

    def sweep(self, *, at: datetime | None = None) -> int:
        """Let go of what was posted, and of what nobody has touched for as long as the rule says. Returns how many."""
        now = at or timezone.now()
        waiting = self.waiting().filter(changed_at__gt=now - lasts(now)).order_by()
        return self.exclude(pk__in=waiting.values("pk")).delete()[0]


class Unsent(models.Model):
    """`author`'s words for a comment under `diary`, answering `parent` or changing `edits`; theirs alone."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsent", db_index=False)
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="unsent", db_index=False)
    parent = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    edits = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField(blank=True)
    token = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # no index: a save then changes no index at all
    warned_at = models.DateTimeField(null=True)

    reachable: bool  # listed_for
    objects = UnsentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unsent"
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="an_unsent_token_once_an_author"),
            models.CheckConstraint(condition=Q(parent=None) | Q(edits=None), name="unsent_answers_or_edits"),
        ]
        indexes = [models.Index(fields=["author", "diary"])]

    def __str__(self) -> str:
        return f"unsent {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("unsent", args=[self.pk])

    @property
    def place(self) -> Place:
        return Place(self.diary, self.parent, self.edits)

    @property
    def heading(self) -> str:
        """The subject; else the first own words, after what they quote."""
        own = " ".join(line for line in self.body.splitlines() if not line.startswith(">")).strip()
        return self.subject or first_words(own or self.body, LONGEST_SUBJECT)

    @property
    def gone_at(self) -> datetime:
        """When it is swept away, if nobody touches it."""
        return self.changed_at + lasts(timezone.now())

    @property
    def is_expiring(self) -> bool:
        return self.gone_at - timezone.now() <= WARNS

    def says(self, *, subject: str, body: str) -> bool:
        return (self.subject, self.body) == (subject, body)

    def verdict(self, *, at: datetime | None = None) -> Verdict:
        """May it be posted just now? The words say why not. (Of a row from listed_for)"""
        if not self.reachable:
            return GONE
        if self.edits:
            return self.edits.permissions_for(self.author, at=at).edit
        may = self.diary.permissions_for(self.author, at=at).comment
        if may and self.parent and not self.parent.is_standing:
            return DELETED
        return may


def lasts(at: datetime) -> timedelta:
    return timedelta(days=rule("comments.unsent", at=at))


def _not_too_often(by: User) -> None:
    """Saves are cheap, but not free: a script that runs wild is told to wait. Counted at every tenth save, so that it costs nothing."""
    key = f"keeps:{by.pk}"
    cache.add(key, 0, 60)
    if cache.incr(key, 10) > int(rule("limits.saves")):
        raise Refused("That is saved too often. Your text is kept in this browser; it is saved again in a minute.", status=429)
