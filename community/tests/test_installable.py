"""A site that can be put on a home screen: manifest, icons, worker, the page without a connection."""

import json
from io import BytesIO

import pytest
from PIL import Image

from community.home_icons import drawn, icon_address, letter_of
from community.models import set_identity


def test_the_manifest_says_whose_site_it_is(client, db):
    set_identity("site.name", "Tolliver Commons")
    set_identity("site.accent", "#123456")
    answer = client.get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["short_name"], told["theme_color"], told["display"]) == (
        "Tolliver Commons",
        "Tolliver Commons",
        "#123456",
        "standalone",
    )
    assert [(icon["sizes"], icon["purpose"]) for icon in told["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in told["icons"]:
        answer = client.get(icon["src"])
        assert answer["Content-Type"] == "image/png" and "public" in answer["Cache-Control"]
        image = Image.open(BytesIO(answer.content))
        assert f"{image.width}x{image.height}" == icon["sizes"]


def test_an_icon_shows_the_accent_and_is_asked_for_anew_when_it_changes(client, db):
    before = icon_address("192")
    set_identity("site.accent", "#00ff00")
    assert icon_address("192") != before
    image = Image.open(BytesIO(client.get(icon_address("maskable-512")).content)).convert("RGB")
    assert image.getpixel((3, 3)) == (0, 255, 0)
    assert Image.open(BytesIO(client.get(icon_address("512")).content)).getpixel((0, 0))[3] == 0, "rounded"
    assert client.get("/icons/9999.png").status_code == 404


@pytest.mark.parametrize(("name", "letter"), [("Tolliver", "T"), ("“harbour”", "H"), ("日本", "|"), ("***", "R")])
def test_any_name_has_an_icon(name, letter):
    assert letter_of(name) == letter
    assert drawn(letter, "#ffffff", 192, False) != drawn(letter, "#000000", 192, False)


def test_the_worker_keeps_one_page_that_is_nobodys(client, as_, alice, settings):
    for browser in (client, as_(alice)):
        answer = browser.get("/service-worker.js")
        worker = answer.content.decode()
        assert answer["Content-Type"] == "text/javascript" and answer["Cache-Control"] == "no-cache"
        assert 'OFFLINE = "/offline/"' in worker and 'credentials: "omit"' in worker and "alice" not in worker
    page = as_(alice).get("/offline/")
    assert "alice" not in page.content.decode() and "kept in this browser" in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=300" and not page.cookies


def test_the_worker_is_another_when_what_it_keeps_is(client, db):
    before = client.get("/service-worker.js").content
    assert client.get("/service-worker.js").content == before
    set_identity("site.name", "Other")
    assert client.get("/service-worker.js").content != before


def test_the_operator_takes_the_worker_back(client, db, settings):
    settings.SERVICE_WORKER = False
    worker = client.get("/service-worker.js").content.decode()
    assert "unregister()" in worker and "caches.delete" in worker and "fetch" not in worker


def test_the_policy_lets_it_work(client, db):
    policy = client.get("/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy and "manifest-src 'self'" in policy
