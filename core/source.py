"""Text as its author edits it: sanitised HTML read back into a tree, and written out as plain source.

Rendering moves headings and adds what a page needs (dir, rel, sizes of pictures); here it is taken off again, so that a text that
goes round through the sanitiser comes back as it was.
"""

from html import escape, unescape
from typing import NamedTuple

from core.html import render
from core.pictures import names_in
from core.text import LINES, attributes, pieces

VOID = {"br", "hr", "img", "wbr"}
BLOCKS = LINES - {"br"} | {"td", "th"}
HEADINGS = {"h3": "h2", "h4": "h3", "h5": "h4", "h6": "h5"}  # what a rendered one was before
_OURS = {"rel", "loading", "srcset", "sizes", "class", "role", "id", "aria-label", "tabindex"}


class Node(NamedTuple):
    """An element; its attributes with entities as they stand, its children elements or text."""

    name: str
    said: dict[str, str]
    children: list["Node | str"]

    @property
    def elements(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def tree(html: str) -> Node:
    """Of sanitised HTML, which is balanced and at most a hundred levels deep (core.html)."""
    root = Node("", {}, [])
    opened = [root]
    for text, closing, name, pairs in pieces(html):
        if text:
            opened[-1].children.append(unescape(text))
        if name and closing and len(opened) > 1:
            opened.pop()
        elif name and not closing:
            node = Node(name, attributes(pairs), [])
            opened[-1].children.append(node)
            if name not in VOID:
                opened.append(node)
    return root


def attributes_of(node: Node) -> str:
    """Those that an author writes."""
    ours = _OURS | {"width", "height"} if node.name == "img" and names_in(node.said.get("src", "")) else _OURS
    kept = {key: value for key, value in node.said.items() if key not in ours and (key, value) != ("dir", "auto")}
    return "".join(f' {key}="{value}"' for key, value in kept.items())


def source(node: Node, *, newline: str = "\n") -> str:
    """The node as HTML to be edited. newline: what stands for a line's end in text, where a blank line would end the block."""
    inner = "".join(
        source(child, newline=newline) if isinstance(child, Node) else escape(child, quote=False).replace("\n", newline)
        for child in node.children
    )
    if not node.name or node.said.get("role") == "doc-endnotes" or (node.name, attributes_of(node)) == ("span", ""):
        return inner
    if node.said.get("role") == "doc-backlink":
        return ""
    if node.said.get("role") == "doc-noteref":
        return inner
    name = HEADINGS.get(node.name, node.name)
    return f"<{name}{attributes_of(node)}>" + ("" if name in VOID else f"{inner}</{name}>")


def lines(root: Node) -> str:
    """One block a line, so that versions can be compared line by line; within a block nothing moves."""
    blocks = [source(child) if isinstance(child, Node) else escape(child.strip(), quote=False) for child in root.children]
    return "\n".join(block for block in blocks if block.strip())


def to_html(text: str) -> str:
    """Markdown as HTML source. Footnotes become numbers with the notes as a list at the end. Raises core.html.TooComplex."""
    return lines(tree(render(text, "markdown")))
