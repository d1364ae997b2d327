"""What is new to a member in the diaries that they have read before: in those of a list, beside the number of comments, and on their hotlist."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.models import User
from core.listed import is_among, written
from core.prepared import Prepared
from diaries.models import Diary, HotlistEntry


class News(NamedTuple):
    """A diary in which others have said something. new: how many comments; hotlisted: whether the member's hotlist has it."""

    pk: int
    new: int
    hotlisted: bool
    title: str
    slug: str
    language: str
    comment_count: int

    @property
    def diary(self) -> Diary:
        """As far as a line of a list needs it."""
        return Diary(pk=self.pk, title=self.title, slug=self.slug, language=self.language, comment_count=self.comment_count)


def _news(trusted: bool, moderator: bool, owner: int, text_among: str) -> QuerySet:
    """`text_among`: ",7,12,": the diaries of the list, as one value, so that the statement is the same for lists of any length."""
    reader: Any = User.as_reader(owner, trusted=trusted, moderator=moderator)
    hotlisted = Exists(HotlistEntry.objects.filter(user=reader, diary=OuterRef("diary")))
    own = reader.read_marks.with_news(reader).annotate(hotlisted=hotlisted)
    asked = own.filter(Q(is_among(Value(text_among), "diary_id")) | Q(hotlisted=True)).order_by("-diary_id")
    return asked.values_list(
        "diary_id", "new", "hotlisted", "diary__title", "diary__slug", "diary__language", "diary__comment_count"
    )


NEWS = Prepared(_news)


def news_among(diaries: Iterable[int], *, of: User) -> list[News]:
    """What this member has not read of others' comments in these diaries, and in those on their hotlist. One statement."""
    return [News(*row) for row in NEWS.rows(of.is_trusted, of.is_moderator, owner=of.pk, text_among=written(diaries))]
