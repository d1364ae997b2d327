"""Mojo: what the newest rated comments of a member were worth to others, 0 to 4.

mojo = sum(w * n * mean) / sum(w * n): w falls from 30 for the newest rated comment to 1, n is a comment's number of
ratings, mean counts a recommendation 4 and a hide 0. So n * mean is simply 4 x its recommendations.
"""

from typing import TYPE_CHECKING

from django.db.models import F

from community.models import rule
from core import marks

if TYPE_CHECKING:
    from accounts.models import User


def of_ratings(pairs: list[tuple[int, int]], most: int = 30) -> float | None:
    """The figure for (recommends, hides) of rated comments, newest first; None without ratings."""
    weighted = [(most - place, r, h) for place, (r, h) in enumerate(pairs[:most])]
    total = sum(w * (r + h) for w, r, h in weighted)
    return sum(w * 4 * r for w, r, _ in weighted) / total if total else None


def recount(author: "User") -> None:
    """Write mojo and rated_comments of a member from the comments' own counts; carried-over figures do not count."""
    rated = author.comments.annotate(
        r=F("recommend_count") - F("carried_recommends"), h=F("hide_count") - F("carried_hides")
    ).filter(recommend_count__gt=F("carried_recommends") - F("hide_count") + F("carried_hides"))
    most = int(rule("mojo.comments"))
    pairs = list(rated.order_by("-posted_at", "-pk").values_list("r", "h")[:most])
    was_trusted = author.is_trusted
    author.mojo = of_ratings(pairs, most)
    author.rated_comments = len(pairs) if len(pairs) < most else rated.count()
    author.save(update_fields=["mojo", "rated_comments"])
    if author.is_trusted != was_trusted:  # the badge beside every comment of theirs
        marks.touch(marks.SITE)
