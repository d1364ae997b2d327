"""Whom an act has to wait for. Locks are always taken in the order member, tree, diary, comment."""

from accounts.models import User
from core.prepared import Prepared

_ONE = Prepared(lambda pk: User.objects.select_for_update(no_key=True).filter(pk=pk).order_by().values_list("pk"))
_TWO = Prepared(lambda a, b: User.objects.select_for_update(no_key=True).filter(pk__in=[a, b]).order_by("pk").values_list("pk"))


def hold_members(*users: User) -> None:
    """Wait for these members' rows, the lower key first."""
    keys = sorted({user.pk for user in users})
    if len(keys) == 1:
        _ONE.rows(pk=keys[0])
    elif len(keys) == 2:
        _TWO.rows(a=keys[0], b=keys[1])
    else:
        list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
