"""What has changed, known to every process of this machine at the cost of reading eight bytes.

A mark is a name ("site", "lists", a diary) with a value that changes whenever what it stands for does. Whoever keeps something
made from the database notes the marks it depends on before reading, and keeps it while they stay the same.

The values lie in one small file under DATA_DIR that all processes map into memory. On several machines each knows only its
own changes at once; what others change is seen when a kept thing grows old (core.shelf).
"""

import mmap
import re
import struct
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

SITE, LISTS = "site", "lists"  # identity, rules and members' signatures; anything that a list of diaries shows
RECOMMENDED = "recommended"  # a diary was recommended, or a recommendation withdrawn
_FIXED = {SITE: 0, LISTS: 1, RECOMMENDED: 2}
_SLOTS = 65_536
_FIRST = 16  # slots below are for fixed names

_map: mmap.mmap | None = None
_lock = threading.Lock()


def of_diary(pk: int) -> int:
    """The mark of one diary and its thread. Two diaries that share a slot cost a look in vain, nothing else."""
    return _FIRST + pk % (_SLOTS - _FIRST)


def _open() -> mmap.mmap:
    global _map
    with _lock:
        if _map is None:
            path = Path(settings.DATA_DIR) / "marks"
            with open(path, "a+b") as file:
                if file.seek(0, 2) < 8 * _SLOTS:
                    file.truncate(8 * _SLOTS)
                _map = mmap.mmap(file.fileno(), 8 * _SLOTS)
    return _map


def keep_private() -> None:
    """Marks of this process alone: for tests that run beside each other."""
    global _map
    _map = mmap.mmap(-1, 8 * _SLOTS)


def _place(mark: str | int) -> int:
    return 8 * (mark if isinstance(mark, int) else _FIXED[mark])


def read(*marks: str | int) -> tuple[bytes, ...]:
    """The values just now; equal as long as nothing has changed."""
    file = _map or _open()
    return tuple(file[place : place + 8] for place in map(_place, marks))


class Snapshot:
    """All values at one moment, for who learns only afterwards which of them matter."""

    def __init__(self, values: bytes) -> None:
        self._values = values

    def values_of(self, *marks: str | int) -> tuple[bytes, ...]:
        return tuple(self._values[place : place + 8] for place in map(_place, marks))


def snapshot() -> Snapshot:
    return Snapshot((_map or _open())[:])


def touch(*marks: str | int) -> None:
    """Say that these have changed: at once, for this transaction's own eyes, and again when others can see it."""
    _touch(*marks)
    transaction.on_commit(lambda: _touch(*marks))


def _touch(*marks: str | int) -> None:
    file = _map or _open()
    for mark in marks:
        struct.pack_into("q", file, _place(mark), time.time_ns())


# -- every write is seen -------------------------------------------------------------------------------------------------


@lru_cache(4096)
def _is_quiet(beginning: str) -> bool:
    """Whether a statement changes nothing that a shared page or a kept list shows (settings.QUIET_WRITES)."""
    if not beginning.startswith(("INSERT", "UPDATE", "DELETE")):
        return True
    return any(re.match(pattern, beginning) for pattern in settings.QUIET_WRITES)


def watch(execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Around every statement: a write that is not known to be quiet marks everything as changed.

    So nobody has to remember it: forgetting a pattern costs speed, never a stale page.
    """
    result = execute(sql, params, many, context)
    if isinstance(sql, str) and not _is_quiet(sql[:120]):
        touch(SITE, LISTS)
    return result


def watch_connection(connection: Any, **_: Any) -> None:
    if connection.alias == "default" and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)
