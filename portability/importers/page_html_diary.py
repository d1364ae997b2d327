"""Reading the diary of an HTML page: title, by-line, date, intro, body, tags, where it was republished."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from .page_interface import is_interface, is_menu
from .page_leaves import Content, Found, Leaf
from .page_record import (
    STAMP,
    NotASavedPage,
    Page,
    Stamp,
    excerpt,
    read_posted,
    read_republished,
    read_stamp,
    split_series,
    split_tags,
    squeeze,
    unread,
)
from .page_tree import Node, Tree, text_of

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BY = re.compile(rf"(?:posted |diary |written )?by:? (?P<name>\S.{{0,120}}?)(?:,? (?:on )?(?P<stamp>{STAMP}))?$", re.IGNORECASE)
_DATE = re.compile(rf"(?:posted )?(?:on )?(?P<stamp>{STAMP})\.?$", re.IGNORECASE)
_TITLED = re.compile(r"title|headline")
_AUTHORED = re.compile(r"(?:^|[\s_-])(?:by|byline|author|diarist|poster)(?:$|[\s_-])")
_INTRO = re.compile(r"intro|lede|teaser|summary|excerpt|abstract|abovefold|above-fold")
_EXTENDED = re.compile(r"exten[ds]|fold|(?:full|main|body|more|story|diary|entry)[-_]?(?:text|body)|\bbody\b|\bmore\b|\bext\b")
_TAGGED = re.compile(r"(?:^|[\s_-]|diary|story)tags?(?:$|[\s_-]|list)")
_TAGS = re.compile(r"(?:Tags?|Keywords?) ?(?::|$) ?(?P<tags>.*)$", re.IGNORECASE)
_NEAR = 4  # lines; how far above the by-line the title may stand
_NEXT = 2  # lines; how far from it the date may stand


@dataclass(slots=True)
class Header:
    """The lines around a diary's text, each None where the page has no such line."""

    title: Leaf | None = None
    byline: Leaf | None = None
    date: Leaf | None = None
    posted: Leaf | None = None
    republished: Leaf | None = None
    tags: list[Leaf] = field(default_factory=list)


def read_diary(tree: Tree, leaves: list[Leaf], comments: Collection[Node], page: Page) -> None:
    """Fill the page's own fields from the lines above the first comment.

    Raises NotASavedPage when the lines are no diary's and there are no comments either.
    """
    header = Header(posted=_find_posted(leaves))
    if header.posted is None and not comments:
        raise NotASavedPage(_refusal(leaves, page))
    above = [leaf for leaf in leaves if header.posted is None or leaf.place < header.posted.place]
    _read_posted(header, page)
    header.byline = _find_byline(above, page)
    header.title = _find_title(above, header, tree, page)
    header.date = _find_date(above, header)
    _read_byline(header, page)
    _read_tags(leaves, header, page)
    _read_republished(leaves, header, page)
    rest = _read_text(tree, leaves, header, comments, page)
    for leaf in rest:
        if not is_interface(leaf.text):
            page.not_understood.append(unread(leaf.line, leaf.text))


def _refusal(leaves: list[Leaf], page: Page) -> str:
    if page.truncated and any(_DATE.match(leaf.text) or leaf.text == "Skip to main content" for leaf in leaves):
        return "This saved page is cut off before the diary ends, so nothing on it is whole."
    return (
        "This HTML page is not a saved diary page: it has no line “Originally posted to ... on ...” "
        "and no comments with counts such as (3+ / 0-)."
    )


# -- the lines around the text ----------------------------------------------------------------


def _find_posted(leaves: list[Leaf]) -> Leaf | None:
    """The last line "Originally posted to ... on ...": a diary may quote that of another."""
    said = [leaf for leaf in leaves if leaf.text[:20].lower() == "originally posted to" and not leaf.is_quoted]
    for loose in (False, True):
        found = [leaf for leaf in said if read_posted(leaf.text, loose=loose)]
        if found:
            return found[-1]
    return said[-1] if said and said[-1] is leaves[-1] else None  # the page is cut off in it


