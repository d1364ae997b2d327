"""Designed failures: each with its words, none with a stack trace, none in need of a database."""

import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import path

from config import urls
from core import views
from core.edge import Utf8Only
from core.errors import Refused
from core.html import TooComplex
from diaries.models import Diary

HTMX = {"HX-Request": "true"}
FRESH = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')  # drawn anew for every page


def designed(answer, status, words):
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page, page
    assert "<title>" in page and "css/rostrum.css" in page and "To the front page" in page
    assert "Traceback" not in page and "Exception" not in page
    return page


def breaks(request: HttpRequest, kind: str):
    raise {
        "oops": RuntimeError("secret words"),
        "slow": Refused("Wait until noon.", status=429),
        "late": Refused("The world has changed.", status=409),
        "odd": Refused("Not like this."),
        "deep": TooComplex("Too deep."),
        "odd-request": SuspiciousOperation("secret words"),
        "gone": OperationalError("secret words"),
    }[kind]


@pytest.fixture
def broken(settings, as_):
    """A site on which /breaks/<kind>/ goes wrong."""
    module = type(
        "Broken",
        (),
        {
            "urlpatterns": [*urls.urlpatterns, path("breaks/<str:kind>/", breaks)],
            **{name: getattr(urls, name) for name in ("handler400", "handler403", "handler404", "handler500")},
        },
    )
    settings.ROOT_URLCONF = module
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "place", ["/nowhere/", "/diaries/999999/", "/diaries/1/2/3/", "/comments/1/", "/people/nobody-here/", "/tags/none/"]
)
def test_404(as_, db, place):
    designed(as_(None).get(place), 404, "Nothing here")


def test_a_draft_and_what_never_existed_answer_alike(as_, bob, alice):
    draft = Diary.objects.start(by=alice, title="Secret")
    for verb in ("", "edit/", "versions/", "slug/"):
        answers = [as_(bob).get(f"/diaries/{pk}/{verb}") for pk in (draft.pk, draft.pk + 1)]
        pages = [FRESH.sub("", answer.content.decode().replace(answer["X-Request-Id"], "")) for answer in answers]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert pages[0] == pages[1]


def test_403_says_why(as_, diary, bob):
    designed(as_(bob).get(f"/diaries/{diary.pk}/edit/"), 403, "Only its author may do that with a diary.")


def test_405_says_what_is_allowed(as_, diary, bob):
    answer = as_(bob).get(f"/diaries/{diary.pk}/publish/")
    designed(answer, 405, "This address takes a button, not a link.")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("place", ["/recent/?page=%00", "/?%00=1", "/people/a%00b/", "/%00", "/tags/x%00/feed/"])
def test_400_for_what_no_text_can_hold(as_, db, place):
    designed(as_(None).get(place), 400, "characters that no text can hold")


def at_the_door(**environ):
    """Status and body as a server gets them, past nothing."""
    said = []
    environ = RequestFactory()._base_environ(**environ)
    application = Utf8Only(get_wsgi_application())
    body = b"".join(application(environ, lambda status, headers: said.append(status)))
    return int(said[0][:3]), body.decode()


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "utf-7", "bz2", "utf-16", '"hex"', "HEX; charset=utf-8"])
@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_400_at_the_door_for_what_no_request_can_be_made_of(as_, db, charset, kind):
    status, page = at_the_door(PATH_INFO="/recent/", QUERY_STRING="a=%ff", CONTENT_TYPE=f"{kind}; charset={charset}")
    assert (status, page) == (400, "This site reads UTF-8 only.\n")


def test_the_production_door_has_it(settings):
    assert "application = Utf8Only(" in (settings.BASE_DIR / "config" / "wsgi.py").read_text()


def test_too_many_parameters_are_400_with_and_without_a_charset(as_, db):
    many = "&".join(f"a{n}=1" for n in range(300))
    for kind in ("", "text/html", "text/html; charset=utf-8", "text/html; charset=no-such-thing"):
        status, page = at_the_door(PATH_INFO="/recent/", QUERY_STRING=many, CONTENT_TYPE=kind)
        assert status == 400 and "made no sense" in page


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/html"])
def test_400_for_another_encoding(as_, alice, charset, kind):
    browser = as_(alice)
    assert browser.get("/recent/?q=%ff%2b2AA-", CONTENT_TYPE=f"text/html; charset={charset}").status_code == 400
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n+2AA-\\ud800\xff\r\n--x--\r\n'
    answer = browser.generic("POST", "/diaries/write/", body, content_type=f"{kind}; charset={charset}")
    designed(answer, 400, "UTF-8 only")
    assert not Diary.objects.exists()


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "Utf-8", "no-such-thing"])
def test_utf_8_has_many_names(as_, db, charset):
    assert as_(None).get("/recent/?q=%ff", CONTENT_TYPE=f"text/html; charset={charset}").status_code == 200


def test_400_for_a_wrong_host(as_, db):
    designed(as_(None).get("/", headers={"host": "evil.example"}), 400, "made no sense")


def test_400_for_a_form_with_too_many_fields(as_, alice):
    designed(as_(alice).post("/diaries/write/", {f"f{n}": "x" for n in range(300)}), 400, "made no sense")


def test_400_for_a_form_that_is_too_large(as_, alice):
    designed(as_(alice).post("/diaries/write/", {"body": "x" * 7_000_000}), 400, "made no sense")


def test_403_for_a_form_from_elsewhere(alice, diary, as_):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    designed(browser.post(f"/diaries/{diary.pk}/close/"), 403, "This form was too old or came from another site")


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("oops", 500, "We broke something"),
        ("slow", 429, "Wait until noon."),
        ("late", 409, "The world has changed."),
        ("odd", 422, "Not like this."),
        ("deep", 422, "Too deep."),
        ("odd-request", 400, "made no sense"),
        ("gone", 503, "The site cannot reach its database just now."),
    ],
)
def test_what_goes_wrong_within_a_page(broken, kind, status, words):
    answer = broken.get(f"/breaks/{kind}/")
    page = designed(answer, status, words)
    assert "secret words" not in page
    assert f"name {answer['X-Request-Id']}." in page
    partial = broken.get(f"/breaks/{kind}/", headers=HTMX)
    assert partial.status_code == status
    assert "<html" not in partial.content.decode() and words.split()[-1] in partial.content.decode() or status in (400, 500)


def test_a_database_that_is_gone_says_when_to_try_again(broken):
    assert broken.get("/breaks/gone/")["Retry-After"] == "30"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 422, 429, 500, 503])
def test_every_failure_has_words_and_needs_no_database(status):
    """No database is allowed in this test at all."""
    answer = views.failure(RequestFactory().get("/"), status)
    designed(answer, status, f">{status}</p>")
    assert "secret" not in designed(views.failure(RequestFactory().get("/"), status, "<b>a reason"), status, "&lt;b&gt;a reason")


def test_what_is_refused_keeps_the_frame_to_go_on_from(as_, bob, db):
    for answer in (as_(bob).get("/nothing/"), as_(None).get("/nothing/"), as_(bob).get("/administration/")):
        assert answer.status_code in (403, 404)
        page = answer.content.decode()
        assert 'class="masthead' in page and 'class="sections"' in page and "noindex" in page and 'rel="canonical"' not in page


def test_markup_in_an_address_is_not_markup_in_the_answer(as_, db):
    assert "<script>alert" not in as_(None).get("/people/<script>alert(1)</script>/").content.decode()
    assert "<script>alert" not in as_(None).get("/recent/?page=<script>alert(1)</script>").content.decode()
