"""What machines are told of a page: search engines, and sites that show a card for a link."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import unescape
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.safestring import SafeString

from community.models import Site
from core.linked import absolute, linked, trail
from core.text import attributes, excerpt, plain

DESCRIPTION = 180  # characters
LARGE = 600  # pixels from which a card shows its picture across
_PICTURE = re.compile(r'<img ([^>]*src="/media/[^>]*)>')


class Shown(NamedTuple):
    """A picture of our own: its path, what it shows in words, width and height in pixels where they are known."""

    path: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0

    @property
    def url(self) -> str:
        return absolute(self.path) if self.path else ""


class Described(NamedTuple):
    """A page: its title and address (a path), how it begins, the kind of thing it shows, a picture, linked data."""

    title: str
    address: str
    text: str = ""
    kind: str = "website"
    picture: Shown = Shown()
    at: datetime | None = None
    data: Sequence[dict[str, Any]] = ()

    @property
    def url(self) -> str:
        return absolute(self.address)

    @property
    def card(self) -> str:
        return "summary_large_image" if self.picture.width >= LARGE else "summary"

    @property
    def linked(self) -> list[SafeString]:
        return [linked(each) for each in self.data]


def page(request: HttpRequest, title: str, text: str) -> Described:
    """A page that says nothing of its own. Only its number belongs to the address: sorting and preferences are the same page."""
    site = Site.current()
    number = request.GET.get("page", "")
    address = f"{request.path}?page={number}" if number.isdigit() and number != "1" else request.path
    data: list[dict[str, Any]] = []
    if request.path == "/":
        data = [{"@type": "WebSite", "name": site.name, "url": absolute("/"), "description": site.tagline}]
    elif title:
        data = [trail((site.name, "/"), (title, request.path))]
    return Described(title or site.name, address, text or site.tagline, data=data)


def beginning(html: str) -> str:
    """How a stored text begins, as plain words."""
    return excerpt(plain(html), DESCRIPTION)


def first_picture(html: str) -> Shown:
    """The first picture of our own in a stored text."""
    found = _PICTURE.search(html)
    said = attributes(found[1]) if found else {}
    width, height = (int(said.get(name, 0)) for name in ("width", "height"))
    return Shown(unescape(said.get("src", "")), unescape(said.get("alt", "")), width, height)
