"""Proves that stored mojo is what the ratings say, computed another way than at each rating (comments.mojo). And mends it."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Q

from accounts.models import User
from comments.models import Rating
from comments.models.locks import hold_members
from comments.mojo import of_ratings, tell_pages
from community.models import rule

AT_ONCE = 500  # members


class Difference(NamedTuple):
    """A member whose stored figures are not what the ratings say."""

    member: User
    mojo: float | None
    rated_comments: int

    def __str__(self) -> str:
        stored = _words(self.member.mojo, self.member.rated_comments)
        return f"{self.member}: {_words(self.mojo, self.rated_comments)}, stored was {stored}"


def _words(mojo: float | None, rated: int) -> str:
    return f"mojo {'none' if mojo is None else f'{mojo:.4f}'} from {rated} rated comments"


def differences() -> Iterator[tuple[int, list[Difference]]]:
    """(members looked at so far, what differs among the last of them), from the ratings alone, a few hundred at a time."""
    last = User.objects.aggregate(last=Max("pk"))["last"] or 0
    seen = 0
    for first in range(1, last + 1, AT_ONCE):
        members = list(User.objects.filter(pk__gte=first, pk__lt=first + AT_ONCE))
        seen += len(members)
        yield seen, _differing(members, first)


def _differing(members: list[User], first: int) -> list[Difference]:
    said = _from_ratings(Q(comment__author__gte=first, comment__author__lt=first + AT_ONCE))
    found = [Difference(member, *said.get(member.pk, (None, 0))) for member in members]
    return [each for each in found if (each.mojo, each.rated_comments) != (each.member.mojo, each.member.rated_comments)]


def _from_ratings(whose: Q) -> dict[int, tuple[float | None, int]]:
    """(mojo, rated comments) by author."""
    ratings = Rating.objects.counted().filter(whose).order_by()
    each = ratings.values("comment__author", "comment__posted_at", "comment").annotate(
        r=Count("pk", filter=Q(kind="recommend")), h=Count("pk", filter=Q(kind="hide"))
    )
    rows = each.order_by("comment__author", "-comment__posted_at", "-comment").values_list("comment__author", "r", "h")
    most = int(rule("mojo.comments"))
    found = {}
    for author, group in groupby(rows.iterator(chunk_size=5_000), key=lambda row: row[0]):
        pairs = [(r, h) for _, r, h in group]
        found[author] = (of_ratings(pairs, most), len(pairs))
    return found


@transaction.atomic
def mend(member: User) -> None:
    """Write what the ratings say now."""
    hold_members(member)
    member.refresh_from_db()
    was_trusted = member.is_trusted
    member.mojo, member.rated_comments = _from_ratings(Q(comment__author=member)).get(member.pk, (None, 0))
    member.save(update_fields=["mojo", "rated_comments"])
    tell_pages(member, was_trusted)
