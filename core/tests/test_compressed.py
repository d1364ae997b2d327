"""Pages that no cache keeps are compressed where no proxy does it."""

import gzip

import pytest

ASKS = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


def test_a_members_page_is_compressed(as_, alice, diary):
    browser = as_(alice)
    plain, small = browser.get("/people/alice/"), browser.get("/people/alice/", **ASKS)
    assert "Content-Encoding" not in plain and "Accept-Encoding" in plain["Vary"]
    assert small["Content-Encoding"] == "gzip" and int(small["Content-Length"]) == len(small.content) < len(plain.content)
    assert b"alice" in gzip.decompress(small.content) and "Accept-Encoding" in small["Vary"]
    assert small["Cache-Control"] == "private, no-store"


def test_its_length_tells_nothing(as_, alice, diary):
    browser = as_(alice)
    assert len({len(browser.get("/people/alice/", **ASKS).content) for _ in range(12)}) > 3


def test_a_reader_gets_it_too_and_a_kept_page_is_left_to_the_page_cache(client, diary):
    assert client.get("/people/alice/", **ASKS)["Content-Encoding"] == "gzip"
    assert client.get("/tags/?sort=count", **ASKS)["Content-Encoding"] == "gzip", "its query opts out of the cache"
    assert "Content-Encoding" not in client.get("/recent/", **ASKS)


@pytest.mark.parametrize("address", ["/healthz", "/icons/192.png"])
def test_what_is_short_or_no_text_is_left_alone(client, db, address):
    assert "Content-Encoding" not in client.get(address, **ASKS)


def test_behind_a_proxy_it_is_the_proxys_work(client, diary, settings):
    settings.TRUSTED_PROXIES = 1
    assert "Content-Encoding" not in client.get("/people/alice/", **ASKS)


def test_a_feed_is_still_304_for_who_has_it(client, diary):
    first = client.get("/moderation/log/feed/", **ASKS)
    again = client.get("/moderation/log/feed/", HTTP_IF_NONE_MATCH=first.get("ETag", ""), **ASKS)
    assert again.status_code in (200, 304) and (not first.get("ETag") or again.status_code == 304)
