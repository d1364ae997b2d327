"""A comment's stored markup: rendered once when it or its ratings change, joined a thousand at a time when read.

Nothing in it depends on who reads. What does, and what belongs to its author rather than to it, has a place marked by
SLOT; comments.thread fills the places:

    classes · mark · [signature as it was written] · badge · acts
"""

from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils.safestring import mark_safe

from community.models import Site
from core.clock import stamp

if TYPE_CHECKING:
    from comments.models import Comment

SLOT = mark_safe("\x1f")  # a control character, which members' text cannot hold
IN_LINE = 4  # so many raters are named in line; more stand behind a toggle


class Names:
    """The raters of one kind, in the order of their ratings."""

    def __init__(self, verb: str, users: list) -> None:
        self.verb, self.users = verb, users
        self.folded = len(users) > IN_LINE

    def __bool__(self) -> bool:
        return bool(self.users)


def render_fragment(comment: "Comment", given: list | None = None) -> str:
    """The markup of one comment with its open places; the caller keeps it.

    given: its standing ratings as (kind, user), in their order, where the caller knows them.
    """
    if not comment.is_standing:
        return get_template("comments/_tombstone.html").render({"comment": comment})
    if given is None:
        given = [(rating.kind, rating.user) for rating in comment.ratings.standing().select_related("user")]
    context = {
        "comment": comment,
        "recommended": Names("Recommended", [user for kind, user in given if kind == "recommend"]),
        "hidden": Names("Hidden", [user for kind, user in given if kind == "hide"]),
        "when": stamp(comment.posted_at, Site.current().zone, seconds=True, printed=comment.printed_at),
        "by_diary_author": comment.author_id is not None and comment.author_id == comment.diary.author_id,
        "level": comment.level + 1,
        "slot": SLOT,
    }
    return get_template("comments/_fragment.html").render(context).strip()
