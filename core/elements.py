"""An element of a text while it is open, and what becomes of it when it ends: core/tidy.py walks over them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.allowed import HEADINGS
from core.tables import settle

GROUPS = ("thead", "tbody", "tfoot")
BOLD, BOLD_END = '<p dir="auto"><strong>', "</strong></p>"  # a heading in a comment
_KEPT_EMPTY = {"dd", "dt", "li", "summary", "td"}
_NAMED = HEADINGS | {"a", "caption", "figcaption"}  # are nothing without words
_WHOLE = {*"blockquote details dl figure ol pre table tr ul".split(), *GROUPS}  # when they say nothing all of it goes


@dataclass(slots=True)
class Open:
    """An element that is open. said: something in it is to be seen, named: and can be read out."""

    name: str
    start: int  # where in `parts` its tag stands
    tag: str = ""
    said: bool = False
    named: bool = False
    depth: int = 0  # of an inline element: how many were open around it where its author opened it
    again: bool = False  # by us, in another block
    bare: int = -1  # the first image without a description in it
    levels: tuple[int, ...] = ()  # of a heading: the levels open before it
    full: bool = False  # of a figure: what follows stands behind it
    swallowed: int = 0  # blocks in it that are none there
    inside: list[tuple[str, int, int]] = field(default_factory=list)  # what it holds, from and to
    rows: list[Any] = field(default_factory=list)  # of a group its rows of cells, of a table its groups


def finished(it: Open, parts: list[str], tick: Callable[[], None]) -> str:
    """Its end tag; none, and no start tag either, where there is nothing in it."""
    if it.name in ("a", "summary"):
        _name(it, parts)
    elif it.name == "th" and not it.named:  # it heads nothing
        it.name, parts[it.start] = "td", re.sub('^<th| scope="[a-z]+"', _unheaded, parts[it.start])
    if _is_nothing(it):
        _drop(it, parts)
        return ""
    if it.name == "table":
        _settle_table(it, parts, tick)
    elif it.name == "dl" and not re.fullmatch("(?:t+d+)+", "".join(each[0][1] for each in it.inside)):
        _make_plain_list(it, parts)
    return BOLD_END if it.tag == BOLD else f"</{it.name}>"


def _is_nothing(it: Open) -> bool:
    if it.name in _KEPT_EMPTY:
        return False
    if it.name in ("tr", *GROUPS):
        return not it.inside
    if it.name == "ruby":
        return not any(each[0] == "rt" for each in it.inside)
    return not (it.named if it.name in _NAMED else it.said)


def _drop(it: Open, parts: list[str]) -> None:
    """Take its tag out again; of what is nothing without its parts, all that is in it."""
    parts[it.start] = ""
    if it.name in _WHOLE:
        ended = "<!---->" in parts[it.start :]
        parts[it.start :] = ["<!---->"] if ended else []
    for name, start, end in it.inside if it.name == "ruby" else ():
        if name == "rp":
            parts[start] = parts[end] = ""
    it.name = ""


def _name(it: Open, parts: list[str]) -> None:
    """A link without words says where it leads, an unnamed summary what it is."""
    found = re.search(' href="([^"]*)"', it.tag)
    words = found[1].removeprefix("mailto:") if found else "Details"
    if it.named or words.startswith("#"):
        return
    if it.bare >= 0:
        parts[it.bare] = parts[it.bare].replace(' alt=""', f' alt="{words}"', 1)
    elif not it.again:
        parts.append(words)
    it.named = it.bare >= 0 or not it.again
    it.said = it.said or (it.named and it.name == "a")


def _make_plain_list(it: Open, parts: list[str]) -> None:
    """Terms without words on them, or the other way round, are no such list."""
    it.name, parts[it.start] = "ul", parts[it.start].replace("<dl", "<ul", 1)
    for _, start, end in it.inside:
        parts[start], parts[end] = f"<li{parts[start][3:]}", "</li>"


def _settle_table(it: Open, parts: list[str], tick: Callable[[], None]) -> None:
    groups = [each for each in it.inside if each[0] in GROUPS]
    for place, (name, start, end) in enumerate(groups):
        if (name == "thead" and place) or (name == "tfoot" and place < len(groups) - 1):
            parts[start], parts[end] = parts[start].replace(f"<{name}", "<tbody", 1), "</tbody>"
    if any(each.columns > 1 or each.rows > 1 for rows in it.rows for row in rows for each in row):
        settle(it.rows, parts, tick)


def _unheaded(found: re.Match[str]) -> str:
    return "<td" if found[0] == "<th" else ""
