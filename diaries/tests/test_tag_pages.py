"""Browsing tags: the cloud, all of them, searching by their beginning, suggestions, and the page of one."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.models import set_rule
from diaries.models import Diary, Tag, Tagging


@pytest.fixture
def publish(alice):
    set_rule("diaries.a_day", "0", at=timezone.now() - timedelta(days=999))

    def publish(title, tags, **ago):
        at = timezone.now() - timedelta(**ago)
        diary = Diary.objects.start(by=alice, title=title, intro="x", tags=tags, at=at)
        diary.publish(by=alice, at=at)
        return diary

    return publish


@pytest.fixture
def archive(publish):
    for number in range(4):
        publish(f"Day {number}", "Zebra, " + "Mill, " * (number < 2) + f"apple {number}", hours=number)


def shown(browser, place):
    return re.findall(
        r'class="tag[^"]*" href="[^"]+" dir="auto">([^<]+)</a> <span class="quiet">', browser.get(place).content.decode()
    )


def test_the_cloud_goes_by_the_alphabet_or_by_count_with_sizes(as_, archive):
    assert shown(as_(None), "/tags/") == ["apple 0", "apple 1", "apple 2", "apple 3", "Mill", "Zebra"]
    assert shown(as_(None), "/tags/?sort=count") == ["Zebra", "Mill", "apple 0", "apple 1", "apple 2", "apple 3"]
    page = as_(None).get("/tags/").content.decode()
    assert re.search(r'size-6"[^>]*>Zebra<', page) and re.search(r'size-1"[^>]*>apple 0<', page)


def test_only_what_is_used_a_lot_is_at_the_top_once_there_is_enough_of_it(as_, archive, monkeypatch):
    set_rule("tags.top_least", "2")
    assert "apple 0" in shown(as_(None), "/tags/")  # a young site
    monkeypatch.setattr("diaries.models.tag.YOUNG", 2)
    assert shown(as_(None), "/tags/") == ["Mill", "Zebra"]
    assert "apple 0" in shown(as_(None), "/tags/all/") and shown(as_(None), "/tags/all/?sort=count")[:2] == ["Zebra", "Mill"]
    set_rule("tags.top", "10")
    assert len(shown(as_(None), "/tags/")) == 2


def test_searching_has_a_limit_that_is_a_rule(as_, archive):
    set_rule("limits.search", "2")
    browser = as_(None)
    assert [browser.get("/tags/search/?q=app").status_code for _ in range(3)] == [200, 200, 429]
    assert "Too fast" in browser.get("/tags/search/?q=app").content.decode()


def test_search_and_suggestions_go_by_the_beginning(as_, archive):
    assert shown(as_(None), "/tags/search/?q=APP") == ["apple 0", "apple 1", "apple 2", "apple 3"]
    assert as_(None).get("/tags/suggestions/?q=zE").json() == {"tags": [{"name": "Zebra", "uses": 4}]}
    for nothing in ("", "  ", ",", "%", "_", "ill", "\u200b", "x" * 5_000):
        assert as_(None).get("/tags/suggestions/", {"q": nothing}).json() == {"tags": []}, nothing
        assert shown(as_(None), f"/tags/search/?q={nothing[:99]}") == []
    assert "<script>" not in as_(None).get("/tags/search/?q=<script>").content.decode()


def test_a_tag_sorts_by_time_or_by_recommendations(as_, publish, bob, tess):
    old, new = publish("Old", "Mill", hours=9), publish("New", "Mill", hours=1)
    for user in (bob, tess):
        as_(user).post(f"/diaries/{old.pk}/recommend/")
    titles = [
        re.findall(r'row-title"><a [^>]+>([^<]+)<', as_(None).get(f"/tags/mill/{sort}").content.decode())
        for sort in ("", "?sort=recommended")
    ]
    assert titles == [["New", "Old"], ["Old", "New"]]
    assert new.pk


def test_what_is_counted_follows_what_becomes_of_a_diary(as_, publish, trusted, alice):
    diary = publish("One", "Mill, Weir", hours=1)
    counts = lambda: dict(Tag.objects.values_list("name", "uses"))  # noqa: E731
    assert counts() == {"Mill": 1, "Weir": 1}
    diary.retag("Mill, Wall", by=alice)
    assert counts() == {"Mill": 1, "Weir": 0, "Wall": 1}
    for user in trusted(2):
        diary.comments.get().hide(by=user, rule=1)
    assert set(counts().values()) == {0} and shown(as_(None), "/tags/") == []
    diary.remove(by=alice)
    call_command("recount_tags", stdout=(said := StringIO()))
    assert "Every tag" in said.getvalue()


def test_the_figures_are_proved_and_mended(publish):
    publish("One", "Mill", hours=1)
    Tag.objects.update(uses=7)
    Tagging.objects.update(listed_at=None)
    with pytest.raises(CommandError, match="1 taggings and 1 tags"):
        call_command("recount_tags")
    call_command("recount_tags", "--repair", stdout=StringIO())
    assert Tag.objects.get().uses == 1 and Tagging.objects.get().listed_at
    call_command("recount_tags", stdout=StringIO())


def test_a_members_tag_page_asks_no_more_than_eight_questions(as_, diary, bob, django_assert_max_num_queries):
    browser = as_(bob)
    browser.get("/tags/ferry/")
    with django_assert_max_num_queries(8):
        assert browser.get("/tags/ferry/").status_code == 200
