"""Canary words in what is hidden, taken back and removed, sought by everybody on every page and answer that shows a thread.

All go through one application with its page cache, those who may read first: what is kept must never be what only they may see.
The oracle is written out here and asks nothing of the product.
"""

from datetime import timedelta

import pytest

from comments.models import Comment
from core.shelf import clear_all
from core.tests.test_pagecache import cookie_of, get, open_connection  # noqa: F401 - fixtures

LAYOUTS = [
    "", "?view=flat", "?view=flat&sort=newest", "?sort=recommended", "?show=titles", "?show=shrunk", "?only=new&since=0",
    "?only=new&since=0&view=flat", "?only=new&since=0&show=titles", "?hidden=yes", "?hidden=no", "?fold=b{pk}", "?fold=c{pk}&show=titles",
]  # fmt: skip
# Who reads which canary; in the order of asking.
READERS = {
    "tess": {"hidden", "below"},
    "mo": {"hidden", "below", "removed"},
    "marc": {"hidden", "below", "removed"},
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
def marc(member):
    """A moderator whom nobody trusts."""
    return member("marc", "moderator")


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
    layouts = [layout.format(pk=said.pk) for layout in LAYOUTS]
    pages = [f"{diary.get_absolute_url()}{layout}" for layout in layouts]
    pages += [
        f"/diaries/{diary.pk}/since/{since}/{layout}"
        for since, asked in ((version, layouts), (0, ("",)), (10**30, ("",)))
        for layout in asked
    ]
    pages += [f"/comments/{one.pk}/{more}" for one in (said, below) for more in ("", "edits/", "reply/", "hide/", "recommend/")]
    pages += [f"/diaries/{diary.pk}/version/", f"/diaries/{diary.pk}/feed/", "/recent/feed/", "/", "/recent/", "/comments/hidden/"]
    pages += [f"/people/{name}/comments/" for name in ("bob", "kim")] + ["/hotlist/", "/notifications/"]
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


def read_by(get, as_, request, name, places):  # noqa: F811
    """Which canaries this reader finds, place by place; the second time from what was kept, and as htmx asks for a part."""
    session = {"HTTP_COOKIE": cookie_of(as_, request.getfixturevalue(name))} if name else {}
    for place in places:
        part = [{"HTTP_HX_REQUEST": "true"}] if place.startswith("/comments/") else []
        for how in [{}, {}, *part] if name is None else [{}, *part]:
            text = get(place, **session, **how).text
            if shown := {what for what in CANARIES if word(what) in text}:
                yield place, shown


@pytest.mark.parametrize("order", [list(READERS), list(READERS)[::-1]], ids=["who may first", "who may not first"])
def test_everybody_reads_what_is_theirs_and_not_a_word_more(get, as_, request, places, order):  # noqa: F811
    """Whatever those before have left in the caches of this process: in both orders, and a second time from what all have left."""
    wrong, found = [], {name: set() for name in READERS}
    for asked in (places, [place for place in places if "?" not in place]):
        for name in order:
            for place, shown in read_by(get, as_, request, name, asked):
                found[name] |= shown
                wrong += [(name, place, shown - READERS[name])] if shown - READERS[name] else []
    assert wrong == []
    assert found == READERS


@pytest.mark.parametrize("before", [name for name, may in READERS.items() if may])
def test_a_reader_gets_nothing_that_the_one_before_alone_may_see(get, as_, request, places, before):  # noqa: F811
    """Cold caches, filled by one who may, then a visitor and a member who may not: for everyone who may."""
    few = [place for place in places if "?" not in place or "flat" in place]
    for after in (None, "newt"):
        clear_all()
        assert set().union(*(shown for _, shown in read_by(get, as_, request, before, few))) == READERS[before]
        assert list(read_by(get, as_, request, after, few)) == []


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
