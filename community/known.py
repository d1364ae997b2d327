"""What every page asks of the site and hardly ever changes, kept by the process."""

from collections.abc import Callable
from typing import Any

from core import marks
from core.shelf import Shelf

FRESH_FOR = 5.0  # seconds that a process trusts what it knows; changes on this machine are seen at once (core.marks)


_known = Shelf(1_000_000)


def known(name: str, load: Callable[[], Any]) -> Any:
    return _known.made(name, (marks.SITE,), load, seconds=FRESH_FOR)