def _read_posted(header: Header, page: Page) -> None:
    found = read_posted(header.posted.text, loose=True) if header.posted else None
    if found:
        page.published_to, page.posted, rest = found
        page.author = page.published_to
        names = read_republished(rest)
        if names:
            linked = [text_of([link]) for link in header.posted.links()] if header.posted else []
            _take_republished(names, [name for name in linked if name in names], page)


def _read_republished(leaves: list[Leaf], header: Header, page: Page) -> None:
    found = [leaf for leaf in leaves if read_republished(leaf.text)]
    after = [leaf for leaf in found if header.posted and leaf.place > header.posted.place]
    if page.republished or not found:
        return
    header.republished = (after or found[-1:])[0]
    names = read_republished(header.republished.text) or ""
    _take_republished(names, [text_of([link]) for link in header.republished.links()], page)


def _take_republished(names: str, linked: list[str], page: Page) -> None:
    page.republished = [name for name in linked if name] or split_series(names)
    if not linked and len(page.republished) == 2 and "," not in names:
        page.gaps.append(f"{excerpt(names)} may be the name of one group; it was read as two groups.")


def _find_byline(leaves: list[Leaf], page: Page) -> Leaf | None:
    """The line "by A Name" above the text: sure by the name the diary ends with, else by link or class."""
    said = [(leaf, found) for leaf in leaves if len(leaf.text) < 200 and (found := _BY.match(leaf.text))]
    for leaf, found in said:
        if page.published_to and squeeze(found["name"]) == page.published_to:
            return leaf
    for leaf, found in said:
        linked = any(text_of([link]) == found["name"] for link in leaf.links())
        if linked or _AUTHORED.search(leaf.block.names):
            return leaf
    return None


def _find_title(leaves: list[Leaf], header: Header, tree: Tree, page: Page) -> Leaf | None:
    """The heading right above the by-line; else the line the window is called by; else what is called a title."""
    byline = header.byline
    if byline:
        leaves = [leaf for leaf in leaves if leaf.place < byline.place]
    window = squeeze(tree.title)
    in_window = [leaf for leaf in leaves if leaf.text in window and not is_menu(leaf.text)]
    headings = [leaf for leaf in leaves if _is_in(leaf, _HEADINGS)]
    named = [leaf for leaf in leaves if _TITLED.search(_names(leaf))]
    for candidates in ((*headings, *named), in_window):
        near = [leaf for leaf in candidates if byline and byline.place - leaf.place <= _NEAR]
        if near:
            return _take_title(max(near, key=lambda leaf: leaf.place), window, page)
    longest = max(in_window, key=lambda leaf: len(leaf.text), default=None)
    others = [leaf for leaf in (*named, *headings) if not is_menu(leaf.text)]
    return _take_title(longest or next(iter(others), None), window, page)


def _take_title(leaf: Leaf | None, window: str, page: Page) -> Leaf | None:
    """Set the page's title from the line; without one from the window, and say so."""
    if leaf:
        page.title = leaf.text
    elif window:
        page.title = _window_title(window)
        page.gaps.append("The page prints no title; that of its window was taken.")
    return leaf


def _window_title(window: str) -> str:
    """The title of the window without the site's name, where a separator shows which part that is."""
    for separator in (" :: ", " | ", " » ", " — "):
        if separator in window:
            return max(window.split(separator), key=len)
    return window


def _find_date(leaves: list[Leaf], header: Header) -> Leaf | None:
    anchor = header.byline or header.title
    byline = _BY.match(header.byline.text) if header.byline else None
    if not anchor or (byline and byline["stamp"]):
        return None
    near = [leaf for leaf in leaves if abs(leaf.place - anchor.place) <= _NEXT and leaf is not header.title]
    return next((leaf for leaf in near if len(leaf.text) < 100 and _DATE.match(leaf.text)), None)


