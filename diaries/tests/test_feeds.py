"""Feeds: Atom, with the full text, of what everybody may read."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from community.models import Site
from diaries.models import Diary

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/recent/feed/", "/people/alice/feed/", "/tags/ferry/feed/")


def read(browser, place):
    answer = browser.get(place)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("place", FEEDS)
def test_a_feed_has_the_full_text_author_date_and_tags(as_, diary, place):
    (entry,) = read(as_(None), place).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "The ferry and the bridge"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{diary.get_absolute_url()}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "alice"
    assert "Which of the two?" in entry.findtext(f"{ATOM}summary") and "<em>long</em>" in entry.findtext(f"{ATOM}summary")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")) == diary.published_at
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["Ferry"]


@pytest.mark.parametrize(("place", "title"), list(zip(FEEDS, ["Recent diaries", "alice", "Ferry"], strict=True)))
def test_a_feed_says_whose_it_is(as_, diary, place, title):
    Site(name="Tolliver Commons", tagline="Up and down the valley").save()
    feed = read(as_(None), place)
    assert feed.findtext(f"{ATOM}title") == f"{title} - Tolliver Commons"
    assert feed.findtext(f"{ATOM}subtitle") == "Up and down the valley"


def test_every_list_names_its_feed(as_, diary):
    for page, feed in (("/", FEEDS[0]), ("/recent/", FEEDS[0]), ("/people/alice/", FEEDS[1]), ("/tags/ferry/", FEEDS[2])):
        assert (
            '<link rel="alternate" type="application/atom+xml"' in (html := as_(None).get(page).content.decode())
            and f'href="{feed}"' in html
        )


def test_the_newest_thirty_first(as_, alice):
    now = timezone.now()
    for number in range(32):
        at = now - timedelta(days=40 - number)
        diary = Diary.objects.start(by=alice, title=f"Day {number:02}", intro="x", tags="Ferry", at=at)
        diary.publish(by=alice, at=at)
    for place in FEEDS:
        titles = [entry.findtext(f"{ATOM}title") for entry in read(as_(None), place).iter(f"{ATOM}entry")]
        assert titles == [f"Day {number:02}" for number in range(31, 1, -1)]


def test_feeds_are_narrow(as_, diary, bob):
    other = Diary.objects.start(by=bob, title="Of bob", intro="x", tags="Other")
    other.publish(by=bob)
    for place in FEEDS[1:]:
        assert "Of bob" not in as_(None).get(place).content.decode()
    assert "Of bob" in as_(None).get(FEEDS[0]).content.decode()


def test_an_empty_site_has_an_empty_feed(as_, alice):
    for place in FEEDS[:2]:
        assert not list(read(as_(None), place).iter(f"{ATOM}entry"))


@pytest.mark.parametrize("place", ["/people/nobody-here/feed/", "/tags/nothing/feed/"])
def test_the_feed_of_nothing_is_404(as_, db, place):
    assert as_(None).get(place).status_code == 404


def test_any_published_text_is_well_formed(as_, alice):
    words = "]]> & <b>x</b> \ufffd \x7f 🏳️‍🌈 \u2028 ﷽"
    diary = Diary.objects.start(by=alice, title=words, intro=words, body=words, tags="a & <b>")
    diary.publish(by=alice)
    (entry,) = read(as_(None), FEEDS[0]).iter(f"{ATOM}entry")
    assert "]]> & <b>x</b>" in entry.findtext(f"{ATOM}title")


def test_pictures_are_found_from_wherever_it_is_read(as_, alice):
    diary = Diary.objects.start(by=alice, title="By boat", intro="![A boat](/media/a.webp)", tags="Ferry")
    diary.publish(by=alice)
    page = as_(None).get("/recent/feed/").content.decode()
    assert 'xml:base="http://127.0.0.1:8000/"' in page and 'src="/media/a.webp"' in page.replace("&quot;", '"')
