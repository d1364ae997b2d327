"""Whom an act has to wait for. Locks are always taken in the order member, tree, diary, comment."""

from django.db.models import QuerySet

from accounts.models import User
from core.prepared import Prepared

ASKED = ("is_active", "roles", "mojo", "rated_comments", "suspended_until", "unrated_until")  # of a member, at the moment of an act


def _members(*keys: int) -> QuerySet:
    return User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk", *ASKED)


_ONE = Prepared(lambda a: _members(a))
_TWO = Prepared(lambda a, b: _members(a, b))


def hold_members(*users: User) -> None:
    """Wait for these members' rows, the lower key first, and see what they are entrusted with now rather than when the page
    was asked for.
    """
    keys = sorted({user.pk for user in users})
    if len(keys) == 1:
        rows = _ONE.rows(a=keys[0])
    elif len(keys) == 2:
        rows = _TWO.rows(a=keys[0], b=keys[1])
    else:
        rows = list(_members(*keys))
    now = {pk: known for pk, *known in rows}
    for user in users:
        for field, value in zip(ASKED, now.get(user.pk, ()), strict=False):
            setattr(user, field, value)
