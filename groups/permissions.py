"""Who may do what in a group. The button and the door ask the same property."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.permissions import moderate_verdict
from community.models import Site, rule
from core.clock import spoken
from core.http import No, Verdict

if TYPE_CHECKING:
    from groups.models import Group, Membership, QueueEntry

LOG_IN = No("Log in first.")
NOT_A_MEMBER = No("You must be a member of a group to use this feature.")
LAST_ADMIN = No("A group always has an admin, and there is no other one. Make somebody else an admin first.")
MEMBERS = ("admin", "editor", "contributor")
EDITORS = ("admin", "editor")


def closed(group: "Group") -> No:
    """Why nothing new happens in a group: its last member has left, or a moderator has closed it."""
    if group.locked_at:
        return No("A moderator has closed this group. The reason stands in the public log.")
    return No("This group is closed: its last member has left.")


def _present(user: Any, at: datetime | None = None) -> Verdict:
    return user.may_write_at(at or timezone.now()) if user.is_authenticated else LOG_IN


def found_verdict(user: Any, *, at: datetime | None = None) -> Verdict:
    """Trusted users found groups."""
    verdict = _present(user, at)
    if verdict and not user.trusted_at(at or timezone.now()):
        return No("Trusted users found groups. How one becomes a trusted user stands on the page “How this site works”.")
    return verdict


class GroupPermissions:
    """Groups are public: what is asked here is who may act in one."""

    def __init__(self, group: "Group", user: Any, *, role: str | None = None, at: datetime | None = None) -> None:
        self.group, self.user, self.at = group, user, at or timezone.now()
        self._known = role

    @cached_property
    def role(self) -> str:
        """What the asker is in the group; nothing for strangers."""
        return self.group.role_of(self.user) if self._known is None else self._known

    @property
    def is_member(self) -> bool:
        return self.role in MEMBERS

    @property
    def is_editor(self) -> bool:
        return self.role in EDITORS

    @cached_property
    def _last_request(self) -> Any:
        if not self.user.is_authenticated or self.is_member:
            return None
        return self.group.requests.filter(member=self.user).order_by("-at", "-pk").first()

    @property
    def asked(self) -> Any:
        """The asker's open request to join, if there is one."""
        return self._last_request if self._last_request and self._last_request.outcome == "" else None

    def _as(self, roles: tuple[str, ...], words: str) -> Verdict:
        """For members with one of these roles, in a group that is not closed."""
        verdict = _present(self.user, self.at)
        if not verdict:
            return verdict
        if self.role not in roles:
            return No(words)
        return closed(self.group) if self.group.is_closed else True

    @property
    def edit(self) -> Verdict:
        """Its admins change what the group says of itself."""
        return self._as(("admin",), "Only the admins of a group do that.")

    @property
    def invite(self) -> Verdict:
        """Its admins invite, and answer requests to join."""
        return self._as(("admin",), "Only the admins of a group invite members and answer requests.")

    @property
    def moderate(self) -> Verdict:
        """Moderators, groups of which they are no admin: close it, take off what breaks the rules of the site."""
        verdict = moderate_verdict(self.user, None, self.at)
        return No("You are an admin of this group. Leave it to another moderator.") if verdict and self.role == "admin" else verdict

    @property
    def accept(self) -> Verdict:
        """Whoever is invited takes or declines the invitation."""
        return self._as(("invited",), "You are not invited to this group.")

    @property
    def join(self) -> Verdict:
        """Any member who is not in it asks to be let in, once at a time, and not soon after a no."""
        verdict = _present(self.user, self.at)
        if not verdict:
            return verdict
        if self.group.is_closed:
            return closed(self.group)
        if self.is_member:
            return No("You belong to this group.")
        if self.asked:
            return No("You have asked to join already. Its admins will answer.")
        pause = timedelta(days=rule("groups.ask_again", at=self.at))
        last = self._last_request
        if last and last.outcome == "declined" and self.at - last.answered_at < pause:
            return No(
                f"Your request was declined. You can ask again from {spoken(last.answered_at + pause, Site.current().zone)} on."
            )
        return True

    @property
    def leave(self) -> Verdict:
        """Its members, the only admin excepted."""
        if not self.is_member:
            return No("You do not belong to this group.")
        return LAST_ADMIN if self.role == "admin" and self.group.admin_count < 2 else True

    @property
    def queue(self) -> Verdict:
        """Admins, editors and contributors add to the queue."""
        verdict = self._as(MEMBERS, NOT_A_MEMBER)
        return NOT_A_MEMBER if not verdict and self.role not in MEMBERS else verdict

    @property
    def see_queue(self) -> Verdict:
        """The same see it, each as much as is theirs; of a closed group too, so that everybody gets back what waits there."""
        return True if self.is_member else NOT_A_MEMBER

    @property
    def history(self) -> Verdict:
        """Who is in a group is public; how that came about is for its members."""
        return True if self.is_member else NOT_A_MEMBER


