"""What holds on every page in a real browser: weight, states, no connection, what installs the site."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.browser.served import served

FIRST_VIEW, READERS, MEMBERS = 60_000, 5_000, 30_000  # bytes as they are sent, compressed
HTMX = "htmx-2.min"  # a library of its own, counted beside our scripts


@pytest.fixture(scope="module")
def in_production(django_db_setup, django_db_blocker, tmp_path_factory):
    """With static files gathered, named after their contents and compressed, and a diary with 50 comments."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("weighed"), peopled=False, collected=True) as site:
        site.long = site.play("""
            words = "The ferry runs at seven, and nobody has asked the people who take it. "
            answer = diary(member("alice"), "The ferry and the bridge", body=words * 40, comments=49).get_absolute_url()
        """)
        yield site


def weigh(page, address):
    """Bytes of what the first view of a page loads, by kind; what the application leaves to nginx to compress, as nginx would."""
    weights = {}

    def count(answer):
        kind = "htmx" if HTMX in answer.url else answer.request.resource_type
        if answer.status == 200 and kind not in ("image", "manifest"):
            body = answer.body()
            sent = answer.headers.get("content-encoding")
            size = (
                int(answer.headers["content-length"])
                if sent and "content-length" in answer.headers
                else len(gzip.compress(body, 5))
            )
            weights[kind] = weights.get(kind, 0) + (len(body) if kind == "font" else size)

    page.on("response", count)
    page.goto(address, wait_until="networkidle")
    return weights


def test_the_first_view_of_a_diary_is_light(in_production, page_as):
    for name, most in ((None, READERS), ("alice", MEMBERS)):
        weights = weigh(page_as(name, at=in_production), in_production.long)
        assert weights["script"] <= most, weights
        if name is None:
            assert "htmx" not in weights and sum(weights.values()) <= FIRST_VIEW, weights
        assert weights["document"] > 5_000 and weights["stylesheet"] > 3_000, weights


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
