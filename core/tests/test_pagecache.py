"""Pages kept for readers: the same for everybody, forgotten at once, never a member's."""

import gzip
from io import BytesIO
from typing import Any

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from core.pagecache import SHELF, PageCache


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body
        self.text = body.decode("utf-8", "replace")


@pytest.fixture
def open_connection():
    """A request ends without closing the connection that the test's own transaction lives on, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def get(db, settings, open_connection):
    settings.DEMO = True
    application = PageCache(get_wsgi_application())
    asked: list[int] = []

    def inner(environ: dict[str, Any], start: Any) -> Any:
        asked.append(1)
        return original(environ, start)

    original, application.application = application.application, inner

    def ask(path: str, **headers: str) -> Answer:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), "wsgi.version": (1, 0),
            "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False, **headers,
        }  # fmt: skip
        began: list[Any] = []
        body = b"".join(application(environ, lambda *words: began.append(words)))
        answer = Answer(*began[0], body)
        answer.asked = len(asked)  # type: ignore[attr-defined]
        asked.clear()
        return answer

    return ask


def cookie_of(as_, user):
    return f"sessionid={as_(user).cookies['sessionid'].value}"


def test_the_second_reader_wakes_nobody(get, comment):
    address = comment.diary.get_absolute_url()
    first, second = get(address), get(address)
    assert (first.asked, second.asked) == (1, 0)
    assert first.body == second.body
    assert "Content-Security-Policy" in second.headers
    assert "Set-Cookie" not in second.headers


def test_a_browser_that_has_it_gets_304_and_one_that_can_unpack_gets_less(get, diary):
    address = diary.get_absolute_url()
    plain = get(address)
    assert get(address, HTTP_IF_NONE_MATCH=plain.headers["ETag"]).status == 304
    for accepts, name, unpack in (
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br", "br", brotli.decompress),
    ):
        packed = get(address, HTTP_ACCEPT_ENCODING=accepts)
        assert packed.headers["Content-Encoding"] == name
        assert unpack(packed.body) == plain.body
        assert packed.headers["Vary"] == "Accept-Encoding, Cookie"


def test_a_new_comment_a_rating_and_an_edit_are_there_at_once(get, comment, alice, tess):
    address = comment.diary.get_absolute_url()
    get(address)
    comment.recommend(by=alice)
    assert "(1+ / 0-)" in get(address).text
    comment.diary.comments.post(by=tess, body="A fresh word.")
    assert "A fresh word." in get(address).text
    tess.describe(signature="A new signature")
    assert "A new signature" in get(address).text


def test_hiding_takes_the_text_from_the_kept_page_at_once(get, comment, trusted):
    address, permanent = comment.diary.get_absolute_url(), f"/comments/{comment.pk}/"
    assert "The bridge, of course." in get(address).text
    assert get(permanent).status == 200
    for user in trusted(2):
        comment.hide(by=user, rule=3)
    assert "The bridge, of course." not in get(address).text
    assert get(permanent).status == 404


@pytest.mark.parametrize("act", ["remove", "take_back"])
def test_what_is_taken_from_the_site_is_gone_from_every_kept_page(get, diary, alice, act):
    pages = [diary.get_absolute_url(), "/", "/recent/", "/tags/ferry/"]
    for page in pages:
        assert diary.title in get(page).text, page
    getattr(diary, act)(by=alice)
    for page in pages:
        assert diary.title not in get(page).text, page


def test_a_members_page_is_never_kept_nor_a_kept_page_given_to_a_member(get, as_, comment, bob, tess, trusted):
    for user in trusted(2):
        comment.hide(by=user, rule=3)
    address = comment.diary.get_absolute_url()
    assert "The bridge, of course." not in get(address).text
    for user in (bob, tess):
        seen = get(address, HTTP_COOKIE=cookie_of(as_, user))
        assert seen.asked == 1
        assert "The bridge, of course." in seen.text
        assert "no-store" in seen.headers["Cache-Control"]
    assert "The bridge, of course." not in get(address).text


@pytest.mark.parametrize("address", ["/nope/", "/accounts/login/", "/recent/?page=999", "/healthz", "/comments/hidden/"])
def test_only_what_views_allow_is_kept(get, diary, address):
    assert (get(address).asked, get(address).asked) == (1, 1)


def test_an_unknown_query_is_never_kept(get, diary):
    before = len(SHELF._kept)
    get("/recent/?utm=1")
    get(f"{diary.get_absolute_url()}?x=1")
    assert len(SHELF._kept) == before
