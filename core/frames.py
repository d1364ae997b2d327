"""Pages of members, put together from markup that is kept.

Most of a page is the same for every member: it is rendered once and kept while its marks hold (`kept`). What surrounds it, the
masthead with its member's name and figures, is kept for each member as long as nothing that it shows has changed (`framed`).
What differs from answer to answer stands in both as a place to be filled: the form's token, and a token for what is sent once.

A page template begins with `{% extends layout|default:"base.html" %}`, so that it can be rendered with its frame or without.
"""

import secrets
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from core import marks
from core.shelf import Shelf

# Places are marked by control characters, which members' texts cannot hold.
CSRF, ONCE = "\x1bcsrf\x1b", "\x1bonce\x1b"
_EDGE = "\x1d"
_BLOCKS = ("title", "title_site", "head", "main_class", "main")
_BETWEEN = mark_safe("\x1c")  # the blocks of a page
_UNFRAMED = {"layout": "_blocks.html", "between": _BETWEEN}
PIECES = Shelf(48 * 1024 * 1024)
FRAMES = Shelf(16 * 1024 * 1024)
OLDEST = 10.0  # seconds: what another machine changed is never older than this


def place(name: str) -> SafeString:
    """A place for what is this reader's own, in markup that is the same for all; `framed(..., name=markup)` fills it."""
    return mark_safe(f"{_EDGE}{name}{_EDGE}")  # noqa: S308 - no member's text


def places(markup: str) -> set[str]:
    """The names of the places in it that are still open."""
    return set(markup.split(_EDGE)[1::2])


def kept(
    request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], *, key: tuple, on: tuple[str | int, ...],
    seconds: float = OLDEST,
) -> SafeString:  # fmt: skip
    """The markup of a partial, rendered at the first asking for this key and kept while its marks hold.

    It must depend on nothing but the key, the marks, and whether its reader is a member.
    """
    key = (template, request.user.is_authenticated, *key)  # type: ignore[attr-defined]
    html: SafeString | None = PIECES.get(key, on)
    if html is None:
        marked = marks.read(*on)
        html = rendered(request, template, context())
        PIECES.put(key, html, marked=marked, seconds=seconds, size=2 * len(html))
    return html


def kept_page(request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], **how: Any) -> SafeString:
    """The blocks of a whole page, kept likewise."""
    return kept(request, template, lambda: {**context(), **_UNFRAMED}, **how)


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> SafeString:
    """The blocks of a page that is rendered each time."""
    return rendered(request, template, {**context, **_UNFRAMED})


def rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> SafeString:
    """A partial of one member's own, for a page whose places framed() fills."""
    return mark_safe(render_to_string(template, {**context, "csrf_token": CSRF}, request))  # noqa: S308 - a template's output


def framed(request: HttpRequest, blocks: str, **own: str) -> HttpResponse:
    """The answer: the blocks of a page in this reader's frame, every open place filled; `own` fills those of place()."""
    filled = dict(zip(_BLOCKS, blocks.split(_BETWEEN), strict=True))
    waiting = get_messages(request)
    filled["notices"] = render_to_string("_notices.html", {"messages": waiting}) if len(waiting) else ""
    filled["here"] = quote(request.get_full_path())
    html = "".join(filled[part] if number % 2 else part for number, part in enumerate(_frame_of(request)))
    if CSRF in html:  # asking for the token gives the reader a cookie
        html = html.replace(CSRF, get_token(request))
    parts = html.replace(ONCE, secrets.token_urlsafe(12)).split(_EDGE)
    return HttpResponse("".join(own[part] if number % 2 else part for number, part in enumerate(parts)))


def _frame_of(request: HttpRequest) -> list[str]:
    """The page around the blocks: markup and names of places by turns."""
    user = request.user  # type: ignore[attr-defined]
    figures: dict[str, int] = {}
    key: tuple = (request.path if request.path in settings.SECTIONS else "",)
    if user.is_authenticated:
        figures = {name: int(str(lazy)) for count in _counters() for name, lazy in count(request).items()}
        row = tuple(str(getattr(user, field.attname)) for field in user._meta.concrete_fields)
        key = (*key, row, user.is_trusted, *figures.values())
    frame: list[str] | None = FRAMES.get(key, (marks.SITE,))
    if frame is None:
        marked = marks.read(marks.SITE)
        places = {name: place(name) for name in (*_BLOCKS, "notices", "here")}
        frame = rendered(request, "_frame.html", {**figures, **places}).split(_EDGE)
        FRAMES.put(key, frame, marked=marked, seconds=OLDEST, size=2 * sum(map(len, frame)))
    return frame


@cache
def _counters() -> list[Callable[[HttpRequest], dict[str, Any]]]:
    """What the masthead counts for its member: settings.MASTHEAD_FIGURES."""
    return [import_string(name) for name in settings.MASTHEAD_FIGURES]
