"""Reading the plain text of a saved page.

Bullets and their indentation make the tree; everything inside a comment stands deeper than its bullet,
so what does not is the page's own and no one's words.
"""

import re
from collections.abc import Sequence
from html import escape

from .page_finish import list_gaps, settle_signatures, tell_orphans
from .page_interface import begins_interface, is_interface, is_menu
from .page_record import (
    PARENT,
    RATERS,
    Block,
    Draft,
    NotASavedPage,
    Page,
    PageComment,
    excerpt,
    read_byline,
    read_posted,
    read_republished,
    split_names,
    split_series,
    split_tags,
    unread,
)
from .page_text_places import Line, Places, find_places, next_text, read_lines

_MOST_NAME_LINES = 60  # a list of raters is one long line, or wrapped
_TAGS = re.compile(r"Tags?\s*:\s*(?P<tags>\S.*)$", re.IGNORECASE)


def read_text(text: str, *, cut: bool) -> Page:
    """The page in the text. `cut`: the file ends in the middle of a character.

    Raises NotASavedPage when neither the diary's last line nor a comment is found.
    """
    lines = read_lines(text)
    places = find_places(lines)
    if places.posted is None and not places.headings:
        raise NotASavedPage(_refusal(lines))
    page = Page(form="text", truncated=cut)
    _read_diary(lines, places, page)
    _read_interface(lines, places, page)
    drafts = _read_comments(lines, places, page)
    _mind_the_end(lines, places, drafts, page)
    settle_signatures(drafts, page, marked=False)
    tell_orphans(drafts, page)
    page.comments = [draft.comment for draft in drafts]
    list_gaps(page)
    return page


def _refusal(lines: list[Line]) -> str:
    if any(line.text == "Skip to main content" or line.text.startswith("Originally posted") for line in lines):
        return "This saved page is cut off before the diary ends, so nothing on it is whole."
    return (
        "This text is not a saved diary page: it has no line “Originally posted to ... on ...” "
        "and no comments with counts such as (3+ / 0-)."
    )


# -- the diary --------------------------------------------------------------------------------


def _read_diary(lines: list[Line], places: Places, page: Page) -> None:
    """Title and tags are mostly lost in the text form; the first paragraph is the intro."""
    end = places.posted if places.posted is not None else places.comments
    own = lines[:end]
    own = _without_interface(own, places)
    if own and (tags := _TAGS.match(own[-1].text)):
        page.tags = split_tags(tags["tags"])
        own = own[:-1]
    blocks = _paragraphs(own)
    page.intro = blocks[0].source if blocks else ""
    page.body = "\n".join(block.source for block in blocks[1:])
    if places.posted is None:
        return
    line = lines[places.posted]
    found = read_posted(line.text, loose=True)
    if found:
        page.published_to, page.posted, rest = found
        page.author = page.published_to
        _read_after_posted(Line(line.number, 0, rest), page)


def _without_interface(lines: list[Line], places: Places) -> list[Line]:
    """The diary's lines without the page's own above and below; in between everything is the author's."""
    first, last = 0, len(lines)
    while first < last and _is_around_diary(lines[first].text):
        first += 1
    while last > first and _is_around_diary(lines[last - 1].text, above=places.posted is not None):
        last -= 1
    return lines[first:last]


def _is_around_diary(text: str, *, above: bool = False) -> bool:
    """Whether the line is blank or the interface's; a row of stars is the author's. `above`: just words of menus."""
    return not text or is_menu(text) or (not above and any(map(str.isalnum, text)) and is_interface(text))


def _read_after_posted(line: Line, page: Page, *, is_last: bool = False) -> None:
    """What may follow the diary: where it was republished, its tags, and the interface."""
    names = read_republished(line.text)
    tags = _TAGS.match(line.text)
    if names:
        page.republished = split_series(names)
        if len(page.republished) == 2 and "," not in names:
            page.gaps.append(f"{excerpt(names)} may be the name of one group; it was read as two groups.")
    elif tags and not page.tags:
        page.tags = split_tags(tags["tags"])
    else:
        _tell(line, page, is_last=is_last)


def _read_interface(lines: list[Line], places: Places, page: Page) -> None:
    if places.posted is not None:
        for line in lines[places.posted + 1 : places.comments]:
            _read_after_posted(line, page, is_last=line is lines[-1])
    first = places.headings[0].first if places.headings else places.foot
    for line in [*lines[places.comments : first], *lines[places.foot : places.end]]:
        _tell(line, page, is_last=line is lines[-1])


def _tell(line: Line, page: Page, *, is_last: bool = False) -> None:
    """List a line outside of diary and comments that is not the interface's (or what a cut left of that)."""
    if line.text and not is_interface(line.text) and not (is_last and begins_interface(line.text)):
        page.not_understood.append(unread(line.number, line.text))


def _paragraphs(lines: Sequence[Line]) -> list[Block]:
    """Runs of lines between blank ones, escaped, their line breaks kept."""
    blocks: list[Block] = []
    run: list[str] = []
    for text in [*(line.text for line in lines), ""]:
        if text:
            run.append(text)
        elif run:
            blocks.append(Block("\n".join(run), "<br>\n".join(escape(one, quote=False) for one in run)))
            run = []
    return blocks


