"""What a saved page says, as records, and the shapes of text that both of its forms share.

No Django, no database: a Page is what the printed page said, and what it did not say.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

MAX_COMMENTS = 20_000  # of one page; far above any real thread, and it bounds the work, as do the lines
MAX_LINES = 500_000
MAX_SITE_NUMBER = 2**31 - 1  # what an integer column holds on both engines


class NotASavedPage(ValueError):
    """The file is no saved diary page; the message is one sentence in the user's words."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed moment. `at` is aware and in UTC, or None where the print gives no possible moment."""

    at: datetime | None
    printed: str  # exactly as printed, white space squeezed
    zone: str = ""  # as printed, "" when the print has none
    doubt: str = ""  # why `at` is None, or which part of the print contradicts it


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph (or list, quote, table) of a comment: its plain text and its HTML source."""

    text: str
    html: str  # the inside of a plain paragraph, else the whole element
    paragraph: bool = True

    @property
    def source(self) -> str:
        """The HTML source as it stands in a body."""
        return f"<p>{self.html}</p>" if self.paragraph else self.html


@dataclass(slots=True)
class PageComment:
    """One comment as printed. Bodies and signatures are HTML source, not yet cleaned."""

    number: int  # 1, 2, 3 ... in page order
    depth: int  # 1 = top level
    parent: int | None  # the parent's `number`
    subject: str
    recommends: int
    hides: int
    line: int  # where it begins in the file, 1-based
    site_number: int | None = None  # the old site's number (id="c7"), HTML form only
    body: str = ""
    signature: str = ""
    author: str | None = None  # the printed name
    posted: Stamp | None = None
    recommended_by: list[str] = field(default_factory=list)
    hidden_by: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A comment being read: its paragraphs, before signature and body are told apart."""

    comment: PageComment
    blocks: list[Block]
    has_byline: bool = False
    marked_signature: Block | None = None  # the page itself marks it as a signature (HTML form)
    names_parent: bool = False  # it prints [ Parent ]


@dataclass(slots=True)
class Page:
    """One saved page. What it does not give is None or empty, and named in `gaps`."""

    form: Literal["text", "html"]
    title: str | None = None
    author: str | None = None
    posted: Stamp | None = None
    published_to: str | None = None  # the name in "Originally posted to X": a member or a group
    intro: str = ""
    body: str = ""
    tags: list[str] = field(default_factory=list)
    republished: list[str] = field(default_factory=list)
    comments: list[PageComment] = field(default_factory=list)
    site_numbers_given: bool = False
    gaps: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    truncated: bool = False


def squeeze(text: str) -> str:
    """The text on one line, every run of white space (no-break spaces too) as one space."""
    return " ".join(text.split())


def excerpt(text: str, length: int = 80) -> str:
    """The beginning of the text, in quotation marks, at most `length` characters of it."""
    text = squeeze(text[: length * 8])
    return f"“{text}”" if len(text) <= length else f"“{text[: length - 1].rstrip()}…”"


def unread(line: int, text: str) -> str:
    """An entry of `Page.not_understood`."""
    return f"Line {line}: {excerpt(text)}"


def unread_line(entry: str) -> int:
    """The line of the file that an entry of `Page.not_understood` is about."""
    return int(entry.partition(":")[0].removeprefix("Line "))


# -- counts -----------------------------------------------------------------------------------

# At most seven digits: an int() of more is no count, and would not fit a column.
_COUNTS = re.compile(r"\(\s*([0-9][0-9,]{0,8})\s*\+\s*/\s*([0-9][0-9,]{0,8})\s*[-\u2010-\u2015\u2212]\s*\)$")
_AFTER_COUNTS = re.compile(r"(?:\s*(?:\[?(?:new|reply|link|permalink|#)\]?|\*))+$", re.IGNORECASE)


def split_counts(heading: str) -> tuple[str, int, int] | None:
    """Subject, recommends and hides of "Subject (3+ / 0-)". Only counts at the very end count."""
    heading = heading.rstrip()
    found = _COUNTS.search(heading, max(0, len(heading) - 60))
    if not found:
        tail = _AFTER_COUNTS.search(heading, max(0, len(heading) - 20))
        if tail:
            heading = heading[: tail.start()].rstrip()
            found = _COUNTS.search(heading, max(0, len(heading) - 60))
    if not found:
        return None
    recommends, hides = (int(digits.replace(",", "")) for digits in found.groups())
    return squeeze(heading[: found.start()]), recommends, hides


