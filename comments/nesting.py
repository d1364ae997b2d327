"""How a thread's comments are laid into lists: replies below what they answer, folded where the reader folded, a long thread in parts.

Every comment is an <article> in its <li>, its replies are the <ol> below it. A thousand of them laid out at once hold up a phone for
seconds. So of a long thread all but the first part stands in <noscript>: with scripts off it is markup like any other, with scripts on the
browser leaves it alone, and static/js/behaviors/whole.js lets it in, part by part, while the page is read and used.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comments import folds
from comments.rows import Row

if TYPE_CHECKING:
    from comments.thread import Thread

LONG = 60  # comments: up to here all of a thread is one part; a hundred at once make a phone wait
FIRST, EACH = 24_000, 5_000  # characters of markup: about 18 comments at once, then 4 at a time
ENDLESS = 1 << 60
FAR = 15  # the level from which on a wide screen indents no further
DEEPEST = 100  # levels: a thread that goes deeper comes in one part, for each would repeat all that lies above it


class Nesting:
    """The lists of one thread, as its reader sees them."""

    def __init__(self, thread: "Thread") -> None:
        self.thread, self.member, self.foldable, self.new = thread, thread.member, thread.foldable, thread.new
        self.folds = thread.position.folds if thread.foldable else frozenset()
        self.new_below = self._counted() if self.new else {}

    def parts(self, first: int = FIRST, each: int = EACH) -> Iterator[str]:
        """The items of the thread's list. first, each: how many characters the first part may have when it ends, and each that follows.

        A later part goes on in branches which an earlier one began: it repeats their items, empty but for the list that goes on.
        """
        out: list[str] = []
        chain: list[Row] = []
        left = first if self.thread.is_long else ENDLESS
        for level, row, pieces in self.thread.entries():
            deeper = level == len(chain)
            if left < 0:
                yield "".join((*out, _closed(len(chain))))
                out, left = [self._further(chain[:level], begun=not deeper)], each
            elif not deeper:
                out.append(_closed(len(chain) - level))
            item = self._item(row) if self.folds else "<li>"
            out += self._branch(chain[-1], level, item) if deeper and chain else (item,)
            out += pieces
            del chain[level:]
            chain.append(row)
            left -= len(pieces[0])
        yield "".join((*out, _closed(len(chain))))

    def _further(self, chain: list[Row], *, begun: bool) -> str:
        """The places in which a part goes on. begun: whether the last of them has its list of replies already."""
        out = []
        for depth, row in enumerate(chain, 1):
            out.append(f'<li class="on{" folded" if f"b{row.pk}" in self.folds else ""}" data-on="c{row.number}">')
            out.append(_list(depth) if begun or depth < len(chain) else "")
        return "".join(out)

    def _item(self, row: Row) -> str:
        """How a comment's place begins; where it is folded, with the line that stands for it."""
        branch, alone = f"b{row.pk}", f"c{row.pk}"
        if branch in self.folds and row.reply_count:
            return f'<li class="folded">{folds.line(branch, row.number, self._said(row), self._back("c", row))}'
        if alone in self.folds:
            return f'<li class="folded-one">{folds.line(alone, row.number, self.thread.words(row), self._back("c", row))}'
        return "<li>"

    def _branch(self, above: Row, depth: int, item: str) -> tuple[str, ...]:
        """How the replies to a comment begin: their hairline folds them, and a narrow screen goes on elsewhere from a depth on."""
        onward = folds.onward(above.pk, self._replies(above)) if depth == folds.DEEP + 1 else ""
        return onward + _list(depth), item, self._handle(above) if self.foldable else ""

    def _handle(self, row: Row) -> str:
        if row.hidden_root_id is None and row.pk not in self.new_below:
            return folds.usual_handle(row, member=self.member)
        return folds.handle(row, self._said(row), self._back("f", row))

    def _back(self, place: str, row: Row) -> str:
        return "" if self.member else folds.at(f"{place}{row.number}")

    def _said(self, row: Row) -> str:
        return f"{self.thread.words(row)} - {self._replies(row)}"

    def _replies(self, row: Row) -> str:
        return folds.figures(row.reply_count, self.new_below.get(row.pk, 0))

    def _counted(self) -> dict[int, int]:
        """How many new ones lie below a comment, for those below which one does."""
        by_pk, below = {row.pk: row for row in self.thread.rows}, dict[int, int]()
        for row in self.thread.rows:
            if row.number in self.new:
                above = row.parent_id
                while above is not None and above in by_pk:
                    below[above] = below.get(above, 0) + 1
                    above = by_pk[above].parent_id
        return below


def _list(depth: int) -> str:
    place = {folds.DEEP + 1: " deep", FAR: " far"}.get(depth, "")
    return f'<ol class="replies{place}">'


def are_many(rows: list[Row]) -> bool:
    """Whether they come in parts."""
    return len(rows) > LONG and max(row.level for row in rows) < DEEPEST


def _closed(depth: int) -> str:
    return "</li>" + "</ol></li>" * (depth - 1) if depth else ""
