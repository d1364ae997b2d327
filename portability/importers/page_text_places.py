"""Where the parts of a saved page's plain text lie: the diary's end, the comments' headings, the foot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .page_interface import COMMENTS_BEGIN, is_foot
from .page_record import MAX_COMMENTS, MAX_LINES, PARENT, RATERS, NotASavedPage, read_byline, read_posted, split_counts


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number (1-based), its indentation in columns, its text without it."""

    number: int
    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The bullet line of a comment; `first` and `last` are places in the list of lines."""

    first: int
    last: int
    indent: int
    subject: str
    recommends: int
    hides: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of the page lie, as places in the list of lines."""

    posted: int | None  # the line "Originally posted to ..."
    comments: int  # where the diary and the interface below it end
    headings: list[Heading]
    foot: int  # where the foot begins; `end` when there is none
    indented: bool  # comments are indented deeper than their bullets (always, unless a copy lost it)
    end: int  # what follows is the beginning of something that the file's end cut off
    begun: str = ""  # the beginning of a heading that stands there


ROUND = "•‣◦∙·▪▫■□●○⁃"
_BULLET = re.compile(rf"(?P<bullet>[{ROUND}]|[*+o–-](?=\s|$))\s*")
_LONGEST_HEADING = 2000  # characters


def read_lines(text: str) -> list[Line]:
    """The lines, with the indentation all of them share taken off; tabs stop at every 8 columns."""
    if text.count("\n") > MAX_LINES:
        raise NotASavedPage(f"This text has more than {MAX_LINES:,} lines; no saved page of a diary has so many.")
    read = []
    for number, raw in enumerate(text.split("\n"), 1):
        inside = raw.strip()
        margin = raw[: len(raw) - len(raw.lstrip())] if inside else ""
        read.append(Line(number, len(margin.expandtabs(8)), inside))
    shared = min((line.indent for line in read if line.text), default=0)
    if not shared:
        return read
    return [Line(line.number, max(0, line.indent - shared), line.text) for line in read]


def next_text(lines: Sequence[Line], start: int) -> int | None:
    """The place of the next line that is not blank, no more than 50 lines on."""
    return next((place for place in range(start, min(start + 50, len(lines))) if lines[place].text), None)


def find_places(lines: list[Line]) -> Places:
    """Where everything is. A diary may quote a whole page: what counts is what stands last before the comments."""
    outer = [place for place, line in enumerate(lines) if line.indent == 0 and line.text]
    posted = [place for place in outer if read_posted(lines[place].text)]
    begins = [place for place in outer if lines[place].text.lower() == COMMENTS_BEGIN]
    headings = _headings(lines, posted[0] + 1 if posted else 0)
    start = headings[0].first if headings else begins[-1] if begins else len(lines)
    later = [heading for heading in headings if begins and heading.first > begins[-1]]
    if later:
        headings, start = later, begins[-1]
    posted = [place for place in posted if place < start] or _doubtful_posted(lines, outer, start)
    if not posted and not begins and not any(read_byline(line.text) for line in lines):
        headings = []
    indented = _is_indented(lines, headings)
    foot = _foot(lines, outer, headings, posted, indented=indented)
    end, begun = (len(lines), "") if foot < len(lines) else _cut_off(lines, headings)
    foot = min(foot, end)
    return Places(posted[-1] if posted else None, min(start, foot), headings, foot, indented, end, begun)


def _doubtful_posted(lines: list[Line], outer: list[int], start: int) -> list[int]:
    """The line "Originally posted to ..." where its date is none, or where the file ends in it."""
    found = [place for place in outer if place < start and read_posted(lines[place].text, loose=True)]
    if not found and outer and start == len(lines) and lines[outer[-1]].text.startswith("Originally posted to "):
        return outer[-1:]
    return found


# -- headings ---------------------------------------------------------------------------------


def _headings(lines: list[Line], start: int) -> list[Heading]:
    """The comments' headings from `start` on: bullets whose line ends in counts."""
    found = [heading for place in range(start, len(lines)) if (heading := _heading(lines, place))]
    if any(lines[heading.first].text[0] in ROUND for heading in found):
        found = [heading for heading in found if lines[heading.first].text[0] in ROUND]
    if len(found) > MAX_COMMENTS:
        raise NotASavedPage(f"This page has more than {MAX_COMMENTS:,} comments; no page of a diary has so many.")
    spaced = sum(_stands_free(lines, heading) for heading in found) * 2 >= len(found)
    if spaced:  # a page without any blank lines is read too, if less surely
        found = [heading for heading in found if _stands_free(lines, heading)]
    indented = _is_indented(lines, found)
    return [heading for heading in found if not indented or _heads_a_comment(lines, heading)]


