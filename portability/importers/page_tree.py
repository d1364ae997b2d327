"""A small tree of sloppy HTML, in time linear in its length whatever it holds.

Not html.parser: its loops over unclosed comments, tags and quotes are quadratic in the Python that Debian 12
ships, and a saved page is anybody's file. The rules kept are those that old pages rely on: optional end tags
of li, p, dt, dd, tr, td, end tags that match nothing, and a reply list that follows the li it belongs into.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape, unescape

from .page_record import NotASavedPage

MAX_NODES = 300_000  # elements and texts; a page of 5,000 comments has about 150,000

VOID = frozenset("area base br col embed frame hr img input keygen link meta param source track wbr".split())
BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary
    table tbody td tfoot th thead tr ul""".split()
)
# What is never a member's words, or never harmless: its content is left out of texts and sources alike.
DROPPED = frozenset(
    """script style iframe object embed applet noscript template svg math head frame frameset select button textarea
    input option noframes noembed xmp link meta base title""".split()
)
EMBEDS = frozenset("iframe object embed applet svg math".split())  # of these a reader wants to know
_RAW = frozenset("script style iframe textarea title xmp noembed noframes".split())
_IN_HEAD = frozenset("title meta link script style base noscript object template".split())
# A start tag of the key ends what is open of the values, up to the nearest of the bounds.
_ENDS: dict[str, tuple[str, ...]] = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "tr": ("tr",), "td": ("td", "th"), "th": ("td", "th"),
    "tbody": ("tbody", "thead", "tfoot"), "tfoot": ("tbody", "thead"), "option": ("option",),
}  # fmt: skip
_BOUNDS: dict[str, tuple[str, ...]] = {
    "li": ("ul", "ol", "menu", "dir"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "td": ("tr", "table"),
    "th": ("tr", "table"), "tbody": ("table",), "tfoot": ("table",), "option": ("select",),
}  # fmt: skip
_P_BOUNDS = ("li", "td", "th", "div", "blockquote", "dd", "table", "body")
_LISTS = ("ul", "ol", "menu", "dir")
_ITEMS = frozenset("div article section dd td table".split())
# What follows </body> still is the page; forms and the like overlap other elements on old pages.
_NEVER_CLOSED = frozenset("html body form center".split())
_LOOSE = frozenset("font span small".split())  # often wrapped round whole texts: then their lines count
COMMENT_ID = re.compile(r"(?:c|comment[-_]?)([0-9]{1,12})$", re.IGNORECASE)


class Node:
    """An element, or a text (`tag` is ""); `item` is the nearest list item (or numbered element) around it."""

    __slots__ = ("attrs", "children", "has_block", "is_item", "item", "line", "parent", "tag", "text", "was_closed")

    def __init__(self, tag: str, parent: "Node | None", line: int, attrs: dict[str, str], text: str = "") -> None:
        self.tag = tag
        self.parent = parent
        self.line = line  # 1-based, where its tag or text begins
        self.attrs = attrs
        self.text = text
        self.children: list[Node] = []
        self.has_block = False  # some element below it is a block
        self.was_closed = False  # by its own end tag, or by what cannot stand inside it
        self.item: Node | None = None
        if parent:
            self.item = parent if parent.is_item else parent.item
        # Whether it may hold one comment: list items do, and on pages without lists numbered blocks.
        in_list = self.item is not None and self.item.tag == "li"
        numbered = tag in _ITEMS and not in_list and bool(COMMENT_ID.match(attrs.get("id", "")))
        self.is_item: bool = tag == "li" or numbered

    @property
    def is_block(self) -> bool:
        """Whether it stands on lines of its own: a block, or an inline element wrapped round one."""
        return self.has_block or self.tag in BLOCK

    @property
    def names(self) -> str:
        """Its id and classes, in lower case, for a look at what the page calls it."""
        return f"{self.attrs.get('id', '')} {self.attrs.get('class', '')}".lower()

    def walk(self) -> Iterator["Node"]:
        """Itself and everything below in document order, without what is dropped."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.tag not in DROPPED:
                stack.extend(reversed(node.children))


_NO_ATTRS: dict[str, str] = {}
_MARKUP = re.compile(r"<(?:/?[a-zA-Z]|[!?]|/[^a-zA-Z\s<])")
# Quotes count only behind "=": href=/user/O'Brien is one value without quotes.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_ATTR = re.compile(r"([^\s\"'>/=][^\s>/=]*+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?")
_LONGEST_TAG = 65_536  # characters; a longer one (an image inside an attribute) ends at its first ">"
_MAX_UNQUOTED = 100  # tags with an unclosed quote, after which quotes are not trusted any more


class Tree:
    """The tree of one page; `cut` tells whether the file ends inside of something that needs an end."""

    def __init__(self, source: str) -> None:
        self.root = Node("", None, 1, _NO_ATTRS)
        self.title = ""  # of the window
        self.cut = False
        self.has_end = False  # </body> or </html> is there
        self._source = source
        self._open = [self.root]
        self._where: defaultdict[str, list[int]] = defaultdict(list)  # tag: places in _open, so looking up is O(1)
        self._line = 1
        self._counted = 0
        self._nodes = 0
        self._unquoted = 0
        self._comments_close = True
        # More </div> than <div>: some are stray, and must not close the lists around them.
        lowered = source.lower()
        self._has_stray_divs = lowered.count("</div") > lowered.count("<div")
        self._read()
        needing = sum(len(self._where[tag]) for tag in ("div", "ul", "ol", "table", "dl", "blockquote"))
        self.cut = (self.cut or needing > 0) and not self.has_end

    # -- tokens -------------------------------------------------------------------------------

    def _read(self) -> None:
        source, place = self._source, 0
        while place < len(source):
            found = _MARKUP.search(source, place)
            begin = found.start() if found else len(source)
            if begin > place:
                self._text(source[place:begin], place)
            place = self._markup(begin) if found else begin
        self.cut = self.cut or source.endswith(("<", "</"))

    def _markup(self, begin: int) -> int:
        """Read the tag or declaration that begins here; the place behind it."""
        source = self._source
        if not source[begin + 1 : begin + 3].strip("/")[:1].isalpha():
            return self._declaration(begin)
        found = None
        if self._unquoted < _MAX_UNQUOTED:
            found = _TAG.match(source, begin, begin + _LONGEST_TAG)
            self._unquoted += found is None
        found = found or _PLAIN_TAG.match(source, begin)
        if not found:
            self.cut = True
            return len(source)
        if found[1]:
            self._end(found[2].lower())
            return found.end()
        return self._start(found[2].lower(), found[3], begin, found.end())

    def _declaration(self, begin: int) -> int:
        """Skip a comment, a doctype or the like; an unclosed comment ends at the next ">"."""
        source = self._source
        if source.startswith("<!--", begin):
            closed = source.find("-->", begin + 2) if self._comments_close else -1
            if closed >= 0:
                return closed + 3
            self._comments_close = False  # none after it does either: never search the rest again
            self.cut = True
        closed = source.find(">", begin)
        if closed < 0:
            self.cut = True
            return len(source)
        return closed + 1

    # -- the tree -----------------------------------------------------------------------------

    def _line_at(self, place: int) -> int:
        self._line += self._source.count("\n", self._counted, place)
        self._counted = place
        return self._line

    def _add(self, tag: str, place: int, attrs: dict[str, str], text: str = "") -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise NotASavedPage(f"This page has more than {MAX_NODES:,} elements; no page of a diary has so many.")
        parent = self._open[-1]
        if tag in _LISTS and parent.tag in _LISTS and parent.children:
            before = next((child for child in reversed(parent.children) if child.tag), None)
            if before and before.tag == "li":  # <ul><li>..</li><ul>: the inner list answers the item before it
                parent = before
        node = Node(tag, parent, self._line_at(place), attrs, text)
        parent.children.append(node)
        if tag in BLOCK or (tag == "br" and parent.tag in _LOOSE):
            above: Node | None = parent
            while above and not above.has_block:
                above.has_block = True
                above = above.parent
        return node

    def _text(self, raw: str, place: int) -> None:
        parent = self._open[-1]
        if not raw.isspace() or parent.tag == "pre":
            self._add("", place + len(raw) - len(raw.lstrip()), _NO_ATTRS, unescape(raw))
        elif parent.children and parent.children[-1].tag not in BLOCK:
            self._add("", place, _NO_ATTRS, " ")  # between blocks, space says nothing

    def _start(self, tag: str, rest: str, begin: int, after: int) -> int:
        if self._where["head"] and tag not in _IN_HEAD:
            self._close(self._where["head"][0])
        if tag in BLOCK:
            self._close_implied(("p",), _P_BOUNDS)
        if tag in _ENDS:
            self._close_implied(_ENDS[tag], _BOUNDS[tag])
        if tag == "a" and self._where["a"]:  # links do not nest: the one before was left open
            self._close_implied(("a",), _P_BOUNDS)
        attrs = _attributes(rest) if rest.strip(" /") else _NO_ATTRS
        node = self._add(tag, begin, attrs)
        if tag in VOID:
            return after
        if tag in _RAW:
            return self._raw(node, after)
        self._where[tag].append(len(self._open))
        self._open.append(node)
        return after

    def _raw(self, node: Node, after: int) -> int:
        """Skip what is no markup, to the end tag; without one the rest of the file belongs to it."""
        close = re.compile(f"</{node.tag}\\b[^>]*>?", re.IGNORECASE).search(self._source, after)
        if not close:
            self.cut = True
            return len(self._source)
        if node.tag == "title" and not self.title:
            self.title = unescape(self._source[after : close.start()])
        return close.end()

    def _place(self, tags: tuple[str, ...]) -> int:
        """The innermost place of these tags among what is open, or -1."""
        innermost = -1
        for tag in tags:
            places = self._where[tag]
            if places and places[-1] > innermost:
                innermost = places[-1]
        return innermost

    def _close_implied(self, ends: tuple[str, ...], bounds: tuple[str, ...]) -> None:
        place = self._place(ends)
        if place >= 0 and place > self._place(bounds):
            self._close(place)

    def _end(self, tag: str) -> None:
        self.has_end = self.has_end or tag in ("body", "html")
        if tag in _NEVER_CLOSED:
            return
        place = self._place((tag,))
        if place >= 0 and place > self._place(self._walls(tag)):
            self._close(place)

    def _walls(self, tag: str) -> tuple[str, ...]:
        """What an end tag of this kind does not reach through: there it is a stray one."""
        if tag in _LISTS or tag == "table":
            return ()
        if tag in _BOUNDS:
            return _BOUNDS[tag]
        if tag == "div" and not self._has_stray_divs:
            return ("td", "th")  # as browsers do: it closes the lists that were left open inside
        return ("td", "th", "li", *_LISTS) if tag in BLOCK else ("td", "th", "li", *_LISTS, "div", "blockquote")

    def _close(self, place: int) -> None:
        while len(self._open) > place:
            node = self._open.pop()
            self._where[node.tag].pop()
            node.was_closed = True


def _attributes(source: str) -> dict[str, str]:
    attrs: dict[str, str] = {}
    for name, value in _ATTR.findall(source):
        if value[:1] in ("'", '"') and value[-1:] == value[:1]:
            value = value[1:-1]
        attrs.setdefault(name.lower(), unescape(value))
    return attrs


def text_of(nodes: list[Node]) -> str:
    """The text, white space squeezed; a line break counts as space."""
    parts = []
    for top in nodes:
        for node in top.walk():
            if not node.tag:
                parts.append(node.text)
            elif node.tag == "br" or node.is_block:
                parts.append(" ")
    return " ".join("".join(parts).split())


def source_of(nodes: list[Node]) -> str:
    """The nodes as HTML again: well-formed, escaped, without what is dropped. Not safe until it is cleaned."""
    parts: list[str] = []
    stack: list[Node | str] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif not node.tag:
            parts.append(escape(node.text, quote=False))
        elif node.tag not in DROPPED:
            parts.append(f"<{node.tag}{''.join(_attribute(*pair) for pair in node.attrs.items())}>")
            if node.tag not in VOID:
                stack.append(f"</{node.tag}>")
                stack.extend(reversed(node.children))
    return "".join(parts)


_NAME = re.compile(r"[a-z_:][a-z0-9_.:-]*$")


def _attribute(name: str, value: str) -> str:
    # Handlers are no content; nh3 would drop them too, but they need not get as far.
    return f' {name}="{escape(value)}"' if _NAME.match(name) and not name.startswith("on") else ""
