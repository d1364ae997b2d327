"""Pages that no cache keeps are compressed where no proxy does it."""

import gzip

import brotli
import pytest

from core.compressed import brotlied

ASKS = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


READ = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(("asked", "answered"), [("gzip, br", "br"), ("gzip", "gzip"), ("gzip;q=1.0, *;q=0.5", "gzip")])
def test_a_members_page_is_compressed(as_, alice, diary, asked, answered):
    browser = as_(alice)
    plain, small = browser.get("/people/alice/"), browser.get("/people/alice/", HTTP_ACCEPT_ENCODING=asked)
    assert "Content-Encoding" not in plain and "Accept-Encoding" in plain["Vary"]
    assert small["Content-Encoding"] == answered and int(small["Content-Length"]) == len(small.content) < len(plain.content)
    assert b"alice" in READ[answered](small.content) and "Accept-Encoding" in small["Vary"]
    assert small["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("asked", ["gzip", "br"])
def test_its_length_tells_nothing(as_, alice, diary, asked):
    browser = as_(alice)
    assert len({len(browser.get("/people/alice/", HTTP_ACCEPT_ENCODING=asked).content) for _ in range(12)}) > 3


@pytest.mark.parametrize("size", [0, 1, 5_000, 3_000_000])
@pytest.mark.parametrize("quickly", [True, False])
def test_what_is_read_is_what_was_written(size, quickly):
    body = ("The ferry runs at seven. " * (size // 25 + 1))[:size].encode()
    assert all(brotli.decompress(brotlied(body, quickly=quickly)) == body for _ in range(20))


def test_a_reader_gets_it_too_and_a_kept_page_is_left_to_the_page_cache(client, diary):
    assert client.get("/people/alice/", **ASKS)["Content-Encoding"] == "br"
    assert client.get("/tags/?sort=count", **ASKS)["Content-Encoding"] == "br", "its query opts out of the cache"
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
