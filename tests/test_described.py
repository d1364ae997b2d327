"""What machines are told of pages: canonical addresses, cards, linked data, the sitemap; and of what they are told nothing."""

import json
import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from community.models import Page
from diaries.models import Diary, Recommendation
from tests.access.secrets import SECRETS
from tests.access.walk import text_of
from tests.access.world import World
from tests.furnished import furnish

SITE = "http://127.0.0.1:8000"


def meta(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page)}


def canonical(page: str) -> list[str]:
    return re.findall(r'<link rel="canonical" href="([^"]*)"', page)


def data(page: str) -> list[dict]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)]


@pytest.fixture
def page(as_):
    return lambda address, user=None: text_of(as_(user).get(address))


def test_a_diary_says_what_it_is(page, diary, comment, bob):
    Recommendation.objects.recommend(diary, by=bob)
    told = page(diary.get_absolute_url())
    assert canonical(told) == [SITE + diary.get_absolute_url()]
    assert meta(told)["description"] == "Which of the two?" == meta(told)["og:description"]
    assert meta(told)["og:title"] == diary.title and meta(told)["og:type"] == "article"
    assert meta(told)["og:image"].startswith(f"{SITE}/icons/512.png?v=") and meta(told)["twitter:card"] == "summary"
    posting, way = data(told)
    assert (
        posting["@type"] == "DiscussionForumPosting"
        and posting["headline"] == diary.title
        and posting["text"] == "Which of the two?"
    )
    assert posting["author"] == {"@type": "Person", "name": "alice", "url": f"{SITE}/people/alice/"}
    assert posting["datePublished"] == diary.published_at.isoformat() and posting["commentCount"] == 2
    assert [each["userInteractionCount"] for each in posting["interactionStatistic"]] == [1, 2]
    assert posting["dateModified"] >= posting["datePublished"]
    assert meta(told)["og:image:width"] == "512" and meta(told)["og:image:alt"] == "Rostrum"
    assert [step["name"] for step in way["itemListElement"]] == ["Rostrum", "alice", diary.title]


def test_its_picture_is_on_the_card(page, diary):
    image = '<p><img src="/media/pictures/a.webp" alt="A weir &amp; a &quot;mill&quot;" width="1600" height="900"></p>'
    Diary.objects.filter(pk=diary.pk).update(body_html=image)
    told = meta(page(diary.get_absolute_url()))
    assert told["og:image"] == f"{SITE}/media/pictures/a.webp" and told["twitter:card"] == "summary_large_image"
    assert (told["og:image:alt"], told["og:image:width"], told["og:image:height"]) == ('A weir & a "mill"', "1600", "900")
    assert data(page(diary.get_absolute_url()))[0]["image"] == f"{SITE}/media/pictures/a.webp"


def test_no_title_ends_the_data(page, alice, as_):
    at = timezone.now() - timedelta(hours=1)
    title = "</script><script>alert(1)</script> & <!-- “x”"
    nasty = Diary.objects.start(by=alice, title=title, intro="</script><b>hello", tags="A", at=at)
    nasty.publish(by=alice, at=at)
    told = page(Diary.objects.get(pk=nasty.pk).get_absolute_url())
    assert "<script>alert" not in told and data(told)[0]["headline"] == title


def test_preferences_and_sorting_are_the_same_page_and_a_number_is_another(page, diary, alice, settings):
    assert canonical(page(f"{diary.get_absolute_url()}?view=flat&sort=newest")) == [SITE + diary.get_absolute_url()]
    assert canonical(page("/tags/?sort=count")) == [f"{SITE}/tags/"]
    for n in range(21):
        at = timezone.now() - timedelta(days=n + 2)
        Diary.objects.start(by=alice, title=f"T{n}", intro="I", tags="Ferry", at=at).publish(by=alice, at=at)
    assert canonical(page("/recent/?page=2")) == [f"{SITE}/recent/?page=2"] and canonical(page("/recent/?page=1")) == [
        f"{SITE}/recent/"
    ]
    assert canonical(page("/tags/ferry/?page=2&sort=recommended")) == [f"{SITE}/tags/ferry/?page=2"]
    assert canonical(page("/people/alice/?page=2")) == [f"{SITE}/people/alice/?page=2"]


def test_a_member_is_told_of(page, alice, diary):
    alice.describe(biography="I row.", signature="", signature_mode="current", home_page="", time_zone="")
    told = page("/people/alice/")
    profile = data(told)[0]
    assert (
        profile["@type"] == "ProfilePage"
        and profile["mainEntity"]["name"] == "alice"
        and profile["mainEntity"]["description"] == "I row."
    )
    assert meta(told)["description"] == "I row." and canonical(told) == [f"{SITE}/people/alice/"]
    assert "og:title" not in page("/people/alice/", alice), "cards are for who looks from outside"


