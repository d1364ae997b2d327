"""How far a member has read: one row a member and diary, written when the diary's page is opened."""

from datetime import datetime

from django.conf import settings
from django.db import OperationalError, models
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from comments.models.comment import Comment
from comments.models.queryset import CommentQuerySet
from core.prepared import Prepared
from diaries.models import Diary

LOOKS_BACK = 500  # comments


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    def visit(self, diary: Diary, *, by: User, at: datetime | None = None) -> int | None:
        """The member has the page before them. Returns the number up to which they had read before; None at the first visit.

        One look, and at most one write, only if there is something new. A database that is too busy loses it: nobody waits,
        and what was new stays new. Two tabs never set it back.
        """
        by.notifications.have_read(diary)
        before = next((seen for (seen,) in SEEN.rows(me=by.pk, diary=diary.pk)), None)
        now = at or timezone.now()
        try:
            if before is None:
                first = ReadMark(user=by, diary=diary, seen_number=diary.last_number, at=now)
                ReadMark.objects.bulk_create([first], ignore_conflicts=True)
            elif before < diary.last_number:
                self.filter(user=by, diary=diary, seen_number__lt=diary.last_number).update(seen_number=diary.last_number, at=now)
        except OperationalError:
            pass
        return before

    # What follows is asked of one member's marks: `user.read_marks`.

    def seen(self, diary: str = "diary") -> Coalesce:
        """For each row that names a diary: the number up to which it was read, 0 if never."""
        return Coalesce(Subquery(self.filter(diary=OuterRef(diary)).values("seen_number")[:1]), 0)

    def news(self, reader: User) -> CommentQuerySet:
        """For each row with `diary` and `seen`: what others have said there since, as far as this member may read it."""
        since = Comment.objects.visible_to(reader).standing().filter(diary=OuterRef("diary"), number__gt=OuterRef("seen"))
        return since.exclude(author=reader).order_by()

    def replies(self, reader: User) -> CommentQuerySet:
        """What others answered to this member's comments, the newest first; `unread` says whether it was seen.

        It looks at the member's newest comments, so that it costs the same in the tenth year.
        """
        own = Comment.objects.filter(author=reader).order_by("-posted_at", "-pk").values("pk")[:LOOKS_BACK]
        answers = Comment.objects.visible_to(reader).standing().filter(parent__in=own).exclude(author=reader)
        read = Case(When(number__gt=self.seen(), then=True), default=False, output_field=models.BooleanField())
        return answers.annotate(unread=read).newest_first().for_listing()


class ReadMark(models.Model):
    """`user` has read `diary` up to comment number `seen_number`; `at` is when that last went on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="read_marks")
    seen_number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "diary"], name="a_mark_once_a_reader")]
        indexes = [models.Index(fields=["diary", "at"])]

    def __str__(self) -> str:
        return f"mark {self.pk}"


SEEN = Prepared(lambda me, diary: ReadMark.objects.filter(user=me, diary=diary).order_by().values_list("seen_number"))
