"""Who may do what at the desk. The button and the door ask the same property; the verbs ask it again under lock."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.permissions import moderate_verdict
from core.http import No, Verdict
from diaries.models import Diary

if TYPE_CHECKING:
    from comments.models import Comment
    from moderation.models import Appeal, Case, ModerationAction


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


def report_verdict(user: Any, thing: Any, member: Any) -> Verdict:
    """Any member reports anything they can see, but for what is their own, and what is gone."""
    if isinstance(thing, Diary):
        return thing.permissions_for(user).report
    if not user.is_authenticated:
        return No("Log in first.")
    if getattr(thing, "deleted_at", None):
        return No("This is gone already.")
    if member is not None and member.pk == user.pk:
        return No("This is your own. You can change it or take it back yourself.")
    return True


class CasePermissions:
    """The asker must be able to see the case (desk_of; the member it concerns) before any of this is asked."""

    def __init__(self, case: "Case", user: Any, *, at: datetime | None = None) -> None:
        self.case, self.user, self.at = case, user, at or timezone.now()

    @property
    def claim(self) -> Verdict:
        """A moderator, others' cases: to work on it, to dismiss it."""
        return moderate_verdict(self.user, self.case.member, self.at)

    @property
    def appeal(self) -> Verdict:
        """The member it concerns, suspended or not, once, against what still holds."""
        if self.case.member_id is None or self.case.member_id != self.user.pk:
            return No("Only the member whom it concerns can appeal.")
        if hasattr(self.case, "appeal"):
            return No("You have appealed already; a case can be appealed once.")
        if self.case.is_hiding:
            return hiding_verdict(self.case.comment, self.user)
        return True if self.case.holds else No("Nothing that was done in this case still holds, so there is nothing to appeal.")


def hiding_verdict(comment: "Comment | None", user: Any) -> Verdict:
    """May this member ask whether it was right to hide this comment? Its author, while it is hidden."""
    if comment is None or comment.author_id is None or comment.author_id != user.pk:
        return No("Only its author appeals for a comment.")
    return True if comment.hidden and not comment.deleted_at else No("This comment is not hidden.")


class AppealPermissions:
    """Moderators read every appeal but those about themselves; its member reads it too."""

    def __init__(self, appeal: "Appeal", user: Any, *, at: datetime | None = None) -> None:
        self.appeal, self.user, self.at = appeal, user, at or timezone.now()

    @property
    def decide(self) -> Verdict:
        """A moderator who took no part in what it is about."""
        verdict = moderate_verdict(self.user, self.appeal.case.member, self.at)
        if verdict and self.user.pk in self.appeal.case.took_part:
            return No("You took part in this case, so somebody else decides the appeal.")
        return verdict
