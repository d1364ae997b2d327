"""Members' text to HTML: the only module that renders it and the only one that marks HTML safe.

Three steps: Markdown (where it is Markdown) becomes HTML; `_Tidy` makes that well-formed, shallow and
ours (headings, images, footnotes); nh3 judges it last. Nothing touches the HTML after nh3, and nothing
before nh3 is trusted: `_Tidy` exists so that nh3, which cannot be stopped, only ever meets balanced trees.
"""

import re
import secrets
import time
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from typing import Any, Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from core.pictures import SIZES, SRCSET, measures
from core.text import LINE_ENDS, LINES, UNSTORABLE, attributes, check_text, excerpt, pieces, plain

COMMENT_LIMIT: Final = 64_000  # bytes of UTF-8
DIARY_LIMIT: Final = 999_999  # bytes of UTF-8: 1 MB is refused, anything short of it is not
SECONDS = 1.7  # of processor time for parsing and tidying; nh3 then needs less than 0.4
NESTING: Final = 60  # levels of Markdown: 60 quotes or 30 lists within each other
DEPTH: Final = 100  # levels of HTML; deeper tags are dropped, their text is kept
OPENERS: Final = 200  # "[" without a "]" in one paragraph; each costs a walk to the paragraph's end
MARKS: Final = 20_000  # "*", "_", "~", "`" and "<" in one paragraph
STRETCH: Final = 10_000  # characters in one text node: nh3 needs quadratic time for "&" in one
GROWTH: Final = 8  # times the source; one long address can be used by thousands of short references
BACKLINKS: Final = 20  # links back from one footnote

__all__ = ["COMMENT_LIMIT", "DIARY_LIMIT", "TooComplex", "check_text", "excerpt", "plain", "render"]


class TooComplex(ValueError):
    """The text would take too long to render; the message is for its author."""


# --- what may be shown ----------------------------------------------------------------------------

_INLINE = set(
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr".split()
)
_BLOCKS = LINES - {"br"} | {"td", "th"}
_TAGS = {"diary": _INLINE | _BLOCKS | {"img"}, "line": _INLINE - {"br"}}
_TAGS |= {"comment": _TAGS["diary"] - {"h3", "h4", "h5", "h6"}, "page": _TAGS["diary"] | {"h2"}}  # a page: the operator's own

_OWN_IMAGE = r"(?i:(?!.*(?:\.\.|//|%2[ef]|%5c)))/(?:media|static)/[\w./%~+@=,-]+"
# Our three schemes, or no colon before the path: nothing that could be mistaken for another scheme.
_ADDRESS = r"(?is:\s*(?:https?|mailto):.*|[^:/?#\\]*(?:[/?#].*)?)"
_SPAN = r"[1-9][0-9]?"
_ID = r"(?:[a-z][a-z0-9-]*-)?fn(?:ref)?[0-9]+(?:-[0-9]+)?"
# Tag to attribute to the pattern of its value. No user text ever reaches id, class, role or aria-label.
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "*": {"dir": "ltr|rtl|auto", "lang": r"[A-Za-z0-9-]{1,35}", "title": r"(?s:.*)"},
    "a": {"href": _ADDRESS, "id": _ID, "role": "doc-noteref|doc-backlink"} | {"aria-label": "Back to reference [0-9]+(?:-[0-9]+)?"},
    "bdo": {"dir": "ltr|rtl"},
    "details": {"open": ""},
    "div": {"class": "footnotes", "role": "doc-endnotes"},
    "img": {"src": _OWN_IMAGE, "alt": r"(?s:.*)", "loading": "lazy"}
    | {"width": "[1-9][0-9]{0,3}", "height": "[1-9][0-9]{0,3}"}
    | {"srcset": SRCSET, "sizes": re.escape(SIZES)},
    "li": {"value": "-?[0-9]{1,6}", "id": _ID},
    "ol": {"start": "-?[0-9]{1,6}", "type": "[1aAiI]", "reversed": ""},
    "sup": {"class": "footnote-ref"},
    "td": {"colspan": _SPAN, "rowspan": _SPAN},
    "th": {"colspan": _SPAN, "rowspan": _SPAN, "scope": "(?:row|col)(?:group)?"},
}
_ATTRIBUTES["pre"] = _ATTRIBUTES["table"] = {"tabindex": "0"}
_ATTRIBUTES |= dict.fromkeys(("del", "ins", "time"), {"datetime": r"[0-9TZWPYMDHS:.+ -]{1,40}"})
_ATTRIBUTES |= dict.fromkeys(("blockquote", "q"), {"cite": r"(?i:https?)://[^\s<>\"]+"})
_VALUES = {(tag, name): re.compile(value) for tag, names in _ATTRIBUTES.items() for name, value in names.items()}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "rel":  # nh3's own; nobody else's gets this far
        return value
    pattern = _VALUES.get((tag, name)) or _VALUES.get(("*", name))
    return value if pattern and pattern.fullmatch(value) else None


