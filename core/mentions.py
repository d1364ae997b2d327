"""`@name` in a text: whom its writer turns to. Code and quotations mention nobody."""

import re
from collections.abc import Iterator
from html import unescape

from core.text import longest_name, pieces

_SILENT = frozenset("a blockquote code kbd pre q samp".split())  # what stands in these is quoted, shown or an address
_AT = re.compile(r"(?<![\w@./+-])@(?=\w)")


def names_in(html: str, *, most: int) -> list[list[str]]:
    """The names that sanitised HTML mentions, in order, at most so many.

    Each as what it may be, the longest first: "@ann.Then" is ann.Then if there is such a member, else ann.
    """
    found: dict[str, list[str]] = {}
    for text in _spoken(html):
        for at in _AT.finditer(text):
            written = longest_name(text, at.end())
            if written and len(found) < most:
                found.setdefault(written, list(_readings(written)))
    return list(found.values())


def _spoken(html: str) -> Iterator[str]:
    """The text outside of code and quotations."""
    depth = 0
    for text, closing, name, _ in pieces(html):
        if not depth and "@" in text:
            yield unescape(text)
        if name in _SILENT:
            depth = max(0, depth + (-1 if closing else 1))


def _readings(written: str) -> Iterator[str]:
    while written:
        yield written
        cut = max(map(written.rfind, "_-."))
        written = written[: max(cut, 0)].rstrip("_-.")
