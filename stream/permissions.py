"""Who may follow and mute what. The button and the door ask the same."""

from typing import Any

from core.http import No, Verdict


def follow_verdict(user: Any, what: Any) -> Verdict:
    """Any member follows any other member, tag or group that goes on."""
    if not user.is_authenticated:
        return No("Log in first.")
    if getattr(what, "is_closed", False):
        return No("This group is closed: nothing new will come from it.")
    if not hasattr(what, "imported"):
        return True
    if user.pk == what.pk:
        return No("You cannot follow yourself: your diaries are all on your own page.")
    if what.imported:
        return No("Nobody writes under a name that was imported from an older site, so there is nothing to follow.")
    return No("This member has left.") if what.left else True


def mute_verdict(user: Any, what: Any) -> Verdict:
    """Any member keeps any other member or tag out of their own stream."""
    if not user.is_authenticated:
        return No("Log in first.")
    if hasattr(what, "imported") and user.pk == what.pk:
        return No("You cannot mute yourself.")
    return True