_CLEANERS = {
    kind: nh3.Cleaner(
        tags=tags,
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items() if tag in tags | {"*"}},
        attribute_filter=_attribute,
        link_rel="nofollow ugc noopener",
        url_schemes={"http", "https", "mailto"},
    )
    for kind, tags in _TAGS.items()
}


def render(source: str, markup: str, *, kind: str = "diary", id_prefix: str = "", images: int = 0) -> SafeString:
    """The HTML of a member's text. `markup` is "markdown" or "html"; `kind` "diary", "page", "comment" or "line".

    A "line" is inline markup without a surrounding element: paragraphs run together. `id_prefix`
    ("d7-") keeps footnote anchors unique on a page. `images`: how many stand above it; all but the first of a page load when
    they are near. Raises TooComplex above about 2 s of processor time, ValueError for an unknown markup, kind or prefix.
    """
    if markup not in ("markdown", "html") or kind not in _TAGS or not re.fullmatch("([a-z][a-z0-9-]*-)?", id_prefix):
        raise ValueError(f"cannot render markup {markup!r}, kind {kind!r}, id_prefix {id_prefix!r}")
    if len(source) > DIARY_LIMIT:
        raise TooComplex(f"This text is longer than {DIARY_LIMIT:,} characters.")
    source = UNSTORABLE.sub("\ufffd", LINE_ENDS.sub("\n", source))
    clock, secret = _Clock(), secrets.token_hex(8)
    if markup == "markdown":
        source = _from_markdown(source, kind, {"clock": clock, "secret": secret, "prefix": id_prefix})
        source = source.replace("<th></th>", "<td></td>")  # it heads nothing
    return mark_safe(_CLEANERS[kind].clean(_Tidy(kind, clock, secret, images).run(source)))  # noqa: S308 - this is the door


class _Clock:
    """Counts this thread's processor time, so that a busy server never refuses an honest text."""

    def __init__(self) -> None:
        self.end, self.ticks = time.thread_time() + SECONDS, 0

    def tick(self) -> None:
        """Raises TooComplex once the time is up; looks at the clock on every eighth call."""
        self.ticks += 1
        if not self.ticks & 7 and time.thread_time() > self.end:
            raise TooComplex(
                "This text takes too long to format. It probably holds very many brackets, quotes, tags or "
                "table cells in one place: please shorten or simplify that part."
            )


# --- Markdown ---------------------------------------------------------------------------------------


def _from_markdown(source: str, kind: str, env: dict[str, Any]) -> str:
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


# Footnotes carry the secret of this rendering, by which `_Tidy` knows their ids from a member's own.
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


# --- tidying ----------------------------------------------------------------------------------------

