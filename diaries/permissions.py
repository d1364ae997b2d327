"""Who may do what with a diary. The button and the door ask the same property."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.newcomers import newcomer_wait
from accounts.permissions import moderate_verdict
from community.models import rule
from core.http import No, Verdict

if TYPE_CHECKING:
    from diaries.models import Diary, Rescue

NOT_YOURS = No("Only its author may do that with a diary.")
LOG_IN = No("Log in first.")
QUEUED = No("This diary waits in the queue of a group, which publishes it. To do that yourself, withdraw it from the queue first.")
ONCE = "You have withdrawn your recommendation of this diary, and a diary can be recommended only once."


def write_verdict(user: Any, *, at: datetime | None = None) -> Verdict:
    """Any member may write diaries, once the newcomer's wait is over."""
    if not user.is_authenticated:
        return LOG_IN
    at = at or timezone.now()
    return user.may_write_at(at) and newcomer_wait(user, "publish diaries", at, days=rule("newcomers.first_diary", at=at))


class DiaryPermissions:
    """The asker must be able to see the diary (visible_to) before any of this is asked."""

    def __init__(self, diary: "Diary", user: Any, *, at: datetime | None = None) -> None:
        self.diary, self.user, self.at = diary, user, at or timezone.now()

    @property
    def _own(self) -> bool:
        return self.user.is_authenticated and self.diary.author_id == self.user.pk

    @property
    def edit(self) -> Verdict:
        """Its author, as long as it is not removed."""
        if not self._own:
            return NOT_YOURS
        return self.user.may_write_at(self.at) if self.diary.state != "removed" else No("This diary was removed.")

    @property
    def publish(self) -> Verdict:
        """Its author, from the drafts; and again what the author removed."""
        if not self._own:
            return NOT_YOURS
        if self.diary.removed_by_moderator:
            return No("This diary was removed by a moderator.")
        if self.diary.state == "queued":
            return QUEUED
        return write_verdict(self.user, at=self.at)

    @property
    def remove(self) -> Verdict:
        """Its author, at any time."""
        return True if self._own else NOT_YOURS

    @property
    def moderate(self) -> Verdict:
        """A moderator, others' diaries; not those of administrators, unless as one of them."""
        return moderate_verdict(self.user, self.diary.author, self.at)

    @property
    def report(self) -> Verdict:
        """Any member, others' published diaries."""
        if not self.user.is_authenticated:
            return LOG_IN
        if self._own:
            return No("This is your own. You can change it or take it back yourself.")
        return True if self.diary.is_published else No("This is gone already.")

    @property
    def versions(self) -> Verdict:
        """Its author and the moderators compare what it said before."""
        if self._own or (self.user.is_authenticated and self.user.is_moderator):
            return True
        return No("Only its author and the moderators see earlier versions of a diary.")

    @property
    def restore(self) -> Verdict:
        """Whoever sees earlier versions brings one back, as long as the diary is not removed."""
        if not self.versions or self.diary.state == "removed":
            return self.versions and No("This diary was removed.")
        return self.user.may_write_at(self.at)

    @property
    def close(self) -> Verdict:
        """Its author closes and opens the comments, unless a moderator has closed them (moderation.deeds: lock)."""
        if not self._own:
            return No("Only the diary's author or a moderator closes its comments.")
        return No("A moderator has closed these comments.") if self.diary.locked_at else True

    @property
    def comment(self) -> Verdict:
        """Any member, under a published diary that is neither closed nor archived."""
        if not self.diary.is_published:
            return No("This diary is not published, so it takes no comments just now.")
        if self.diary.closed_at and self.diary.closed_at <= self.at:
            return No("The comments of this diary are closed.")
        if self.diary.archived(self.at):
            return No(f"This diary is archived: after {rule('diaries.archive_after', at=self.at)} days there are no new comments.")
        if not self.user.is_authenticated:
            return LOG_IN
        return self.user.may_write_at(self.at) and newcomer_wait(
            self.user, "comment", self.at, hours=rule("newcomers.first_comment", at=self.at)
        )

    # -- what members make of it --

    def _published_to(self, act: str) -> Verdict:
        """A published diary, and a member."""
        if not self.diary.is_published:
            return No(f"A diary can be {act} once it is published.")
        if not self.user.is_authenticated:
            return LOG_IN
        return self.user.may_write_at(self.at)

    @property
    def hotlist(self) -> Verdict:
        """Any member, any published diary, one's own too; it is for reading, so suspended members keep it."""
        if not self.diary.is_published:
            return No("A diary can be hotlisted once it is published.")
        return True if self.user.is_authenticated else LOG_IN

    @property
    def republish(self) -> Verdict:
        """Any published diary goes into the queue of a group, and its author's drafts do; which group, groups.permissions says."""
        if self._own and self.diary.state in ("draft", "queued"):
            return write_verdict(self.user, at=self.at)
        return self._published_to("republished")

    @property
    def share(self) -> Verdict:
        """Any member, any published diary."""
        return self._published_to("sent by e-mail")

    @property
    def update(self) -> Verdict:
        """Its author, once it is published; closed comments do not matter."""
        return self._published_to("updated") if self._own else NOT_YOURS

    @property
    def tag(self) -> Verdict:
        """Any member adds tags to a published diary."""
        return self._published_to("tagged")

    @property
    def retag(self) -> Verdict:
        """Its author, trusted users and moderators change and remove them."""
        verdict = self._published_to("tagged")
        if not verdict or self._own or self.user.is_moderator or self.user.trusted_at(self.at):
            return verdict
        return No("Its author and trusted users change and remove tags; any member adds some.")

    @property
    def schedule(self) -> Verdict:
        """Its author, from the drafts."""
        if not self._own:
            return NOT_YOURS
        if self.diary.state == "queued":
            return QUEUED
        return (
            self.user.may_write_at(self.at) if self.diary.state in ("draft", "scheduled") else No("Only a draft can be scheduled.")
        )

    @property
    def vote(self) -> Verdict:
        """Any member, once, while the poll of a published diary is open."""
        poll = getattr(self.diary, "poll", None)
        if poll is None:
            return No("This diary has no poll.")
        return No("This poll is closed.") if poll.closed(self.at) else self._published_to("voted on")

    @cached_property
    def recommendation(self) -> Any:
        """The asker's recommendation of it, standing or withdrawn, if there is one."""
        return self.diary.recommendations.filter(user=self.user).first() if self.user.is_authenticated else None

    @property
    def recommend(self) -> Verdict:
        """Any member, others' published diaries, once."""
        if self._own:
            return No("Nobody recommends an own diary.")
        verdict = self._published_to("recommended")
        if verdict and self.recommendation:
            return No(ONCE if self.recommendation.withdrawn_at else "You have recommended this diary already.")
        return verdict

    @property
    def unrecommend(self) -> Verdict:
        """Whoever recommends it, once."""
        if self.recommendation is None:
            return No("You have not recommended this diary.")
        return No(ONCE) if self.recommendation.withdrawn_at else True

    @property
    def nominate(self) -> Verdict:
        """Trusted users and rescuers, others' diaries, while these are new and need it."""
        if self._own:
            return No("Nobody rescues an own diary.")
        verdict = self._published_to("rescued")
        if not verdict:
            return verdict
        if not (self.user.is_rescuer or self.user.trusted_at(self.at)):
            return No("Trusted users and rescuers nominate diaries for rescue.")
        hours, most = rule("rescue.window", at=self.at), rule("rescue.most_comments", at=self.at)
        if self.diary.published_at is None or self.at - self.diary.published_at >= timedelta(hours=hours):
            return No(f"A diary can be nominated for rescue within {hours} hours of being published.")
        if self.diary.tip_jar_hidden:
            return No("This diary is off the site's lists just now.")
        if self.diary.comment_count > most:
            return No(f"More than {most} comments: this diary has found its readers.")
        return True


