"""Reading one comment of an HTML page: heading, raters, body, signature, by-line, link to the parent."""

import re
from dataclasses import dataclass, field

from .page_interface import is_interface, is_menu
from .page_leaves import Content, Leaf
from .page_record import (
    PARENT,
    RATERS,
    Block,
    Draft,
    Page,
    PageComment,
    Stamp,
    read_byline,
    split_names,
    unread,
)
from .page_tree import Node, source_of, text_of

_SIGNATURE = re.compile(r"(?:^|[\s_-]|user|comment|cmt|c)sig(?:nature|line|block|text)?s?(?:$|[\s_0-9-])")
_FRAGMENT = re.compile(r"#(?:c|comment[-_]?)([0-9]{1,12})$", re.IGNORECASE)
_LABEL = re.compile(r"(Recommended|Hidden|Hide[ -]?rated|Troll[ -]?rated)\s+by\s*:", re.IGNORECASE)
_SEPARATORS = re.compile(r"(?:[\s,;&]|\band\b)*$")
_NEAR = 8  # elements; how far up an element is looked for round a line

Byline = tuple[str | None, Stamp, bool]


@dataclass(slots=True)
class Item:
    """An element that holds one comment, with its own lines (not those of its replies)."""

    node: Node
    heading: Leaf
    subject: str
    recommends: int
    hides: int
    leaves: list[Leaf] = field(default_factory=list)
    replies: set[Node] = field(default_factory=set)  # the elements of the comments right below it
    parent_number: int | None = None  # the old site's number in its Parent link
    marks: list[str] = field(default_factory=list)  # tag and class of each block of its content


def read_comment(item: Item, comment: PageComment, page: Page, *, byline_first: bool) -> Draft:
    """Fill `comment` from the item's lines. `byline_first`: this page prints by-lines above the texts."""
    leaves = item.leaves
    heading = leaves.index(item.heading)
    _read_above(leaves[:heading], comment, page)
    start = _read_raters(item, heading + 1, comment)
    draft = Draft(comment, [])
    if byline_first and (byline := _byline(leaves[start : start + 1])):
        begin, end = len(leaves), len(leaves)
        _take_byline(draft, item, byline, leaves[start : start + 1])
        start += 1
    else:
        begin, end, found = _ending(item, start)
        if found:
            _take_byline(draft, item, found, leaves[begin:])
    for leaf in leaves[begin:]:
        draft.names_parent = draft.names_parent or bool(PARENT.match(leaf.text))
    for leaf in leaves[end:]:
        if not is_interface(leaf.text) and not PARENT.match(leaf.text):
            page.not_understood.append(unread(leaf.line, leaf.text))
    signatures = _signatures(item, start, begin)
    content = Content(item.node, leaves[:start], leaves[begin:], signatures.keys(), item.replies).read(page)
    draft.blocks = [found.block for found in content]
    item.marks = [found.mark for found in content]
    draft.marked_signature = _join(list(signatures))
    return draft


def ends_in_byline(item: Item) -> bool:
    """Whether the comment's last line is a by-line."""
    return _ending(item, item.leaves.index(item.heading) + 1)[2] is not None


def begins_with_byline(item: Item) -> bool:
    """Whether a complete by-line stands right below the heading (and the raters)."""
    start = item.leaves.index(item.heading) + 1
    while start < len(item.leaves) and RATERS.match(item.leaves[start].text):
        start += 1
    byline = _byline(item.leaves[start : start + 1])
    return byline is not None and byline[1].at is not None


def _read_above(leaves: list[Leaf], comment: PageComment, page: Page) -> None:
    """Lines above the heading's counts: the subject, where the counts stand on a line of their own."""
    for leaf in leaves:
        if not comment.subject and not is_menu(leaf.text):
            comment.subject = leaf.text
        elif not is_menu(leaf.text):
            page.not_understood.append(unread(leaf.line, leaf.text))


# -- by-lines ---------------------------------------------------------------------------------


def _byline(leaves: list[Leaf], *, followed_by_parent: bool = False) -> Byline | None:
    if not leaves or sum(len(leaf.text) for leaf in leaves) > 1000:
        return None
    if any(leaf.block is not leaves[0].block and not leaf.text.startswith("on ") for leaf in leaves[1:]):
        return None
    words = " ".join(leaf.text for leaf in leaves)
    return read_byline(words, followed_by_parent=followed_by_parent, loose=len(leaves) == 1)


def _ending(item: Item, start: int) -> tuple[int, int, Byline | None]:
    """Where the by-line begins and ends among the item's lines; without one, where its content ends."""
    leaves = item.leaves
    end = len(leaves)
    parent = False
    while end > start and _is_tail(leaves[end - 1], item):
        end -= 1
        parent = parent or bool(PARENT.match(leaves[end].text))
    for taken in (1, 2, 3):  # some pages break it into lines
        if end - taken < start or leaves[end - taken].item is not item.node:
            break
        found = _byline(leaves[end - taken : end], followed_by_parent=parent)
        if found:
            return end - taken, end, found
    end = len(leaves)
    while end > start and PARENT.match(leaves[end - 1].text):
        end -= 1
    return end, end, None


