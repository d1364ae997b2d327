"""Plain text: what may be stored, addresses, names under which two members count as the same, excerpts."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from html import unescape

from django.core.exceptions import ValidationError

# --- what may be stored ---------------------------------------------------------------------------

UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85]")


def check_text(text: str, *, limit: int) -> str:
    """`text` with `\\n` line ends; `limit` counts bytes of UTF-8, so characters never exceed it either.

    Raises ValidationError: "too_long", or "unstorable" for what PostgreSQL, nh3 or XML feeds refuse
    (NUL and other control characters, lone surrogates, U+FFFE and U+FFFF).
    """
    if len(text) > 2 * limit:  # even if every line end were two characters
        raise _too_long(limit)
    text = LINE_ENDS.sub("\n", text)
    if bad := UNSTORABLE.search(text):
        where = f"U+{ord(bad[0]):04X}, character {bad.start() + 1:,}"
        message = f"This text contains a character that cannot be stored ({where}). Please remove it."
        raise ValidationError(message, code="unstorable")
    if len(text.encode()) > limit:
        raise _too_long(limit)
    return text


def _too_long(limit: int) -> ValidationError:
    return ValidationError(f"This text is too long: at most {limit:,} bytes are possible.", code="too_long")


# --- addresses --------------------------------------------------------------------------------------

_SPELLED = {"+": "plus", "&": "and", "%": "percent", "@": "at", "$": "dollar", "°": "degrees"}
_BLANK_LETTERS = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters by their category, but nothing is seen


def slugify(text: str, *, reserved: Collection[str] = frozenset(), empty: str = "diary", limit: int = 80) -> str:
    """One path segment: lower-case letters and digits of any script joined by "-", never empty.

    Signs that tell names apart are spelled out ("C++" is c-plus-plus, "C#" c-sharp, an emoji its Unicode
    name); a reserved word gets "-1". At most `limit` characters, cut between words where possible.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=[^\W\d_])#", " sharp ", re.sub(r"['’ʼ`]", "", text))
    words = re.split(r"[-\s]+", "".join(map(_slug_part, text)))
    slug = "-".join(word for word in map(_without_lone_marks, words) if word)
    slug = unicodedata.normalize("NFC", slug)
    if len(slug) > limit:
        whole = slug[: limit + 1].rpartition("-")[0]
        slug = whole if len(whole) > limit // 2 else slug[:limit]
    slug = slug.strip("-") or empty
    return f"{slug}-1" if slug in reserved else slug


def _slug_part(char: str) -> str:
    category = unicodedata.category(char)
    if char in _BLANK_LETTERS or category in ("Cf", "Cs", "Me") or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category[0] in "LM" or category == "Nd":
        return char
    if category in ("Sc", "So", "No", "Nl") or char in _SPELLED:
        name = _SPELLED.get(char) or unicodedata.name(char, "").lower()
        name = name.removeprefix("regional indicator symbol letter ")
        return f" {name} "
    return " "


def _without_lone_marks(word: str) -> str:
    return word.lstrip("".join(char for char in set(word) if unicodedata.category(char)[0] == "M"))


# --- names ------------------------------------------------------------------------------------------

