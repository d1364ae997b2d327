"""An independent judge of rendered HTML: html.parser and a short list of its own; knows nothing of the product."""

import re
from html.parser import HTMLParser

ELEMENTS = set(
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th "
    "thead time tr u ul var wbr".split()
)
HARMLESS = set("alt title dir lang datetime open start reversed type value scope colspan rowspan width height".split())
FIXED = {
    "rel": {"nofollow ugc noopener"},
    "loading": {"lazy"},
    "tabindex": {"0"},
    "sizes": {"(min-width: 46rem) 44rem, calc(100vw - 2rem)"},
    "class": {"apart", "footnote-ref", "footnotes"},
    "role": {"doc-noteref", "doc-backlink", "doc-endnotes"},
}


class Judge(HTMLParser):
    """`faults` says what a reader's browser should never have been given."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.elements: list[str] = []
        self.feed(html)
        self.close()
        if len(set(self.ids)) != len(self.ids):
            self.faults.append("the same id twice")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in ELEMENTS:
            self.faults.append(f"<{tag}>")
        if tag == "a" and ("rel", "nofollow ugc noopener") not in attrs:
            self.faults.append("a link without rel")
        for name, value in attrs:
            if not self.is_fine(tag, name, value or ""):
                self.faults.append(f"<{tag} {name}={value!r}>")

    def is_fine(self, tag: str, name: str, value: str) -> bool:
        if name in FIXED:
            return value in FIXED[name]
        if name == "srcset":
            one = r"/media/pictures/[0-9a-f]{32}-\d{1,4}x\d{1,4}(-\d{3})?\.webp \d{1,4}w"
            return tag == "img" and bool(re.fullmatch(f"{one}(, {one})*", value))
        if name in ("colspan", "rowspan", "width", "height"):
            return value.isdigit() and int(value) <= 9999
        if name == "id":
            self.ids.append(value)
            return bool(re.fullmatch(r"([a-z][a-z0-9-]*-)?fn(ref)?\d+(-\d+)?", value))
        if name == "aria-label":
            return tag == "a" and value.startswith("Back to reference ")
        return name in HARMLESS or self.is_safe_address(tag, name, value)

    def is_safe_address(self, tag: str, name: str, value: str) -> bool:
        # Browsers drop these before they look for a scheme.
        squeezed = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u200b\ufeff]", "", value).lower()
        scheme = re.match(r"([^/?#:]*):", squeezed)
        if tag == "a" and name == "href":
            return scheme is None or scheme[1] in ("http", "https", "mailto")
        if tag in ("blockquote", "q") and name == "cite":
            return scheme is not None and scheme[1] in ("http", "https")
        own = squeezed.startswith(("/media/", "/static/"))
        bad = ("..", "//", "\\", "%2e", "%2f", "%5c")
        return tag == "img" and name == "src" and own and not any(part in squeezed for part in bad)

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("a processing instruction")
