"""Reading the HTML of a saved page: by structure and text, because class names differ between copies.

A comment is a list item whose first line ends in counts; lists inside of lists are replies; the last line
that reads "by ... on ..." is its by-line.
"""

import re
from collections import Counter
from collections.abc import Iterable

from .page_finish import list_gaps, settle_signatures, tell_orphans
from .page_html_comment import Item, begins_with_byline, ends_in_byline, read_comment
from .page_html_diary import read_diary
from .page_interface import is_interface
from .page_leaves import Leaf, read_leaves
from .page_record import (
    MAX_COMMENTS,
    MAX_SITE_NUMBER,
    Draft,
    NotASavedPage,
    Page,
    PageComment,
    excerpt,
    read_byline,
    read_posted,
    split_counts,
    squeeze,
    unread,
)
from .page_tree import COMMENT_ID, Node, Tree

_HEADING_WITHIN = 3  # lines: marks such as "[new]" may stand before a heading
_LINK_NUMBER = re.compile(r"#c([0-9]{1,12})$")


def read_html(source: str, *, cut: bool) -> Page:
    """The page in the HTML source. `cut`: the file ends in the middle of a character.

    Raises NotASavedPage when neither the diary's last line nor a comment is found.
    """
    tree = Tree(source)
    leaves = read_leaves(tree.root)
    items, stubs = _find_items(leaves, cut=tree.cut)
    owners = _Owners(items, stubs)
    outside = owners.share_out(leaves)
    first = next(iter(items.values())).leaves[0].place if items else len(leaves)
    page = Page(form="html", truncated=cut or tree.cut)
    read_diary(tree, [leaf for leaf in outside if leaf.place < first], items, page)
    drafts = _read_comments(items, owners, page)
    _tell_stubs(stubs, owners, page)
    _tell([leaf for leaf in outside if leaf.place >= first], page)
    _mind_the_end(drafts, items, page)
    settle_signatures(drafts, page, marked=_mark_signatures(drafts, items))
    tell_orphans(drafts, page)
    page.comments = [draft.comment for draft in drafts]
    page.site_numbers_given = any(comment.site_number for comment in page.comments)
    list_gaps(page)
    return page


def _tell(leaves: Iterable[Leaf], page: Page) -> None:
    page.not_understood += [unread(leaf.line, leaf.text) for leaf in leaves if not is_interface(leaf.text)]


def _tell_stubs(stubs: set[Node], owners: "_Owners", page: Page) -> None:
    """Say which comments the page leaves nothing of but their number, and what it puts in their place."""
    numbers = sorted(int(found[1]) for node in stubs if (found := COMMENT_ID.match(node.attrs["id"])))
    if numbers:
        page.gaps.append(
            "The page shows these old numbers without a comment; answers to them stand under the comment above: "
            f"{', '.join(map(str, numbers))}."
        )
    _tell(owners.stub_leaves, page)


# -- which elements are comments --------------------------------------------------------------


def _find_items(leaves: list[Leaf], *, cut: bool) -> tuple[dict[Node, Item], set[Node]]:
    """The elements that hold a comment each, in page order, and those of which nothing but the number is left."""
    found: dict[Node, Item] = {}
    seen: Counter[Node] = Counter()
    bylines: dict[Node, int] = {}
    diary_ends = -1
    for leaf in leaves:
        if leaf.item is None:
            if "riginally posted to" in leaf.text and read_posted(leaf.text) and not leaf.is_quoted:
                diary_ends = leaf.place
            continue
        seen[leaf.item] += 1
        if leaf.item not in found and seen[leaf.item] <= _HEADING_WITHIN and (counts := split_counts(leaf.text)):
            found[leaf.item] = Item(leaf.item, leaf, *counts)
        elif leaf.item in found and read_byline(leaf.text):
            bylines[leaf.item] = leaf.place
    if len(found) > MAX_COMMENTS:
        raise NotASavedPage(f"This page has more than {MAX_COMMENTS:,} comments; no page of a diary has so many.")
    below = {node: item for node, item in found.items() if item.heading.place > diary_ends >= 0}
    if (cut or not below) and not bylines and not any(_is_numbered(node) for node in found):
        return {}, set()  # items of some list that end in figures
    found = below or found
    numbered = {node: item for node, item in found.items() if _is_numbered(node)}
    if numbered:
        return numbered, _find_stubs(leaves, numbered, bylines)
    return _without_body_lists(found, bylines), set()


