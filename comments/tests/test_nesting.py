"""A long thread is laid out in parts: with scripts off they are the thread, and nobody gets out of them."""

import re

import pytest

from comments import nesting
from comments.nesting import Nesting
from comments.tests.test_thread import Reader
from comments.thread import Thread

NOSCRIPT = re.compile(r"<noscript>(.*?)</noscript>", re.DOTALL)


@pytest.fixture
def long(diary, alice, bob, tess, monkeypatch):
    """Branches that begin, go on and end in other parts; a part ends after every second or third comment."""
    monkeypatch.setattr(Thread, "is_long", True)
    monkeypatch.setattr(Nesting.parts, "__defaults__", (2_000, 1_000))
    for number in range(3):
        above = None
        for by in (bob, alice, tess, bob, alice, tess):
            above = diary.comments.post(by=by, body=f"Further down {number}.", parent=above)
        second = diary.comments.post(by=tess, body=f"Beside {number}.", parent=above.parent)
        diary.comments.post(by=bob, body=f"Below it {number}.", parent=second)
    return diary


def read(browser, diary, query=""):
    return browser.get(f"{diary.get_absolute_url()}{query}").content.decode()


def shape(page):
    return [(name, comment["depth"]) for name, comment in Reader(page).comments.items()]


def test_its_parts_are_the_whole(as_, long):
    page, whole = read(as_(None), long), read(as_(None), long, "?whole=yes")
    assert len(NOSCRIPT.findall(page)) > 5 and "<noscript>" not in whole
    assert shape(page) == shape(whole)
    assert len(shape(page)) == long.comments.count()
    assert page.count('class="hairline"') == whole.count('class="hairline"')


def test_each_part_can_take_its_place_alone(as_, long):
    """Every item that goes on names a comment that came before; what is empty of comments is not sent."""
    page = read(as_(None), long)
    before = set(re.findall(r'<article id="(c\d+)"', page.partition("<noscript>")[0]))
    for part in NOSCRIPT.findall(page):
        assert part.count("<ol") == part.count("</ol>") and part.count("<li") == part.count("</li>")
        assert set(re.findall(r'data-on="(c\d+)"', part)) <= before
        fresh = re.findall(r'<article id="(c\d+)"', part)
        assert fresh
        before |= set(fresh)


def test_a_folded_branch_is_folded_in_all_parts(as_, long):
    first = long.comments.get(number=2)
    page = read(as_(None), long, f"?fold=b{first.pk}")
    assert len(re.findall(r'<li class="on folded" data-on="c2">', page)) >= 1
    assert '<li class="on" data-on="c2">' not in page


def test_nothing_that_a_member_writes_ends_a_part(as_, long, bob):
    """To a browser with scripts a part is text up to the first `</noscript`, wherever that stands."""
    nasty = "</NoScript><b>out</b>"
    body = f'{nasty}<a href="https://example.org/" title="{nasty}">x</a> <code>{nasty}</code>'
    long.comments.post(by=bob, subject=nasty, body=body, markup="html")
    page = read(as_(None), long)
    assert page.partition("<noscript>")[2].count("out") >= 4
    assert page.lower().count("</noscript") == page.count("<noscript>")


def test_a_thread_that_is_not_long_is_one_list(as_, diary, bob):
    diary.comments.post(by=bob, body="Short.")
    page = read(as_(None), diary)
    assert "<noscript>" not in page and 'id="later"' not in page


def test_from_a_depth_on_nothing_is_indented_and_all_comes_at_once(as_, diary, bob, tess, monkeypatch):
    above = None
    for number in range(20):
        above = diary.comments.post(by=(bob, tess)[number % 2], body=f"Level {number}.", parent=above)
    monkeypatch.setattr(nesting, "LONG", 10)
    monkeypatch.setattr(Nesting.parts, "__defaults__", (2_000, 1_000))
    assert re.findall(r'<ol class="replies( \w+)">', read(as_(None), diary, "?whole=yes")) == [" deep", " far"]
    assert "<noscript>" in read(as_(None), diary)
    monkeypatch.setattr(nesting, "DEEPEST", 15)
    page = read(as_(None), diary, "?sort=newest")
    assert "<noscript>" not in page and page.count("<article id=") == 21
