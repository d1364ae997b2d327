"""What moderators do, one entry each: the act, its undo, and when it is offered. `perform` is the one door.

Each is atomic, dated, in the public log, part of a case (so that it can be appealed) and told to the member. Twice by the same
moderator is once; of two moderators one does it and the other is told.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Role, User
from accounts.permissions import moderate_verdict
from accounts.standing import FOR_GOOD, runs
from comments.models import Comment, Voiding
from comments.models.comment import hold_members
from community.models import Site
from core.clock import spoken
from core.errors import Refused
from core.http import No, Verdict
from diaries.models import Diary
from moderation.models.action import Act, ModerationAction
from moderation.models.case import Case, Outcome, parts_of
from moderation.words import ASKS

Do = Callable[..., None]  # (thing, by=, rule=, until=, at=)


@dataclass(frozen=True)
class Deed:
    """One act, or the undo of one (`undoes`)."""

    act: Act
    on: type
    verb: str  # the last part of its address
    button: str
    stands: Callable[[Any, datetime], bool]  # whether its effect, or that of what it undoes, holds at a moment
    do: Do
    undoes: Act | None = None
    lasts: bool = False  # asks for how long

    @property
    def asks(self) -> str:
        """The question before it is done."""
        return ASKS[self.verb].partition("?")[0] + "?"

    @property
    def means(self) -> str:
        """What follows from it, to be read beside the question; nothing where the question says it all."""
        return ASKS[self.verb].partition("?")[2].strip()

    def offered(self, thing: Any, at: datetime) -> bool:
        """An undo where there is something to undo, an act where it is not done and there is something to act on."""
        return self.stands(thing, at) if self.undoes else _is_there(thing) and not self.stands(thing, at)

    def may(self, thing: Any, user: Any, at: datetime) -> Verdict:
        """Moderators, not on themselves, not on administrators unless as one of them."""
        member = parts_of(thing)["member"]
        verdict = moderate_verdict(user, member, at)
        if verdict and member and member.left and self.undoes:
            return No("Its author has left this site; what they wrote does not come back.")
        return verdict


def _is_there(thing: Any) -> bool:
    if isinstance(thing, Comment):
        return thing.is_standing
    return thing.is_published if isinstance(thing, Diary) else thing.left is None and not thing.imported


# -- effects -------------------------------------------------------------------------------------------------------------


def _column(name: str, value: Callable[[datetime | None], Any]) -> Do:
    """Writes one column of a member's standing."""

    def do(member: User, *, until: datetime | None = None, **_: Any) -> None:
        setattr(member, name, value(until))
        User.objects.filter(pk=member.pk).update(**{name: value(until)})

    return do


def _role(role: Role, verb: str) -> Do:
    def do(member: User, *, by: User | None, at: datetime, **_: Any) -> None:
        getattr(member, verb)(role, by=by, at=at)

    return do


def _verb(name: str, *, with_rule: bool = False) -> Do:
    def do(thing: Any, *, by: User | None, rule: int | None, at: datetime, **_: Any) -> None:
        getattr(thing, name)(by=by, at=at, **({"rule": rule} if with_rule else {}))

    return do


def _lock(diary: Diary, *, at: datetime, **_: Any) -> None:
    """Closed by a moderator: its author cannot open it."""
    Diary.objects.filter(pk=diary.pk).update(locked_at=at, closed_at=Coalesce("closed_at", Value(at)))


def _unlock(diary: Diary, **_: Any) -> None:
    """As it was before: what its author had closed stays closed."""
    Diary.objects.filter(pk=diary.pk, closed_at=F("locked_at")).update(closed_at=None)
    Diary.objects.filter(pk=diary.pk).update(locked_at=None)


def _void(member: User, *, by: User | None, at: datetime, **_: Any) -> None:
    Voiding.objects.void_ratings_of(member, by=by, at=at)


def _count(member: User, *, at: datetime, **_: Any) -> None:
    for voiding in member.voidings.filter(ended_at=None):
        voiding.undo(at=at)


def _is_voided(member: User, at: datetime) -> bool:
    return member.voidings.filter(ended_at=None).exists()


def _is_removed(diary: Diary, at: datetime) -> bool:
    return diary.removed_by_moderator