# What is taken for an ASCII letter, after case-folding; chosen from Unicode's confusables.txt (UTS 39) for
# Latin, Greek, Cyrillic, Armenian, Coptic and Cherokee. Capitals count too: В looks like B, so в is b.
_LOOKALIKES = {
    "a": "ɑαаꭺᎪ", "b": "ꞵβвьᏴᏏ", "c": "ᴄϲсⲥᏟ", "d": "ԁᎠᏧ", "e": "ꬲεеҽᎬ", "f": "ꬵꞙϝք",
    "g": "ɡᶃցԍᏀᏳ", "h": "ɦηнһհⲏᎻᏂ", "j": "ʝϳјᎫ", "k": "κкⲕᏦ", "m": "μмϻⲙᎷ",
    "l": "1|iıɪɩιіꙇӏɩǀⲓⳑᎥᏞ", "n": "ոռⲛ", "o": "0ᴏᴑꬽοσоօⲟ", "p": "ρϱрⲣᏢ", "q": "ԛգզ",
    "r": "ꭇꭈʀгᴦⲅᎡᏒ", "s": "ꜱƽѕտᏕᏚ", "t": "τтⲧᎢ", "u": "ꞟᴜꭎꭒʋսυ", "v": "ᴠνѵᏙ", "w": "ɯᴡѡԝաᎳᏔ",
    "x": "χхⲭꭓ", "y": "ɣᶌʏγуүⲩᎩᎽ", "z": "ᴢζᏃ", "2": "ƨꙅϩ", "3": "ɜзӡʒꝫȝⳍ", "4": "Ꮞ", "5": "ƽ", "6": "бⳓᏮ",
    "8": "ȣ", "9": "ꝯⳋ",
}  # fmt: skip
_TO_ASCII = {ord(char): letter for letter, chars in _LOOKALIKES.items() for char in chars}


def skeleton(name: str) -> str:
    """The key under which two user names count as the same; for comparing, never for showing.

    Case, width, invisible characters and look-alike letters do not matter ("Раul", "PAUL" and "pau1"
    are one name), accents do.
    """
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    name = "".join(char for char in name if not _is_invisible(char)).translate(_TO_ASCII)
    return unicodedata.normalize("NFC", name.replace("l\u0307", "l").replace("j\u0307", "j"))


def _is_invisible(char: str) -> bool:
    if char in _BLANK_LETTERS or char == "\u034f" or unicodedata.category(char) in ("Cf", "Cc", "Zs"):
        return True
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


RESERVED_NAMES = frozenset(
    "about abuse account accounts admin administrator all anonymous api api-v1 bot comment comments contact daemon "
    "deleted diaries diary edit editor everyone feed former-member founder groups guest healthz help here host "
    "hostmaster hotlist info login logout mail me media messages metrics mod moderation moderator moderators mods "
    "moderator-team new news nobody noreply no-reply notifications null official operator owner people postmaster "
    "readyz recent recommended removed root rostrum search security settings signup site spotlight staff static "
    "stream superuser support sysadmin system tag tags team undefined unknown user webmaster write".split()
)
_RESERVED_KEYS = frozenset(map(skeleton, RESERVED_NAMES))


def username_errors(name: str) -> list[str]:
    """What is wrong with a user name, in its chooser's words; empty if nothing is."""
    errors = []
    if not 2 <= len(name) <= 30:
        errors.append("A user name has 2 to 30 characters.")
    if not all(_may_be_in_name(char) for char in name):
        errors.append("A user name consists of letters and digits of any script, and of _ - . inside.")
    elif has_lone_mark(name):
        errors.append("An accent or vowel sign in a user name belongs to a letter, and a letter has few of them.")
    if name[:1] in tuple("_-.") or name[-1:] in tuple("_-."):
        errors.append("A user name starts and ends with a letter or a digit.")
    if skeleton(name) in _RESERVED_KEYS:
        errors.append("This user name is reserved; please choose another one.")
    return errors


def longest_name(text: str, start: int) -> str:
    """What could be a user name from here on: `bob` in "bob, ...", without the full stop that ends a sentence."""
    end = start
    while end < min(len(text), start + 30) and _may_be_in_name(text[end]):
        end += 1
    return text[start:end].rstrip("_-.")


def _may_be_in_name(char: str) -> bool:
    category = unicodedata.category(char)
    if char in _BLANK_LETTERS or _is_invisible(char):
        return False
    return char in "_-." or category[0] == "L" or category in ("Nd", "Mn", "Mc")


def has_lone_mark(name: str) -> bool:
    """An accent that belongs to no letter, or a heap of them on one."""
    kinds = "".join(unicodedata.category(char)[0] for char in unicodedata.normalize("NFC", name))
    return bool(re.search("(?:^|[^LM])M|M{4}", kinds))


def is_blank(text: str) -> bool:
    """Nothing of it can be seen."""
    return all(char.isspace() or _is_invisible(char) for char in text)


