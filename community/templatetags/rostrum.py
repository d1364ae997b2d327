"""The few words our templates share."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.described import page
from community.home_icons import icon_address
from community.models import Site
from core import clock as clocks
from core.browsers import browser_of
from core.clock import spoken, stamp
from core.contents import Contents
from core.languages import PAGES
from core.linked import absolute
from core.text import attributes, excerpt, pieces, plain

register = template.Library()
_PICTURES = re.compile(r"<figure\b.*?</figure>|<img\b[^>]*>", re.DOTALL)


@register.inclusion_tag("_described.html", takes_context=True)
def described(context: Any, title: str = "", text: str = "") -> dict[str, Any]:
    """Canonical address, description, card and linked data: of what the view calls `described`, else of a page with this title."""
    request = context.get("request")
    told = context["described"] if "described" in context else page(request, title, text) if request else None
    icon_url = absolute(icon_address("512"))
    return {"told": told, "user": context.get("user"), "site": Site.current(), "icon_url": icon_url}


@register.filter
def when(at: datetime | None, printed: str = "") -> SafeString:
    """`Mon Mar 31, 2008 at 09:51 AM PDT`, as a <time> element in the site's zone."""
    return stamp(at, Site.current().zone, printed=printed)


@register.filter
def when_exactly(at: datetime | None, printed: str = "") -> SafeString:
    """The same with seconds, as comments show it."""
    return stamp(at, Site.current().zone, seconds=True, printed=printed)


@register.filter
def clock(at: datetime) -> str:
    """`09:51 AM PDT`: where the day stands beside it."""
    return spoken(at, Site.current().zone).partition(" at ")[2]


@register.filter
def day(at: datetime) -> SafeString:
    """`Mar 31, 2008`, where the moment stands elsewhere on the page."""
    return clocks.day(at, Site.current().zone)


@register.filter
def lede(html: str, characters: int = 180) -> str:
    """How a text begins, as plain words on one line; pictures are shown beside them."""
    return excerpt(plain(_PICTURES.sub("", html)), characters)


@register.filter
def picture(html: str) -> dict[str, str]:
    """The attributes of a text's first picture, for lists; none where it has none."""
    found = (attributes(pairs) for _, _, name, pairs in pieces(html) if name == "img") if "<img" in html else iter(())
    return {key: unescape(value) for key, value in next(found, {}).items()}


@register.filter
def said_in(diary: Any) -> str:
    """The attribute of what a diary says in another language than the site's own words."""
    return format_html(' lang="{}"', diary.lang) if diary.lang != PAGES else ""


@register.filter
def new_of(count: int | None) -> str:
    """`3 new of `, before the number of all comments; nothing where nothing is new."""
    return format_html('<strong class="new-count">{} new</strong> of ', f"{count:,}") if count else ""


@register.filter
def with_contents(intro_html: str, body_html: str) -> Contents:
    """A diary's two texts as they are shown, and the list of their parts where they are long."""
    return Contents(intro_html, body_html)


@register.filter
def reading_time(html: str) -> str:
    """`6 min`: at 230 words a minute; where words are not spaced out, two characters count as one."""
    text = plain(html)
    unspaced = sum("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in text)
    return f"{max(1, round((len(text.split()) + unspaced / 2) / 230))}\u00a0min"


@register.filter
def parts_of_name(name: str) -> list[str]:
    """`old_`, `ferryman`: where a headline too long for its line may break."""
    return re.split(r"(?<=[_.\-])(?=.)", name)


@register.filter
def browser_name(agent: str) -> str:
    """`Firefox on Windows`, of what a browser calls itself."""
    return browser_of(agent)


@register.filter
def ago(at: datetime | None) -> str:
    """`3 h`, `12 d`: for rows of figures, where the exact moment stands elsewhere."""
    if at is None:
        return "undated"
    age = max(timezone.now() - at, timedelta())
    for unit, length in (("y", 31_557_600), ("d", 86_400), ("h", 3_600), ("min", 60)):
        if age.total_seconds() >= length:
            return f"{int(age.total_seconds() // length)}\u00a0{unit}"  # never broken across lines
    return "now"


@register.filter
def count_of(number: int, noun: str) -> str:
    """`1 comment`, `118 comments`; a plural that is not noun + s stands after a slash: `reply/replies`."""
    one, _, many = noun.partition("/")
    return f"{number:,} {one if number == 1 else many or one + 's'}"