_NAMES = {"strike": "s", "tt": "code", "acronym": "abbr", "h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
_NAMES |= dict.fromkeys("address article aside center fieldset footer form header main nav section".split(), "div")
_OURS = {"page": _NAMES | {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5"}}
_GIVEN = dict.fromkeys("blockquote dl figcaption h2 h3 h4 h5 h6 ol p summary ul".split(), {"dir": "auto"})
_GIVEN |= {"pre": {"tabindex": "0"}, "table": {"dir": "auto", "tabindex": "0"}}  # what may scroll, keys can scroll too
_PARENTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "summary": ("details",), "figcaption": ("figure",)}
_PARENTS |= {"tr": ("table", "thead", "tbody", "tfoot"), "td": ("tr",), "th": ("tr",)}
_PARENTS |= dict.fromkeys(("caption", "thead", "tbody", "tfoot"), ("table",))
_HEADINGS = {"h3", "h4", "h5", "h6"}
_IMPLIED = {"li": "ul", "dt": "dl", "dd": "dl"}
_ROWS = {"table", "thead", "tbody", "tfoot", "tr"}
_CELLS = {"td", "th", "caption"}
_WALLS = _CELLS | {"blockquote", "details", "figure", "table"}


class _Tidy:
    """One walk over any HTML, in linear time: balanced, shallow, with our headings, images and footnotes."""

    def __init__(self, kind: str, clock: _Clock, secret: str, images: int = 0) -> None:
        self.kind, self.clock, self.secret, self.tags, self.ours = kind, clock, secret, _TAGS[kind], _OURS.get(kind, _NAMES)
        self.parts: list[str] = []
        self.names: list[str] = []  # the open elements, outermost first
        self.starts: list[int] = []  # and where in `parts` each one starts
        self.stretch = 0  # characters of text since the last "<!---->"
        self.images = images
        self.figure: tuple[int, str] = (-1, "")  # the last captioned image: its place in `parts`, its figure

    def run(self, html: str) -> str:
        for text, closing, name, pairs in pieces(html):
            self.clock.tick()
            if text:
                self._text(text)
            if name:
                ours = self.ours.get(name, name)
                self._end(ours) if closing else self._start(ours, pairs)
        self._close_to(0)
        html = "".join(self.parts)
        return " ".join(html.split()) if self.kind == "line" else html

    def _text(self, text: str) -> None:
        if self.names and self.names[-1] in _ROWS and text.strip():
            self._cell()
        text = unescape(text)
        for start in range(0, len(text), STRETCH):
            stretch = escape(text[start : start + STRETCH], quote=False)
            self.stretch += len(stretch)
            if self.stretch > STRETCH:
                self.parts.append("<!---->")  # ends the text node; nh3 leaves it out
                self.stretch = len(stretch)
            self.parts.append(stretch)

    def _start(self, name: str, pairs: str) -> None:
        if name == "img":
            self._image(attributes(pairs))
        elif self.kind == "line" and (name in _BLOCKS or name == "br"):
            self.parts.append(" ")
        elif (name in self.tags or name in _BLOCKS) and self._make_room(name):
            if name in ("br", "hr", "wbr"):
                self.parts.append(f"<{name}>")
            elif len(self.names) < DEPTH:
                self._push(name, attributes(pairs))

    def _make_room(self, name: str) -> bool:
        """Close and open what HTML closes and opens before `name`; False where it cannot stand."""
        if name in _PARENTS:
            return self._enter(name)
        if self.names and self.names[-1] in _ROWS:
            self._cell()
        if name in _BLOCKS:
            self._end("p")
            if name in _HEADINGS and self.names and self.names[-1] in _HEADINGS:
                self._close_to(len(self.names) - 1)
        elif name == "a" and (index := self._find("a", _CELLS)) >= 0:
            self._close_to(index)
        return True

    def _enter(self, name: str) -> bool:
        """Go back to the innermost element that may hold `name`, or open one."""
        walls = {"table"} if name in _CELLS | _ROWS else _WALLS
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] in _PARENTS[name]:
                self._close_to(index + 1)
                return True
            if self.names[index] in walls:
                break
        if name in ("td", "th") and self._enter("tr"):
            self._push("tr", {})
            return True
        if name in _IMPLIED and self._make_room(_IMPLIED[name]) and len(self.names) < DEPTH:
            self._push(_IMPLIED[name], {})
            return True
        return False

    def _cell(self) -> None:
        if self.names[-1] != "tr":
            self._push("tr", {})
        self._push("td", {})

    def _push(self, name: str, pairs: dict[str, str]) -> None:
        ours = pairs.get("note") == self.secret
        allowed = _ATTRIBUTES.get(name, {}).keys() | _ATTRIBUTES["*"].keys()
        if not ours:
            allowed -= {"id", "class", "role", "aria-label"}
        pairs = _GIVEN.get(name, {}) | pairs
        kept = "".join(f' {key}="{value}"' for key, value in pairs.items() if key in allowed)
        self.starts.append(len(self.parts))
        self.names.append(name)
        self.parts.append('<p dir="auto"><strong>' if self._is_bold(name) else f"<{name}{kept}>")

    def _end(self, name: str) -> None:
        if self.kind == "line" and name in _BLOCKS:
            self.parts.append(" ")
        if name == "table":
            walls: set[str] = set()
        elif name in _BLOCKS:
            walls = {"table"} if name in _CELLS | _ROWS else _CELLS | {"table"}
        else:
            walls = _BLOCKS - {"p"}
        if (index := self._find(name, walls)) >= 0:
            self._close_to(index)

    def _find(self, name: str, walls: set[str]) -> int:
        """The index of the innermost open `name` on this side of the walls, or -1."""
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] == name:
                return index
            if self.names[index] in walls:
                return -1
        return -1

    def _close_to(self, index: int) -> None:
        while len(self.names) > index:
            name, start = self.names.pop(), self.starts.pop()
            if name == "p" and self.figure[0] == start + 1 == len(self.parts) - 1:
                self.parts[start:] = [self.figure[1]]  # a captioned image alone in its paragraph
                continue
            self.parts.append("</strong></p>" if self._is_bold(name) else f"</{name}>")

    def _is_bold(self, name: str) -> bool:
        return self.kind == "comment" and name in _HEADINGS

    def _image(self, pairs: dict[str, str]) -> None:
        """The site's own images stay; those of others become links, so that no reader is tracked."""
        source, alt = unescape(pairs.get("src", "")).strip(), pairs.get("alt", "")
        if self.kind != "line" and re.fullmatch(_OWN_IMAGE, source):
            sizes = measures(source) or "".join(f' {key}="{pairs[key]}"' for key in ("width", "height") if key in pairs)
            later = ' loading="lazy"' if self.images or self.kind == "comment" else ""  # the first of a diary is waited for
            image, self.images = f'<img src="{escape(source)}" alt="{alt}"{sizes}{later}', self.images + 1
            title = pairs.get("title", "").strip()
            self._make_room("img")
            if title:
                caption = f'<figcaption dir="auto">{title}</figcaption>'
                self.figure = (len(self.parts), f"<figure>{image}>{caption}</figure>")
            self.parts.append(f'{image} title="{title}">' if title else f"{image}>")
        elif re.match(r"(?i)(https?:)?//[^/\s]", source) and self._find("a", set()) < 0:
            address = escape(f"https:{source}" if source.startswith("//") else source)
            self._start("a", f'href="{address}"')
            self._text(alt or address)
            self._end("a")
        else:
            self._text(alt)
