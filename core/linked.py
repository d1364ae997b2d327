"""Linked data for machines (JSON-LD), safe within a <script> that holds data."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def linked(data: dict[str, Any]) -> SafeString:
    """One schema.org object as JSON in which no text can end the element that it stands in. What is empty is left out."""
    full = {"@context": "https://schema.org", **data}
    text = json.dumps({name: value for name, value in full.items() if value not in ("", None, [])}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 - JSON, with every character of markup escaped


def absolute(address: str) -> str:
    """The address of a page of ours for those who are not on it: under the site's own name, whatever was asked for."""
    return settings.SITE_URL + address


def trail(*steps: tuple[str, str]) -> dict[str, Any]:
    """Where a page lies: (name, address) from the front page down to it."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(at)} for place, (name, at) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
