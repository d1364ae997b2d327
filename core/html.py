"""Members' text to HTML: the only module that renders it and the only one that marks HTML safe.

Three steps: Markdown (where it is Markdown) becomes HTML (core/commonmark.py); core/tidy.py makes that well-formed, shallow, valid and
ours (headings, images, footnotes); nh3 judges it last by the lists of core/allowed.py. Nothing touches the HTML after nh3, and nothing
before nh3 is trusted: tidying exists so that nh3, which cannot be stopped, only ever meets balanced trees.
"""

import re
import secrets

import nh3
from django.utils.safestring import SafeString, mark_safe

from core import commonmark
from core.allowed import ATTRIBUTES, TAGS, attribute
from core.bounds import COMMENT_LIMIT, DIARY_LIMIT, Clock, TooComplex
from core.text import LINE_ENDS, UNSTORABLE, check_text, excerpt, plain
from core.tidy import Tidy

__all__ = ["COMMENT_LIMIT", "DIARY_LIMIT", "TooComplex", "check_text", "excerpt", "plain", "render"]

_CLEANERS = {
    kind: nh3.Cleaner(
        tags=tags,
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items() if tag in tags | {"*"}},
        attribute_filter=attribute,
        link_rel="nofollow ugc noopener",
        url_schemes={"http", "https", "mailto"},
    )
    for kind, tags in TAGS.items()
}


def render(source: str, markup: str, *, kind: str = "diary", id_prefix: str = "", images: int = 0) -> SafeString:
    """The HTML of a member's text. `markup` is "markdown" or "html"; `kind` "diary", "page", "comment" or "line".

    A "line" is inline markup without a surrounding element: paragraphs run together. `id_prefix`
    ("d7-") keeps footnote anchors unique on a page. `images`: how many stand above it; all but the first of a page load when
    they are near. Raises TooComplex above about 2 s of processor time, ValueError for an unknown markup, kind or prefix.
    """
    if markup not in ("markdown", "html") or kind not in TAGS or not re.fullmatch("([a-z][a-z0-9-]*-)?", id_prefix):
        raise ValueError(f"cannot render markup {markup!r}, kind {kind!r}, id_prefix {id_prefix!r}")
    if len(source) > DIARY_LIMIT:
        raise TooComplex(f"This text is longer than {DIARY_LIMIT:,} characters.")
    source = UNSTORABLE.sub("\ufffd", LINE_ENDS.sub("\n", source))
    clock, secret = Clock(), secrets.token_hex(8)
    if markup == "markdown":
        source = commonmark.to_html(source, kind, clock, secret=secret, id_prefix=id_prefix)
    return mark_safe(_CLEANERS[kind].clean(Tidy(kind, clock, secret, images).run(source)))  # noqa: S308 - this is the door
