"""What is new to a member in the diaries that they have read before: in those of a list, beside the number of comments, and on their hotlist."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import GreaterThan

from accounts.models import Role, User
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
    roles = [Role.TRUSTED if trusted else Role.DENIED, *([Role.MODERATOR] if moderator else [])]
    reader: Any = User(pk=owner, roles=roles)
    one = Concat(Value(","), Cast("diary_id", CharField()), Value(","))
    among = GreaterThan(StrIndex(Value(text_among), one), 0)
    hotlisted = Exists(HotlistEntry.objects.filter(user=reader, diary=OuterRef("diary")))
    own = (
        reader.read_marks.with_news(reader).annotate(hotlisted=hotlisted).filter(Q(among) | Q(hotlisted=True)).order_by("-diary_id")
    )
    return own.values_list("diary_id", "new", "hotlisted", "diary__title", "diary__slug", "diary__language", "diary__comment_count")


NEWS = Prepared(_news)


def news_among(diaries: Iterable[int], *, of: User) -> list[News]:
    """What this member has not read of others' comments in these diaries, and in those on their hotlist. One statement."""
    asked = ",".join(map(str, sorted(diaries)))
    return [News(*row) for row in NEWS.rows(of.is_trusted, of.is_moderator, owner=of.pk, text_among=f",{asked},")]