def _find_stubs(leaves: list[Leaf], items: dict[Node, Item], bylines: dict[Node, int]) -> set[Node]:
    """Numbered items without counts: the page says no more of that comment. In a body they are a member's list."""
    owners = _Owners(items, set())
    return {
        leaf.item
        for leaf in leaves
        if leaf.item
        and leaf.item not in items
        and _is_numbered(leaf.item)
        and ((above := owners.of(leaf.item)) is None or bylines.get(above, -1) < leaf.place)
    }


def _is_numbered(node: Node) -> bool:
    return bool(COMMENT_ID.match(node.attrs.get("id", "")))


def _without_body_lists(found: dict[Node, Item], bylines: dict[Node, int]) -> dict[Node, Item]:
    """Leave out items of a member's own list that end like headings: in a body they stand above its by-line."""
    headed = sum(item.heading.block is not node for node, item in found.items()) * 2 >= len(found)
    owners = _Owners(found, set())
    kept: dict[Node, Item] = {}
    instead: dict[Node, Node | None] = {}  # for an item that is left out, the kept one around it
    for node, item in found.items():
        above = owners.of(node.item)
        if above is not None and above not in kept:
            above = instead.get(above)
        in_body = above is not None and bylines.get(above, -1) > item.heading.place
        if in_body or (headed and item.heading.block is node):
            instead[node] = above
        else:
            kept[node] = item
    return kept


class _Owners:
    """To which comment a line belongs: the nearest one around it, or the remains of one (a stub), or none."""

    def __init__(self, items: dict[Node, Item], stubs: set[Node]) -> None:
        self.items = items
        self.stub_leaves: list[Leaf] = []
        self._stubs = stubs
        self._known: dict[Node, Node | None] = {}

    def of(self, node: Node | None) -> Node | None:
        """The comment (or stub) that the item is, or lies in."""
        path = []
        while node is not None and node not in self._known:
            if node in self.items or node in self._stubs:
                self._known[node] = node
                break
            path.append(node)
            node = node.item
        owner = self._known[node] if node is not None else None
        self._known.update(dict.fromkeys(path, owner))
        return owner

    def parent_of(self, node: Node) -> Node | None:
        """The comment that this one answers; through the remains of others."""
        above = self.of(node.item)
        while above in self._stubs and above is not None:
            above = self.of(above.item)
        return above

    def share_out(self, leaves: list[Leaf]) -> list[Leaf]:
        """Give every comment its lines, and each the elements of its replies; the lines of none."""
        outside = []
        for leaf in leaves:
            owner = self.of(leaf.item)
            if owner is None:
                outside.append(leaf)
            elif owner in self.items:
                self.items[owner].leaves.append(leaf)
            else:
                self.stub_leaves.append(leaf)
        for node in (*self.items, *self._stubs):
            above = self.of(node.item)
            if above in self.items and above is not None:
                self.items[above].replies.add(node)
        return outside


# -- the comments -----------------------------------------------------------------------------


def _read_comments(items: dict[Node, Item], owners: _Owners, page: Page) -> list[Draft]:
    byline_first = not any(ends_in_byline(item) for item in items.values()) and any(
        begins_with_byline(item) for item in items.values()
    )
    drafts: dict[Node, Draft] = {}
    taken: set[int] = set()
    for number, (node, item) in enumerate(items.items(), 1):
        above = owners.parent_of(node)
        parent = drafts[above].comment if above in drafts and above is not None else None
        comment = PageComment(
            number=number,
            depth=parent.depth + 1 if parent else 1,
            parent=parent.number if parent else None,
            subject=item.subject,
            recommends=item.recommends,
            hides=item.hides,
            line=item.heading.line,
        )
        comment.site_number = _site_number(item, taken, page, comment.number)
        drafts[node] = read_comment(item, comment, page, byline_first=byline_first)
    _follow_links(list(drafts.values()), list(items.values()), page)
    return list(drafts.values())