def _heading(lines: list[Line], place: int) -> Heading | None:
    """The heading that begins at this place; a long subject may run over into the next line."""
    line = lines[place]
    bullet = _BULLET.match(line.text[:40])
    if not bullet or len(line.text) > _LONGEST_HEADING:
        return None
    counts = split_counts(line.text[bullet.end("bullet") :])
    if counts:
        return Heading(place, place, line.indent, *counts)
    following = lines[place + 1] if place + 1 < len(lines) else None
    if not following or not following.text or following.indent < line.indent:
        return None
    if _BULLET.match(following.text[:40]) or len(following.text) > _LONGEST_HEADING:
        return None
    counts = split_counts(f"{line.text[bullet.end('bullet') :]} {following.text}")
    return Heading(place, place + 1, line.indent, *counts) if counts else None


def _stands_free(lines: list[Line], heading: Heading) -> bool:
    """Whether blank lines (or the lists of raters) set it off: an item of a list in a body stands close."""
    after = lines[heading.last + 1].text if heading.last + 1 < len(lines) else ""
    return _ends_above(lines, heading.first) and (not after or bool(RATERS.match(after)))


def _ends_above(lines: list[Line], place: int) -> bool:
    """Whether nothing that stands above this place runs on into it."""
    above = lines[place - 1].text if place else ""
    return not above or above.lower() == COMMENTS_BEGIN or bool(PARENT.match(above) or read_byline(above))


def _is_indented(lines: list[Line], headings: Sequence[Heading]) -> bool:
    """Whether most comments have their text deeper than their bullet."""
    deeper = [
        lines[place].indent > heading.indent
        for heading in headings
        if (place := next_text(lines, heading.last + 1)) is not None and not _BULLET.match(lines[place].text)
    ]
    return sum(deeper) * 2 >= len(deeper)


def _heads_a_comment(lines: list[Line], heading: Heading) -> bool:
    """False for a bullet in a body that ends like a heading: the words after it stand no deeper than it."""
    place = next_text(lines, heading.last + 1)
    if place is None or _BULLET.match(lines[place].text):
        return True
    return lines[place].indent > heading.indent or lines[place].indent == 0


# -- the end ----------------------------------------------------------------------------------


def _foot(lines: list[Line], outer: list[int], headings: list[Heading], posted: list[int], *, indented: bool) -> int:
    """Where the foot of the page begins: behind the last comment; len(lines) without a foot."""
    if not headings:
        start = posted[-1] if posted else 0
        return next((place for place in outer if place > start and is_foot(lines[place].text)), len(lines))
    base = min(heading.indent for heading in headings)
    foot = len(lines)
    for place in range(len(lines) - 1, headings[-1].last, -1):
        line = lines[place]
        if line.text and ((indented and line.indent <= base) or is_foot(line.text)):
            foot = place
        elif line.text and foot < len(lines) and (PARENT.match(line.text) or read_byline(line.text)):
            break  # a line that stands too far out in the middle of the last comment is not the foot
    return foot


def _cut_off(lines: list[Line], headings: list[Heading]) -> tuple[int, str]:
    """Where a heading or a [ Parent ] begins that the file's end cut off, and the heading's beginning."""
    last = max((place for place, line in enumerate(lines) if line.text), default=0)
    if not headings or last <= headings[-1].last:
        return len(lines), ""
    text = lines[last].text
    if text.startswith("[") and len(text) < 10 and "[ parent ]".startswith(text.lower()):
        return last, ""
    first = last if _BULLET.match(text[:40]) else last - 1
    stands_free = first > headings[-1].last and _ends_above(lines, first)
    if stands_free and lines[first].text and lines[first].text[0] in ROUND:
        if lines[first].indent > headings[-1].indent and not _has_ended(lines, headings[-1].last + 1, first):
            return len(lines), ""  # it may as well be a list in the last comment, which then is not whole
        return first, text if first == last else f"{lines[first].text} {text}"
    return len(lines), ""


def _has_ended(lines: list[Line], start: int, end: int) -> bool:
    """Whether the last text between the places is a by-line or a [ Parent ]."""
    last = next((lines[place].text for place in range(end - 1, start - 1, -1) if lines[place].text), "")
    return bool(PARENT.match(last) or read_byline(last))
