"""What members are told: somebody answered, named or moderated them.

The door is the member's own: `bob.notifications.tell("reply", about=comment, by=alice)`; a verb with several receivers asks
`alice.notifications.tell_all({bob.pk: "reply", carol.pk: "mention"}, about=comment)`: one statement, whoever they are.
What is told is not what is shown: list and count ask at reading time what the member may see by then.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from community.models import rule
from core.prepared import Prepared
from core.statements import insert_new
from notifications.kinds import KINDS, RECORDS, SOMEBODY

MOST = 99  # unread ones that the bell counts; beyond that it says "99+"


def oldest(at: datetime | None = None) -> datetime:
    """What members were told before is forgotten."""
    return (at or timezone.now()) - timedelta(days=rule("notifications.keep", at=at))


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, member: User, *, since: datetime) -> "NotificationQuerySet":
        """What this member may see by now, wants to be told, and is not too old."""
        about = OuterRef("about_id")
        seen = [Q(Q(about_type=label), Exists(visible(member).filter(pk=about))) for label, visible in RECORDS.items()]
        silent = Silence.objects.filter(user=member).values("kind")
        return self.filter(reduce(or_, seen), receiver=member, kind__in=KINDS, at__gt=since).exclude(kind__in=silent)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def newest_first(self) -> "NotificationQuerySet":
        return self.order_by("-at", "-pk")

    def read(self, *, at: datetime | None = None) -> None:
        """Note that these were read. Twice is once."""
        self.unread().update(read_at=at or timezone.now())

    def opened(self) -> None:
        """The same, by looking at what they are about: a database that is too busy loses it, and nobody waits."""
        with suppress(OperationalError):
            self.read()

    def too_old(self, at: datetime | None = None) -> "NotificationQuerySet":
        """To be shown to anybody."""
        return self.filter(at__lte=oldest(at))


class NotificationManager(models.Manager.from_queryset(NotificationQuerySet)):  # type: ignore[misc]
    """`member.notifications`: the one door for telling, and a member's own list."""

    def tell(self, kind: str, *, about: models.Model, by: User | None = None, at: datetime | None = None) -> None:
        """Tell this member of something. Twice is once; nobody is told of what they did themselves."""
        self.tell_all({self.instance.pk: kind}, about=about, by=by, at=at)

    def tell_all(
        self, told: Mapping[int | None, str], *, about: models.Model, by: User | None = None, at: datetime | None = None
    ) -> None:
        """Tell many, each (by primary key) in the kind that concerns them most: one statement, none if nobody is left.

        Raises KeyError for a kind or a record that notifications.kinds does not know.
        """
        label = about._meta.label_lower
        if label not in RECORDS:
            raise KeyError(f"notifications.kinds does not know {label}")
        within = about.pk if label == "diaries.diary" else about.diary_id if label == "comments.comment" else None  # type: ignore[attr-defined]
        actor, at = by.pk if by else None, at or timezone.now()
        rows = [
            Notification(
                receiver_id=receiver, kind=kind, topic=KINDS[kind].topic or kind, about_type=label, about_id=about.pk,
                within=within, by_id=actor, at=at,
            )
            for receiver, kind in told.items()
            if receiver and receiver != actor
        ]  # fmt: skip
        insert_new(rows)

    # What follows is asked of one member: `member.notifications`.

    def shown(self) -> NotificationQuerySet:
        return self.shown_to(self.instance, since=oldest())

    def silent(self) -> set[str]:
        """The kinds that this member does not want."""
        return set(Silence.objects.filter(user=self.instance).values_list("kind", flat=True))

    @transaction.atomic
    def choose(self, wanted: Collection[str], *, at: datetime | None = None) -> None:
        """From now on tell this member of these kinds only. What came while a kind was off counts as read."""
        at = at or timezone.now()
        off, wished = self.silent(), set(wanted)
        back = off & wished
        self.filter(kind__in=back).read(at=at)
        Silence.objects.filter(user=self.instance, kind__in=back).delete()
        Silence.objects.bulk_create(
            [Silence(user=self.instance, kind=kind, since=at) for kind in KINDS if kind not in wished | off], ignore_conflicts=True
        )

    @property
    def bell(self) -> "Bell":
        """What is unread, looked up once for a request."""
        member = self.instance
        if "_bell" not in member.__dict__:
            member._bell = Bell(member)
        return member._bell

    def have_read(self, diary: models.Model, *, only: Collection[int] | None = None) -> None:
        """The member has this diary's page before them, or some of its comments: what they were told of these is read."""
        self.bell.open(diary.pk, only=only)


class Notification(models.Model):
    """`receiver` is told that `by` did something (`kind`) about a record (`about_type`, `about_id`)."""

    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=20)
    topic = models.CharField(max_length=20)
    about_type = models.CharField(max_length=40)
    about_id = models.PositiveBigIntegerField()
    within = models.PositiveBigIntegerField(null=True)  # the diary whose page shows it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receiver", "about_id", "about_type", "topic"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["receiver", "-at"], name="notifications_of_member"),
            models.Index(fields=["receiver"], condition=Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return f"notification {self.pk}"  # says nothing of whom and what: it may end up in a log

    @property
    def words(self) -> str:
        """`bob answered your comment`."""
        return KINDS[self.kind].says.format(by=self.by.name if self.by else SOMEBODY)


class Bell:
    """What a member has not read yet, looked up when it is first asked: one query a request, of a statement made once."""

    def __init__(self, member: User) -> None:
        self._member = member
        self._rows: list[tuple] | None = None

    @property
    def rows(self) -> list[tuple]:
        """(notification, diary, record, its key), so many that the figure is known."""
        if self._rows is None:
            member = self._member
            self._rows = UNREAD.rows(member.is_trusted, member.is_moderator, receiver=member.pk, at=oldest())
        return self._rows

    def open(self, diary: int, *, only: Collection[int] | None = None) -> None:
        """At most one write, only if something of this diary (of these comments of it) is unread."""
        found = {
            pk for pk, within, record, about in self.rows
            if within == diary and (only is None or (record == "comments.comment" and about in only))
        }  # fmt: skip
        if found:
            Notification.objects.filter(pk__in=found).opened()
            self._rows = [row for row in self.rows if row[0] not in found]

    def __len__(self) -> int:
        return len(self.rows)


def tidy() -> int:
    """Take away what is too old; returns how many."""
    return Notification.objects.too_old().delete()[0]


class Silence(models.Model):
    """`user` does not want to be told things of this kind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="silences")
    kind = models.CharField(max_length=20)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="silent_once")]

    def __str__(self) -> str:
        return f"silence {self.pk}"


def unread_of(trusted: bool, moderator: bool, receiver: int, at: datetime) -> NotificationQuerySet:
    """What decides which records a member may see: whether hidden comments may be read, and removed diaries."""
    shown = Notification.objects.shown_to(User.as_reader(receiver, trusted=trusted, moderator=moderator), since=at)
    return shown.unread().values_list("pk", "within", "about_type", "about_id").order_by()[: MOST + 1]


UNREAD = Prepared(unread_of)
