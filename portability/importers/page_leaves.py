"""The lines of an HTML page as a reader sees them, and the content that stands between two of them."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from .page_record import Block, Page
from .page_tree import DROPPED, EMBEDS, Node, source_of, text_of

# Elements that only divide the page: what is inside counts, they themselves do not.
GENERIC = frozenset("div section article main center form fieldset font span small address header".split())
_MEDIA = frozenset("img video audio hr".split())  # content without a text


@dataclass(slots=True, eq=False)
class Leaf:
    """One line of text: neighbours inside one block, up to the next line break or block."""

    place: int  # in document order
    nodes: list[Node]
    block: Node  # the block they stand in
    text: str  # squeezed
    item: Node | None  # the nearest li (or numbered element) around it

    @property
    def line(self) -> int:
        """The line of the file on which it begins."""
        return next((node.line for node in self.nodes if node.tag or node.text.strip()), self.block.line)

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in a quotation: then it says nothing about this page."""
        node: Node | None = self.block
        for _ in range(8):
            if node is None or node.tag == "blockquote":
                break
            node = node.parent
        return node is not None and node.tag == "blockquote"

    def links(self) -> list[Node]:
        """The links in it."""
        return [node for top in self.nodes for node in top.walk() if node.tag == "a"]


def read_leaves(root: Node) -> list[Leaf]:
    """All lines with text, in document order."""
    leaves: list[Leaf] = []
    work: list[Iterator[Node | list[Node]]] = [_parts(root)]
    blocks = [root]
    while work:
        part = next(work[-1], None)
        if part is None:
            work.pop()
            blocks.pop()
        elif isinstance(part, Node):
            work.append(_parts(part))
            blocks.append(part)
        elif text := text_of(part):
            block = blocks[-1]
            leaves.append(Leaf(len(leaves), part, block, text, block if block.is_item else block.item))
    return leaves


def _parts(block: Node) -> Iterator[Node | list[Node]]:
    """The blocks inside this one, and between them the lines of what is no block."""
    run: list[Node] = []
    for child in block.children:
        if child.tag in DROPPED:
            continue
        if child.is_block or child.tag == "br":
            if run:
                yield run
                run = []
            if child.is_block:
                yield child
        else:
            run.append(child)
    if run:
        yield run


@dataclass(slots=True, eq=False)
class Found:
    """A block of content, with what the page calls the elements around it."""

    block: Block
    around: tuple[Node, ...]  # the dividing elements around it, outermost first, seven at most
    mark: str  # its own tag and class, such as "div.sig"; "" without a class
    line: int


@dataclass(slots=True)
class Content:
    """What stands between the leading and the trailing leaves below one element."""

    top: Node
    leading: list[Leaf]
    trailing: list[Leaf]
    aside: Set[Node] = frozenset()  # nodes in between that are something else
    stops: Set[Node] = frozenset()  # elements where the content ends: the replies

    def read(self, page: Page) -> list[Found]:
        """The blocks; what a reader embedded from elsewhere is listed in `page.not_understood`."""
        found: list[Found] = []
        run: list[Node] = []
        for node, around in self._pieces():
            if node is None or node.is_block:
                found += _paragraphs(run, around)
                run = []
                if node is not None:
                    found += _block(node, around)
            else:
                run.append(node)
            for inner in node.walk() if node is not None else ():
                if inner.tag in EMBEDS:
                    page.not_understood.append(f"Line {inner.line}: an embedded <{inner.tag}> was left out.")
        return found

    def _pieces(self) -> Iterator[tuple[Node | None, tuple[Node, ...]]]:
        """The nodes of the content; None where a paragraph ends for sure."""
        specials = {node for leaf in (*self.leading, *self.trailing) for node in leaf.nodes}
        last_lead = self.leading[-1].nodes[-1] if self.leading else None
        ends = {node for leaf in self.trailing for node in leaf.nodes}
        opened = self._opened()
        inside = last_lead is None
        work: list[tuple[Iterator[Node], tuple[Node, ...]]] = [(iter(self.top.children), ())]
        while work:
            children, around = work[-1]
            child = next(children, None)
            if child is None:
                work.pop()
                if inside:
                    yield None, around
            elif child in ends or child in self.stops:
                break
            elif child in specials or child in self.aside:
                inside = inside or child is last_lead
                if inside:
                    yield None, around
            elif child in opened or _divides(child):
                if inside:
                    yield None, around
                deeper = around if child in opened or len(around) > 5 else (*around, child)
                work.append((iter(child.children), deeper))
            elif inside:
                yield child, around
        yield None, ()

    def _opened(self) -> set[Node]:
        """The elements around everything special: these cannot be content as a whole."""
        opened: set[Node] = set()
        starts = [leaf.block for leaf in (*self.leading, *self.trailing)]
        starts += [node.parent for node in (*self.aside, *self.stops) if node.parent]
        for start in starts:
            node: Node | None = start
            while node and node is not self.top and node not in opened:
                opened.add(node)
                node = node.parent
        return opened


def _divides(node: Node) -> bool:
    return node.tag in GENERIC and node.has_block


def _is_blank(nodes: Iterable[Node]) -> bool:
    return not any((not node.tag and not node.text.isspace()) or node.tag in _MEDIA for top in nodes for node in top.walk())


def _block(node: Node, around: tuple[Node, ...]) -> list[Found]:
    """A block of its own: a paragraph (or a dividing element round plain text), or a list, a quote, a table."""
    if _is_blank([node]):
        return []
    name = node.attrs.get("class") or node.attrs.get("id")
    mark = f"{node.tag}.{name}" if name else ""
    text = text_of([node])
    if not node.has_block and node.tag in GENERIC:
        return _paragraphs(node.children, (*around, node), mark)
    if not node.has_block and node.tag == "p":
        return [Found(Block(text, source_of(node.children).strip()), (*around, node), mark, node.line)]
    return [Found(Block(text, source_of([node]), paragraph=False), around, mark, node.line)]


def _paragraphs(run: list[Node], around: tuple[Node, ...], mark: str = "") -> list[Found]:
    """Loose text as paragraphs: two line breaks in a row part them."""
    parts: list[list[Node]] = [[]]
    breaks = 0
    for node in run:
        if node.tag == "br":
            breaks += 1
        elif node.tag or not node.text.isspace():
            if breaks > 1:
                parts.append([])
            breaks = 0
        parts[-1].append(node)
    trimmed = [kept for part in parts if (kept := _trim(part))]
    return [
        Found(Block(text_of(nodes), source_of(nodes).strip()), around, mark if len(trimmed) == 1 else "", nodes[0].line)
        for nodes in trimmed
    ]


def _trim(nodes: list[Node]) -> list[Node]:
    """Without line breaks and space at the beginning and the end."""
    first, last = 0, len(nodes)
    while first < last and _is_blank(nodes[first : first + 1]):
        first += 1
    while last > first and _is_blank(nodes[last - 1 : last]):
        last -= 1
    return nodes[first:last]
