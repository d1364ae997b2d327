"""How far a reader has got in a thread, as a page needs it."""

from typing import NamedTuple


class Position(NamedTuple):
    """seen: the highest number read, None for a first visit; unread: the numbers below it that were never on the screen."""

    seen: int | None = None
    unread: frozenset[int] = frozenset()

    def is_new(self, number: int) -> bool:
        return self.seen is not None and (number > self.seen or number in self.unread)


NOWHERE = Position()
