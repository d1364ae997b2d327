"""Who may follow whom. The button and the door ask the same."""

from typing import Any

from core.http import No, Verdict


def follow_verdict(user: Any, member: Any) -> Verdict:
    """Any member follows any other; nobody writes any more under an imported name or a former member's."""
    if not user.is_authenticated:
        return No("Log in first.")
    if user.pk == member.pk:
        return No("You cannot follow yourself: your diaries are all on your own page.")
    if member.imported:
        return No("Nobody writes under a name that was imported from an older site, so there is nothing to follow.")
    return No("This member has left.") if member.left else True
