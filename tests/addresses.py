"""Every address of the site, from the URL resolver itself: what is added later is walked too."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from urllib.parse import quote

from django.urls import get_resolver

NOTHING = {"IntConverter": "999999"}  # what nothing is known of is at least of its kind
PLACE = re.compile(r"%\((\w+)\)s")


def templates() -> list[str]:
    """`/diaries/%(pk)s/edit/` ..."""
    return sorted(_kinds())


@cache
def _kinds() -> dict[str, dict]:
    """Each address with the converters of its places."""
    found = {}
    for _, values in get_resolver().reverse_dict.lists():
        for places, _, _, kinds in values:
            found["/" + places[0][0]] = kinds
    return found


def filled(template: str, known: dict[str, str], value: str | None = None) -> str:
    """The address with what exists in its places, or with `value` in all of them. known: `moderation/cases.pk`, `diaries.pk`, `username`."""
    kinds = _kinds()[template]

    def fill(match: re.Match[str]) -> str:
        if value is not None:
            return value
        found = next((known[name] for name in names_of(template, match[1]) if name in known), None)
        return quote(str(NOTHING.get(type(kinds.get(match[1])).__name__, "x") if found is None else found))

    return PLACE.sub(fill, template).replace("%%", "%")


def names_of(template: str, place: str) -> tuple[str, str, str]:
    """Under which names a place of an address is known, the nearest first."""
    noun, _, rest = template.strip("/").partition("/")
    return f"{noun}/{rest.partition('/')[0]}.{place}", f"{noun}.{place}", place


def places_of(template: str) -> list[str]:
    return PLACE.findall(template)


class Forms(HTMLParser):
    """The POST forms of a page: (address, its fields as a browser would send them)."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found, self.fields, self.area = address, [], None, ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        have = dict(attrs)
        if tag == "form" and have.get("method") == "post":
            self.fields = {}
            self.found.append((have.get("action") or self.address, self.fields))
        elif self.fields is not None and have.get("name") and have["name"] != "csrfmiddlewaretoken" and have.get("type") != "file":
            self.fields.setdefault(have["name"], have.get("value") or "")
            self.area = have["name"] if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self.area and self.fields is not None:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.fields = None


def forms_of(address: str, page: str) -> Iterator[tuple[str, dict[str, str]]]:
    parser = Forms(address)
    parser.feed(page)
    yield from parser.found
