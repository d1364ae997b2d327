"""HTML as Markdown, for authors who change from one to the other. What Markdown has no sign for stays as HTML within it, so nothing is lost."""

import re
from html import unescape

from core.html import render
from core.source import BLOCKS, Node, attributes_of, source, tree

_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}
_SPECIAL = re.compile(r"([\\`\[\]<|~]|\*(?!\s)|(?<!\s)\*|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_AT_START = re.compile(r"^( *)(#{1,6}(?= |$)|>|[-+*](?= |$)|=+ *$|-+ *$)", re.MULTILINE)
_NUMBER = re.compile(r"^( *\d{1,9})([.)])(?= |$)", re.MULTILINE)
_PLAIN_LIST = {"start"}
_LAST_BREAKS = re.compile(r"(?:\\\n\s*)+\Z")  # say nothing, and the sign of the last would be read


def to_markdown(html: str) -> str:
    """Any HTML of a member, sanitised first. Raises core.html.TooComplex."""
    return "\n\n".join(_blocks(tree(render(html, "html")))).strip("\n")


# -- blocks ------------------------------------------------------------------------------------------------------------


def _blocks(node: Node) -> list[str]:
    """Its paragraphs, lists, tables ...; loose text between them is paragraphs too."""
    found: list[str] = []
    loose: list[Node | str] = []
    for child in [*node.children, None]:
        if child is None or (isinstance(child, Node) and child.name in BLOCKS):
            if said := _paragraph(Node("p", {}, loose)):
                found.append(said)
            loose = []
        if isinstance(child, Node) and child.name in BLOCKS:
            found += _block(child)
        elif child is not None:
            loose.append(child)
    return [block for block in found if block.strip()]


def _block(node: Node) -> list[str]:
    if node.name == "p":
        return [_paragraph(node)]
    if node.name == "div":
        return _blocks(node)
    if node.name in ("h3", "h4", "h5", "h6"):
        return [f"{'#' * (int(node.name[1]) - 1)} {' '.join(_inline(node).split())}"]
    if node.name == "blockquote" and not node.said.get("cite"):
        return [_indented("> ", "> ", "\n\n".join(_blocks(node)))]
    if node.name in ("ul", "ol") and not set(node.said) - _PLAIN_LIST - {"dir"} and node.elements:
        return [_list(node)]
    return [_special(node)]


def _special(node: Node) -> str:
    if node.name == "hr":
        return "* * *"
    if node.name == "pre":
        return _fenced(node.text())
    if node.name == "figure" and (said := _figure(node)):
        return said
    if node.name == "table" and (said := _table(node)):
        return said
    return source(node, newline="&#10;")


def _paragraph(node: Node) -> str:
    said = _LAST_BREAKS.sub("", _inline(node)).strip()
    return _NUMBER.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", said))


def _indented(first: str, rest: str, text: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([first + head, *((rest + line).rstrip() for line in tail)])


def _list(node: Node) -> str:
    number = int(node.said.get("start", "1") or 1)
    items, loose = [], any(len([each for each in item.elements if each.name == "p"]) > 1 for item in node.elements)
    for item in node.elements:
        mark = "- " if node.name == "ul" else f"{max(number, 0)}. "
        items.append(_indented(mark, " " * len(mark), ("\n\n" if loose else "\n").join(_blocks(item)) or ""))
        number += 1
    return ("\n\n" if loose else "\n").join(item.rstrip() for item in items)


def _fenced(text: str) -> str:
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{fence}\n{text.rstrip()}\n{fence}"


def _figure(node: Node) -> str:
    """One picture with a caption of plain words; everything else stays HTML."""
    images = [each for each in node.elements if each.name == "img"]
    captions = [each for each in node.elements if each.name == "figcaption"]
    if len(images) != 1 or len(captions) > 1 or len(node.elements) > len(images) + len(captions):
        return ""
    if any(caption.elements for caption in captions):
        return ""
    return picture(images[0].said.get("src", ""), unescape(images[0].said.get("alt", "")), "".join(c.text() for c in captions))


def picture(address: str, alt: str, caption: str) -> str:
    """`![alt](address "caption")`, whatever alt and caption hold."""
    title = " ".join(caption.split()).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f"![{_escaped(' '.join(alt.split()))}]({unescape(address)}" + (f' "{title}")' if title else ")")


def _table(node: Node) -> str:
    """Where every cell is a line of text; Markdown takes the first row for headings."""
    rows = [row for part in [node, *node.elements] for row in part.elements if row.name == "tr"]
    cells = [[cell for cell in row.elements if cell.name in ("td", "th")] for row in rows]
    every = [cell for row in cells for cell in row]
    if not cells or not cells[0] or any(cell.name == "th" for row in cells[1:] for cell in row):
        return ""
    if any(set(cell.said) & {"colspan", "rowspan"} or len(_blocks(cell)) > 1 for cell in every):
        return ""
    if any(each.name in BLOCKS - {"p"} for cell in every for each in cell.elements):
        return ""
    said = [[" ".join(" ".join(_blocks(cell)).split()) for cell in row] for row in cells]
    said.insert(1, ["---"] * len(cells[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in said)


# -- within a line -----------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _inline(node: Node) -> str:
    said = ""
    for place, child in enumerate(node.children):
        following = node.children[place + 1] if place + 1 < len(node.children) else ""
        after = following[:1] if isinstance(following, str) else following.text()[:1]
        said += _escaped(re.sub(r"\s+", " ", child)) if isinstance(child, str) else _span(child, said[-1:], after)
    return said


def _span(node: Node, before: str, after: str) -> str:
    if node.name == "br":
        return "\\\n"
    if node.name == "img":
        return picture(node.said.get("src", ""), unescape(node.said.get("alt", "")), unescape(node.said.get("title", "")))
    if node.name == "code" and not node.elements and node.text().strip():
        return _code(node.text())
    inner = _inline(node)
    if node.name == "a" and node.said.get("href"):
        return _link(node, inner)
    if node.name in _SIGNS and not attributes_of(node):
        return _marked(node.name, inner, before, after)
    if node.name in BLOCKS or (node.name == "span" and not attributes_of(node)):
        return inner
    return f"<{node.name}{attributes_of(node)}>{inner}</{node.name}>" if node.name != "wbr" else "<wbr>"


def _marked(name: str, inner: str, before: str, after: str) -> str:
    """Signs work only where the words within touch them and nothing outside does that would turn them round."""
    words = inner.strip()
    if not words:
        return inner
    open_, close = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    clear = not (before.isalnum() and not words[0].isalnum() and not open_) and not (
        after.isalnum() and not words[-1].isalnum() and not close
    )
    sign = _SIGNS[name]
    if not clear or words[0] == sign[0] or words[-1] == sign[0] or (before == sign[0] and not open_) or "\n\n" in words:
        return f"{open_}<{name}>{words}</{name}>{close}"
    return f"{open_}{sign}{words}{sign}{close}"


def _code(text: str) -> str:
    text = " ".join(text.split())
    fence = "`" * (max([0, *(len(run) for run in re.findall("`+", text))]) + 1)
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def _link(node: Node, inner: str) -> str:
    address = unescape(node.said["href"])
    if node.text() == address and re.match("https?://", address):
        return address
    target = f"<{address}>" if re.search(r"[\s()<>]", address) else address
    title = unescape(node.said.get("title", "")).replace('"', '\\"')
    return f"[{inner}]({target}" + (f' "{title}")' if title else ")")
