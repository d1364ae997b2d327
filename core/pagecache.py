"""Whole pages for readers who are not logged in, answered before the rest of the stack is woken.

A view says that its anonymous answer is the same for everybody, and on which marks it depends:

    response = shared(request, render(...), marks.LISTS)

Nothing else is ever kept: only 200, only GET without a session, never with a cookie set. Each process keeps its own pages; the
marks make them all forget at the same moment.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

import brotli  # comes with whitenoise[brotli]
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core import marks
from core.shelf import Shelf

OLDEST = 10.0  # seconds: "3 h" on a row, and what another machine changed, are never older than this
SHELF = Shelf(96 * 1024 * 1024)
_OWN = {"x-request-id", "date", "content-length", "etag", "vary", "cache-control"}
Environ = dict[str, Any]


def shared(request: HttpRequest, response: HttpResponse, *on: str | int) -> HttpResponse:
    """Let everybody who is not logged in have this answer, until one of the marks changes."""
    if request.method == "GET" and not request.user.is_authenticated and response.status_code == 200:  # type: ignore[attr-defined]
        response.shared_on = (marks.SITE, *on)  # type: ignore[attr-defined]
    return response


# How a page is made small, the better way first. Without noise (core.compressed): what everybody may read holds no secret.
SMALLER: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=5),
    "gzip": partial(gzip.compress, compresslevel=5, mtime=0),
}


class Page:
    """A kept answer with its compressed twins, made when a browser first asks for one."""

    def __init__(self, response: HttpResponse) -> None:
        self.body = b"".join(response)
        self.headers = [(name, value) for name, value in response.items() if name.lower() not in _OWN]
        self.headers += [("Vary", "Accept-Encoding, Cookie"), ("Cache-Control", "private, max-age=0, must-revalidate")]
        self.etag = f'W/"{hashlib.sha256(self.body).hexdigest()[:24]}"'
        self.small: dict[str, bytes] = {}

    def __len__(self) -> int:
        return 2 * len(self.body)

    def answer(self, environ: Environ, start: Callable) -> Iterable[bytes]:
        headers = [*self.headers, ("ETag", self.etag)]
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 Not Modified", headers)
            return []
        body = self.body
        taken = environ.get("HTTP_ACCEPT_ENCODING", "")
        if way := next((way for way in SMALLER if way in taken), ""):
            body = self.small.get(way) or self.small.setdefault(way, SMALLER[way](self.body))
            headers.append(("Content-Encoding", way))
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]


class PageCache:
    """WSGI: answers from the shelf, else asks the application and keeps what it says may be shared."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def __call__(self, environ: Environ, start: Callable) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.application(environ, start)
        on = _MARKS.get(key, ())
        page = SHELF.get(key, on) if on else None
        if page is not None:
            return page.answer(environ, start)
        return self._ask(key, environ, start)

    def _ask(self, key: tuple, environ: Environ, start: Callable) -> Iterable[bytes]:
        before = marks.snapshot()
        began: list[Any] = []
        response = self.application(environ, lambda *words: began.append(words))
        on = getattr(response, "shared_on", None)
        if on is None or response.cookies:
            start(*began[0])
            return response
        page = Page(response)
        response.close()
        if len(_MARKS) > 20_000:
            _MARKS.clear()
        _MARKS[key] = on
        SHELF.put(key, page, marked=before.values_of(*on), seconds=OLDEST, size=len(page))
        return page.answer(environ, start)


_MARKS: dict[tuple, tuple[str | int, ...]] = {}  # on which marks the page of a key depends


def key_of(environ: Environ) -> tuple | None:
    """What tells one page from another; None for what is never shared."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_HX_REQUEST" in environ:
        return None
    query = environ.get("QUERY_STRING", "")
    if query and [name for name, _ in parse_qsl(query, keep_blank_values=True)] != ["page"]:
        return None
    if _has_session(environ.get("HTTP_COOKIE", "")):
        return None
    proto = environ.get("HTTP_X_FORWARDED_PROTO", "") if settings.TRUSTED_PROXIES else ""
    return environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"], proto, environ["PATH_INFO"], query


def _has_session(cookies: str) -> bool:
    """Whether somebody may be logged in, or a message waits for this very browser."""
    if not cookies:
        return False
    try:
        names = SimpleCookie(cookies)
    except CookieError:
        return True
    return settings.SESSION_COOKIE_NAME in names or "messages" in names
