"""Who may act on a member. The button and the door ask the same."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.http import No, Verdict

if TYPE_CHECKING:
    from accounts.models import User


def moderate_verdict(user: Any, member: "User | None", at: datetime) -> Verdict:
    """May `user`, as a moderator, act on this member or on what they wrote? member: None for an unknown author.

    Nobody acts on themselves; moderators do not act on administrators.
    """
    if not (user.is_authenticated and user.is_moderator):
        return No("Only moderators do that.")
    if member is not None and member.pk == user.pk:
        return No("Nobody moderates themselves. Leave it to another moderator.")
    if member is not None and member.is_administrator and not user.is_administrator:
        return No("Moderators do not act on administrators; another administrator can.")
    return user.may_write_at(at)
