"""What lies in a clipboard as HTML, from Word, LibreOffice, Google Docs or a page, as the clean HTML of a diary.

Such HTML says with styles what elements say better: they are read here, and then everything passes the sanitiser like any other text.
"""

import re
from html import escape, unescape
from itertools import groupby, pairwise

from core.html import render
from core.source import BLOCKS, Node, lines, tree
from core.text import attributes, pieces

MOST = 2_000_000  # characters
_FRAGMENT = re.compile("<!--StartFragment-->(.*?)<!--EndFragment-->", re.DOTALL)
_STYLE = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_LOOKS = (  # a style, what it looks like, and the element that says so
    ("font-weight", re.compile("bold|[6-9]00"), "strong"),
    ("font-style", re.compile("italic|oblique"), "em"),
    ("text-decoration", re.compile("line-through"), "s"),
    ("text-decoration-line", re.compile("line-through"), "s"),
    ("vertical-align", re.compile("super"), "sup"),
    ("vertical-align", re.compile("sub"), "sub"),
)
_TITLES = {"MsoTitle": "h2", "MsoSubtitle": "h3", "MsoQuote": "blockquote", "MsoIntenseQuote": "blockquote"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "th"}
_LOUD = {"b", "strong", "em", "i"}  # elements that a style can take back
_WRITTEN = set(
    "b strong em i s del sub sup code kbd mark q cite a p ul ol li blockquote pre table thead tr th td caption h1 h2 h3 h4 h5 h6".split()
)
_WRITTEN |= set("abbr dl dt dd figure figcaption details summary".split())
_BOXES = set("div section article header footer main aside nav form fieldset center address picture".split())
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
_CAPTIONS = {"div": "p", "figcaption": "p"}  # of pictures that are not taken along
_ITEM = re.compile(r"[-*•–]\s|\d{1,3}[.)]\s")
_CONTROLS = {"button", "select", "textarea", "object", "video", "audio", "canvas", "label", "option"}


