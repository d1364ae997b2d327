"""What the figures ask of a trusted user, one condition at a time: the door and the member's own page read the same list."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from community.models import Site, rule
from core.clock import spoken

if TYPE_CHECKING:
    from accounts.models import User


class Condition(NamedTuple):
    """`has` and `needs` are figures; `missing` says in words what is still to come, empty where it is met."""

    name: str
    has: float | int | None
    needs: float | int
    met: bool
    missing: str


def conditions(user: "User", at: datetime) -> list[Condition]:
    """By the rules of that moment: mojo, rated comments in all, age of the account in days."""
    mojo, comments, days = rule("trust.mojo", at=at), rule("trust.comments", at=at), rule("trust.age", at=at)
    high = user.mojo is not None and user.mojo >= mojo
    many = user.rated_comments >= comments
    opens = user.joined + timedelta(days=days)
    more = int(comments) - user.rated_comments
    return [
        Condition("Mojo", user.mojo, mojo, high, "" if high else f"a mojo of {mojo} or more"),
        Condition(
            "Rated comments", user.rated_comments, comments, many,
            "" if many else f"{more} more rated {'comment' if more == 1 else 'comments'}",
        ),
        Condition(
            "Days here", max(0, (at - user.joined).days), days, at >= opens,
            "" if at >= opens else f"time: the account is old enough on {spoken(opens, Site.current().zone)}",
        ),
    ]  # fmt: skip


def by_figures(user: "User", at: datetime) -> bool:
    """Do the figures alone make this member a trusted user?"""
    return all(condition.met for condition in conditions(user, at))