def _is_tail(leaf: Leaf, item: Item) -> bool:
    """What may follow a by-line: [ Parent ], words of a menu, and lists below (of replies that say nothing)."""
    return leaf.item is not item.node or bool(PARENT.match(leaf.text)) or is_interface(leaf.text)


def _take_byline(draft: Draft, item: Item, byline: Byline, leaves: list[Leaf]) -> None:
    draft.comment.author, draft.comment.posted, draft.names_parent = byline
    draft.has_byline = True
    for leaf in leaves:
        for link in leaf.links():
            fragment = _FRAGMENT.search(link.attrs.get("href", "")[-40:])
            if fragment and text_of([link]).strip("[] ").lower() == "parent":
                item.parent_number = int(fragment[1])


# -- raters -----------------------------------------------------------------------------------


def _read_raters(item: Item, place: int, comment: PageComment) -> int:
    """Take the lists of raters below the heading; the place of the first line behind them."""
    leaves = item.leaves
    while place < len(leaves) and (first := RATERS.match(leaves[place].text)):
        count = comment.recommends if first["kind"].lower() == "recommended" else comment.hides
        label = leaves[place]
        if not count and label.block.tag == "p":
            return place  # nobody rated: a body that begins with the words
        names: list[str] = []
        for kind, names in _names_in(label):
            target = comment.recommended_by if kind.lower() == "recommended" else comment.hidden_by
            count = comment.recommends if kind.lower() == "recommended" else comment.hides
            target += names
        place += 1
        while not names and place < len(leaves) and _is_names(leaves[place], label, item, count - len(target)):
            target += _all_names(leaves[place])
            place += 1
    return place


def _names_in(leaf: Leaf) -> list[tuple[str, list[str]]]:
    """The labels in a line, each with the names behind it: its links, else its words between commas."""
    labels = list(_LABEL.finditer(leaf.text))
    ends = [label.start() for label in labels[1:]] + [len(leaf.text)]
    links: list[tuple[int, str]] = []
    cursor = 0
    for link in leaf.links():
        name = text_of([link])
        found = leaf.text.find(name, cursor) if name else -1
        if found >= 0:
            links.append((found, name))
            cursor = found + len(name)
    read = []
    for label, end in zip(labels, ends, strict=True):
        linked = [name for found, name in links if label.end() <= found < end]
        read.append((label[1], linked or split_names(leaf.text[label.end() : end])))
    return read


def _all_names(leaf: Leaf) -> list[str]:
    return [name for link in leaf.links() if (name := text_of([link]))] or split_names(leaf.text)


def _is_names(leaf: Leaf, label: Leaf, item: Item, missing: int) -> bool:
    """Whether the line goes on with the names of the label above it, and is not the comment's text yet."""
    if RATERS.match(leaf.text):
        return False
    if label.block.tag == "dt":
        above = _around(leaf)
        return any(node.tag == "dd" for node in above) and label.block.parent in above
    if len(_all_names(leaf)) > missing:
        return False
    if leaf.block is label.block:
        return True
    apart = label.block.parent in _around(leaf) and label.block.parent is not item.heading.block.parent
    rest = leaf.text
    for link in leaf.links():
        rest = rest.replace(text_of([link]), "", 1)
    only_links = bool(leaf.links()) and bool(_SEPARATORS.match(rest))
    return apart or (only_links and label.block.parent in _around(leaf))


def _around(leaf: Leaf) -> list[Node]:
    """The elements around a line, the nearest first, no further up than its item."""
    around: list[Node] = []
    node: Node | None = leaf.block
    while node and node is not leaf.item and len(around) < _NEAR:
        around.append(node)
        node = node.parent
    return [*around, node] if node else around


# -- signatures -------------------------------------------------------------------------------


def is_signature(node: Node) -> bool:
    """Whether the page calls the element a signature."""
    return bool(_SIGNATURE.search(node.names))


def _signatures(item: Item, start: int, end: int) -> dict[Node, None]:
    """The elements among these lines that the page calls signatures, in page order."""
    others = {node for leaf in (*item.leaves[:start], *item.leaves[end:]) for node in _around(leaf)}
    found: dict[Node, None] = {}
    for leaf in item.leaves[start:end]:
        marked = [node for node in (*leaf.nodes, *_around(leaf)) if node.tag and is_signature(node)]
        marked = [node for node in marked if node is not item.node and node not in others]
        if marked:
            found[marked[-1]] = None
    return found


def _join(nodes: list[Node]) -> Block | None:
    if len(nodes) == 1:
        return Block(text_of(nodes), source_of(nodes[0].children).strip())
    if nodes:
        return Block(text_of(nodes), "\n".join(f"<p>{source_of(node.children).strip()}</p>" for node in nodes))
    return None
