"""A member's hotlist page: what is new where they asked to be told, and from whom."""

from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from core.prepared import Prepared
from diaries.models import Diary, HotlistEntry

SHOWN = 20  # replies, and diaries of those one follows


class Hotlist:
    """All of it for its owner's eyes only. Every property is one query, whatever the size of the site."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.marks: Any = owner.read_marks  # type: ignore[attr-defined]

    @property
    def _entries(self) -> QuerySet[HotlistEntry]:
        return self.owner.hotlist.readable(self.owner).annotate(**self.marks.positions())  # type: ignore[attr-defined]

    @property
    def entries(self) -> QuerySet[HotlistEntry]:
        """With `new`, the number of comments since the last visit."""
        new = self.marks.news(self.owner).values("diary").annotate(count=Count("pk")).values("count")
        counted = self._entries.annotate(new=Coalesce(Subquery(new), 0))
        return counted.select_related("diary__author").order_by("-at", "-pk")

    @property
    def news(self) -> QuerySet[HotlistEntry]:
        """Entries in whose diaries somebody has said something since the last visit."""
        return self._entries.filter(diary__last_number__gte=F("unread_from")).filter(Exists(self.marks.news(self.owner)))

    @property
    def latest(self) -> list["Latest"]:
        """The entries with news, as the front page shows them; a prepared statement, since members come there most."""
        found = LATEST.rows(self.owner.is_trusted, self.owner.is_moderator, owner=self.owner.pk)
        return [Latest(*row) for row in found]

    @property
    def unread(self) -> int:
        """How many these are. Every page of a member shows it, so the statement is a prepared one."""
        return len(NEWS.rows(self.owner.is_trusted, self.owner.is_moderator, owner=self.owner.pk))

    @property
    def out_of_sight(self) -> int:
        """Entries that wait, because their diary was taken back or removed."""
        return self.owner.hotlist.out_of_sight(self.owner).count()

    @property
    def replies(self) -> Any:
        return self.marks.replies(self.owner)[:SHOWN]

    @property
    def followed_diaries(self) -> QuerySet[Diary]:
        """By those one follows, never opened, the newest first."""
        theirs = Diary.objects.recent().filter(author__in=self.owner.following.values("member"))  # type: ignore[attr-defined]
        return theirs.exclude(pk__in=self.marks.values("diary")).for_listing()[:SHOWN]


def news_of(trusted: bool, moderator: bool, owner: int) -> QuerySet:
    """What decides which comments are news to a member: whether hidden ones may be read, and removed diaries."""
    return Hotlist(User.as_reader(owner, trusted=trusted, moderator=moderator)).news.values_list("pk").order_by()


class Latest(NamedTuple):
    """A diary on a hotlist, as far as a line of a list needs it; new: how many comments."""

    new: int
    pk: int
    title: str
    slug: str
    language: str
    comment_count: int

    @property
    def diary(self) -> Diary:
        return Diary(pk=self.pk, title=self.title, slug=self.slug, language=self.language, comment_count=self.comment_count)


def _latest(trusted: bool, moderator: bool, owner: int) -> QuerySet:
    asked: Any = Hotlist(User.as_reader(owner, trusted=trusted, moderator=moderator)).entries
    shown = ("title", "slug", "language", "comment_count")
    with_news = asked.filter(diary__last_number__gte=F("unread_from"), new__gt=0)
    return with_news.values_list("new", "diary_id", *(f"diary__{name}" for name in shown))  # type: ignore[no-any-return]


NEWS = Prepared(news_of)
LATEST = Prepared(_latest)
