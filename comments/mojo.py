"""Mojo: what the newest rated comments of a member were worth to others, 0 to 4.

mojo = sum(w * n * mean) / sum(w * n): w falls from 30 for the newest rated comment to 1, n is a comment's number of
ratings, mean counts a recommendation 4 and a hide 0. So n * mean is simply 4 x its recommendations.

Tip jars, hidden and deleted comments count like all others; ratings that an import carried over do not.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q

from accounts.models import User
from community.models import rule
from core import marks
from core.prepared import Prepared
from core.statements import run

if TYPE_CHECKING:
    from comments.models import Comment

# A comment that members of this site have rated. The same words stand in the index `comments_rated`.
RATED = Q(recommend_count__gt=F("carried_recommends")) | Q(hide_count__gt=F("carried_hides"))


def of_ratings(pairs: list[tuple[int, int]], most: int = 30) -> float | None:
    """The figure for (recommends, hides) of rated comments, newest first; None without ratings."""
    weighted = [(most - place, r, h) for place, (r, h) in enumerate(pairs[:most])]
    total = sum(w * (r + h) for w, r, h in weighted)
    return sum(w * 4 * r for w, r, _ in weighted) / total if total else None


def newest_rated(comments: Any, most: int) -> Any:
    """Of a member's comments those that mojo looks at, newest first, each with its ratings of this site as r and h."""
    counted = comments.annotate(r=F("recommend_count") - F("carried_recommends"), h=F("hide_count") - F("carried_hides"))
    return counted.filter(RATED).order_by("-posted_at", "-pk")[:most]


NEWEST = Prepared(lambda most, author: newest_rated(User(pk=author).comments, most).values_list("r", "h"))


def recount(author: User, *, change: int = 0, at: datetime | None = None) -> None:
    """Write mojo and rated_comments of a member from the comments' own counts.

    change: how many comments became rated (1) or unrated (-1) just now. The caller holds the author's row. It reads 30 rows
    however long the member has been here; `manage.py update_mojo` proves the figures from the ratings.
    """
    most = int(rule("mojo.comments", at=at))
    pairs = NEWEST.rows(most, author=author.pk)
    was_trusted = author.is_trusted
    author.mojo = of_ratings(pairs, most)
    author.rated_comments = len(pairs) if len(pairs) < most else author.rated_comments + change
    run(
        'UPDATE "accounts_user" SET "mojo" = %s, "rated_comments" = %s WHERE "id" = %s',
        author.mojo,
        author.rated_comments,
        author.pk,
    )
    tell_pages(author, was_trusted)


def tell_pages(author: User, was_trusted: bool) -> None:
    """A member who gained or lost trust carries the badge beside every comment of theirs, or no longer."""
    if author.is_trusted != was_trusted:
        marks.touch(marks.SITE)


# -- one's own arithmetic ------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """What one comment adds: weight * ratings * mean above the line, weight * ratings below it."""

    comment: "Comment"
    weight: int
    ratings: int
    mean: float

    @property
    def above(self) -> int:
        return round(self.weight * self.ratings * self.mean)

    @property
    def below(self) -> int:
        return self.weight * self.ratings


def arithmetic(member: User) -> list[Line]:
    """The comments that make the member's mojo, as the member may see them. One query."""
    most = int(rule("mojo.comments"))
    comments = newest_rated(member.comments.listed_for(member).for_listing(), most)
    return [Line(each, most - place, each.r + each.h, 4 * each.r / (each.r + each.h)) for place, each in enumerate(comments)]
