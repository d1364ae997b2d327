"""What machines are told of a page: search engines, and sites that show a card for a link."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.safestring import SafeString

from community.models import Site
from core.linked import absolute, linked, trail
from core.text import excerpt, plain

DESCRIPTION = 180  # characters
_PICTURE = re.compile(r'<img [^>]*?src="(/media/[^"]+)"')


class Described(NamedTuple):
    """A page: its title and address (a path), how it begins, the kind of thing it shows, a picture (a path), linked data."""

    title: str
    address: str
    text: str = ""
    kind: str = "website"
    picture: str = ""
    at: datetime | None = None
    data: Sequence[dict[str, Any]] = ()

    @property
    def url(self) -> str:
        return absolute(self.address)

    @property
    def picture_url(self) -> str:
        return absolute(self.picture) if self.picture else ""

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


def first_picture(html: str) -> str:
    """The path of the first picture of our own in a stored text."""
    found = _PICTURE.search(html)
    return found[1] if found else ""
