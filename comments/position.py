"""How far a reader has got in a thread, and what they have folded in it: as a page needs it, and as a row keeps it."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Self

MOST_UNREAD = 1_000  # numbers kept one by one; of more, everything from the lowest on counts as unread
MOST_FOLDS = 500
_FOLD = re.compile(r"[bc][1-9]\d{0,17}")  # a branch or one comment, by its id


class Position(NamedTuple):
    """seen: the highest number read, None for a first visit; unread: the numbers below it that were never on the screen."""

    seen: int | None = None
    unread: frozenset[int] = frozenset()
    folds: frozenset[str] = frozenset()

    def is_new(self, number: int) -> bool:
        return self.seen is not None and (number > self.seen or number in self.unread)

    @property
    def new_since(self) -> int:
        """The number after which all that is new lies."""
        return min([self.seen or 0, *(number - 1 for number in self.unread)])

    def also_read(self, seen: int, unread: Iterable[int]) -> Self:
        """What was read before or is read now: two tabs, or two devices, never set each other back."""
        now = type(self)(seen, frozenset(unread))
        low, high = sorted((type(self)(self.seen or 0, self.unread), now), key=lambda each: each.seen or 0)
        left = frozenset(number for number in high.unread if low.is_new(number))
        if len(left) > MOST_UNREAD:
            return self._replace(seen=min(left) - 1, unread=frozenset())
        return self._replace(seen=high.seen, unread=left)

    def fold(self, folded: Iterable[str], unfolded: Iterable[str]) -> Self:
        """The newest are kept where there are too many."""
        kept = (self.folds | folds(folded)) - folds(unfolded)
        return self._replace(folds=frozenset(sorted(kept, key=lambda each: int(each[1:]))[-MOST_FOLDS:]))


NOWHERE = Position()


def folds(asked: Iterable[str]) -> frozenset[str]:
    """Of what an address or a form says, what can be a fold: b7 is a branch, c7 a comment alone."""
    return frozenset(each for each in asked if _FOLD.fullmatch(each))