# --- reading HTML ------------------------------------------------------------------------------------

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+)>""")
_PAIR = re.compile(r"""([^\s/>"'=<]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"']++))?""")
_BARE_AMPERSAND = re.compile("&(?!#?[A-Za-z0-9]{1,32};)")
_UNSEEN = {"iframe", "math", "noembed", "noframes", "noscript", "script", "style", "svg", "template", "title"}
_ENDS = {name: re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE) for name in _UNSEEN}


def attributes(pairs: str) -> dict[str, str]:
    """Names (lower case; the first of equals counts) and values, safe between double quotes, entities kept."""
    found: dict[str, str] = {}
    for name, value in _PAIR.findall(pairs):
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        value = _BARE_AMPERSAND.sub("&amp;", value).replace('"', "&quot;").replace("<", "&lt;")
        if len(value) <= 8_000:
            found.setdefault(name.lower(), value)
    return found


def pieces(html: str) -> Iterator[tuple[str, bool, str, str]]:
    """Text and the tag after it: (text, is it a closing tag, its name, its attributes); comments are left out."""
    missing: set[str] = set()  # ends that do not occur from here on, so that none is looked for twice
    kept = at = 0  # `kept` is where the text not yet handed on starts
    while (at := html.find("<", at)) >= 0:
        tag = None if "tag" in missing else _TAG.match(html, at)
        if tag:
            name = tag[2].lower()
            yield html[kept:at], bool(tag[1]), name, tag[3]
            kept = at = _skip(html, tag.end(), missing, name) if not tag[1] and name in _UNSEEN else tag.end()
        elif html.startswith(("<!", "<?"), at) and (end := _comment_end(html, at, missing)):
            yield html[kept:at], False, "", ""
            kept = at = end
        else:
            if html[at + 1 : at + 2].isalpha() and html[at + 1] < "{":
                missing.add("tag")
            at += 1
    yield html[kept:], False, "", ""


def _comment_end(html: str, at: int, missing: set[str]) -> int:
    mark = "-->" if html.startswith("<!--", at) else ">"
    end = -1 if mark in missing else html.find(mark, at + 2)
    if end < 0:
        missing.add(mark)
    return end + len(mark) if end >= 0 else 0


def _skip(html: str, at: int, missing: set[str], name: str) -> int:
    """Where the content of an element that is never shown ends; `at` itself if it is never closed."""
    end = None if name in missing else _ENDS[name].search(html, at)
    if not end:
        missing.add(name)
    return end.end() if end else at


LINES = set("blockquote br caption dd details div dl dt figcaption figure h3 h4 h5 h6 hr li ol p pre".split())
LINES |= set("summary table tbody tfoot thead tr ul".split())


def plain(html: str) -> str:
    """The text of sanitised HTML, one paragraph, item or row a line; an image counts with its `alt`."""
    parts: list[str] = []
    verbatim = False
    for text, closing, name, pairs in pieces(html):
        parts.append(text if verbatim else text.replace("\n", " "))
        verbatim = not closing if name == "pre" else verbatim
        if name == "img":
            parts.append(attributes(pairs).get("alt", ""))
        parts.append("\n" if name in LINES else " " if name in ("td", "th", "rp") else "")
    lines = unescape("".join(parts)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


# --- shorter ------------------------------------------------------------------------------------------


def first_words(text: str, limit: int) -> str:
    """At most `limit` characters of plain text on one line, cut between words; "…" when cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 0)]
    if text[len(head)] != " ":
        whole = head.rpartition(" ")[0]
        head = whole if len(whole) >= limit // 2 else _whole_characters(head, text[len(head)])
    return head.rstrip(" ,;:-–—") + "…"


def _whole_characters(head: str, following: str) -> str:
    """`head` without the start of a character that goes on in `following` (accents, joined emoji)."""
    while head and (_joins(following) or head[-1] == "\u200d"):
        head, following = head[:-1], head[-1]
    return head


def _joins(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char == "\u200d" or "\U0001f3fb" <= char <= "\U0001f3ff"


excerpt = first_words
