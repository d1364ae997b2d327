"""From the bytes of a file to its text, and the kinds of file that are no saved page at all."""

import codecs
import re
from dataclasses import dataclass

from .page_record import NotASavedPage

MAX_BYTES = 10 * 1024 * 1024

_KINDS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"{\\rtf", "a rich text document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"bplist", "a web archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_MHTML = re.compile(rb"\A\s*(?:From: <?Saved by|MIME-Version:|Content-Type: multipart/)", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta[^>]{0,300}?charset\s*=|\?xml[^>]{0,100}?encoding\s*=)\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE
)
# Encodings of text that pages really had; Python knows more, some of which are no encodings of text.
_CHARSETS = re.compile(
    r"utf-?8|iso-?8859-?\d+|latin-?\d|windows-?125\d|cp125\d|koi8-[ru]|shift_jis|sjis|euc-(?:jp|kr)|gb2312|gbk|gb18030|"
    r"big5|macintosh|mac-?roman|iso-2022-jp",
    re.IGNORECASE,
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Line feed, tab, carriage return and form feed are text; no other control character is.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HTML_START = re.compile(
    r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+|<\?xml[^>]{0,200}+>\s*+)*+<(?:!doctype\s+html|/?[a-z][a-z0-9]*[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"<(?:html|head|body|/?(?:div|ul|ol|li|h[1-6]|table|td|span))(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_XML_START = re.compile(r"\s*<\?xml", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|opml|svg|urlset|plist)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file, lines ended by line feeds."""

    text: str
    is_html: bool
    cut: bool = False  # the file ends in the middle of a character
    damaged: int = 0  # characters that were not readable


def read_bytes(data: bytes) -> Text:
    """The text of the file; NotASavedPage for what is empty, too large, or not text."""
    if len(data) > MAX_BYTES:
        raise NotASavedPage(f"This file is larger than {MAX_BYTES // 2**20} MB; no saved page of a diary is.")
    if not data.strip():
        raise NotASavedPage("This file is empty.")
    for start, kind in _KINDS:
        if data.startswith(start):
            raise NotASavedPage(f"This is {kind}, not a saved page; save the page as text or as HTML.")
    if _MHTML.match(data[:200]):
        raise NotASavedPage("This is a web archive with all its files in one; save the page as text or as HTML.")
    text, cut = _decode(data)
    damaged = len(_CONTROLS.findall(text))
    if damaged > max(min(20, len(text) // 10), len(text) // 500):
        raise NotASavedPage("This is not a text: it holds the bytes of some other kind of file.")
    text = _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise NotASavedPage("This file is empty.")
    is_html = _is_html(text)
    _refuse_data(text, is_html=is_html)
    return Text(text, is_html, cut, damaged + text.count("\ufffd"))


def _decode(data: bytes) -> tuple[str, bool]:
    """The characters, and whether the file ends inside of one. Never raises."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            cut = encoding != "utf-8" and len(data) % 2 == 1
            return data[len(bom) :].decode(encoding, "replace"), cut
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(data):
            return data[: error.start].decode("utf-8"), True
    declared = _META.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    read = data.decode("utf-8", "replace")
    wrong = read.count("\ufffd")
    many = sum(1 for character in read if character > "\x7f") - wrong
    if many > wrong:  # UTF-8 with a few bytes spoilt, whatever it says of itself
        return read, False
    return _decode_old(data, name), False


def _decode_old(data: bytes, name: str) -> str:
    """By the declared character set, else by the one of Windows, of which Latin-1 is a part in practice."""
    western = not name or re.fullmatch(r"(?:us-)?ascii|iso-?8859-?1|latin-?1|utf-?8", name)
    if not western and _CHARSETS.fullmatch(name):
        try:
            return data.decode(name, "replace")
        except LookupError:
            pass
    return "".join(_WESTERN[byte] for byte in data)


# The five bytes that windows-1252 leaves undefined are read as Latin-1, as browsers do.
_WESTERN = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]


def _is_html(text: str) -> bool:
    start = text[:20_000]
    if _HTML_START.match(start):
        return True
    return len(_HTML_TAG.findall(start)) >= 5 and "•" not in text[:200]


def _refuse_data(text: str, *, is_html: bool) -> None:
    """Files of data for programs, named by their kind so that the user sees what was chosen by mistake."""
    start = text.lstrip()[:2000]
    if _XML_START.match(start) and _FEED.search(start):
        raise NotASavedPage("This is an XML file (a feed or an export), not a saved page.")
    if is_html:
        return
    if start[:1] in "{[" and re.match(r"[\[{]\s*(?:[\"{\[\]}]|-?\d)", start):
        raise NotASavedPage("This is a JSON file, not a saved page.")
    lines = [line for line in start.split("\n")[:8] if line.strip()]
    for separator in ",;\t":
        columns = {line.count(separator) for line in lines[:-1]}
        if len(lines) > 2 and len(columns) == 1 and columns.pop() > 1:
            raise NotASavedPage("This is a table of values (CSV), not a saved page.")
