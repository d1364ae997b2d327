"""Entrusting and taking back roles: dated, with a reason, in the public log and among the changes of the site."""

from datetime import datetime

from django.db import transaction

from accounts.models import Role, User
from community.change import Change
from core.errors import Refused

ROLES = {  # what administrators give, and what it lets its holder do
    Role.RESCUER: "Reads everything that is new and puts overlooked diaries into the Community Spotlight.",
    Role.MODERATOR: "Removes, closes, warns and suspends, under the numbered rules and in the public log.",
    Role.ADMINISTRATOR: "Does all of that, and changes the site itself: its numbers, rules, pages and roles.",
}


def _held(member: User) -> User:
    held = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    if held.left or held.imported:
        raise Refused("This is nobody who could take a role.")
    return held


@transaction.atomic
def entrust(member: User, role: str, *, by: User, reason: str, at: datetime | None = None) -> None:
    """Twice is once. Raises Refused for who has left."""
    held = _held(member)
    if not held.has_role(role):
        held.grant(role, by=by, at=at)
        held.moderation_lines.record("grant", what=Role(role).label, reason=reason, by=by, at=at)
        Change.objects.note(f"the roles of {held.name}", "", Role(role).label, by=by, at=at)


@transaction.atomic
def take(member: User, role: str, *, by: User, reason: str, at: datetime | None = None) -> None:
    """Twice is once. Raises Refused for the only administrator."""
    held = _held(member)
    if held.has_role(role):
        held.revoke(role, by=by, at=at)
        held.moderation_lines.record("revoke", what=Role(role).label, reason=reason, by=by, at=at)
        Change.objects.note(f"the roles of {held.name}", Role(role).label, "", by=by, at=at)