_removed: Callable[[Any, datetime], bool] = lambda comment, at: comment.removed_rule is not None  # noqa: E731
_locked: Callable[[Any, datetime], bool] = lambda diary, at: diary.locked_at is not None  # noqa: E731
_warned: Callable[[Any, datetime], bool] = lambda member, at: member.has_notice  # noqa: E731
_suspended: Callable[[Any, datetime], bool] = lambda member, at: runs(member.suspended_until, at)  # noqa: E731
_unrated: Callable[[Any, datetime], bool] = lambda member, at: runs(member.unrated_until, at)  # noqa: E731
_trusted: Callable[[Any, datetime], bool] = lambda member, at: member.has_role(Role.TRUSTED)  # noqa: E731
_denied: Callable[[Any, datetime], bool] = lambda member, at: member.has_role(Role.DENIED)  # noqa: E731

DEEDS = (
    Deed(Act.REMOVE, Comment, "remove", "Remove", _removed, _verb("remove", with_rule=True)),
    Deed(Act.RESTORE, Comment, "restore", "Restore", _removed, _verb("restore"), undoes=Act.REMOVE),
    Deed(Act.REMOVE, Diary, "take-down", "Remove", _is_removed, _verb("remove")),
    Deed(Act.RESTORE, Diary, "put-back", "Restore", _is_removed, _verb("reinstate"), undoes=Act.REMOVE),
    Deed(Act.LOCK, Diary, "lock", "Close the comments", _locked, _lock),
    Deed(Act.UNLOCK, Diary, "unlock", "Open the comments", _locked, _unlock, undoes=Act.LOCK),
    Deed(Act.WARN, User, "warn", "Warn", _warned, _column("has_notice", lambda _: True)),
    Deed(Act.WITHDRAW_WARNING, User, "withdraw-warning", "Take back the warning", _warned, _column("has_notice", lambda _: False), undoes=Act.WARN),
    Deed(Act.SUSPEND, User, "suspend", "Suspend", _suspended, _column("suspended_until", lambda until: until or FOR_GOOD), lasts=True),
    Deed(Act.UNSUSPEND, User, "unsuspend", "End the suspension", _suspended, _column("suspended_until", lambda _: None), undoes=Act.SUSPEND),
    Deed(Act.WITHDRAW_RATINGS, User, "withdraw-ratings", "Withdraw ratings", _unrated, _column("unrated_until", lambda until: until or FOR_GOOD), lasts=True),
    Deed(Act.RETURN_RATINGS, User, "return-ratings", "Give ratings back", _unrated, _column("unrated_until", lambda _: None), undoes=Act.WITHDRAW_RATINGS),
    Deed(Act.VOID_RATINGS, User, "void-ratings", "Void all ratings", _is_voided, _void),
    Deed(Act.COUNT_RATINGS, User, "count-ratings", "Count the ratings again", _is_voided, _count, undoes=Act.VOID_RATINGS),
    Deed(Act.TRUST, User, "trust", "Give trust", _trusted, _role(Role.TRUSTED, "grant")),
    Deed(Act.UNTRUST, User, "untrust", "Take trust back", _trusted, _role(Role.TRUSTED, "revoke"), undoes=Act.TRUST),
    Deed(Act.DENY_TRUST, User, "deny-trust", "Deny trust", _denied, _role(Role.DENIED, "grant")),
    Deed(Act.ALLOW_TRUST, User, "allow-trust", "Let figures decide", _denied, _role(Role.DENIED, "revoke"), undoes=Act.DENY_TRUST),
)  # fmt: skip
UNDO = {(deed.undoes, deed.on): deed for deed in DEEDS if deed.undoes}


def offered_on(thing: Any, user: Any, at: datetime) -> list[Deed]:
    """What this moderator may do with it just now. What stands is asked once for an act and its undo."""
    deeds = [deed for deed in DEEDS if isinstance(thing, deed.on)]
    stands = {state: state(thing, at) for state in dict.fromkeys(deed.stands for deed in deeds)}
    offered = [deed for deed in deeds if (stands[deed.stands] if deed.undoes else _is_there(thing) and not stands[deed.stands])]
    return [deed for deed in offered if deed.may(thing, user, at)]


# -- doing ---------------------------------------------------------------------------------------------------------------