# -- the rescue desk --


def desk_verdict(user: Any) -> Verdict:
    """Rescuers work at the desk, moderators look over their shoulders."""
    if user.is_authenticated and (user.is_rescuer or user.is_moderator):
        return user.may_write_at(timezone.now())
    return No("The rescue desk is for rescuers and moderators. What they found stands in the Community Spotlight.")


def rescuer_verdict(user: Any) -> Verdict:
    """What only rescuers do."""
    return user.may_write_at(timezone.now()) if user.is_authenticated and user.is_rescuer else No("Only rescuers do that.")


class RescuePermissions:
    """The asker must be able to see the diary's papers (desk_of) before any of this is asked."""

    def __init__(self, rescue: "Rescue", user: Any) -> None:
        self.rescue, self.user = rescue, user

    @property
    def _own(self) -> bool:
        return self.rescue.diary.author_id == self.user.pk

    @property
    def second(self) -> Verdict:
        """A rescuer who neither wrote nor nominated it."""
        if self.rescue.nominated_by_id == self.user.pk:
            return No("You have nominated this diary; another rescuer seconds it.")
        return self.decline

    @property
    def decline(self) -> Verdict:
        """A rescuer who did not write it."""
        return No("Nobody rescues an own diary.") if self._own else rescuer_verdict(self.user)

    @property
    def remove(self) -> Verdict:
        """A rescuer or a moderator who did not write it."""
        return No("Nobody rescues an own diary.") if self._own else desk_verdict(self.user)
