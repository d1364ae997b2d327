"""Cells that span: whether a table's grid holds together, as the standard counts it."""

import re
from collections.abc import Callable
from typing import NamedTuple

_SPAN = re.compile(r' (col|row)span="([1-9][0-9]?)"')


class Cell(NamedTuple):
    """Where its start tag stands among the parts of a text."""

    place: int
    columns: int
    rows: int


def cell(place: int, tag: str) -> Cell:
    spans = {what: int(count) for what, count in _SPAN.findall(tag)}
    return Cell(place, spans.get("col", 1), spans.get("row", 1))


def settle(groups: list[list[list[Cell]]], parts: list[str], tick: Callable[[], None]) -> None:
    """Groups of rows of cells: let no cell reach below its group; where cells overlap or a column holds none, none of them spans."""
    begun, reached, sound = set(), 0, True
    for rows in groups:
        taken: dict[int, int] = {}  # column: the first row of this group in which it is free
        for number, row in enumerate(rows):
            column = 0
            for each in row:
                tick()
                while taken.get(column, 0) > number:
                    column += 1
                below = min(each.rows, len(rows) - number)
                if below < each.rows:
                    parts[each.place] = _with_rows(parts[each.place], below)
                columns = range(column, column + each.columns)
                sound = sound and all(taken.get(other, 0) <= number for other in columns)
                taken.update(dict.fromkeys(columns, number + below))
                begun.add(column)
                column += each.columns
                reached = max(reached, column)
    if not sound or len(begun) < reached:
        for each in (each for rows in groups for row in rows for each in row):
            parts[each.place] = _SPAN.sub("", parts[each.place])


def _with_rows(tag: str, count: int) -> str:
    return re.sub(' rowspan="[0-9]+"', f' rowspan="{count}"' if count > 1 else "", tag)