def _read_byline(header: Header, page: Page) -> None:
    """Author and date as the top of the page gives them; of the two dates the one at the end is the diary's own."""
    printed: Stamp | None = None
    if header.byline and (found := _BY.match(header.byline.text)):
        page.author = squeeze(found["name"])
        printed = read_stamp(found["stamp"]) if found["stamp"] else None
    if not printed and header.date and (dated := _DATE.match(header.date.text)):
        printed = read_stamp(dated["stamp"])
    if page.posted is None or (page.posted.at is None and printed and printed.at):
        page.posted = printed
    elif printed and printed.at and page.posted.at and abs(printed.at - page.posted.at).total_seconds() >= 60:
        page.gaps.append(f"The page gives two dates; “{page.posted.printed}” was taken, not “{printed.printed}”.")


def _names(leaf: Leaf) -> str:
    """The ids and classes near around a line, and of what is in it."""
    around: list[Node] = [leaf.block, *([leaf.block.parent] if leaf.block.parent else []), *leaf.nodes]
    return " ".join(node.names for node in around)


def _is_in(leaf: Leaf, tags: Collection[str]) -> bool:
    node: Node | None = leaf.block
    for _ in range(3):
        if node and node.tag in tags:
            return True
        node = node.parent if node else None
    return any(node.tag in tags for node in leaf.nodes)


# -- tags -------------------------------------------------------------------------------------


def _read_tags(leaves: list[Leaf], header: Header, page: Page) -> None:
    """The tags: links to tags near the word, or below an element called so; else the words between commas."""
    best: list[Leaf] = []
    place = 0
    while place < len(leaves):
        leaf = leaves[place]
        place += 1
        label = _TAGS.match(leaf.text) if len(leaf.text) < 3000 else None
        called = _TAGGED.search(_names(leaf)) and leaf.links()
        if (not label and not called) or leaf is header.title:
            continue
        run = [leaf]
        while place < len(leaves) and _goes_on(leaf, leaves[place]):
            run.append(leaves[place])
            place += 1
        tags = _tags_of(run, label["tags"] if label else "")
        if tags and (not best or _tag_links(run)) and not _tag_links(best[:1]):
            best, page.tags = run, tags
    header.tags = best


def _goes_on(leaf: Leaf, following: Leaf) -> bool:
    """Whether the next line is still a tag: all links, inside the element that holds the first one."""
    links = following.links()
    if not links or "".join(text_of([link]) for link in links) != re.sub(r"\s*,\s*|\s*\|\s*", "", following.text):
        return False
    holders = {leaf.block} if leaf.links() and leaf.block.tag != "li" else {leaf.block, leaf.block.parent}
    node: Node | None = following.block
    for _ in range(3):
        if node in holders and node is not None and node.tag not in ("body", ""):
            return True
        node = node.parent if node else None
    return False


def _tag_links(leaves: list[Leaf]) -> list[Node]:
    return [link for leaf in leaves for link in leaf.links() if "tag" in link.attrs.get("href", "").lower()]


def _tags_of(leaves: list[Leaf], words: str) -> list[str]:
    linked = [text_of([link]) for link in _tag_links(leaves)]
    if not linked:
        linked = [text_of([link]) for leaf in leaves for link in leaf.links()]
        linked = [tag for tag in linked if not is_menu(tag)]
    else:
        linked = [tag for tag in linked if tag.lower() not in ("tags", "edit tags", "add tags", "?")]
    tags = [tag for tag in linked if tag] or split_tags(words)
    return list(dict.fromkeys(tags))


# -- the text ---------------------------------------------------------------------------------