# -- moments ----------------------------------------------------------------------------------

# The shape only: whether such a moment exists is asked in read_stamp().
STAMP = (
    r"(?:[A-Za-z]{2,10}\.?,?\s+)?[A-Za-z]{3,10}\.?\s+[0-9]{1,2}(?:st|nd|rd|th)?,?\s+[0-9]{4},?\s+"
    r"(?:at\s+)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s*[AaPp]\.?[Mm]\b\.?)?"
    r"(?:\s+\(?(?:(?:UTC|GMT)?\s?[+\u2212-][0-9]{1,2}(?::?[0-9]{2})?|[A-Za-z]{1,5})\)?)?"
)
_STAMP_PARTS = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{2,10})\.?,?\s+)?(?P<month>[A-Za-z]{3,10})\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>[0-9]{4}),?\s+(?:at\s+)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    r"(?:\s+\(?(?P<zone>(?:UTC|GMT)?\s?[+\u2212-][0-9]{1,2}(?::?[0-9]{2})?|[A-Za-z]{1,5})\)?)?$"
)
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\u2212-])([0-9]{1,2}):?([0-9]{2})?$")

# Hours from UTC. Letters that mean two zones (IST, for one) are left out: unknown beats wrong.
_ZONE_HOURS: dict[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "HAST": -10, "HADT": -9,
    "HDT": -9, "SST": -11, "CHST": 10, "JST": 9, "KST": 9, "HKT": 8, "AWST": 8, "ACST": 9.5, "ACDT": 10.5,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip


def _offset(zone: str) -> timedelta | None:
    """How far the printed zone lies from UTC, or None for letters that name no single zone."""
    if zone.upper() in _ZONE_HOURS:
        return timedelta(hours=_ZONE_HOURS[zone.upper()])
    found = _OFFSET.match(zone.upper())
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset >= timedelta(hours=15):
        return None
    return offset if found[1] == "+" else -offset


def _named(word: str, names: list[str]) -> int | None:
    """The place of the name that `word` is (or abbreviates to three letters or more)."""
    word = word.lower()
    places = [place for place, name in enumerate(names) if len(word) >= 3 and name.startswith(word)]
    return places[0] if places else None


def _clock_hour(hour: int, half: str | None) -> int:
    """The hour of 0-23; ValueError for a time no clock shows, such as 13 PM."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half in "pP" else 0)


def read_stamp(printed: str) -> Stamp:
    """The moment a print such as "Mon Mar 31, 2008 at 09:53:46 AM PDT" names; seconds may be missing.

    Never raises: a moment that cannot be, or a zone that is not known, leaves `at` None and says why.
    """
    printed = squeeze(printed)
    parts = _STAMP_PARTS.match(printed)
    if not parts:
        return Stamp(None, printed, doubt="the date is not readable")
    zone = parts["zone"] or ""
    offset = _offset(zone)
    month = _named(parts["month"], _MONTHS)
    try:
        if month is None:
            raise ValueError("no such month")
        hour = _clock_hour(int(parts["hour"]), parts["half"])
        second = int(parts["second"] or 0)
        local = datetime(int(parts["year"]), month + 1, int(parts["day"]), hour, int(parts["minute"]), second)  # noqa: DTZ001 - as printed
    except ValueError:
        return Stamp(None, printed, zone, "there is no such date")
    if offset is None:
        return Stamp(None, printed, zone, "the time zone is not known" if zone else "no time zone is given")
    try:
        at = local.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError:
        return Stamp(None, printed, zone, "there is no such date")
    weekday = parts["weekday"]
    fits = not weekday or _named(weekday, _WEEKDAYS) == local.weekday()
    return Stamp(at, printed, zone, "" if fits else "the day of the week does not fit the date")


# -- by-lines ---------------------------------------------------------------------------------

_BRACKETS = r"(?P<tail>(?:\s*\[[^\[\]]{0,60}\])*)\s*$"
_BYLINE = re.compile(rf"(?:posted\s+)?by\s+(?:(?P<name>\S.*?)\s+)?on\s+(?P<stamp>{STAMP})\.?{_BRACKETS}", re.IGNORECASE)
_LOOSE_BYLINE = re.compile(rf"(?:posted\s+)?by\s+(?P<name>\S.*)\s+on\s+(?P<stamp>[^\[\]]{{3,60}}?){_BRACKETS}", re.IGNORECASE)
_LIKE_A_DATE = re.compile(r"(?:\S+\s+){0,6}\S*[0-9]\S*(?:\s+[A-Za-z.]{1,5}){0,2}$")
_CLOCK = re.compile(r"\b[0-9]{1,2}:[0-9]{2}\b")
_YEAR = re.compile(r"\b[0-9]{4}\b")
PARENT = re.compile(r"\[\s*Parent\b[^\[\]]{0,60}\]$", re.IGNORECASE)
RATERS = re.compile(r"(?P<kind>Recommended|Hidden|Hide[ -]?rated|Troll[ -]?rated)\s+by\s*:\s*(?P<names>.*)$", re.IGNORECASE)
MAX_BYLINE = 400  # characters; no name is longer, and it bounds the regexes


def read_byline(text: str, *, followed_by_parent: bool = False, loose: bool = True) -> tuple[str | None, Stamp, bool] | None:
    """Name, moment and whether [ Parent ] is printed, of "by A Name on Mon Mar 31, 2008 at 09:53 AM PDT".

    A name may hold the word "on". `loose`: a print in place of the date that is no date still makes a
    by-line where it has a year and a time, or where [ Parent ] follows: then its moment is unknown.
    """
    if len(text) > MAX_BYLINE * 4:
        return None
    text = squeeze(text)
    if len(text) > MAX_BYLINE or text[:9].lower().find("by") < 0:
        return None
    found = _BYLINE.match(text)
    if not found and not loose:
        return None
    if not found:
        found = _LOOSE_BYLINE.match(text)
        if not found:
            return None
        if not _LIKE_A_DATE.match(found["stamp"]):
            return None  # a sentence that goes on behind a date
        marks = bool(_CLOCK.search(found["stamp"])) + bool(_YEAR.search(found["stamp"]))
        parent = followed_by_parent or "parent" in found["tail"].lower()
        if marks + parent < 2:
            return None
    return found["name"], read_stamp(found["stamp"]), "parent" in found["tail"].lower()


_POSTED = re.compile(rf"Originally posted to (?:(?P<name>\S.*?) )?on (?P<stamp>{STAMP}) ?(?:\.|$) ?(?P<rest>.*)$", re.IGNORECASE)
_LOOSE_POSTED = re.compile(r"Originally posted to (?P<name>\S.*) on (?P<stamp>(?=.*[0-9]).{3,60}?)\.?$(?P<rest>)", re.IGNORECASE)
_REPUBLISHED = re.compile(r"(?:Also )?republished by (?P<names>\S.*?)\.?$", re.IGNORECASE)


def read_posted(text: str, *, loose: bool = False) -> tuple[str | None, Stamp, str] | None:
    """Name, moment and what follows, of "Originally posted to A Name on ... PDT. ..."; `loose`: any date."""
    if len(text) > MAX_BYLINE * 10:
        return None
    text = squeeze(text)
    found = _POSTED.match(text) or (_LOOSE_POSTED.match(text) if loose else None)
    return (found["name"], read_stamp(found["stamp"]), found["rest"]) if found else None


def read_republished(text: str) -> str | None:
    """The names in "Also republished by A, B, and C.", still in one string."""
    found = _REPUBLISHED.match(squeeze(text)) if len(text) <= 20_000 else None
    return found["names"] if found else None


# -- names ------------------------------------------------------------------------------------


def split_names(text: str) -> list[str]:
    """The names of a comma separated line; no name of the old sites holds a comma."""
    return [name for part in text.split(",") if (name := squeeze(part))]


def split_series(text: str) -> list[str]:
    """The names of an English series: "A", "A and B", "A, B, and C". Only the last "and" divides."""
    names = split_names(text)
    if not names:
        return []
    last = names.pop()
    if last.startswith("and ") and names:
        return [*names, last[4:]]
    before, divided, after = last.rpartition(" and ")
    return [*names, before, after] if divided else [*names, last]


def split_tags(text: str) -> list[str]:
    """The tags of a comma separated line."""
    return [tag for tag in split_names(text.strip().removesuffix(".")) if tag]
