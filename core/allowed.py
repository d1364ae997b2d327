"""What a member's text may hold: elements, attributes, and values that are what the standard calls valid."""

import re
from datetime import date
from html import escape, unescape
from urllib.parse import quote

from core.pictures import SIZES, SRCSET
from core.text import LINES

INLINE = set(
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr".split()
)
BLOCKS = LINES - {"br"} | {"h2", "td", "th"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TAGS = {"diary": INLINE | (BLOCKS - {"h2"}) | {"img"}, "line": INLINE - {"br"}}
TAGS |= {"comment": TAGS["diary"] - HEADINGS, "page": TAGS["diary"] | {"h2"}}  # a page: the operator's own

OWN_IMAGE = r"(?i:(?!.*(?:\.\.|//|%2[ef]|%5c)))/(?:media|static)/(?:[\w./~+@=,-]|%[0-9A-Fa-f]{2})+"
# Our three schemes, or no colon before the path: nothing that could be mistaken for another scheme.
_ADDRESS = r"(?is:\s*(?:https?|mailto):.*|[^:/?#\\]*(?:[/?#].*)?)"
_SPAN = r"[1-9][0-9]?"
_ID = r"(?:[a-z][a-z0-9-]*-)?fn(?:ref)?[0-9]+(?:-[0-9]+)?"
# Tag to attribute to the pattern of its value. No user text ever reaches id, class, role or aria-label.
ATTRIBUTES: dict[str, dict[str, str]] = {
    "*": {"dir": "ltr|rtl|auto", "lang": r"[A-Za-z0-9-]{1,35}", "title": r"(?s:.*)"},
    "a": {"href": _ADDRESS, "class": "apart", "id": _ID, "role": "doc-noteref|doc-backlink"}
    | {"aria-label": "Back to reference [0-9]+(?:-[0-9]+)?"},
    "bdo": {"dir": "ltr|rtl"},
    "details": {"open": ""},
    "div": {"class": "footnotes", "role": "doc-endnotes"},
    "img": {"src": OWN_IMAGE, "alt": r"(?s:.*)", "loading": "lazy"}
    | {"width": "[1-9][0-9]{0,3}", "height": "[1-9][0-9]{0,3}"}
    | {"srcset": SRCSET, "sizes": re.escape(SIZES)},
    "li": {"value": "-?[0-9]{1,6}", "id": _ID},
    "ol": {"start": "-?[0-9]{1,6}", "type": "[1aAiI]", "reversed": ""},
    "sup": {"class": "footnote-ref"},
    "td": {"colspan": _SPAN, "rowspan": _SPAN},
    "th": {"colspan": _SPAN, "rowspan": _SPAN, "scope": "(?:row|col)(?:group)?"},
}
ATTRIBUTES["pre"] = ATTRIBUTES["table"] = {"tabindex": "0"}
ATTRIBUTES |= dict.fromkeys(("del", "ins", "time"), {"datetime": r"[0-9TZ:.+-]{4,40}"})
ATTRIBUTES |= dict.fromkeys(("blockquote", "q"), {"cite": r"(?i:https?)://[^\s<>\"]+"})
_VALUES = {(tag, name): re.compile(value) for tag, names in ATTRIBUTES.items() for name, value in names.items()}
_OURS = {"id", "class", "role", "aria-label"}


def attribute(tag: str, name: str, value: str) -> str | None:
    """nh3's last question: the value, or None where it may not be."""
    if name == "rel":  # nh3's own; nobody else's gets this far
        return value
    pattern = _VALUES.get((tag, name)) or _VALUES.get(("*", name))
    return value if pattern and pattern.fullmatch(value) else None


def kept(tag: str, pairs: dict[str, str], *, ours: bool) -> dict[str, str]:
    """Of attributes (values safe between double quotes) those that stay. ours: made by this rendering, not by a member."""
    names = ATTRIBUTES.get(tag, {}).keys() | ATTRIBUTES["*"].keys()
    found = {}
    for name, value in pairs.items():
        if name not in names or (name in _OURS and not ours):
            continue
        made_good = _MADE_GOOD.get(name)
        good = made_good(unescape(value)) if made_good else unescape(value)
        if good is not None and attribute(tag, name, good) is not None:
            found[name] = escape(good) if made_good else value
    return found


# -- addresses -----------------------------------------------------------------------------------------------------------

_WEB = re.compile(r"(https?):[/\\]{2}([^/?#\\]*)(.*)", re.IGNORECASE | re.DOTALL)
_PLAIN_HOST = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*(?!xn--)[a-z](?:[a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
_FOREIGN_HOST = re.compile(r"(?:[^\W_]+(?:-+[^\W_]+)*\.)+[^\W\d_]+")
_NUMBERS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}")
_SIGNS = "!$&'()*+,-./:;=?@_~"  # beside letters and digits what may stand in an address as it is
_AS_IT_IS = re.compile(rf"[A-Za-z0-9%{re.escape(_SIGNS)}]*")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def address(value: str) -> str | None:
    """A link's address as the standard wants it written; None where it leads nowhere or may not be followed."""
    value = value.strip(" \t\n\r\f\x00\u2028\u2029")
    if web := _WEB.fullmatch(value.replace("\n", "").replace("\t", "").replace("\r", "")):
        host = _host(web[2])
        return host and f"{web[1].lower()}://{host}{_written(web[3])}"
    if value[:7].lower() == "mailto:":
        return f"mailto:{_written(value[7:])}" if value[7:].strip() else None
    if not value or re.match(r"[/\\]{2}|https?:", value, re.IGNORECASE) or not re.fullmatch(_ADDRESS, value):
        return _beside(value)
    return _written(value)


def _beside(value: str) -> str | None:
    """`//host/path`, which keeps the scheme of the page."""
    web = _WEB.fullmatch(f"https:{value}") if re.match(r"[/\\]{2}", value) else None
    host = web and _host(web[2])
    return f"//{host}{_written(web[3])}" if web and host else None


def _host(said: str) -> str | None:
    """Who and which port, as a browser will understand it."""
    host, colon, port = said.rpartition("@")[2].partition(":")  # nobody logs in by a link, and names before "@" deceive
    if colon and not (port.isascii() and port.isdigit() and int(port[:6]) < 65_536 and len(port) < 6):
        return None
    if not (_PLAIN_HOST.fullmatch(host) or _NUMBERS.fullmatch(host) or (not host.isascii() and _is_foreign(host))):
        return None
    return host + (f":{port}" if colon else "")


def _is_foreign(host: str) -> bool:
    try:
        return bool(_FOREIGN_HOST.fullmatch(host)) and len(host.encode("idna")) < 254
    except UnicodeError:
        return False


def _written(part: str) -> str:
    before, sharp, fragment = part.partition("#")
    return _quoted(before) + sharp + _quoted(fragment)


def _quoted(part: str) -> str:
    if not part.isascii() or not _AS_IT_IS.fullmatch(part):
        part = "".join(each if each > "\xa0" and each.isprintable() else quote(each, safe=_SIGNS + "%") for each in part)
    return _LONE_PERCENT.sub("%25", part)


# -- languages and moments -----------------------------------------------------------------------------------------------

_LANGUAGES = set(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi "
    "fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv "
    "kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm "
    "rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa "
    "wo xh yi yo za zh zu ang arc ast chr enm fil fro frm gmh goh got grc gsw haw hsb dsb nds sco yue".split()
)
_SCRIPTS = {"zh": {"hans", "hant"}, "sr": {"cyrl", "latn"}, "az": {"cyrl", "latn", "arab"}, "uz": {"cyrl", "latn"}}
_REGIONS = {"zh": {"cn", "hk", "mo", "sg", "tw"}, "en": {"au", "ca", "gb", "ie", "in", "nz", "us", "za"}, "pt": {"br", "pt"},
            "de": {"at", "ch", "de"}, "fr": {"be", "ca", "ch", "fr"}, "es": {"ar", "cl", "co", "es", "mx", "pe", "us"}}  # fmt: skip


def language(value: str) -> str | None:
    """A tag that speech and hyphenation know: the language, with its script or region where that changes how it is read."""
    first, *rest = value.strip().lower().replace("_", "-").split("-")
    if first not in _LANGUAGES:
        return None
    script = next((each.title() for each in rest if each in _SCRIPTS.get(first, ())), "")
    region = next((each.upper() for each in rest if each in _REGIONS.get(first, ())), "")
    return "-".join(filter(None, (first, script, region)))


_DAY = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?)(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?"
)


def moment(value: str) -> str | None:
    """A day, or a day and time with its zone."""
    day = _DAY.fullmatch(value.strip())
    if not day or (day[4] and not day[5]):
        return None
    try:
        date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return None
    return value.strip().replace(" ", "T")


_MADE_GOOD = {"href": address, "cite": address, "lang": language, "datetime": moment}
