"""Members' Markdown to HTML that is not yet safe: core/html.py is the door."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from core.bounds import BACKLINKS, GROWTH, MARKS, NESTING, OPENERS, Clock, TooComplex


def to_html(source: str, kind: str, clock: Clock, *, secret: str, id_prefix: str) -> str:
    """Raises TooComplex. Footnotes carry `secret`, by which core.tidy knows their ids from a member's own."""
    env = {"clock": clock, "secret": secret, "prefix": id_prefix}
    parser = _parser(kind)
    try:
        tokens = parser.parseInline(source, env) if kind == "line" else parser.parse(source, env)
        if sum(map(_weight, tokens)) > GROWTH * len(source) + 10_000:
            raise TooComplex("This text uses the same long addresses too often.")
        return str(parser.renderer.render(tokens, parser.options, env))
    except RecursionError:
        raise TooComplex("This text nests brackets or quotes too deeply.") from None


def _weight(token: Token) -> int:
    if token.children:
        return sum(map(_weight, token.children))
    return len(token.content) + sum(len(str(value)) for value in token.attrs.values())


@cache
def _parser(kind: str) -> MarkdownIt:
    options = {"html": True, "breaks": kind == "comment", "maxNesting": NESTING + 10}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    if kind in ("diary", "page"):
        footnote_plugin(md, inline=False)
        for name in _NOTES:
            md.add_render_rule(name, _note(name))
    md.block.ruler.before("table", "watch", _watch_blocks, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("text", "watch", _watch_inline)
    md.inline.ruler.after("text", "address", _address)
    return md


def _watch_blocks(state: Any, start: int, end: int, silent: bool) -> bool:
    state.env["clock"].tick()
    if state.level >= NESTING:  # the parser itself would silently leave out the rest
        raise TooComplex("This text nests quotes or lists too deeply.")
    return False


def _watch_inline(state: Any, silent: bool) -> bool:
    state.env["clock"].tick()
    if not state.pos:  # a new paragraph: look before walking
        if state.src.count("[") - state.src.count("]") > OPENERS:
            raise TooComplex('One paragraph has hundreds of "[" that are never closed: please remove them.')
        if len(state.src) > MARKS and sum(map(state.src.count, "*_~`<")) > MARKS:
            raise TooComplex("One paragraph has tens of thousands of formatting signs.")
    return False


_SCHEME = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)
_REST = re.compile(r"""://[^\s<>"`\[\]\\]+""")


def _address(state: Any, silent: bool) -> bool:
    """Markdown rule: a bare http(s) address is a link. (linkify-it links "README.md" too, and cannot be stopped.)"""
    if silent or state.linkLevel or state.src[state.pos] != ":" or not (scheme := _SCHEME.search(state.pending[-6:])):
        return False
    if not (rest := _REST.match(state.src, state.pos, state.posMax)):
        return False
    url = scheme[0] + _without_punctuation(rest[0])
    href = state.md.normalizeLink(url)
    if len(url) < len(scheme[0]) + 4 or not state.md.validateLink(href):
        return False
    state.pending = state.pending[: -len(scheme[0])]
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)
    state.pos += len(url) - len(scheme[0])
    return True


def _without_punctuation(url: str) -> str:
    surplus, end = url.count(")") - url.count("("), len(url)
    while end and (url[end - 1] in ".,;:!?'*_~|" or (url[end - 1] == ")" and surplus > 0)):
        end, surplus = end - 1, surplus - (url[end - 1] == ")")
    return url[:end]


_NOTES = {
    "footnote_ref": '<sup note="{secret}" class="footnote-ref"><a note="{secret}" href="#{prefix}fn{number}" '
    'id="{prefix}fnref{number}{again}" role="doc-noteref">{number}</a></sup>',
    "footnote_block_open": '<div note="{secret}" class="footnotes" role="doc-endnotes"><hr><ol>',
    "footnote_block_close": "</ol></div>",
    "footnote_open": '<li note="{secret}" id="{prefix}fn{number}">',
    "footnote_anchor": ' <a note="{secret}" href="#{prefix}fnref{number}{again}" role="doc-backlink" '
    'aria-label="Back to reference {number}{again}">\u21a9\ufe0e</a>',
}


def _note(name: str) -> Callable[..., str]:
    def footnote(self: Any, tokens: Any, idx: int, options: Any, env: Any) -> str:
        meta = tokens[idx].meta or {}
        again = meta.get("subId", 0)
        if name == "footnote_anchor" and again >= BACKLINKS:
            return ""
        number = meta.get("id", 0) + 1
        return _NOTES[name].format_map(env | {"number": number, "again": f"-{again}" if again else ""})

    return footnote
