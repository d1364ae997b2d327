"""What the masthead counts for its reader: what they were told, and what is new on their hotlist."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from core.prepared import Prepared
from notifications.models import oldest, unread_of
from stream.hotlist import news_of


class Counted(Subquery):
    """How many rows a set has; where it is cut off, no more than that."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _figures(trusted: bool, moderator: bool, me: int, at: datetime) -> QuerySet:
    unread = Counted(unread_of(trusted, moderator, me, at).values("pk"))
    news = Counted(news_of(trusted, moderator, me))
    return User.objects.filter(pk=me).annotate(unread=unread, hotlist_unread=news).values_list("unread", "hotlist_unread")


FIGURES = Prepared(_figures)


def figures(request: HttpRequest) -> dict[str, Any]:
    """One query for both, on pages that show a masthead to a member; none on others."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    found: Any = SimpleLazyObject(lambda: _found(user))
    return {"bell": SimpleLazyObject(lambda: found[0]), "hotlist_unread": SimpleLazyObject(lambda: found[1])}


def _found(user: Any) -> tuple:
    try:
        return FIGURES.first(user.is_trusted, user.is_moderator, me=user.pk, at=oldest()) or (0, 0)
    except DatabaseError:  # the page that says so has a masthead too
        return (0, 0)
