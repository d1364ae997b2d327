"""Every page of every role is valid HTML: parsed as browsers do, without one complaint, and put together as the standard allows."""

import re
from html import escape
from itertools import pairwise

import pytest

from tests.access.world import World
from tests.furnished import furnish
from tests.pages import READERS, addresses, elements, html_of, kinds, parsed, skeleton

pytestmark = pytest.mark.once

PHRASING = set(
    "a abbr area audio b bdi bdo br button canvas cite code data datalist del dfn em embed i iframe img input ins kbd label link map mark "
    "meta meter noscript object output picture progress q ruby rt rp s samp script select slot small span strong sub sup svg template "
    "textarea time u var video wbr".split()
)
HOLD_PHRASING = set(
    "p h1 h2 h3 h4 h5 h6 span em strong small b i s q u cite code kbd mark abbr label button time dt summary pre sub sup bdi bdo var samp "
    "legend caption output data dfn progress meter".split()
)
HOLDS = {
    "ul": {"li", "script", "template"}, "ol": {"li", "script", "template"}, "dl": {"dt", "dd", "div"}, "tr": {"td", "th"},
    "select": {"option", "optgroup", "hr"}, "datalist": {"option"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
NAMED = HEADINGS | {"a", "button", "summary", "th", "caption", "figcaption"}
MOMENT = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?|\d\d:\d\d|\d+(\.\d+)?|P[0-9DTHMS]+")
INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "details", "iframe"}
EVERYWHERE = set(
    "id class lang dir title hidden tabindex role popover inert translate spellcheck autocapitalize autofocus contenteditable draggable "
    "enterkeyhint inputmode itemprop slot accesskey".split()
)
FORM = "form formaction formmethod formnovalidate name value disabled popovertarget popovertargetaction"
ATTRIBUTES = {
    "html": "", "meta": "charset name content property media", "link": "rel href type title sizes media as crossorigin hreflang color",
    "script": "src type defer async", "a": "href rel download target hreflang type", "form": "action method enctype novalidate autocomplete name",
    "input": "type name value required disabled readonly checked maxlength minlength min max step pattern placeholder autocomplete list "
    "multiple accept size form formaction alt src", "button": f"type {FORM}", "select": "name required disabled multiple size form autocomplete",
    "option": "value selected disabled label", "optgroup": "label disabled", "label": "for", "output": "for name form",
    "textarea": "name rows cols required disabled readonly maxlength minlength placeholder autocomplete form wrap",
    "img": "src alt width height loading decoding srcset sizes fetchpriority", "source": "src srcset sizes type media width height",
    "time": "datetime", "ol": "start reversed type", "li": "value", "td": "colspan rowspan headers", "th": "colspan rowspan scope abbr headers",
    "details": "open name", "progress": "value max", "meter": "value min max low high optimum", "fieldset": "disabled form name",
    "blockquote": "cite", "q": "cite", "del": "cite datetime", "ins": "cite datetime", "data": "value", "col": "span", "colgroup": "span",
    "dialog": "open", "video": "src controls", "audio": "src controls",
}  # fmt: skip
REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "popovertarget", "form", "list", "headers")
KNOWN = PHRASING | HOLD_PHRASING | {name for held in HOLDS.values() for name in held} | set(HOLDS) | set(ATTRIBUTES) | set(
    "head body title header footer main nav section article aside address div figure figcaption hr form fieldset legend search hgroup dialog".split()
)  # fmt: skip


def complaints(html: str) -> list[str]:
    page = parsed(html)
    every = list(elements(page.root))
    wrong = [f"{error.code} (line {error.line})" for error in page.errors]
    for each in every:
        if each.namespace == "html":
            wrong += [f"{words}: {shown(each)}" for words in (*misplaced(each), *misnamed(each))]
    return [*wrong, *references(every), *outline(every)]


def shown(node) -> str:
    return f"<{node.name} {' '.join(f'{name}={value!r}' for name, value in node.attrs.items())}> in <{node.parent.name}>"


def misplaced(node):
    parent, above = node.parent.name, ancestors(node)
    if parent in HOLD_PHRASING and node.name not in PHRASING and not (parent in ("summary", "legend") and node.name[0] == "h"):
        yield "no phrasing content"
    if parent in HOLDS and node.name not in HOLDS[parent]:
        yield "not allowed there"
    if node.name == "li" and parent not in ("ul", "ol", "menu"):
        yield "an item without a list"
    if node.name in INTERACTIVE and {"a", "button"} & above and not (node.name == "input" and node.attrs.get("type") == "hidden"):
        yield "interactive within interactive"
    if node.name == "form" and "form" in above:
        yield "a form within a form"
    if node.name == "details" and next((child.name for child in elements(node)), "") != "summary":
        yield "details without a summary at first"
    yield from misplaced_parts(node, above)


