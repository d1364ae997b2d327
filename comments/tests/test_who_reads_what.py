"""Canary words in what is hidden, taken back and removed, sought by everybody on every page and answer that shows a thread.

All go through one application with its page cache, those who may read first: what is kept must never be what only they may see.
The oracle is written out here and asks nothing of the product.
"""

from datetime import timedelta

import pytest

from comments.models import Comment
from core.tests.test_pagecache import cookie_of, get, open_connection  # noqa: F401 - fixtures

LAYOUTS = [
    "", "?view=flat", "?view=flat&sort=newest", "?sort=recommended", "?show=titles", "?show=shrunk", "?only=new&since=0",
    "?only=new&since=0&view=flat", "?only=new&since=0&show=titles", "?hidden=yes", "?hidden=no",
]  # fmt: skip
# Who reads which canary; in the order of asking.
READERS = {
    "tess": {"hidden", "below"},
    "mo": {"hidden", "below", "removed"},
    "bob": {"hidden"},
    "kim": {"below"},
    "alice": {"removed", "draft"},
    "newt": set(),
    None: set(),
}
CANARIES = ("hidden", "below", "removed", "draft")


def word(what):
    return f"kanari{what}"


@pytest.fixture
def kim(member):
    return member("kim")


@pytest.fixture
def places(diary, alice, bob, kim, rita, member, trusted):
    """Every address at which a thread, a part of it or its news can be asked for."""
    said = diary.comments.post(by=bob, subject=word("hidden"), body=f"{word('hidden')} " + "and so on " * 40)
    for user in trusted(2):
        said.hide(by=user, rule=1)
    diary.refresh_from_db()
    version = diary.thread_version
    said.hide(by=rita, rule=1)  # it changes once more, and somebody answers it, without anything coming or going
    kim.grant("trusted")  # nobody answers what they cannot see
    below = diary.comments.post(
        by=kim, subject=word("below"), body=f"{word('below')} " + "and so on " * 40, parent=Comment.objects.get(pk=said.pk)
    )
    kim.revoke("trusted")
    pages = [f"{diary.get_absolute_url()}{layout}" for layout in LAYOUTS]
    pages += [
        f"/diaries/{diary.pk}/since/{since}/{layout}"
        for since, layouts in ((version, LAYOUTS), (0, ("",)), (10**30, ("",)))
        for layout in layouts
    ]
    pages += [f"/comments/{one.pk}/{more}" for one in (said, below) for more in ("", "edits/")] + [f"/diaries/{diary.pk}/version/"]
    for state in ("removed", "draft"):
        pages += _out_of_sight(diary, member(f"writer-{state}"), alice, state)
    return pages


def _out_of_sight(diary, writer, alice, state):
    then = diary.published_at - timedelta(days=5 if state == "draft" else 10)
    other = type(diary).objects.start(by=alice, title="Another", intro="Intro.", body="Body.", tags="Tag", at=then)
    other.publish(by=alice, at=then)
    said = other.comments.post(by=writer, subject=word(state), body=word(state), at=then)
    other.take_back(by=alice) if state == "draft" else other.remove(by=alice)
    pages = [f"{other.get_absolute_url()}{layout}" for layout in LAYOUTS[:2]]
    return [*pages, f"/diaries/{other.pk}/since/0/", f"/diaries/{other.pk}/version/", f"/comments/{said.pk}/"]


def test_everybody_reads_what_is_theirs_and_not_a_word_more(get, as_, request, places):  # noqa: F811
    wrong, found = [], {name: set() for name in READERS}
    for asked in (places, [place for place in places if "?" not in place]):  # the second time from what was kept
        for name, may in READERS.items():
            session = {"HTTP_COOKIE": cookie_of(as_, request.getfixturevalue(name))} if name else {}
            for place in asked:
                text = get(place, **session).text
                shown = {what for what in CANARIES if word(what) in text}
                found[name] |= shown
                wrong += [(name, place, shown - may)] if shown - may else []
    assert wrong == []
    assert found == READERS


def test_hidden_no_leaves_out_what_only_the_trusted_read(get, as_, tess, places):  # noqa: F811
    for place in places:
        if "hidden=no" in place:
            assert word("hidden") not in get(place, HTTP_COOKIE=cookie_of(as_, tess)).text


def test_the_news_hold_the_text_for_those_who_may_and_a_stub_for_the_others(get, as_, tess, places):  # noqa: F811
    news = next(place for place in places if "/since/" in place and place.endswith("/") and "/since/0/" not in place)
    assert word("hidden") in get(news, HTTP_COOKIE=cookie_of(as_, tess)).text
    text = get(news).text
    assert "hidden by 3 trusted users" in text and word("below") not in text


def test_a_thread_out_of_sight_has_no_version(get, places):  # noqa: F811
    answers = {place: get(place).status for place in places if "/version/" in place or "/since/0/" in place and "?" not in place}
    assert sorted(answers.values()) == [200, 200, 404, 404, 404, 404]
