"""A thread as it is read: a thousand comments, what is new, folds, preferences, arrivals; wide and narrow, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

expect.set_options(timeout=60_000)
BIG = """
from operations.corpus.load import load
plan = load([1000], seed=11, now=now(), say=lambda words: None)
Diary.objects.filter(pk=plan.diary).update(published_at=now(), changed_at=now())
answer = Diary.objects.get(pk=plan.diary).get_absolute_url()
"""
SAY = """
found = Diary.objects.get(pk=pk)
for place, number in enumerate(numbers):
    parent = found.comments.get(number=number) if number else None
    found.comments.post(by=member(by), body=f"Answer {place} to {number}.", parent=parent)
found.comments.filter(pk=found.comments.get(number=400).pk).update(posted_at=now())
found.comments.get(number=400).recommend(by=member(f"friend{width}"))
"""
ASK = "document.dispatchEvent(new Event('visibilitychange'))"  # as when a reader comes back to the tab
# The comment under the eye, and how far from the top of the screen it stands.
EYE = """() => {
    const one = [...document.querySelectorAll("article.comment")].find((each) => each.getBoundingClientRect().top > 100);
    return [one.id, one.getBoundingClientRect().top];
}"""
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
# Of a hairline: how wide the strip is that answers to a finger where its branch begins, and whether its own line does further down.
HIT = """(line) => {
    scrollTo(0, line.getBoundingClientRect().top + scrollY - 300);
    const box = line.getBoundingClientRect(), border = line.closest("ol").getBoundingClientRect().left;
    const hit = (x, y) => document.elementFromPoint(x, y) === line;
    const wide = Array.from({ length: 60 }, (_, n) => border - 25 + n).filter((x) => hit(x, box.top + 4)).length;
    return [wide, hit(border, box.top + 10)];
}"""


@pytest.fixture(scope="module")
def big(server):
    return server.play(BIG)


@pytest.fixture(scope="module")
def small(server):
    """A diary with 30 comments; whoever asks has been there before the last four."""
    return server.play("answer = diary(member('gina'), 'The long way round', comments=30).get_absolute_url()")


def key_of(address):
    return int(re.search(r"/diaries/(\d+)/", address)[1])


def said(page):
    return page.locator("[data-said]").last


@pytest.mark.parametrize("width", [360, 1400])
def test_a_thousand_comments_are_read_where_one_left_them(server, page_as, big, width):
    """What arrives moves nothing and is counted; a folded branch says what is new in it; the next device knows all of it."""
    who, pk = f"eye{width}", key_of(big)
    page = page_as(who, width=width)
    page.goto(big)
    assert page.locator("article.comment").count() >= 1000
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    for nth in (1, 2, 5, 8):
        wide, line = page.locator(".hairline").nth(nth).evaluate(HIT)
        assert wide >= 24 and line, (nth, wide, line)

    page.locator("#c400").evaluate("(one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - 300)")
    eye, before = page.evaluate(EYE)
    server.play(SAY, pk=pk, by="gina", width=width, numbers=[3, 0, int(eye[1:]), 999, 0])
    page.evaluate(ASK)
    expect(said(page)).to_have_text("5 new")
    assert page.evaluate(TOP, eye) == before
    expect(page.locator("#c400 .figures")).to_have_text("(1+ / 0-)" if width == 360 else "(2+ / 0-)")

    page.get_by_role("button", name="Show").click()
    expect(page.locator("article.is-new")).to_have_count(5)
    page.keyboard.press("n")
    expect(page.locator("article.is-new:focus")).to_have_count(1)

    branch = page.locator("li:has(> article#c3)")
    with page.expect_request("**/read/"):
        branch.locator("> ol > li:first-child > .hairline").evaluate("(line) => line.click()")
    line = page.locator("li:has(> article#c3) > .fold-line button")
    expect(line).to_have_text(re.compile(r" - \d+ repl(y|ies), \d new$"))
    words = line.text_content().partition(",")[0]  # what was new in it has been read by now
    other = page_as(who, width=1760 - width)
    other.goto(big)
    expect(other.locator("li:has(> article#c3) > .fold-line button")).to_contain_text(words)