class _Reader:
    """One walk, in linear time: what is opened is remembered, so that it is closed as what it became."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.opened: list[tuple[str, list[str]]] = []  # each element with what closes it
        self.lists: list[int] = []  # Word's lists that are open, each by the place in `out` where it begins
        self.unread = 0  # how many elements were open when one came whose words are not taken
        self.laid_out: list[bool] = []  # of each table that is open: does it only lay out what is in it?
        self.images = 0
        self.list_name = ""
        self.mark = ""  # what Word printed before an item

    def read(self, html: str) -> str:
        for text, closing, name, pairs in pieces(html):
            self._text(text)
            if name and closing:
                self._close(name)
            elif name and name not in ("img", "br", "hr", "wbr"):
                self._open(name, attributes(pairs))
            elif name and not self.unread:
                self._alone(name, attributes(pairs))
        self._end_lists(0)
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if self.unread:
            self.mark += unescape(text)
        elif text.strip() or not self.lists:
            self.out.append(re.sub("(?:[\u00a0\u2002\u2003]|&nbsp;|&#160;|&#xa0;)+", " ", text))

    def _alone(self, name: str, said: dict[str, str]) -> None:
        self.images += name == "img" and not _is_unseen(said)
        if name != "img" and "interchange" not in said.get("class", ""):
            self.out.append(f"<{name}>")

    def _open(self, name: str, said: dict[str, str]) -> None:
        if name in ("meta", "link", "col", "input", "base", "source"):
            return
        style = dict(_STYLE.findall(unescape(said.get("style", "")).lower()))
        hidden = style.get("mso-list", "").strip() == "ignore" or style.get("display", "").strip() == "none"
        if not self.unread and (hidden or name in _CONTROLS or said.get("class", "").startswith("msocom")):
            self.unread = len(self.opened) + 1
        if self.unread:
            self.opened.append((name, []))
            return
        level = re.search(r"(\w*)\s*level(\d)", style.get("mso-list", "")) if name == "p" else None
        if level:
            self._item(int(level[2]), of=level[1])
        elif name in BLOCKS | _BOXES:
            self._end_lists(0)
        if name == "table":
            self.laid_out.append(said.get("role") in ("presentation", "none"))
        became = [] if level else self._became(name, said, style)
        closes = self._inside_the_item_before() if name in ("ul", "ol") else []
        kept = "".join(f' {key}="{said[key]}"' for key in ("href", "colspan", "rowspan", "start") if said.get(key, "1") != "1")
        self.out += [f"<{each}{kept if each == name else ''}>" for each in became]
        self.opened.append((name, closes + became))

    def _became(self, name: str, said: dict[str, str], style: dict[str, str]) -> list[str]:
        """The elements that say what this one looks like."""
        was, bold = name, style.get("font-weight", "").strip()
        is_box = name in _BOXES or (name in _TABLE and self.laid_out[-1:] == [True])
        name = "div" if is_box else name if name in _WRITTEN and name not in self._raised() else ""
        if was in _LOUD and (bold in ("normal", "400") or style.get("font-style", "").strip() == "normal"):
            name = ""
        if was == "a" and not said.get("href", "").startswith(("http:", "https:", "mailto:", "/")):
            name = ""
        name = _TITLES.get(said.get("class", "").strip("'"), name)
        became = [name] if name else []
        if name in _HEADINGS or was in BLOCKS | _BOXES:
            return became
        loud = {"strong", "em"} if name in _LOUD else set()
        return became + [tag for key, looks, tag in _LOOKS if tag not in loud and looks.search(style.get(key, ""))]

    def _raised(self) -> set[str]:
        """What is raised or lowered already is not so twice."""
        return {"sup", "sub"} & {each for _, closes in self.opened[-4:] for each in closes}

    def _inside_the_item_before(self) -> list[str]:
        """Google Docs nests lists beside their item: the item is opened again, to be closed after the list."""
        place = len(self.out) - 1
        while place >= 0 and not self.out[place].strip():
            place -= 1
        if place < 0 or self.out[place] != "</li>":
            return []
        self.out[place] = ""
        return ["li"]

    def _item(self, level: int, *, of: str) -> None:
        """A paragraph that Word prints as an item of the list of this name."""
        if of != self.list_name:
            self._end_lists(level - 1)
        self.list_name = of
        level = min(level, len(self.lists) + 1)
        self._end_lists(level)
        if len(self.lists) == level:
            self.out.append("</li><li>")
        else:
            self.lists.append(len(self.out))
            self.out.append("<ul><li>")

    def _end_lists(self, level: int) -> None:
        while len(self.lists) > level:
            self.out.append("</li></ul>" if self.out[self.lists.pop()] == "<ul><li>" else "</li></ol>")

    def _close(self, name: str) -> None:
        for place in range(len(self.opened) - 1, max(len(self.opened) - 30, -1), -1):
            if self.opened[place][0] == name:
                for _, closes in reversed(self.opened[place:]):
                    self.out += [f"</{each}>" for each in reversed(closes)]
                for _ in range(sum(each == "table" for each, _ in self.opened[place:])):
                    self.laid_out.pop()
                del self.opened[place:]
                break
        if self.unread and len(self.opened) < self.unread:
            self.unread = 0
            self._name_list()

    def _name_list(self) -> None:
        """The mark says whether the list counts."""
        mark, self.mark = self.mark.strip(), ""
        if self.lists and re.match(r"\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]", mark):
            self.out[self.lists[-1]] = "<ol><li>"


def _is_unseen(said: dict[str, str]) -> bool:
    """A picture that only counts who looks."""
    style = said.get("style", "").replace(" ", "")
    return bool(
        {said.get("width"), said.get("height")} & {"0", "1"} or re.search(r"display:none|(?<![-\w])(?:width|height):[01]px", style)
    )


def clean(html: str) -> tuple[str, int]:
    """The HTML source of what was pasted, and how many pictures were left out. Raises core.html.TooComplex."""
    html = html[:MOST]
    fragment = _FRAGMENT.search(html)
    reader = _Reader()
    said = reader.read(fragment[1] if fragment else html)
    return lines(Node("", {}, _unboxed(tree(render(said, "html"))))), reader.images


def _unboxed(node: Node) -> list[Node | str]:
    """Its children without boxes, empty paragraphs and the line breaks between blocks."""
    found: list[Node | str] = []
    blocks = any(child.name in BLOCKS for child in node.elements)
    for child in node.children:
        if isinstance(child, str):
            found += [child] if child.strip() or not blocks else []
            continue
        inner = _unboxed(child)
        holds_blocks = any(isinstance(each, Node) and each.name in BLOCKS for each in inner)
        if child.name == "br" and blocks and (not found or getattr(found[-1], "name", "") in BLOCKS):
            continue
        if child.name == "figure" or (child.name == "div" and holds_blocks):
            found += inner
        elif child.name in ("br", "hr", "wbr", "td", "th") or any(map(_says_something, inner)):
            found.append(Node(_CAPTIONS.get(child.name, child.name), child.said, inner))
    while node.name in BLOCKS and node.name != "pre" and found and getattr(found[-1], "name", "") == "br":
        found.pop()  # nothing follows that it would break from
    return found


def _says_something(node: Node | str) -> bool:
    return node.name != "br" if isinstance(node, Node) else bool(node.strip())


# -- without any HTML --------------------------------------------------------------------------------------------------


def from_plain(text: str) -> str:
    """The HTML source of plain words, as e-mails carry them: paragraphs and quotes. Raises core.html.TooComplex.

    A line that ended because the next word had no room goes on; all others end where they end.
    """
    said = [line.rstrip() for line in text[:MOST].replace("\r\n", "\n").split("\n")]
    widest = max((len(line) for line in said if len(line) <= 100), default=0)
    return lines(tree(render(_quotes(said, max(widest, 50)), "html")))


def _quotes(said: list[str], width: int, depth: int = 0) -> str:
    """Lines after ">" are a quote, with its own within it."""
    if depth == 5:
        return _paragraphs(said, width)
    return "".join(
        f"<blockquote>{_quotes([line[1:].removeprefix(' ') for line in part], width, depth + 1)}</blockquote>"
        if quoted
        else _paragraphs([*part], width)
        for quoted, part in groupby(said, lambda line: line.startswith(">"))
    )


def _paragraphs(said: list[str], width: int) -> str:
    return "".join(f"<p>{_joined([*part], width)}</p>" for blank, part in groupby(said, lambda line: not line.strip()) if not blank)


def _joined(said: list[str], width: int) -> str:
    words = ""
    for line, following in pairwise([*said, ""]):
        goes_on = following and len(line) + 1 + len(following.split()[0]) > width and not _ITEM.match(following)
        words += escape(line.strip(), quote=False) + (" " if goes_on else "<br>" if following else "")
    return words