def misplaced_parts(node, above):
    """What only the checker of the W3C would say beside that."""
    inside = "".join(child.name[-1] for child in children(node))
    if node.name == "dl" and not re.fullmatch("(t+d+|v)+", inside):
        yield "terms and descriptions do not follow one another"
    if node.name in HEADINGS and {"dt", "th"} & above:
        yield "a heading within a head"
    if node.name == "table" and "caption" in above:
        yield "a table within a caption"
    if node.name in ("rt", "rp") and node.parent.name != "ruby":
        yield "ruby text without ruby"
    if node.name == "figcaption" and node not in (children(node.parent)[0], children(node.parent)[-1]):
        yield "a caption between other things"
    if node.name == "tr" and not children(node):
        yield "a row without cells"
    if node.name in ("ul", "ol", "dl", "table", "tr") and any(
        child.name == "#text" and child.to_text().strip() for child in node.children
    ):
        yield "text where only elements may be"


def children(node) -> list:
    return [child for child in node.children or () if not child.name.startswith(("#", "!"))]


def nameless(node) -> bool:
    """Whether there is nothing in it that can be read out."""
    texts = [node.to_text(), *(node.attrs.get(name) or "" for name in ("aria-label", "aria-labelledby", "title"))]
    return not any(map(str.strip, texts)) and not any(
        (each.attrs.get("alt") or each.attrs.get("aria-label")) for each in elements(node)
    )


def ancestors(node) -> set[str]:
    found = set()
    while (node := node.parent) is not None:
        found.add(node.name)
    return found


def misnamed(node):
    if node.name not in KNOWN:
        yield "no such element"
    allowed = EVERYWHERE | set(ATTRIBUTES.get(node.name, "").split())
    for name in node.attrs:
        if name not in allowed and not name.startswith(("data-", "aria-")):
            yield f"no such attribute: {name}"
    if node.name == "img" and "alt" not in node.attrs:
        yield "no alt"
    if node.name == "time" and not MOMENT.fullmatch(node.attrs.get("datetime") or node.to_text().strip()):
        yield "no moment"
    if node.name in NAMED and nameless(node) and (node.name != "a" or "href" in node.attrs):
        yield "no name"
    if node.name == "a" and "rel" in node.attrs and "href" not in node.attrs:
        yield "a link to nowhere"
    if "required" in node.attrs and node.attrs.get("type") in ("button", "color", "hidden", "image", "range", "reset", "submit"):
        yield "nothing that could be required"
    if node.name == "li" and "value" in node.attrs and node.parent.name != "ol":
        yield "a number in a list without numbers"
    if node.name == "bdo" and "dir" not in node.attrs:
        yield "no direction"
    if node.name in ("a", "form") and " " in (node.attrs.get("href") or node.attrs.get("action") or ""):
        yield "a space in an address"


def references(every):
    ids = [each.attrs["id"] for each in every if each.attrs and "id" in each.attrs]
    yield from {f"id {name!r} is there twice" for name in ids if ids.count(name) > 1}
    yield from (f"id {name!r} is none" for name in ids if not name or " " in name)
    for each in every:
        for name in REFERS:
            for target in ((each.attrs or {}).get(name) or "").split():
                if target not in ids:
                    yield f"{name}={target!r} leads nowhere: {shown(each)}"


def outline(every):
    names = [each.name for each in every]
    for name in ("title", "h1", "main"):
        if names.count(name) != 1:
            yield f"{names.count(name)} <{name}>"
    levels = [int(name[1]) for name in names if len(name) == 2 and name[0] == "h" and name[1].isdigit()]
    yield from (f"h{above} is followed by h{below}" for above, below in pairwise(levels) if below > above + 1)
    html = every[0]
    if not html.attrs.get("lang"):
        yield "no language"


def test_every_page_is_valid(member, as_):
    world = World(member)
    every = [*addresses(world.public), *furnish(world)]
    wrong, seen, bones = [], set(), set()
    for role in READERS:
        browser = as_(world.people[role])
        for address in every:
            html = html_of(browser.get(address))
            if html is None or address.endswith("/since/0/"):  # a part of a page
                continue
            if skeleton(html) not in bones:
                bones.add(skeleton(html))
                seen |= kinds(html)
                wrong += [f"{role} {address}: {words}" for words in complaints(html)]
    assert len(seen) > 500
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p><div>x</div></p>", "unexpected-end-tag"), ("<span><p>x</p></span>", "no phrasing content"),
        ("<ul><p>x</p></ul>", "not allowed there"), ("<a href='/'><button>x</button></a>", "interactive within"),
        ("<p onload2='x'>x</p>", "no such attribute"), ("<p id=a></p><p id=a></p>", "there twice"),
        ("<label for=gone>x</label>", "leads nowhere"), ("<img src='/x'>", "no alt"), ("<center>x</center>", "no such element"),
        ("<h3>x</h3>", "h1 is followed by h3"), ("<h2> </h2>", "no name"), ("<a href='/x'><img src='/x' alt=''></a>", "no name"),
        ("<dl><dt>x</dt></dl>", "follow one another"), ("<table><tr><th><h2>x</h2></th></tr></table>", "a heading within a head"),
        ("<ul>x</ul>", "text where only elements"), ("<time>then</time>", "no moment"), ("<a rel=nofollow>x</a>", "to nowhere"),
        ("<input type=color required aria-label=x>", "could be required"), ("<ruby>x</ruby><rt>y</rt>", "ruby text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(html, words):
    page = f"<!doctype html><html lang=en><head><title>x</title></head><body><main><h1>x</h1>{html}</main></body></html>"
    assert words in " ".join(complaints(page)), escape(page)
    assert complaints(page.replace(html, "")) == []
