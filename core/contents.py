"""What a long text holds: a list of its headings, each with an address."""

import re
from collections import Counter
from dataclasses import dataclass

from core.text import first_words, plain, slugify

FEWEST = 4  # headings; a shorter text is seen at a glance
MOST = 100  # of them in the list
LONGEST = 90  # characters of one in the list
# A heading with its words, or any other tag as a whole: what stands in an attribute is never taken for one.
_HEADING = re.compile(r'<h([3-6])((?: [a-z]+="[^"]*")*)>(.*?)</h\1>|<[^">]*(?:"[^"]*"[^">]*)*>', re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A heading: its anchor, its words, and whether it stands under another kind of heading (`inner`)."""

    anchor: str
    words: str
    inner: bool


class Contents:
    """Stored markup as it is shown: unchanged where it is short, else every heading has its anchor and stands in `parts`.

    An anchor is made of the heading's words (`s-what-it-costs`), so that a link to it lasts when parts are put before it.
    """

    def __init__(self, *texts: str) -> None:
        self.parts: list[Part] = []
        self.texts = list(texts)
        found = [match for text in texts for match in _HEADING.finditer(text) if _words(match)]
        if len(found) >= FEWEST:
            self._top = min(match[1] for match in found)
            self._named: Counter[str] = Counter()
            self.texts = [_HEADING.sub(self._anchored, text) for text in texts]

    @property
    def intro_html(self) -> str:
        return self.texts[0]

    @property
    def body_html(self) -> str:
        return self.texts[1]

    def _anchored(self, match: re.Match[str]) -> str:
        if not (words := _words(match)):
            return match[0]
        slug = f"s-{slugify(words, empty='part')}"
        self._named[slug] += 1
        again = self._named[slug]
        anchor = slug if again == 1 else f"{slug}.{again}"  # no words make a full stop, so nothing else is called so
        if len(self.parts) < MOST:
            self.parts.append(Part(anchor, first_words(words, LONGEST), match[1] != self._top))
        return f'<h{match[1]}{match[2]} id="{anchor}">{match[3]}</h{match[1]}>'


def _words(match: re.Match[str]) -> str:
    return " ".join(plain(match[3]).split()) if match[1] else ""
