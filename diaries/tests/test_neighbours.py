"""Under a diary stands what its author published before and after it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diaries.models import Diary


@pytest.fixture
def another(alice):
    """`another("Title", days=3)`: alice's diary of so long ago."""

    def write(title, *, by=alice, **ago):
        at = timezone.now() - timedelta(**ago)
        diary = Diary.objects.start(by=by, title=title, intro="x", tags="Other", at=at)
        diary.publish(by=by, at=at)
        return diary

    return write


def told(browser, diary):
    """`["Earlier: Title", "Later: Title"]`"""
    page = browser.get(diary.get_absolute_url()).content.decode()
    found = re.search(r'<ul class="neighbours" aria-label="More by alice">(.*?)</ul>', page)
    assert found or "neighbours" not in page
    each = (
        re.findall(r">(Earlier|Later) by alice:</span> <a href=\"/diaries/\d+/[^\"]+/\" dir=\"auto\">(.*?)</a>", found[1])
        if found
        else []
    )
    return [f"{when}: {title}" for when, title in each]


def test_the_nearest_on_either_side(as_, another, alice, bob):
    first, second, _, fourth = (another(title, days=days) for title, days in (("A", 9), ("B", 8), ("C", 7), ("D", 6)))
    another("Of somebody else", by=bob, days=8, hours=-1)
    for reader in (None, bob, alice):
        assert told(as_(reader), second) == ["Earlier: A", "Later: C"]
        assert told(as_(reader), first) == ["Later: B"]
        assert told(as_(reader), fourth) == ["Earlier: C"]


def test_who_has_written_once_has_none(as_, another, bob):
    another("Of somebody else", by=bob, days=8)
    assert told(as_(None), another("A", days=9)) == []


def test_it_follows_what_is_published(as_, another):
    first = another("A", days=9)
    assert told(as_(None), first) == []
    last = another("<b>Z</b>", days=2)
    assert told(as_(None), first) == ["Later: &lt;b&gt;Z&lt;/b&gt;"]
    another("M", days=5)
    assert told(as_(None), first) == ["Later: M"] and told(as_(None), last) == ["Earlier: M"]


@pytest.mark.parametrize("how", ["draft", "scheduled", "taken back", "removed", "hidden tip jar"])
def test_what_lists_do_not_show_is_not_told(as_, another, alice, how):
    first = another("A", days=9)
    if how in ("draft", "scheduled"):
        kept = Diary.objects.start(by=alice, title="Canary", intro="x", tags="Other")
        if how == "scheduled":
            kept.schedule(timezone.now() + timedelta(days=3), by=alice)
    else:
        kept = another("Canary", days=5)
        assert told(as_(None), first) == ["Later: Canary"]
    if how == "taken back":
        kept.take_back(by=alice)
    elif how == "removed":
        kept.remove(by=alice)
    elif how == "hidden tip jar":
        Diary.objects.filter(pk=kept.pk).update(tip_jar_hidden=True)
    for reader in (None, alice):
        assert told(as_(reader), first) == []


def test_a_draft_tells_nothing(as_, another, alice):
    another("A", days=9)
    draft = Diary.objects.start(by=alice, title="Canary", intro="x", tags="Other")
    assert told(as_(alice), draft) == []


@pytest.mark.parametrize("count", [3, 9])
def test_it_costs_one_statement_when_the_foot_is_made_and_none_after(as_, another, bob, count):
    written = [another(f"Number {number}", days=number) for number in range(count, 0, -1)]
    browser = as_(bob)
    for most in (1, 0):
        with CaptureQueriesContext(connection) as asked:
            assert len(told(browser, written[1])) == 2
        assert sum('U0."published_at" ASC' in each["sql"] for each in asked.captured_queries) == most
