"""Who may do what with a comment. The button and the door ask the same property; the verbs ask it again under lock."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.permissions import moderate_verdict
from community.models import rule
from core.http import No, Verdict

if TYPE_CHECKING:
    from comments.models import Comment

LOG_IN = No("Log in first.")
NOT_YOURS = No("Only its author may do that with a comment.")
OWN = No("Nobody rates an own comment.")
GONE = No("This comment was deleted.")
COVERED = No("This comment has been hidden meanwhile.")
RATED = No("You have rated this comment already. Take that back first.")


class Moment:
    """What one asker's permissions on any comment have in common at one moment; a thread looks it up once."""

    def __init__(self, user: Any, at: datetime | None = None) -> None:
        self.user, self.at = user, at or timezone.now()
        self.member: bool = user.is_authenticated
        self.pk = user.pk if self.member else 0
        self.may_write: Verdict = self.member and user.may_write_at(self.at)
        self.may_rate: Verdict = self.member and user.may_rate_at(self.at)
        self.trusted = self.member and user.trusted_at(self.at)
        self.hours = rule("ratings.window", at=at)
        self.ratings_open_after = self.at - timedelta(hours=self.hours)
        self.minutes = rule("comments.edit_window", at=at)
        self.edits_open_after = self.at - timedelta(minutes=self.minutes)


def hides_left(user: Any, *, at: datetime | None = None) -> int:
    """How many of the day's hides a trusted user has; one that was withdrawn is used up all the same."""
    at = at or timezone.now()
    given = user.ratings.filter(kind="hide", carried=False, at__gt=at - timedelta(hours=24), at__lte=at).count()
    return max(0, int(rule("hiding.a_day", at=at)) - given)


class CommentPermissions:
    """The asker must be able to see the comment (visible_to) before any of this is asked.

    `comment` is a Comment or a row of a thread with the same attributes; `standing` is the asker's standing rating of
    it ("recommend", "hide" or ""), looked up where the caller does not know it.
    """

    def __init__(self, comment: "Comment", moment: Moment, *, standing: str | None = None) -> None:
        self.comment, self.moment, self.user, self.at = comment, moment, moment.user, moment.at
        if standing is not None:
            self.standing = standing

    @cached_property
    def standing(self) -> str:
        if not self.moment.member:
            return ""
        return self.comment.ratings.counted().filter(user=self.user).values_list("kind", flat=True).first() or ""

    @property
    def _own(self) -> bool:
        return self.moment.member and self.comment.author_id == self.moment.pk

    @property
    def edit(self) -> Verdict:
        """Its author, for ten minutes, until the first reply or rating."""
        if not self._own:
            return NOT_YOURS
        if not self.moment.may_write:
            return self.moment.may_write
        if self.comment.deleted_at:
            return GONE
        if self.comment.posted_at is None or self.comment.posted_at <= self.moment.edits_open_after:
            return No(f"A comment can be edited for {self.moment.minutes} minutes. Answer it to add something.")
        if self.comment.reply_count:
            return No("Somebody has answered this comment, so its text stays as it is.")
        if self.comment.recommend_count or self.comment.hide_count:
            return No("Somebody has rated this comment, so its text stays as it is.")
        return True

    @property
    def delete(self) -> Verdict:
        """Its author, at any time."""
        if not self._own:
            return NOT_YOURS
        return GONE if self.comment.deleted_at else True

    @property
    def remove(self) -> Verdict:
        """A moderator, others' comments; not those of administrators, unless as one of them."""
        if not self.moment.member:
            return LOG_IN
        return moderate_verdict(self.user, self.comment.author if self.comment.author_id else None, self.at)

    @property
    def read_removed(self) -> bool:
        """What a moderator removed: its author and the moderators."""
        return bool(self.comment.removed_rule) and (self._own or (self.moment.member and self.user.is_moderator))

    @property
    def restore(self) -> Verdict:
        """Whoever may remove it."""
        return self.remove

    @property
    def _rate(self) -> Verdict:
        """Any member, others' comments, within 24 hours of posting."""
        if not self.moment.member:
            return LOG_IN
        if not self.moment.may_rate:
            return self.moment.may_rate
        if self._own:
            return OWN
        if self.comment.deleted_at:
            return GONE
        if self.comment.hidden_root_id and not (self.moment.trusted or self.user.is_moderator):
            return COVERED  # hidden since they looked: nobody acts on what they cannot see
        return self._open

    @property
    def _open(self) -> Verdict:
        if self.comment.posted_at is None or self.comment.posted_at <= self.moment.ratings_open_after:
            return No(f"Ratings close {self.moment.hours} hours after a comment was posted.")
        return True

    @property
    def recommend(self) -> Verdict:
        """Whoever may rate and has no other rating on it."""
        return self._rate and (RATED if self.standing == "hide" else True)

    @property
    def unrecommend(self) -> Verdict:
        return self._rate and self.standing == "recommend"

    @property
    def unhide(self) -> Verdict:
        """Whoever gave the hide, trusted or not by now."""
        return self._rate and self.standing == "hide"

    @property
    def offer_hide(self) -> Verdict:
        """Whether the button shows: everything about hiding that costs no look at other comments."""
        verdict = self._rate
        if not verdict:
            return verdict
        if not self.moment.trusted:
            return No("Trusted users hide comments. How this site works says how one becomes one.")
        return RATED if self.standing == "recommend" else True

    @property
    def hide(self) -> Verdict:
        """A trusted user, five a day, not where one argues, not in a feud, never twice."""
        return self.offer_hide and self._not_again and self._within_the_day and self._not_where_one_argues and self._not_in_a_feud

    @cached_property
    def hides_left(self) -> int:
        """How many hides the asker has for the next comment."""
        return hides_left(self.user, at=self.at)

    @property
    def _not_again(self) -> Verdict:
        if self.comment.ratings.filter(user=self.user, kind="hide").exists():
            return No("You have hidden this comment before; a hide that was withdrawn cannot be given again.")
        return True

    @property
    def _within_the_day(self) -> Verdict:
        if self.hides_left:
            return True
        return No(f"You have used your {rule('hiding.a_day', at=self.at)} hides of the last 24 hours.")

    @property
    def _not_where_one_argues(self) -> Verdict:
        hours = rule("hiding.branch", at=self.at)
        branch = self.user.comments.filter(tree_id=self.comment.tree_id)
        if branch.filter(posted_at__gt=self.at - timedelta(hours=hours), posted_at__lte=self.at).exists():
            return No(f"You have posted in this branch within {hours} hours. Nobody hides where they argue; leave it to others.")
        return True

    @property
    def _not_in_a_feud(self) -> Verdict:
        if self.comment.author is None:
            return True
        days = rule("hiding.feud", at=self.at)
        since = self.at - timedelta(days=days)
        hides = {"kind": "hide", "carried": False, "at__gt": since, "at__lte": self.at}
        they_hid = self.comment.author.ratings.filter(comment__author=self.user, **hides)
        you_hid = self.user.ratings.filter(comment__author=self.comment.author, **hides)
        if they_hid.exists() or you_hid.exists():
            return No(f"One of you two has hidden the other within {days} days. Leave this one to others.")
        return True