class MembershipPermissions:
    """What an asker may do with somebody's membership."""

    def __init__(self, membership: "Membership", user: Any, *, role: str | None = None) -> None:
        self.membership, self.user = membership, user
        self._known = role

    @cached_property
    def role(self) -> str:
        return self.membership.group.role_of(self.user) if self._known is None else self._known

    @property
    def _admin(self) -> Verdict:
        verdict = _present(self.user)
        return (True if self.role == "admin" else No("Only the admins of a group do that.")) if verdict else verdict

    @property
    def _last_admin(self) -> bool:
        return self.membership.role == "admin" and self.membership.group.admin_count < 2

    @property
    def promote(self) -> Verdict:
        """Admins make contributors editors, and editors admins."""
        if not self._admin:
            return self._admin
        return True if self.membership.promoted_to else No("There is nothing above this.")

    @property
    def demote(self) -> Verdict:
        """Admins make admins editors, themselves too, and editors contributors; the last admin stays."""
        if not self._admin:
            return self._admin
        if self._last_admin:
            return LAST_ADMIN
        return True if self.membership.demoted_to else No("There is nothing below this but the door.")

    @property
    def expel(self) -> Verdict:
        """Admins take others out of the group, and invitations back."""
        if not self._admin:
            return self._admin
        if self.membership.member_id == self.user.pk:
            return No("Nobody expels themselves. You can leave the group.")
        return LAST_ADMIN if self._last_admin else True


class Late(No):
    """Allowed, but the world has changed meanwhile: 409 and not 403."""

    status = 409


class QueuePermissions:
    """The asker must be able to follow the entry (QueueEntry.objects.readable) before any of this is asked."""

    def __init__(self, entry: "QueueEntry", user: Any, *, role: str | None = None, at: datetime | None = None) -> None:
        self.entry, self.user, self.at = entry, user, at or timezone.now()
        self._known = role

    @cached_property
    def role(self) -> str:
        return self.entry.group.role_of(self.user) if self._known is None else self._known

    @property
    def is_editor(self) -> bool:
        return self.role in EDITORS

    @property
    def _author(self) -> bool:
        return self.user.is_authenticated and self.entry.diary.author_id == self.user.pk

    @property
    def _brought_it(self) -> bool:
        return self.user.is_authenticated and self.entry.added_by_id == self.user.pk and self.role in MEMBERS

    @cached_property
    def last_step(self) -> Any:
        """The page that shows all steps knows it already."""
        return self.entry.steps.select_related("by").last()

    @property
    def _meanwhile(self) -> Late:
        """What became of it, for who comes second."""
        return Late(f"Meanwhile {self.last_step.by or 'the calendar'} {self.last_step.sentence}. Nothing else was done.")

    def _editing(self, *stages: str) -> Verdict:
        """Editors and admins of the group, in these stages, while no other editor has claimed it."""
        verdict = _present(self.user, self.at)
        if not verdict:
            return verdict
        if not self.is_editor:
            return No("Only the editors and admins of a group do that.")
        if self.entry.stage not in stages:
            return self._meanwhile
        other = self.entry.claimer(self.at)
        if other and other != self.user:
            until = self.entry.claimed_until()
            assert until
            return Late(f"{other} has claimed it until {spoken(until, Site.current().zone)}. Nothing was done.")
        return True

    def _onwards(self) -> Verdict:
        """The same, towards publication: not in a closed group."""
        verdict = self._editing("waiting", "scheduled")
        return Late(closed(self.entry.group)) if verdict and self.entry.group.is_closed else verdict

    @property
    def claim(self) -> Verdict:
        """An editor has it alone for a while; one at a time."""
        return self._onwards()

    @property
    def release(self) -> Verdict:
        """Whoever has claimed it lets it go."""
        return True if self.entry.claimer(self.at) == self.user else No("You have not claimed it.")

    @property
    def send_back(self) -> Verdict:
        """An editor, with notes for the author."""
        return self._editing("waiting", "scheduled")

    @property
    def schedule(self) -> Verdict:
        """An editor, onto the calendar or to another moment of it."""
        return self._onwards()

    @property
    def unschedule(self) -> Verdict:
        """An editor, off the calendar."""
        return self._editing("scheduled")

    @property
    def publish(self) -> Verdict:
        """An editor, a draft."""
        verdict = self._onwards()
        return Late("This diary is out already: republish it.") if verdict and self.entry.diary.state != "queued" else verdict

    @property
    def republish(self) -> Verdict:
        """An editor, a diary that is published already."""
        verdict = self._onwards()
        return Late("This diary is not published just now.") if verdict and self.entry.diary.state != "published" else verdict

    @property
    def decline(self) -> Verdict:
        """An editor, with a reason."""
        return self._editing("waiting", "returned", "scheduled")

    @property
    def resubmit(self) -> Verdict:
        """Its author or who brought it, after it was sent back."""
        if not (self._author or self._brought_it):
            return No("Only its author and who brought it hand a diary in again.")
        verdict = _present(self.user, self.at)
        if verdict and self.entry.group.is_closed:
            return Late(closed(self.entry.group))
        return self._meanwhile if verdict and self.entry.stage != "returned" else verdict

    @property
    def withdraw(self) -> Verdict:
        """Its author at any time, after publication too; who brought somebody else's diary, while it waits."""
        if not (self._author or self._brought_it):
            return No("Only its author and who brought it withdraw a diary.")
        if self.entry.stage in ("waiting", "returned", "scheduled"):
            return True
        if self.entry.stage not in ("published", "republished"):
            return self._meanwhile
        return True if self._author else No("It is published by now. Its author can still take the consent back.")

    @property
    def take_off(self) -> Verdict:
        """An editor, what the group shows; a moderator too, who does it from the page of the group (moderation.groupcare)."""
        if self.is_editor or not (self.user.is_authenticated and self.user.is_moderator):
            return self._editing("published", "republished")
        verdict = _present(self.user, self.at)
        return self._meanwhile if verdict and self.entry.stage not in ("published", "republished") else verdict
