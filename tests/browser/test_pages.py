"""What holds on every page in a real browser: weight, states, no connection, what installs the site."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.served import served

pytestmark = pytest.mark.once

FIRST_VIEW, READERS, MEMBERS = 60_000, 5_000, 30_000  # bytes as they come, with their headers
LONG = """
from datetime import timedelta
from pathlib import Path
prose = " ".join(file.read_text() for file in sorted(Path("operations/demo").glob("diaries/*.md"))).split()
talk = diary(member("ferrywoman"), "The ferry and the bridge again", body=" ".join(prose[:600]), hours=3)
crowd, said = [member(f"talker{n}") for n in range(12)], []
for n in range(49):
    words = " ".join(prose[600 + 120 * n : 720 + 120 * n])
    said.append(talk.comments.post(by=crowd[n % 12], body=words, parent=said[n // 2] if n % 3 else None, at=talk.published_at + timedelta(minutes=3 * n)))
for n, comment in enumerate(said):
    for m in range(1, 7):
        comment.recommend(by=crowd[(n + m) % 12])
answer = talk.get_absolute_url()
"""


@pytest.fixture(scope="module")
def in_production(django_db_setup, django_db_blocker, tmp_path_factory):
    """With static files gathered, named after their contents and compressed, and two diaries with 50 comments: as they come, and long ones."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("weighed"), peopled=False, collected=True) as site:
        site.long = site.play("""
            words = "The ferry runs at seven, and nobody has asked the people who take it. "
            answer = diary(member("alice"), "The ferry and the bridge", body=words * 40, comments=49).get_absolute_url()
        """)
        site.longer = site.play(LONG)
        yield site


def weigh(page, address):
    """Bytes that come over the wire for the first view of a page, by kind and without pictures; the icons are no pictures."""
    network, kinds, weights = page.context.new_cdp_session(page), {}, {}
    network.send("Network.enable")

    def asked(event):
        kinds[event["requestId"]] = "Icons" if "/icons." in event["request"]["url"] else event.get("type", "Other")

    def came(event):
        kind = kinds.get(event["requestId"], "Other")
        weights[kind] = weights.get(kind, 0) + event["encodedDataLength"]

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", came)
    page.goto(address, wait_until="networkidle")
    weights.pop("Image", None)
    return weights


@pytest.mark.parametrize("which", ["long", "longer"])
@pytest.mark.parametrize(("name", "scripts"), [(None, READERS), ("alice", MEMBERS), ("talker3", MEMBERS)])
def test_the_first_view_of_a_diary_is_light(in_production, page_as, name, scripts, which):
    page = page_as(name, at=in_production)
    weights = weigh(page, getattr(in_production, which))
    assert page.locator("article.comment").count() == 50
    assert weights["Document"] > 5_000 and weights["Stylesheet"] > 3_000 and weights["Font"] > 10_000 and weights["Icons"] > 500, (
        weights
    )
    assert weights["Script"] <= scripts and sum(weights.values()) <= FIRST_VIEW, (sum(weights.values()), weights)


def worker_in_charge(page):
    page.evaluate("""navigator.serviceWorker.controller ||
        new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))""")


def test_without_a_connection_a_page_of_the_site_says_what_is_kept(in_production, page_as, axe):
    page_as.expects("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    for scheme in ("light", "dark"):
        page = page_as("bob", at=in_production, scheme=scheme)
        page.goto("/")
        worker_in_charge(page)
        page.context.set_offline(True)
        page.goto("/recent/")
        expect(page.get_by_role("heading", name="No connection")).to_be_visible()
        expect(page.get_by_text("What you have typed here is kept in this browser")).to_be_visible()
        assert page.url.endswith("/recent/") and "bob" not in page.content()
        assert page.evaluate("getComputedStyle(document.querySelector('.site-name')).fontWeight") != "400", "in the site's look"
        axe(page)
        page.context.set_offline(False)
        page.get_by_role("link", name="Try this page again").click()
        expect(page.get_by_role("heading", name="Recent diaries")).to_be_visible()


def test_the_worker_keeps_no_page_of_anybody_and_stands_in_no_ones_way(in_production, page_as):
    page = page_as("alice", at=in_production)
    page.goto("/")
    worker_in_charge(page)
    page.goto(in_production.long)
    page.goto("/drafts/")
    kept = page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))"
                         ".then((all) => all.flat().map((request) => new URL(request.url).pathname))")  # fmt: skip
    assert sorted(re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in kept) == ["/offline/", "/static/css/rostrum.css", "/theme.css"]
    page.get_by_role("button", name="Menu of alice").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    page.goto("/drafts/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_chromium_would_install_it(in_production, page_as):
    page = page_as(None, at=in_production)
    page.goto("/")
    worker_in_charge(page)
    protocol = page.context.new_cdp_session(page)
    manifest = protocol.send("Page.getAppManifest")
    assert manifest["errors"] == [] and manifest["url"].endswith("/manifest.webmanifest"), manifest
    errors = [each["errorId"] for each in protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [each for each in errors if each != "in-incognito"] == []  # a browser under test keeps nothing


def test_linked_data_is_no_script_to_the_policy(in_production, page_as):
    page = page_as(None, at=in_production)
    page.goto(in_production.long)
    data = page.evaluate(
        "[...document.querySelectorAll('script[type=\"application/ld+json\"]')].map((each) => JSON.parse(each.textContent)['@type'])"
    )
    assert data == ["DiscussionForumPosting", "BreadcrumbList"]


def test_a_reader_and_a_member_see_the_front_page(server, page_as, axe):
    for name in (None, "alice"):
        page = page_as(name)
        page.goto("/")
        expect(page.get_by_role("link", name="The open diary").first).to_be_visible()
        axe(page)
    page.get_by_role("button", name="Menu of alice").click()
    expect(page.get_by_role("link", name="Your page")).to_be_visible()
    axe(page)


def test_errors_are_pages_of_the_site(server, page_as, axe):
    page_as.expects("the server responded with a status of 4")
    page = page_as("mia")
    for address, words in (
        ("/nothing/here/", "Nothing here"),
        ("/moderation/", "You may not do that"),
        ("/recent/?page=x", "Nothing here"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        axe(page)
