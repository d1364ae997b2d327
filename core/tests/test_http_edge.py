"""What machines ask for: robots, icon, health; and what every answer carries."""

import pytest
from django.db import OperationalError, connection


def test_robots_are_told_where_not_to_go(as_, db):
    answer = as_(None).get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {f"Disallow: {place}" for place in ("/accounts/", "/administration/", "/drafts/", "/first-run/", "/moderation/")} <= set(
        lines
    )
    assert "Allow: /moderation/log/" in lines and lines[-1].startswith("Sitemap: http") and "Disallow: /" not in lines


def test_the_icon(as_, db):
    answer = as_(None).get("/favicon.ico")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content


def test_the_process_answers_without_a_database(as_, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = as_(None).get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_is_what_the_database_says(as_, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = as_(None).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})

    def refuse(execute, sql, params, many, context):
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        answer = as_(None).get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "gone"})


@pytest.mark.parametrize("place", ["/robots.txt", "/favicon.ico", "/healthz", "/readyz", "/theme.css"])
def test_they_are_for_reading(as_, db, place):
    assert as_(None).head(place).status_code == 200
    assert as_(None).post(place).status_code == 405
    assert "sessionid" not in as_(None).get(place).cookies


def test_a_page_that_loses_its_database_is_503(as_, db):
    browser = as_(None)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        answer = browser.get("/recent/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "Nothing is lost" in answer.content.decode()


@pytest.mark.parametrize("place", ["/", "/recent/", "/nowhere/", "/about/rules/", "/diaries/write/"])
def test_every_answer_is_guarded(as_, alice, place):
    answer = as_(alice).get(place)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin" and len(answer["X-Request-Id"]) == 12


def test_pages_of_members_are_kept_by_nobody_else(as_, diary, alice):
    for place in ("/", "/drafts/", diary.get_absolute_url()):
        assert as_(alice).get(place)["Cache-Control"] == "private, no-store"


def test_readers_get_no_cookie(as_, diary):
    for place in ("/", "/recent/", "/tags/", diary.get_absolute_url(), "/people/alice/", "/about/rules/", "/recent/feed/"):
        assert not as_(None).get(place).cookies, place


@pytest.mark.parametrize(
    "path",
    [
        "x.webp",
        "../secret_key",
        "..%2f..%2fx.webp",
        "/etc/passwd",
        "avatars/../x.webp",
        "a" * 5_000 + ".webp",
        "x.svg",
        "%2fetc%2fx.webp",
    ],
)
def test_only_our_images_are_media(as_, db, path):
    assert as_(None).get(f"/media/{path}").status_code in (400, 404)


def test_more_than_the_site_takes_at_once_is_refused_before_it_is_read(db, client):
    answer = client.post("/accounts/login/", {"login": "bob"}, CONTENT_LENGTH=str(17 * 1024 * 1024))
    assert answer.status_code == 413
    assert "more than this site takes at once" in answer.content.decode()