def _site_number(item: Item, taken: set[int], page: Page, number: int) -> int | None:
    """The old site's number of a comment, once on a page and small enough to be stored; else a gap."""
    printed = _printed_number(item)
    if printed is None:
        return None
    if printed in taken or not 0 < printed <= MAX_SITE_NUMBER:
        why = "stands twice on the page" if printed in taken else "cannot be"
        page.gaps.append(f"The old site's number {printed} of comment {number} {why}; it was left out.")
        return None
    taken.add(printed)
    return printed


def _printed_number(item: Item) -> int | None:
    """From the element's id, else from an anchor in the heading, else from the heading's own link."""
    near = [item.node, *item.node.children[:3], *item.heading.block.children[:3]]
    near += [node for top in item.heading.nodes for node in top.walk()]
    for attr in ("id", "name"):
        for node in near:
            if found := COMMENT_ID.match(node.attrs.get(attr, "")):
                return int(found[1])
    for link in item.heading.links():
        if found := _LINK_NUMBER.search(link.attrs.get("href", "")[-40:]):
            return int(found[1])
    return None


def _follow_links(drafts: list[Draft], items: list[Item], page: Page) -> None:
    """Where all comments stand in one flat list, the Parent links make the tree; elsewhere nesting does."""
    numbers = {draft.comment.site_number: draft.comment for draft in drafts if draft.comment.site_number}
    flat = all(draft.comment.parent is None for draft in drafts)
    for draft, item in zip(drafts, items, strict=True):
        comment, linked = draft.comment, numbers.get(item.parent_number or 0)
        if linked is None or linked.number >= comment.number:
            continue
        if flat:
            comment.parent, comment.depth = linked.number, linked.depth + 1
        elif comment.parent != linked.number:
            page.gaps.append(
                f"The Parent link of comment {comment.number} names comment {linked.number}; its place in the list was taken."
            )


def _mark_signatures(drafts: list[Draft], items: dict[Node, Item]) -> bool:
    """Whether the page marks its signatures: by name, or by a class that only last paragraphs have."""
    if any(draft.marked_signature for draft in drafts):
        return True
    pairs = [(draft, marks) for draft, item in zip(drafts, items.values()) if (marks := item.marks)]  # noqa: B905
    several = [marks for draft, marks in pairs if len(marks) > 1 and draft.has_byline]
    inner = {mark for _, marks in pairs for mark in marks[:-1]}
    last = Counter(marks[-1] for marks in several if marks[-1] and marks[-1] not in inner)
    if not last:
        return False
    mark, count = last.most_common(1)[0]
    if count < 2 or count * 2 < len(several):
        return False
    signatures = {squeeze(draft.blocks[-1].text) for draft, marks in pairs if len(marks) > 1 and marks[-1] == mark}
    for draft, marks in pairs:
        if marks[-1] == mark and (len(marks) > 1 or squeeze(draft.blocks[-1].text) in signatures):
            draft.marked_signature = draft.blocks.pop()
    return True


def _mind_the_end(drafts: list[Draft], items: dict[Node, Item], page: Page) -> None:
    """Of a page that is cut off, drop the last comment unless it surely is whole."""
    if not page.truncated:
        return
    if not drafts:
        page.gaps.append("The page is cut off before the comments, or has none.")
        return
    comment = drafts[-1].comment
    ended = drafts[-1].has_byline and bool(drafts[-1].blocks) and (comment.posted is None or comment.posted.at is not None)
    if ended or list(items)[-1].was_closed:
        page.gaps.append(f"The page is cut off after comment {comment.number}.")
        return
    drafts.pop()
    page.gaps.append(
        f"The page is cut off in comment {comment.number} {excerpt(comment.subject)} (line {comment.line}); it was left out."
    )
