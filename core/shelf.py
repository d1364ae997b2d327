"""What a process keeps for a while because making it anew costs more than looking whether it still holds."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple
from weakref import WeakSet

from core import marks


class Kept(NamedTuple):
    value: Any
    marked: tuple[bytes, ...]
    until: float
    size: int


_all: "WeakSet[Shelf]" = WeakSet()


def clear_all() -> None:
    """Forget everything: between tests, whose databases go back in time."""
    for shelf in _all:
        shelf.clear()


class Shelf:
    """At most `most` bytes (as their owners estimate them), the longest unused go first. Safe between threads."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._kept: OrderedDict[Any, Kept] = OrderedDict()
        self._lock = threading.Lock()
        _all.add(self)

    def get(self, key: Any, on: tuple[str | int, ...] = ()) -> Any:
        """What is kept under the key while the marks are as they were and it is not too old; else None."""
        kept = self._kept.get(key)
        if kept is None or kept.until < time.monotonic() or kept.marked != marks.read(*on):
            return None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return kept.value

    def put(self, key: Any, value: Any, *, marked: tuple[bytes, ...], seconds: float, size: int) -> None:
        """marked: the marks as they were read before what the value is made of."""
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += size - (before.size if before else 0)
            self._kept[key] = Kept(value, marked, time.monotonic() + seconds, size)
            while self.size > self.most and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                self.size -= oldest.size

    def made(self, key: Any, on: tuple[str | int, ...], make: Callable[[], Any], *, seconds: float, size: int = 1_000) -> Any:
        """Kept, or made now and kept."""
        value = self.get(key, on)
        if value is None:
            marked = marks.read(*on)
            value = make()
            self.put(key, value, marked=marked, seconds=seconds, size=size)
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.size = 0
