"""What would happen if all ratings of an account were voided: which comments come back or vanish, and whose trust changes.

Computed from the figures, without touching anything; comments.models.voiding does it.
"""

from collections import defaultdict
from copy import copy
from datetime import datetime

from accounts.models import User
from comments import mojo
from comments.models import Comment, Kind, Rating
from comments.models.rating import is_hidden
from community.models import rule

Figures = tuple[int, int]  # recommends, hides


class DryRun:
    """Four queries, however much the account has rated."""

    def __init__(self, member: User, *, at: datetime) -> None:
        self.member, self.at = member, at
        self.coming_back: list[int] = []  # comments
        self.vanishing: list[int] = []
        self.given = {Kind.RECOMMEND: 0, Kind.HIDE: 0}
        drops = self._look_at_comments()
        self.losing_trust, self.gaining_trust = self._look_at_authors(drops)

    @property
    def rating_count(self) -> int:
        return sum(self.given.values())

    def _look_at_comments(self) -> dict[int, dict[int, Figures]]:
        """By author: how much each of their comments would lose."""
        rated = Rating.objects.counted().filter(user=self.member).order_by("comment__posted_at", "comment").values_list(
            "kind", "comment", "comment__author", "comment__recommend_count", "comment__hide_count", "comment__hidden"
        )  # fmt: skip
        drops: dict[int, dict[int, Figures]] = defaultdict(dict)
        for kind, pk, author, recommends, hides, hidden in rated:
            less = (1, 0) if kind == Kind.RECOMMEND else (0, 1)
            self.given[Kind(kind)] += 1
            drops[author or 0][pk] = less
            after = is_hidden(recommends - less[0], hides - less[1])
            if after != hidden:
                (self.vanishing if after else self.coming_back).append(pk)
        return drops

    def _look_at_authors(self, drops: dict[int, dict[int, Figures]]) -> tuple[list[User], list[User]]:
        """Who would lose trust, and who would gain it."""
        authors = User.objects.in_bulk([pk for pk in drops if pk])
        rated: dict[int, list[Figures]] = defaultdict(list)
        rows = Comment.objects.filter(author__in=authors).exclude(recommend_count=0, hide_count=0).order_by("-posted_at", "-pk")
        columns = ("author", "pk", "recommend_count", "hide_count", "carried_recommends", "carried_hides")
        for author, pk, recommends, hides, carried_recommends, carried_hides in rows.values_list(*columns):
            less = drops[author].get(pk, (0, 0))
            left = (recommends - carried_recommends - less[0], hides - carried_hides - less[1])
            if any(left):
                rated[author].append(left)
        losing: list[User] = []
        gaining: list[User] = []
        for pk, author in sorted(authors.items()):
            after = copy(author)
            after.mojo = mojo.of_ratings(rated[pk], int(rule("mojo.comments")))
            after.rated_comments = len(rated[pk])
            if author.trusted_at(self.at) != after.trusted_at(self.at):
                (losing if author.trusted_at(self.at) else gaining).append(author)
        return losing, gaining

    def comments(self, most: int = 40) -> dict[int, Comment]:
        """Some of those that would come back or vanish, to be looked at."""
        wanted = [*self.coming_back[:most], *self.vanishing[:most]]
        return Comment.objects.for_listing().defer("fragment", "body").in_bulk(wanted) if wanted else {}
