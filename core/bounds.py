"""What rendering a member's text may cost, and the clock that stops it."""

import time
from typing import Final

COMMENT_LIMIT: Final = 64_000  # bytes of UTF-8
DIARY_LIMIT: Final = 999_999  # bytes of UTF-8: 1 MB is refused, anything short of it is not
SECONDS = 1.7  # of processor time for parsing and tidying; nh3 then needs less than 0.4
NESTING: Final = 60  # levels of Markdown: 60 quotes or 30 lists within each other
DEPTH: Final = 100  # levels of HTML; deeper tags are dropped, their text is kept
OPENERS: Final = 200  # "[" without a "]" in one paragraph; each costs a walk to the paragraph's end
MARKS: Final = 20_000  # "*", "_", "~", "`" and "<" in one paragraph
STRETCH: Final = 10_000  # characters in one text node: nh3 needs quadratic time for "&" in one
GROWTH: Final = 8  # times the source; one long address can be used by thousands of short references
BACKLINKS: Final = 20  # links back from one footnote
AGAIN: Final = 4  # elements like <b> around several blocks that are opened again in each of them
AGAIN_LIMIT: Final = 100_000  # characters of tags opened again in one text; then text goes on without them


class TooComplex(ValueError):
    """The text would take too long to render; the message is for its author."""


class Clock:
    """Counts this thread's processor time, so that a busy server never refuses an honest text."""

    def __init__(self) -> None:
        self.end, self.ticks = time.thread_time() + SECONDS, 0

    def tick(self) -> None:
        """Raises TooComplex once the time is up; looks at the clock on every eighth call."""
        self.ticks += 1
        if not self.ticks & 7 and time.thread_time() > self.end:
            raise TooComplex(
                "This text takes too long to format. It probably holds very many brackets, quotes, tags or "
                "table cells in one place: please shorten or simplify that part."
            )