def lines_of(thing: Any) -> Any:
    """What was done with exactly this, the newest first."""
    lines = ModerationAction.objects.newest_first()
    if isinstance(thing, User):
        return lines.filter(member=thing, comment=None, diary=None)
    return lines.filter(comment=thing) if isinstance(thing, Comment) else lines.filter(diary=thing, comment=None)


@transaction.atomic
def perform(
    deed: Deed, thing: Any, *, by: User, rule: int, reason: str, days: int = 0, case: Case | None = None, at: datetime | None = None
) -> ModerationAction:
    """Do it, for so many days (0: for good), as part of a case. Returns its line. Raises Refused (403, 409)."""
    at = at or timezone.now()
    member = parts_of(thing)["member"]
    hold_members(*_touched(deed, thing), *filter(None, (by, member)))
    thing.refresh_from_db()
    verdict = deed.may(thing, by, at)
    if not verdict:
        raise Refused(str(verdict), status=403)
    if not deed.offered(thing, at):
        return _done_already(deed, thing, by)
    earlier = _undone_by(deed, thing)
    if deed.undoes:
        case = earlier.case if earlier else None
    else:
        case = case or Case.objects.about(thing, at=at)
    if case:
        case.hold()
    if case and not deed.undoes:
        case.require_free(by, at)
    until = at + timedelta(days=days) if days and deed.lasts else None
    deed.do(thing, by=by, rule=rule, until=until, at=at)
    line = _record(deed, thing, by=by, reason=reason, rule=rule, until=until, about=earlier, case=case, at=at)
    if case and not deed.undoes:
        case.decide(Outcome.ACTED, by=by, answer=reason, at=at, line=line)
    return line


def _record(deed: Deed, thing: Any, *, at: datetime, by: User | None, **line: Any) -> ModerationAction:
    return ModerationAction.objects.record(deed.act, by=by, at=at, **parts_of(thing), **line)


def _touched(deed: Deed, thing: Any) -> Iterator[User]:
    """Whose rows its effect writes besides: all are held at once, in one order, so that nobody waits in a circle."""
    if deed.act in (Act.VOID_RATINGS, Act.COUNT_RATINGS):
        yield from User.objects.filter(comments__ratings__user=thing).distinct()


def _done_already(deed: Deed, thing: Any, by: User) -> ModerationAction:
    last = lines_of(thing).filter(kind=deed.act).select_related("by").first()
    if last and last.by_id == by.pk:
        return last
    if last is None:
        raise Refused("That is so already. Nothing was done.", status=409)
    when = spoken(last.at, Site.current().zone)
    raise Refused(f"{last.by_words} has done this already, on {when}. Nothing was done.", status=409)


def _undone_by(deed: Deed, thing: Any) -> ModerationAction | None:
    """The line whose effect this one ends."""
    return lines_of(thing).filter(kind=deed.undoes).select_related("case").first() if deed.undoes else None


def undo_all(case: Case, *, by: User | None, reason: str, at: datetime) -> None:
    """End whatever was done in this case and still holds. by: None where time decided. The caller holds members and case."""
    if case.is_hiding and case.comment and Comment.objects.filter(pk=case.comment_id, hidden=True).exists():
        Voiding.objects.void_hides_of(case.comment, by=by, at=at)
        _note(Act.UNHIDE, case.comment, case, None, by=by, reason=reason, at=at)
    for line in case.lines.holding().select_related("comment__author", "diary__author", "member"):
        thing = line.comment or line.diary or line.member
        deed = UNDO[(line.kind, type(thing))]
        still = deed.offered(thing, at) or line.kind == Act.WARN  # a warning is taken back even after it was read
        if still and not (line.member and line.member.left):
            deed.do(thing, by=by, rule=None, until=None, at=at)
            _note(deed.act, thing, case, line, by=by, reason=reason, at=at)


def _note(act: Act, thing: Any, case: Case, about: ModerationAction | None, **line: Any) -> None:
    ModerationAction.objects.record(act, case=case, about=about, **parts_of(thing), **line)


def touched_by_undo(case: Case) -> Iterator[User]:
    """Whose rows undo_all would write."""
    for line in case.lines.holding().of_kind(Act.VOID_RATINGS).select_related("member"):
        yield from _touched(UNDO[(Act.VOID_RATINGS, User)], line.member)
