"""One walk over any HTML: balanced, shallow, put together as the standard allows, and nothing in it that has no name.

Headings go down one level at a time from where the page has its own; a link says where it leads, and what says nothing (an empty
heading, list or table) is not there. Elements like <b> never hold blocks: they end where a block begins and go on inside it.
"""

import re
from html import escape, unescape

from core.allowed import BLOCKS, HEADINGS, INLINE, OWN_IMAGE, TAGS, address, kept
from core.bounds import AGAIN, AGAIN_LIMIT, DEPTH, STRETCH, Clock
from core.elements import BOLD, GROUPS, Open, finished
from core.pictures import measures
from core.tables import cell
from core.text import attributes, is_blank, pieces

_NAMES = {"strike": "s", "tt": "code", "acronym": "abbr", "h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
_NAMES |= dict.fromkeys("address article aside center fieldset footer form header main nav section".split(), "div")
_OURS = {"page": _NAMES | {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5"}}
_GIVEN = dict.fromkeys("blockquote dl figcaption h2 h3 h4 h5 h6 ol p summary ul".split(), {"dir": "auto"})
_GIVEN |= {"pre": {"tabindex": "0"}, "table": {"dir": "auto", "tabindex": "0"}}  # what may scroll, keys can scroll too
_PARENTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": GROUPS, "td": ("tr",), "th": ("tr",)}
_PARENTS |= dict.fromkeys(("caption", *GROUPS), ("table",))
_IMPLIED = {"li": "ul", "dt": "dl", "dd": "dl"}
_ROWS = {"table", *GROUPS, "tr"}
_CELLS = {"td", "th", "caption"}
_WALLS = _CELLS | {"blockquote", "details", "figure", "table"}
_FLAT = HEADINGS | {"pre", "summary"}  # hold no blocks
_NO_HEADINGS = {"caption", "dt", "summary", "th"}  # however deep within them
_RUBY = {"ruby", "rt", "rp"}
_NEEDS = {"a": "href", "bdo": "dir", "time": "datetime"}
_LISTS = {"ul", "ol", "dl"}
_VOID = {"br", "hr", "wbr"}
_TAGS = re.compile("<[^>]*>")
_SHORT = 3  # letters of a link that is narrower than a finger


class Tidy:
    """`id` and other attributes that are ours alone stay on what carries `secret`; `images`: how many stand above this text."""

    def __init__(self, kind: str, clock: Clock, secret: str, images: int = 0) -> None:
        self.kind, self.clock, self.secret, self.tags, self.names = kind, clock, secret, TAGS[kind], _OURS.get(kind, _NAMES)
        self.parts: list[str] = []
        self.open: list[Open] = []  # outermost first
        self.again: list[Open] = []  # inline elements that a block has interrupted
        self.spent = 0  # characters of tags opened again
        self.stretch = 0  # characters of text since the last "<!---->"
        self.images = images
        self.top = 2 if kind == "page" else 3
        self.levels: tuple[int, ...] = ()  # the headings above, as their author counts
        self.figure: tuple[int, str] = (-1, "")  # the last captioned image: its place in `parts`, its figure
        self.link: tuple[int, int] | None = None  # the link right before, nothing between: its place in `parts`, its letters

    def run(self, html: str) -> str:
        for text, closing, name, pairs in pieces(html):
            self.clock.tick()
            if text:
                self._text(text)
            if name:
                ours = self.names.get(name, name)
                self._end(ours) if closing else self._start(ours, pairs)
        self._close_to(0)
        html = "".join(self.parts)
        return " ".join(html.split()) if self.kind == "line" else html

    @property
    def inner(self) -> str:
        return self.open[-1].name if self.open else ""

    # -- text and what stands alone -----------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        text = unescape(text)
        if not is_blank(text):
            self._settle_in()
            if self.open:
                self.open[-1].said = self.open[-1].named = True
            if self.link and not self._is_within({"a"}):
                self.link = None
        elif self.inner in _LISTS | _ROWS | {"details", "figure"}:
            text = re.sub(r"[^ \n\t]", " ", text)  # a no-break space is text that may not stand there
        for start in range(0, len(text), STRETCH):
            stretch = escape(text[start : start + STRETCH], quote=False)
            self.stretch += len(stretch)
            if self.stretch > STRETCH:
                self.parts.append("<!---->")  # ends the text node; nh3 leaves it out
                self.stretch = len(stretch)
            self.parts.append(stretch)

    def _settle_in(self, *, again: bool = True) -> None:
        """Open what text and inline elements need around them here; again: and the inline elements that a block interrupted."""
        self._leave_full_figure()
        inner = self.inner
        if inner in _ROWS:
            self._cell()
        elif inner in _LISTS:
            self._push("dd" if inner == "dl" else "li", {})
        elif inner == "details" and not self.open[-1].inside:
            self._summary()
        elif inner == "ruby":
            return
        if again and self.again:
            self._open_again()

    def _open_again(self) -> None:
        interrupted, self.again = self.again[-AGAIN:], []
        linkless = self._block() == "summary"
        for each in interrupted:
            if linkless and each.name == "a":
                continue
            self.spent += len(each.tag)
            if self.spent < AGAIN_LIMIT and len(self.open) < DEPTH:
                self.open.append(Open(each.name, len(self.parts), each.tag, depth=each.depth, again=True))
                self.parts.append(each.tag)

    def _image(self, pairs: dict[str, str]) -> None:
        """The site's own images stay; those of others become links, so that no reader is tracked."""
        source, alt = unescape(pairs.get("src", "")).strip(), pairs.get("alt", "").strip()
        if self.kind != "line" and re.fullmatch(OWN_IMAGE, source):
            self._own_image(source, alt, pairs)
        elif (where := address(source)) and where.startswith(("http", "//")) and self._find("a", set()) < 0:
            where = where if where.startswith("http") else f"https:{where}"
            self._start("a", f'href="{escape(where)}"')
            self._text(alt or escape(where))
            self._end("a")
        else:
            self._text(alt)

    def _own_image(self, source: str, alt: str, pairs: dict[str, str]) -> None:
        sizes = measures(source) or "".join(f' {key}="{pairs[key]}"' for key in ("width", "height") if key in pairs)
        later = ' loading="lazy"' if self.images or self.kind == "comment" else ""  # the first of a diary is waited for
        image, self.images = f'<img src="{escape(source)}" alt="{alt}"{sizes}{later}', self.images + 1
        title = pairs.get("title", "").strip()
        self._settle_in()
        if self.open:
            holds = self.open[-1]
            holds.said, holds.named = True, holds.named or not is_blank(unescape(alt))
            holds.bare = len(self.parts) if not alt and holds.bare < 0 else holds.bare
        if title:
            caption = f'<figcaption dir="auto">{title}</figcaption>'
            self.figure = (len(self.parts), f"<figure>{image}>{caption}</figure>")
        self.parts.append(f'{image} title="{title}">' if title else f"{image}>")

    # -- opening ------------------------------------------------------------------------------------------------------

    def _start(self, name: str, pairs: str) -> None:
        if name == "img":
            self._image(attributes(pairs))
        elif self.kind == "line" and (name in BLOCKS or name == "br"):
            self.parts.append(" ")
        elif name in BLOCKS:
            self._start_block(name, pairs)
        elif name in _VOID:
            self.link = None
            self._settle_in(again=False)
            if self.open:
                self.open[-1].said = True
            self.parts.append(f"<{name}>")
        elif name in self.tags and name in INLINE:
            self._start_inline(name, attributes(pairs))

    def _start_inline(self, name: str, pairs: dict[str, str]) -> None:
        ours = pairs.get("note") == self.secret
        pairs = kept(name, pairs, ours=ours)
        if len(self.open) >= DEPTH or (name in _NEEDS and not pairs.get(_NEEDS[name])):
            return
        if name in ("rt", "rp"):
            if (index := self._find("ruby", BLOCKS)) < 0:
                return
            self._close_to(index + 1)
            if not self.open[index].said:  # it stands above nothing
                return
        elif name in ("a", "dfn", "ruby"):  # never within each other
            self.again = [each for each in self.again if each.name != name]
            if (index := self._find(name, _CELLS)) >= 0:
                self._close_to(index)
        if name == "a" and self._find("summary", BLOCKS - {"summary"}) >= 0:
            return
        self._settle_in()
        self._push(name, pairs)

    def _start_block(self, name: str, pairs: str) -> None:
        if name in HEADINGS and self._is_within(_NO_HEADINGS):
            self._start("strong", "")
        elif self._make_room(name):
            if name == "hr":
                if self.open:
                    self.open[-1].said = True
                self.parts.append("<hr>")
            elif len(self.open) < DEPTH:
                said = attributes(pairs)
                ours = said.get("note") == self.secret
                if name == "li" and self.inner != "ol":
                    said.pop("value", None)
                self._push(name, _GIVEN.get(name, {}) | kept(name, said, ours=ours))

    def _swallow(self) -> bool:
        """A paragraph at the beginning of a heading or within code is part of it."""
        block = next((each for each in reversed(self.open) if each.name not in INLINE), None)
        if block is None or block.name not in _FLAT or (block.name != "pre" and self._says(block)):
            return False
        block.swallowed += 1
        self.parts.append("\n" if block.name == "pre" else " ")
        return True

    def _says(self, block: Open) -> bool:
        return any(each.named for each in self.open[self.open.index(block) :])

    def _is_within(self, names: set[str]) -> bool:
        return any(each.name in names for each in self.open)

    def _block(self) -> str:
        return next((each.name for each in reversed(self.open) if each.name not in INLINE), "")

    def _interrupt(self) -> None:
        """A block begins: inline elements that are open end before it, to go on inside."""
        index = len(self.open)
        while index and self.open[index - 1].name in INLINE:
            index -= 1
        interrupted = [Open(each.name, 0, each.tag, depth=each.depth) for each in self.open[index:] if each.name not in _RUBY]
        for each in self.open[index:]:
            each.again = True
        self._close_to(index)
        self.again += interrupted
        del self.again[:-AGAIN]

    def _make_room(self, name: str) -> bool:
        """Close and open what the standard wants closed and open before this block; False where it cannot stand."""
        if name in ("p", "div") and self._swallow():
            return False
        self._interrupt()
        if self.inner in _FLAT | {"p"}:
            self._close_to(len(self.open) - 1)
        if name == "table" and (index := self._find("caption", set())) >= 0:
            self._close_to(index)
        self._leave_full_figure()
        if name in _PARENTS:
            return self._enter(name)
        if name == "summary":
            return self.inner == "details" and not self.open[-1].inside
        if name == "figcaption":
            return self._may_have_caption()
        if name == "div" and self.inner in ("dl", *_ROWS):
            return False
        if self.inner in _ROWS:
            self._cell()
        elif self.inner in _LISTS:
            self._push("dd" if self.inner == "dl" else "li", {})
        elif self.inner == "details" and not self.open[-1].inside:
            self._summary()
        return True

    def _enter(self, name: str) -> bool:
        """Go back to the innermost element that may hold `name`, or open one."""
        walls = {"table"} if name in _CELLS | _ROWS else _WALLS
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].name in _PARENTS[name]:
                self._close_to(index + 1)
                return name != "caption" or not self.open[index].inside
            if self.open[index].name in walls:
                break
        if name in ("td", "th", "tr") and self._enter("tbody" if name == "tr" else "tr"):
            self._push("tbody" if name == "tr" else "tr", {})
            return True
        if name in _IMPLIED and self._make_room(_IMPLIED[name]) and len(self.open) < DEPTH:
            self._push(_IMPLIED[name], _GIVEN[_IMPLIED[name]])
            return True
        return False

    def _may_have_caption(self) -> bool:
        """A figure has one, first or last in it."""
        if self.inner != "figure" or any(each[0] == "figcaption" for each in self.open[-1].inside):
            return False
        self.open[-1].full = self.open[-1].said
        return True

    def _leave_full_figure(self) -> None:
        if self.open and self.open[-1].full:
            self._close_to(len(self.open) - 1)

    def _cell(self) -> None:
        for name in {"table": ("tbody", "tr", "td"), "tr": ("td",)}.get(self.inner, ("tr", "td")):
            self._push(name, {})

    def _summary(self) -> None:
        self._push("summary", _GIVEN["summary"])
        self._close_to(len(self.open) - 1)

    def _push(self, name: str, pairs: dict[str, str]) -> None:
        said = "".join(f' {key}="{value}"' for key, value in pairs.items())
        it = Open(name, len(self.parts), f"<{name}{said}>", depth=len(self.open), levels=self.levels)
        if name in HEADINGS:
            it.name, it.tag = self._heading(int(name[1]), said)
        if name in BLOCKS:
            self.link = None
        self.open.append(it)
        self.parts.append(it.tag)

    def _heading(self, level: int, said: str) -> tuple[str, str]:
        """One level below the nearest heading above that counts for more: none is left out, whatever its author wrote."""
        self.levels = (*(each for each in self.levels if each < level), level)
        name = f"h{min(self.top + len(self.levels) - 1, 6)}"
        return name, BOLD if self.kind == "comment" else f"<{name}{said}>"

    # -- closing ------------------------------------------------------------------------------------------------------

    def _end(self, name: str) -> None:
        if self.kind == "line" and name in BLOCKS:
            self.parts.append(" ")
        if name in ("p", "div") and self._end_of_swallowed():
            return
        if name in HEADINGS:
            name = next((each.name for each in reversed(self.open) if each.name in HEADINGS), name)
            name = "strong" if self._is_within(_NO_HEADINGS) else name
        if name in INLINE:
            walls = BLOCKS
        elif name == "table":
            walls = set()
        else:
            walls = {"table"} if name in _CELLS | _ROWS else _CELLS | {"table"}
        if (index := self._find(name, walls)) >= 0:
            if name not in INLINE:
                self._interrupt()
            self._close_to(index)
        elif name in INLINE:
            for place in range(len(self.again) - 1, -1, -1):
                if self.again[place].name == name:
                    del self.again[place]
                    break

    def _end_of_swallowed(self) -> bool:
        block = next((each for each in reversed(self.open) if each.name not in INLINE), None)
        if block is None or not block.swallowed:
            return False
        block.swallowed -= 1
        return True

    def _find(self, name: str, walls: set[str]) -> int:
        """The index of the innermost open `name` on this side of the walls, or -1."""
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].name == name:
                return index
            if self.open[index].name in walls:
                return -1
        return -1

    def _close_to(self, index: int) -> None:
        while len(self.open) > index:
            it = self.open.pop()
            self.again = [each for each in self.again if each.depth <= len(self.open)] if self.again else []
            if it.name == "p" and self.figure[0] == it.start + 1 == len(self.parts) - 1:
                self.parts[it.start :] = [self.figure[1]]  # a captioned image alone in its paragraph
            else:
                self._finish(it)
            self._tell_parent(it)

    def _finish(self, it: Open) -> None:
        heading = it.name in HEADINGS
        if tag := finished(it, self.parts, self.clock.tick):
            if it.name == "a":
                self._keep_apart(it)
            self.parts.append(tag)
        elif heading:
            self.levels = it.levels
        if it.name in BLOCKS:
            self.link = None

    def _keep_apart(self, it: Open) -> None:
        """Of two links with nothing between them, one of a letter or two, the first makes room: a finger is 24 pixels wide."""
        inside = "".join(self.parts[it.start + 1 :])
        letters = _SHORT + 1 if "<img" in inside else len(unescape(_TAGS.sub("", inside)).strip())
        if self.link and min(letters, self.link[1]) <= _SHORT:
            self.parts[self.link[0]] = self.parts[self.link[0]].replace("<a", '<a class="apart"', 1)
        self.link = (it.start, letters)

    def _tell_parent(self, it: Open) -> None:
        if not self.open:
            return
        holds = self.open[-1]
        holds.said, holds.named = holds.said or it.said, holds.named or it.named
        holds.bare = it.bare if holds.bare < 0 else holds.bare
        if it.name:
            holds.inside.append((it.name, it.start, len(self.parts) - 1))
        if it.name == "tr":
            holds.rows.append([cell(start, self.parts[start]) for _, start, _ in it.inside])
        elif it.name in GROUPS:
            holds.rows.append(it.rows)
