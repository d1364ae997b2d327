"""Pages of the site: default texts, drafts, publishing, versions, and numbers that stay true."""

import pytest

from community.change import Change
from community.models import Page, set_rule
from community.page import DEFAULTS

AT = "/administration/pages/"


@pytest.fixture
def page(ada):
    return Page.objects.start(by=ada, title="House history", body="In the *beginning*.", slug="")


@pytest.mark.parametrize(("place", "words"), [("/about/", "is a site that its readers write"), ("/about/faq/", "What is mojo?")])
def test_a_new_site_has_them(as_, db, place, words):
    page = as_(None).get(place).content.decode()
    assert words in page and "{" not in page.partition("<main")[2].partition("</main>")[0]
    footer = as_(None).get("/recent/").content.decode().partition("<footer")[2]
    assert f'href="{place}"' in footer


def test_numbers_in_a_page_are_those_in_force(as_, db):
    assert "it takes at least 2" in as_(None).get("/about/faq/").content.decode()
    set_rule("hiding.least", "4")
    assert "it takes at least 4" in as_(None).get("/about/faq/").content.decode()


def test_a_default_page_becomes_ones_own(as_, ada, filled):
    at = f"{AT}faq/"
    assert "came with the program" in as_(ada).get(at).content.decode()
    assert as_(ada).post(at, filled(as_(ada), at, title="Asked often", body="## Why?\n\nBecause {site.name}.")).status_code == 302
    page = as_(None).get("/about/faq/").content.decode()
    assert "Because Rostrum." in page and '<h2 dir="auto">Why?</h2>' in page and "What is mojo?" not in page
    own = Page.objects.get(slug="faq")
    assert [version.title for version in own.versions.all()] == ["Asked often", DEFAULTS["faq"].title]
    assert ">Asked often</a>" in as_(None).get("/recent/").content.decode()


def test_a_new_page_is_a_draft_that_nobody_else_sees(as_, ada, mo, filled):
    at = f"{AT}write/"
    answer = as_(ada).post(at, filled(as_(ada), at, title="House history", body="Long ago.", slug=""))
    assert answer["Location"] == f"{AT}house-history/"
    assert "This is a draft" in as_(ada).get("/about/house-history/").content.decode()
    for client in (as_(None), as_(mo)):
        assert client.get("/about/house-history/").status_code == 404


def test_published_everybody_reads_it_and_taken_back_nobody(as_, ada, page):
    at = f"{AT}house-history/"
    for _ in range(2):
        assert as_(ada).post(f"{at}publish/")["Location"] == "/about/house-history/"
    assert "<em>beginning</em>" in as_(None).get("/about/house-history/").content.decode()
    for _ in range(2):
        assert as_(ada).post(f"{at}take-back/").status_code == 302
    assert as_(None).get("/about/house-history/").status_code == 404
    assert list(Change.objects.filter(what="the page “House history”").values_list("after", flat=True)) == ["a draft", "published"]


def test_in_the_footer_where_that_is_wanted_and_it_is_published(as_, ada, page, filled):
    at = f"{AT}house-history/"
    assert as_(ada).post(at, filled(as_(ada), at, in_footer="on")).status_code == 302
    assert "House history" not in as_(None).get("/recent/").content.decode()
    page.publish(by=ada)
    assert '<a href="/about/house-history/">House history</a>' in as_(None).get("/recent/").content.decode()
    fields = filled(as_(ada), at)
    del fields["in_footer"]
    as_(ada).post(at, fields)
    assert "House history" not in as_(None).get("/recent/").content.decode()


def test_older_versions_are_kept_and_can_be_made_to_stand_again(as_, ada, page, filled):
    at = f"{AT}house-history/"
    as_(ada).post(at, filled(as_(ada), at, body="Rewritten."))
    first = page.versions.last()
    shown = as_(ada).get(f"{at}versions/{first.pk}/").content.decode()
    assert "<em>beginning</em>" in shown
    assert as_(ada).post(f"{at}versions/{first.pk}/").status_code == 302
    assert Page.objects.get(pk=page.pk).body == "In the *beginning*."
    assert page.versions.count() == 3


def test_the_second_of_two_administrators_is_told(as_, ada, ola, page, filled):
    at = f"{AT}house-history/"
    first, second = filled(as_(ada), at, body="By ada."), filled(as_(ola), at, body="By ola.")
    assert as_(ada).post(at, first).status_code == 302
    answer = as_(ola).post(at, second)
    html = answer.content.decode()
    assert answer.status_code == 409 and "By ola." in html and '<pre dir="auto">By ada.</pre>' in html
    assert Page.objects.get(pk=page.pk).body == "By ada."


def test_a_preview_saves_nothing(as_, ada, page, filled):
    at = f"{AT}house-history/"
    html = as_(ada).post(at, filled(as_(ada), at, body="A **new** text.", preview="1")).content.decode()
    assert "<strong>new</strong>" in html and "nothing is saved yet" in html and "A **new** text." in html
    assert Page.objects.get(pk=page.pk).body == "In the *beginning*."
    assert (
        "<strong>new</strong>" in as_(ada).post(f"{AT}write/", {"title": "T", "body": "**new**", "preview": "1"}).content.decode()
    )
    assert Page.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("rules", "rules"), ("style", "style"), ("House history", "house-history"), ("Über uns", "über-uns"), ("../x", "x")],
)
def test_addresses(as_, ada, page, typed, slug):
    answer = as_(ada).post(f"{AT}write/", {"title": "A title", "body": "Text.", "slug": typed})
    if slug == "house-history":
        assert answer.status_code == 422 and "already" in answer.content.decode() and "Text." in answer.content.decode()
    else:
        made = Page.objects.exclude(pk=page.pk).get()
        assert (made.slug != slug) if slug in ("rules", "style") else made.slug == slug
        assert as_(ada).get(made.get_absolute_url()).status_code == 200
    assert "How this site works" in as_(None).get("/about/rules/").content.decode()


def test_hostile_text_is_harmless(as_, ada, page, filled):
    at = f"{AT}house-history/"
    as_(ada).post(
        at,
        filled(as_(ada), at, body="<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) {hiding.a_day}"),
    )
    page.publish(by=ada)
    main = as_(None).get("/about/house-history/").content.decode().partition("<main")[2]
    assert "alert(1)</script>" not in main and "onerror" not in main and 'href="javascript' not in main and "5" in main


def test_only_administrators(as_, mo, page):
    for place in ("", "write/", "house-history/", f"house-history/versions/{page.versions.get().pk}/"):
        assert as_(mo).get(f"{AT}{place}").status_code == 403
    for verb in ("publish", "take-back"):
        assert as_(mo).post(f"{AT}house-history/{verb}/").status_code == 403
        assert as_(mo).get(f"{AT}house-history/{verb}/").status_code == 405
    assert not Page.objects.published().exists()
    assert as_(None).get("/about/nothing/").status_code == 404