def _read_text(tree: Tree, leaves: list[Leaf], header: Header, comments: Collection[Node], page: Page) -> list[Leaf]:
    """Fill intro and body from what stands between the lines above and below; the lines that are neither."""
    end = header.posted.place if header.posted else _end_without_posted(leaves, header)
    leading = [leaf for leaf in (header.title, header.byline, header.date) if leaf and leaf.place < end]
    leading.sort(key=lambda leaf: leaf.place)
    trailing = [leaf for leaf in leaves if leaf.place >= end]
    start = leading[-1].place if leading else -1
    top = tree.root if leading else _story(tree, leaves, end)
    if not leading:
        below = set(top.walk())
        inside = [leaf for leaf in leaves if leaf.place < end and leaf.block in below]
        start = inside[0].place - 1 if inside else end
    tags = {node for leaf in header.tags for node in leaf.nodes}
    menus = [leaf for leaf in leaves if start < leaf.place < end and leaf.links() and is_menu(leaf.text)]
    aside = tags | {node for leaf in menus for node in leaf.nodes}
    aside |= set(header.republished.nodes) if header.republished else set()
    found = Content(top, leading, trailing, aside, frozenset(comments)).read(page)
    _divide(found, page)
    special = {*header.tags, *leading, header.posted, header.republished}
    return [leaf for leaf in leaves if leaf not in special and not start < leaf.place < end]


def _end_without_posted(leaves: list[Leaf], header: Header) -> int:
    """Without "Originally posted to" the text ends at the tags or at the first sentence of the interface."""
    begin = max((leaf.place for leaf in (header.title, header.byline, header.date) if leaf), default=-1)
    ends = [leaf.place for leaf in leaves if leaf.place > begin and is_interface(leaf.text) and not is_menu(leaf.text)]
    ends += [leaf.place for leaf in header.tags[:1] if leaf.place > begin + 1]
    return min(ends, default=leaves[-1].place + 1 if leaves else 0)


def _story(tree: Tree, leaves: list[Leaf], end: int) -> Node:
    """The smallest element that holds both the diary's last line and some text before it."""
    last = next((leaf for leaf in leaves if leaf.place == end), None)
    before = [leaf for leaf in leaves if leaf.place < end and not is_interface(leaf.text)]
    if not last or not before:
        return tree.root
    around = set()
    node: Node | None = last.block
    while node:
        around.add(node)
        node = node.parent
    node = before[-1].block
    while node and node not in around:
        node = node.parent
    return node or tree.root


def _divide(found: list[Found], page: Page) -> None:
    """Tell intro and body apart: by what the page calls them, else by the page's own division, else by paragraph."""
    zones = [_zone(one) for one in found]
    intro = [one for one, zone in zip(found, zones, strict=True) if zone == "intro"]
    extended = [one for one, zone in zip(found, zones, strict=True) if zone == "extended"]
    others = [one for one, zone in zip(found, zones, strict=True) if not zone]
    if intro and extended:
        page.not_understood += [unread(one.line, one.block.text) for one in others]
        body = extended
    elif intro:
        body = others
    elif extended and not zones[0]:
        first = zones.index("extended")
        intro, body = found[:first], found[first:]
    else:
        intro = _first_part(found)
        body = found[len(intro) :]
    page.intro = "\n".join(one.block.source for one in intro)
    page.body = "\n".join(one.block.source for one in body)


def _zone(one: Found) -> str:
    """The innermost name around a block that says which part it is of."""
    for node in reversed(one.around):
        if _INTRO.search(node.names):
            return "intro"
        if _EXTENDED.search(node.names):
            return "extended"
    return ""


def _first_part(found: list[Found]) -> list[Found]:
    """The blocks of the first of several dividing elements, or the first block where nothing divides them."""
    for level in range(6):
        parts = [one.around[level] if len(one.around) > level else None for one in found]
        if not parts or parts[0] is None:
            break
        length = next((place for place, part in enumerate(parts) if part is not parts[0]), None)
        if length:
            return found[:length]
    return found[:1]
