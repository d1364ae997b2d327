"""What is new to a member in the diaries of a list: in those they have read before, beside the number of comments."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import GreaterThan

from accounts.models import Role, User
from core.prepared import Prepared


def _news(trusted: bool, moderator: bool, owner: int, text_among: str) -> QuerySet:
    """`text_among`: ",7,12,": the diaries of the list, as one value, so that the statement is the same for lists of any length."""
    roles = [Role.TRUSTED if trusted else Role.DENIED, *([Role.MODERATOR] if moderator else [])]
    reader: Any = User(pk=owner, roles=roles)
    one = Concat(Value(","), Cast("diary_id", CharField()), Value(","))
    among = GreaterThan(StrIndex(Value(text_among), one), 0)
    return reader.read_marks.with_news(reader).filter(among).order_by().values_list("diary_id", "new")


NEWS = Prepared(_news)


def news_among(diaries: Iterable[int], *, of: User) -> dict[int, int]:
    """How many comments of others this member has not read, for each of these diaries that has some. One statement."""
    asked = ",".join(map(str, sorted(diaries)))
    return dict(NEWS.rows(of.is_trusted, of.is_moderator, owner=of.pk, text_among=f",{asked},")) if asked else {}