# -- the comments -----------------------------------------------------------------------------


def _read_comments(lines: list[Line], places: Places, page: Page) -> list[Draft]:
    base = min((heading.indent for heading in places.headings), default=0) if places.indented else -1
    above: list[tuple[int, int]] = []  # indent and number of the comments this one may answer
    drafts = []
    for number, heading in enumerate(places.headings, 1):
        end = places.headings[number].first if number < len(places.headings) else places.foot
        while above and above[-1][0] >= heading.indent:
            above.pop()
        comment = PageComment(
            number=number,
            depth=len(above) + 1,
            parent=above[-1][1] if above else None,
            subject=heading.subject,
            recommends=heading.recommends,
            hides=heading.hides,
            line=lines[heading.first].number,
        )
        above.append((heading.indent, number))
        drafts.append(_read_comment(comment, _inside(lines[heading.last + 1 : end], base, page)))
    return drafts


def _inside(lines: list[Line], base: int, page: Page) -> list[Line]:
    """The lines that are the comment's; those that stand too far out are the page's, and are told."""
    inside = []
    for line in lines:
        if not line.text or line.indent > base:
            inside.append(line)
        else:
            _tell(line, page)
    return inside


def _read_comment(comment: PageComment, lines: list[Line]) -> Draft:
    lines = _read_raters(comment, lines)
    draft = Draft(comment, [])
    while lines and (not lines[-1].text or PARENT.match(lines[-1].text)):
        draft.names_parent = draft.names_parent or bool(lines[-1].text)
        lines = lines[:-1]
    for taken in (1, 2, 3):  # a by-line deep in a thread may be wrapped
        words = [line.text for line in lines[-taken:]]
        if len(words) < taken or not all(words):
            break
        byline = read_byline(" ".join(words), followed_by_parent=draft.names_parent, loose=taken == 1)
        if byline:
            comment.author, comment.posted, parent = byline
            draft.has_byline = True
            draft.names_parent = draft.names_parent or parent
            lines = lines[:-taken]
            break
    draft.blocks = _paragraphs(lines)
    return draft


def _read_raters(comment: PageComment, lines: list[Line]) -> list[Line]:
    """Take the lists of raters off the beginning; the text form leaves the name out where there is one."""
    start = next_text(lines, 0)
    # After a blank line only the bare label counts: a body may begin with the words.
    if start and not (RATERS.match(lines[start].text) and lines[start].text.endswith(":")):
        return lines
    place = start or 0
    while place < len(lines) and (label := RATERS.match(lines[place].text)):
        hides = label["kind"].lower() != "recommended"
        names, taken = _rater_names(label["names"], lines, place + 1, comment.hides if hides else comment.recommends)
        if hides:
            comment.hidden_by += names
        else:
            comment.recommended_by += names
        place += 1 + taken
    return lines[place:]


def _rater_names(beside: str, lines: list[Line], start: int, count: int) -> tuple[list[str], int]:
    """The names beside a label or on the lines below it, from `start`, and how many lines below they take.

    `count` is the printed one: where more lines than names follow, the rest is the comment's text.
    """
    run: list[str] = []
    for line in lines[start : start + _MOST_NAME_LINES]:
        if not line.text or RATERS.match(line.text):
            break
        run.append(line.text)
    if not run or (beside and not beside.rstrip().endswith(",")):
        return split_names(beside), 0
    for taken in range(1, len(run) + 1):
        names = split_names(" ".join([beside, *run[:taken]]))
        if len(names) >= count and not run[taken - 1].endswith(","):
            return names, taken
    return names, len(run)


# -- the end ----------------------------------------------------------------------------------


def _mind_the_end(lines: list[Line], places: Places, drafts: list[Draft], page: Page) -> None:
    """A page that ends without its foot is cut off: drop the last comment unless it surely is whole."""
    broken_off = bool(lines[-1].text)  # the file ends inside a line
    if any(line.text for line in lines[places.foot : places.end]):
        last_line = lines[-1].text
        if broken_off and begins_interface(last_line) and not is_interface(last_line):
            page.truncated = True
            page.gaps.append("The page is cut off in its foot; no comment is missing.")
        return
    page.truncated = True
    if places.begun:
        page.gaps.append(
            f"The page is cut off in the comment that begins {excerpt(places.begun)} "
            f"(line {lines[places.end].number}); it was left out."
        )
    elif not drafts:
        page.gaps.append("The page ends without its foot: it is cut off before the comments, or has none.")
    elif _is_whole(drafts[-1], broken_off=broken_off):
        page.gaps.append(f"The page ends without its foot: it may be cut off after comment {drafts[-1].comment.number}.")
    else:
        comment = drafts.pop().comment
        page.gaps.append(
            f"The page is cut off, and comment {comment.number} {excerpt(comment.subject)} (line {comment.line}) "
            "is not surely whole; it was left out."
        )


def _is_whole(draft: Draft, *, broken_off: bool) -> bool:
    """Whether nothing of the last comment can be missing: its by-line, which ends it, is complete.

    A by-line with nothing above it may be quoted: then the comment has only begun.
    """
    return draft.has_byline and bool(draft.blocks) and not (broken_off and draft.comment.posted and not draft.comment.posted.at)