def test_a_comments_own_page_is_not_to_be_found(page, comment):
    told = page(comment.get_absolute_url())
    assert meta(told)["robots"] == "noindex" and canonical(told) == [] and data(told) == []


def test_of_what_is_not_public_nothing_is_told(page, alice, diary):
    draft = Diary.objects.start(by=alice, title="Secret", intro="Hush.", tags="A")
    told = page(draft.get_absolute_url(), alice)
    assert meta(told)["robots"] == "noindex" and canonical(told) == [] and "og:title" not in meta(told)
    assert page("/offline/").count('content="noindex"') == 1


def test_every_page_for_everybody_has_one_canonical_address(page, diary):
    for address in (
        "/",
        "/recent/",
        "/recommended/",
        "/spotlight/",
        "/tags/",
        "/groups/",
        "/about/rules/",
        "/moderation/log/",
        "/tags/ferry/",
    ):
        told = page(address)
        assert canonical(told) == [SITE + address], address
        assert len(meta(told)["description"]) > 10 and meta(told)["og:url"] == SITE + address, address
        assert data(told), address
        assert '<link rel="manifest"' in told


# -- the sitemap ----------------------------------------------------------------------------------------------------------


def locations(browser, address) -> dict[str, str]:
    tree = ElementTree.fromstring(text_of(browser.get(address)))
    ns = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return {each.find(f"{ns}loc").text: getattr(each.find(f"{ns}lastmod"), "text", "") for each in tree}


def everything(browser) -> dict[str, str]:
    found = {}
    for part in locations(browser, "/sitemap.xml"):
        found |= locations(browser, part.removeprefix(SITE))
    return found


def test_the_sitemap_names_what_everybody_may_read_and_nothing_else(member, as_):
    world = World(member)
    furnish(world)
    found = everything(as_(None))
    assert f"{SITE}{world.open.get_absolute_url()}" in found and f"{SITE}/people/alice/" in found
    assert f"{SITE}/tags/ferry/" in found and f"{SITE}{world.group.get_absolute_url()}" in found and f"{SITE}/" in found
    assert found[f"{SITE}{world.open.get_absolute_url()}"].startswith("20")
    assert {f"{SITE}/about/", f"{SITE}/about/faq/", f"{SITE}/about/rules/", f"{SITE}/tags/all/"} <= set(found)
    assert f"{SITE}/about/plans/" not in found, "an unpublished page"
    assert [each for each in found if any(secret.word in each for secret in SECRETS)] == []
    for address in found:
        assert as_(None).get(address.removeprefix(SITE)).status_code == 200, address


def test_a_diary_that_is_taken_back_leaves_the_sitemap_at_once(as_, diary, alice):
    address = SITE + diary.get_absolute_url()
    assert address in everything(as_(None))
    diary.take_back(by=alice)
    assert address not in everything(as_(None)) and f"{SITE}/people/alice/" not in everything(as_(None))


def test_pages_come_and_go_with_their_operator(as_, ada):
    own = Page.objects.start(by=ada, title="Harbour days", body="Soon.")
    assert f"{SITE}/about/harbour-days/" not in everything(as_(None))
    own.publish(by=ada)
    faq = Page.objects.default_of("faq", by=ada)
    faq.take_back(by=ada)
    found = everything(as_(None))
    assert f"{SITE}/about/harbour-days/" in found and f"{SITE}/about/faq/" not in found and f"{SITE}/about/" in found


def test_what_the_sitemap_asks_for_stays_the_same(as_, alice, diary, django_assert_num_queries):
    with django_assert_num_queries(4):
        as_(None).get("/sitemap.xml")
    with django_assert_num_queries(1):
        as_(None).get("/sitemaps/diaries-0.xml")
    for n in range(20):
        at = timezone.now() - timedelta(days=n + 2)
        Diary.objects.start(by=alice, title=f"T{n}", intro="I", tags=f"Ferry{n}", at=at).publish(by=alice, at=at)
    with django_assert_num_queries(4):
        as_(None).get("/sitemap.xml")
    with django_assert_num_queries(1):
        assert text_of(as_(None).get("/sitemaps/diaries-0.xml")).count("<loc>") == 21


@pytest.mark.parametrize("address", ["/sitemaps/diaries-7.xml", "/sitemaps/secrets-0.xml", "/sitemaps/diaries-999999999.xml"])
def test_there_is_no_such_part(as_, diary, address):
    assert as_(None).get(address).status_code == 404


def test_robots_are_told_of_it(as_, db):
    said = text_of(as_(None).get("/robots.txt"))
    assert f"Sitemap: {SITE}/sitemap.xml" in said and "Disallow: /hotlist/" in said
