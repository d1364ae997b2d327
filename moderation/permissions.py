"""Who may do what at the desk. The button and the door ask the same property; the verbs ask it again under lock."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.http import No, Verdict

if TYPE_CHECKING:
    from moderation.models import ModerationAction


def desk_verdict(user: Any) -> Verdict:
    """Moderators and administrators."""
    if user.is_authenticated and user.is_moderator:
        return user.may_write_at(timezone.now())
    return No("The desk is for moderators. What they do stands in the public log, for everybody.")


class LinePermissions:
    """Everybody reads every line of the public log."""

    def __init__(self, line: "ModerationAction", user: Any) -> None:
        self.line, self.user = line, user

    @property
    def redact(self) -> Verdict:
        """Any moderator, whoever wrote the line: personal data cannot wait."""
        return desk_verdict(self.user)

    @property
    def read_before(self) -> Verdict:
        """Administrators see what was blacked out, so that nobody can hide an act by it."""
        return (
            True if desk_verdict(self.user) and self.user.is_administrator else No("Only administrators see what was blacked out.")
        )
