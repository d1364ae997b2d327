"""How far a member has read: one row a member and diary, written once a visit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from comments.models.comment import Comment
from comments.models.queryset import CommentQuerySet
from comments.position import NOWHERE, Position, folds
from core.listed import Among, is_among, numbers, written
from core.prepared import Prepared
from diaries.models import Diary, State

LOOKS_BACK = 500  # comments


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    def visit(self, diary: Diary, *, by: User, will_tell: bool = False, at: datetime | None = None) -> Position:
        """The member has the page before them. Returns how far they had read before: `seen` is None at the first visit.

        One look, and at most one write, only if there is something new. Where the page will tell what was on the screen
        (`note`), a later visit writes nothing. A database that is too busy loses it: nobody waits, and what was new stays
        new. Two tabs never set it back.
        """
        by.notifications.have_read(diary)
        before = next((_position(*row) for row in SEEN.rows(me=by.pk, diary=diary.pk)), NOWHERE)
        now = at or timezone.now()
        try:
            if before.seen is None:
                first = ReadMark(user=by, diary=diary, seen_number=diary.last_number, at=now)
                ReadMark.objects.bulk_create([first], ignore_conflicts=True)
            elif not will_tell and (before.seen < diary.last_number or before.unread):
                own = self.filter(user=by, diary=diary, seen_number__lte=diary.last_number)
                own.update(seen_number=diary.last_number, unread="", unread_from=None, at=now)
        except OperationalError:
            pass
        return before

    @transaction.atomic
    def note(
        self, diary: Diary, *, by: User, seen: int = 0, unread: Iterable[int] = (), fold: Iterable[str] = (), unfold: Iterable[str] = (),
        at: datetime | None = None,
    ) -> None:  # fmt: skip
        """Keep what a page tells when it is left: the highest number it showed, what of it was never on the screen, folds.

        One row, written only if something has changed; what was read elsewhere meanwhile stays read.
        """
        mark = self.select_for_update(no_key=True).filter(user=by, diary=diary).first() or ReadMark(user=by, diary=diary)
        before = mark.position
        seen = min(seen, diary.last_number)
        after = before.also_read(seen, (number for number in unread if number <= seen)).fold(fold, unfold)
        if after == before and mark.pk:
            return
        mark.seen_number, mark.unread, mark.folds = after.seen or 0, written(after.unread), ",".join(sorted(after.folds))
        mark.unread_from, mark.at = min(after.unread, default=None), at or timezone.now()
        if mark.pk:
            mark.save(update_fields=["seen_number", "unread", "unread_from", "folds", "at"])
        else:
            ReadMark.objects.bulk_create([mark], ignore_conflicts=True)

    # What follows is asked of one member's marks: `user.read_marks`.

    def positions(self, diary: str = "diary") -> dict[str, Any]:
        """Annotations for rows that name a diary: up to which number it was `seen`, what is `unread` below that and from where."""
        own = self.filter(diary=OuterRef(diary))
        seen = Coalesce(Subquery(own.values("seen_number")[:1]), 0)
        return {
            "seen": seen,
            "unread_from": Coalesce(Subquery(own.values("unread_from")[:1]), seen + 1),
            "unread": Coalesce(Subquery(own.values("unread")[:1]), Value("", models.TextField())),
        }

    def news(self, reader: User, *, since: str = "unread_from", seen: str = "seen") -> CommentQuerySet:
        """For each row with `diary` and `positions`: what others have said there that was not read, as far as one may read it."""
        later = Comment.objects.visible_to(reader).standing().filter(diary=OuterRef("diary"), number__gte=OuterRef(since))
        new = Q(number__gt=OuterRef(seen)) | Q(is_among(OuterRef("unread"), "number"))
        return later.filter(new).exclude(author=reader).order_by()

    def with_news(self, reader: User) -> "ReadMarkQuerySet":
        """Those of this reader in whose published diaries others have said something since, counted as `new`."""
        own = self.filter(user=reader, diary__state=State.PUBLISHED).annotate(since=Coalesce("unread_from", F("seen_number") + 1))
        count = self.news(reader, since="since", seen="seen_number").values("diary").annotate(count=Count("pk")).values("count")
        return own.filter(diary__last_number__gte=F("since")).annotate(new=Coalesce(Subquery(count), 0)).filter(new__gt=0)

    def news_among(self, diaries: Iterable[int], *, reader: User) -> dict[int, int]:
        """How many comments of others this reader has not read, for each of these diaries that has some. One statement."""
        asked = ",".join(map(str, diaries))
        return dict(NEWS.rows(reader.is_trusted, reader.is_moderator, me=reader.pk, text_among=asked)) if asked else {}

    def replies(self, reader: User) -> CommentQuerySet:
        """What others answered to this member's comments, the newest first; `unread` says whether it was seen.

        It looks at the member's newest comments, so that it costs the same in the tenth year.
        """
        own = Comment.objects.filter(author=reader).order_by("-posted_at", "-pk").values("pk")[:LOOKS_BACK]
        answers = Comment.objects.visible_to(reader).standing().filter(parent__in=own).exclude(author=reader)
        here = self.positions()
        new = Q(number__gt=here["seen"]) | Q(is_among(here["unread"], "number"))
        read = Case(When(new, then=True), default=False, output_field=models.BooleanField())
        return answers.annotate(unread=read).newest_first().for_listing()


class ReadMark(models.Model):
    """`user` has read `diary` up to comment number `seen_number`, without those in `unread`; `at` is when that last went on.

    unread: `,12,13,19,`, the lowest of them as unread_from; folds: `b7,c9`, a branch and a comment alone, by their ids.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="read_marks")
    seen_number = models.PositiveIntegerField(default=0)
    unread = models.TextField(default="", db_default="")
    unread_from = models.PositiveIntegerField(null=True)
    folds = models.TextField(default="", db_default="")
    at = models.DateTimeField(default=timezone.now)

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "diary"], name="a_mark_once_a_reader")]
        indexes = [models.Index(fields=["diary", "at"])]

    def __str__(self) -> str:
        return f"mark {self.pk}"

    @property
    def position(self) -> Position:
        return _position(self.seen_number, self.unread, self.folds)


def _position(seen: int, unread: str, folded: str) -> Position:
    return Position(seen, numbers(unread), folds(folded.split(",")) if folded else frozenset())


SEEN = Prepared(
    lambda me, diary: ReadMark.objects.filter(user=me, diary=diary).order_by().values_list("seen_number", "unread", "folds")
)


def _news(trusted: bool, moderator: bool, me: int, text_among: str) -> models.QuerySet:
    reader = User.as_reader(me, trusted=trusted, moderator=moderator)
    found: Any = ReadMark.objects.with_news(reader).filter(Among("diary_id", Value(text_among)))
    return found.order_by().values_list("diary_id", "new")  # type: ignore[no-any-return]


NEWS = Prepared(_news)
