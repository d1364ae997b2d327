"""What a member may do just now: write, and rate. Every permission class asks these, through the member.

A suspended member logs in, reads and exports, and does nothing else. It ends by itself: only dates are compared.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from community.models import Site, rule
from core.clock import spoken
from core.http import No, Verdict

if TYPE_CHECKING:
    from accounts.models import User

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)  # the end of what does not end by itself
PACE = timedelta(minutes=10)
CLOSED = No("This account is closed.")


def runs(until: datetime | None, at: datetime) -> bool:
    """Does what ends at `until` still hold at this moment? None: it never began."""
    return until is not None and until > at


def until_words(until: datetime) -> str:
    """`until Mon Mar 31, 2008 at 09:51 AM PDT`, or `for good`."""
    return "for good" if until >= FOR_GOOD else f"until {spoken(until, Site.current().zone)}"


def may_write(user: "User", at: datetime) -> Verdict:
    """Write, rate, recommend, vote: whoever is here and not suspended."""
    if not user.is_active:
        return CLOSED
    if user.suspended_until is not None and user.suspended_until > at:
        words = until_words(user.suspended_until)
        return No(f"Your account is suspended {words}. You can read and export; you cannot write, rate, recommend or vote.")
    return True


def pace_verdict(given: Any, at: datetime) -> Verdict:
    """Nobody gives recommendations faster than people read. given: those of one member, with their moment as `at`.

    Exact across processes where the caller holds the member's row.
    """
    most = int(rule("limits.ratings", at=at))
    if most and given.filter(at__gt=at - PACE, at__lte=at).order_by()[:most].count() >= most:
        return No(f"That is more than {most} recommendations in {PACE.seconds // 60} minutes. Wait a little, then go on.")
    return True


def may_rate(user: "User", at: datetime) -> Verdict:
    """Recommend and hide comments: whoever may write, unless a moderator has withdrawn the right."""
    if user.unrated_until is not None and user.unrated_until > at:
        return may_write(user, at) and No(
            f"A moderator has withdrawn your right to rate comments {until_words(user.unrated_until)}."
        )
    return may_write(user, at)
