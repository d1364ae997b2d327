"""A thread as it is read: a thousand comments, what is new, folds, preferences, arrivals; wide and narrow, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once

expect.set_options(timeout=20_000)
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
    found.comments.post(by=member(by), body=f"Answer {place} to {number}, {width} wide.", parent=parent)
if rated:
    found.comments.filter(number=rated).update(posted_at=now())
    found.comments.get(number=rated).recommend(by=member(f"friend{width}"))
"""
ASK = "document.dispatchEvent(new Event('visibilitychange'))"  # as when a reader comes back to the tab
# The comment under the eye, and how far from the top of the screen it stands.
EYE = """() => {
    const one = [...document.querySelectorAll("article.comment")].find((each) => each.getBoundingClientRect().top > 100);
    return [one.id, one.getBoundingClientRect().top];
}"""
MARKUP = """() => document.getElementById("thread").innerHTML.replace(/(<button[^>]*?) form="\\w+"/g, "$1")"""
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
    return server.play("answer = diary(member('longhost'), 'The long way round', comments=30).get_absolute_url()")


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
    expect(page.locator("#later > p")).to_be_hidden()
    assert page.locator("article.comment").count() >= 1000
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    for nth in (1, 2, 5, 8):
        wide, line = page.locator(".hairline").nth(nth).evaluate(HIT)
        assert wide >= 24 and line, (nth, wide, line)

    page.locator("#c400").evaluate("(one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - 300)")
    eye, before = page.evaluate(EYE)
    server.play(SAY, pk=pk, by="gina", width=width, rated=400, numbers=[3, 0, int(eye[1:]), 999, 0])
    page.evaluate(ASK)
    expect(said(page)).to_have_text("5 new", timeout=60_000)  # where a machine is busy, when the page next asks by itself
    assert page.evaluate(TOP, eye) == before
    expect(page.locator("#c400 .figures")).to_have_text("(1+ / 0-)" if width == 360 else "(2+ / 0-)")

    page.get_by_role("button", name="Show").click()
    expect(page.locator("article.is-new")).to_have_count(5)
    page.keyboard.press("n")
    expect(page.locator("article.is-new:focus")).to_have_count(1)

    branch = page.locator("li:has(> article#c3)")
    branch.locator("> ol > li:first-child > .hairline").evaluate("(line) => line.click()")
    line = page.locator("li:has(> article#c3) > .fold-line button")
    expect(line).to_have_text(re.compile(r" - \d+ repl(y|ies), \d new$"))
    words = line.text_content().partition(",")[0]  # what was new in it has been read by now
    if width == 1400:  # once is enough of a page of this size
        return
    with page.expect_request("**/read/"):  # one word, when the page is left
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    other = page_as(who, width=1400)
    other.goto(big)
    expect(other.locator("li:has(> article#c3) > .fold-line button")).to_contain_text(words)


def test_the_rest_of_a_long_thread_takes_its_place(page_as, big):
    page = page_as(None, width=360)
    page.goto(big)
    expect(page.locator("#later > p")).to_be_hidden()
    arrived = page.evaluate(MARKUP)
    page.goto(f"{big}?whole=yes")
    assert page.evaluate(MARKUP) == arrived
    page = page_as(None, width=360, scripts=False)
    page.goto(big)
    assert page.locator("article.comment").count() == arrived.count("<article ")
    expect(page.locator("#later > p")).to_be_hidden()


def test_an_address_points_into_the_rest_of_a_long_thread(page_as, big):
    """At once, and where it stays: by itself, by a link, and when one comes back."""
    page = page_as(None, width=360)
    page.goto(f"{big}?whole=yes#c800")
    there = page.evaluate("scrollY")
    assert there > 50_000
    page.goto("about:blank")
    page.goto(f"{big}#c800")
    assert abs(page.evaluate("scrollY") - there) <= 100  # the address of the other page is a line more
    expect(page.locator("#c800:target")).to_be_in_viewport()
    page.evaluate("scrollBy(0, 2_000)")
    page.wait_for_timeout(300)
    left = page.evaluate("scrollY")
    page.reload()
    page.wait_for_function("(left) => Math.abs(scrollY - left) < 2", arg=left)

    page.goto("about:blank")
    page.goto(f"{big}#%E0%A4%A")  # no address can keep the rest away
    expect(page.locator("#later > p")).to_be_hidden()

    page.goto(f"{big}?sort=newest")
    page.evaluate("location.hash = '#c1'")  # the last of them all
    expect(page.locator("#c1:target")).to_be_in_viewport()


def fold_line(page, number):
    return page.locator(f"li:has(> article#c{number}) > .fold-line button")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_folds_and_the_address_keeps_it(page_as, small, scripts):
    page = page_as(None, scripts=scripts, width=360)
    page.goto(small)
    alone = page.locator("#thread > li:last-child")
    alone.get_by_role("button", name="Fold").first.click()
    expect(alone.locator("> .fold-line button")).to_be_visible()
    expect(alone.locator("> article")).to_be_hidden()
    page.locator(".hairline").first.click(position={"x": 12, "y": 8})
    expect(page.locator(".fold-line")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?fold=[bc]\d+&fold=[bc]\d+"))
    page.goto(page.url.partition("#")[0])
    expect(page.locator(".fold-line")).to_have_count(2)
    page.emulate_media(media="print")  # on paper nobody can press them
    assert [len(page.locator(each).filter(visible=True).all()) for each in (".fold-line", "#thread article")] == [0, 31]
    page.emulate_media(media="screen")
    alone.locator("> .fold-line button").click()
    expect(alone.locator("> article")).to_be_visible()
    expect(page.locator(".fold-line")).to_have_count(1)
    if scripts:
        expect(page).to_have_url(re.compile(r"\?fold=b\d+$"))


def test_without_scripts_a_member_folds_reads_what_is_new_and_chooses(server, page_as, small):
    page = page_as("plain", scripts=False)
    page.goto(small)
    page.locator("#c2").get_by_role("button", name="Fold").click()
    expect(fold_line(page, 2)).to_be_visible()
    page.locator(".hairline").first.click(position={"x": 12, "y": 8})
    branch = page.locator("li.folded > .fold-line button")
    expect(branch).to_have_text(re.compile(r"- \d+ repl(y|ies)$"))
    first = page.locator("li.folded > article").get_attribute("id")[1:]
    server.play(SAY, pk=key_of(small), by="gina", width=0, numbers=[int(first), 0, 0], rated=0)

    other = page_as("plain", scripts=False, width=360)  # later, on another device
    other.goto(small)
    expect(other.locator("li.folded > .fold-line button")).to_have_text(re.compile(r"repl(y|ies), 1 new$"))
    expect(fold_line(other, 2)).to_be_visible()
    other.get_by_role("link", name="3 new").click()
    expect(other.locator("article.is-new:target")).to_be_visible()  # the address points into the fold
    other.locator("article.is-new:target").get_by_role("link", name="next new").click()
    expect(other.locator("article.is-new:target")).to_be_visible()
    other.locator("article.is-new:target").get_by_role("link", name="new before").click()
    other.get_by_role("link", name="Only new").click()
    expect(other.locator("article.is-new")).to_have_count(3)
    expect(other.locator("article.context")).to_have_count(1)
    other.get_by_role("link", name="Show all").click()
    other.locator("li.folded > .fold-line button").click()
    expect(other.locator("li.folded")).to_have_count(0)

    other.get_by_text("Comment Preferences").click()
    other.get_by_label("Comments", exact=True).select_option("titles")
    other.get_by_label("Order").select_option("newest")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator("article.title-only").first).to_be_visible()
    page.goto(small)
    expect(page.locator("#thread > li:first-child > article.title-only")).to_have_attribute("id", re.compile(r"c3[34]"))


def test_axe_finds_nothing_in_any_state(server, page_as, axe, small):
    stage = server.play(STATES)
    for who, width in (("axereader", 360), ("axetrusted", 1400)):
        page = page_as(who, width=width)
        page.goto(stage)
        axe(page)
        page.locator("#c2").get_by_role("button", name="Fold").click()
        page.locator(".hairline").first.evaluate("(line) => line.click()")
        page.locator("#c1 [data-reply]").click()
        form = page.locator("form[id^=reply-]")
        form.locator("textarea").fill("*Words* to look at.")
        form.get_by_role("button", name="Preview").click()
        expect(form.locator(".preview em")).to_be_visible()
        page.get_by_text("Comment Preferences").click()
        server.play(SAY, pk=key_of(stage), by="gina", width=width, numbers=[3, 0], rated=0)
        page.evaluate(ASK)
        expect(said(page)).to_have_text(re.compile(r"^[1-9] new$"))
        axe(page)
        for query in ("?only=new&since=1", "?show=titles", "?show=shrunk&view=flat", "?hidden=no")[:: 3 if width == 360 else 1]:
            page.goto(f"{stage}{query}")
            axe(page)
        page.goto(server.play("answer = Comment.objects.get(diary=pk, number=3).get_absolute_url()", pk=key_of(stage)))
        axe(page)


STATES = """
made = diary(member("axehost"), "Every state", comments=6)
for name in ("axeone", "axetwo", "axesix"):
    made.comments.get(number=4).hide(by=member(name, "trusted"), rule=1)
made.comments.get(number=7).delete(by=made.comments.get(number=7).author)
member("axetrusted", "trusted")
answer = made.get_absolute_url()
"""


def test_who_listens_hears_level_parent_author_and_state(server, page_as):
    """In the order of the thread, which is that of the keyboard too."""
    stage = server.play(HEARD)
    page = page_as("listener")
    page.goto(stage)
    number, below = server.play(SAID_HEARD, pk=key_of(stage))
    page.reload()
    one = page.locator(f"#c{number}")
    expect(one.get_by_role("heading", level=3)).to_have_accessible_name(re.compile(r"^Level 1: "))
    expect(page.locator(f"#c{below}").get_by_role("heading", level=3)).to_have_accessible_name(
        re.compile(rf"^Level 2, reply to number {number}: ")
    )
    expect(page.locator(f"#c{below}")).to_contain_text(re.compile(r"new.*by echo on .* \[ Parent \]", re.DOTALL))
    pressed = one.get_by_role("button", name="Recommend", exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "false")
    pressed.press("Enter")
    now = one.get_by_role("button", name="Recommended")
    expect(now).to_have_attribute("aria-pressed", "true")
    expect(now).to_be_focused()
    handle = page.locator(f"li:has(> #c{number}) > ol > li > .hairline")
    expect(handle).to_have_accessible_name(re.compile(r"^Fold: .* - 1 reply, 1 new$"))
    expect(handle).to_have_attribute("aria-expanded", "true")
    stops, last = [], None
    one.locator("a").first.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.closest('article.comment')?.id")
        if at and at != last:
            stops.append(int(at[1:]))
            last = at
    order = [int(each[1:]) for each in page.locator("article.comment").evaluate_all("(all) => all.map((one) => one.id)")]
    assert [stop for stop in order if stop in stops] == stops[: len(set(stops))] and len(stops) > 2
    page.keyboard.press("n")
    expect(page.locator(f"#c{below}")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#thread > li:last-child > article.is-new")).to_be_focused()
    expect(said(page)).to_have_text("2 of 2 new")
    page.keyboard.press("p")
    expect(page.locator(f"#c{below}")).to_be_focused()
    handle.press("Enter")
    line = page.locator(f"li:has(> #c{number}) > .fold-line button")
    expect(line).to_be_focused()
    expect(line).to_have_attribute("aria-expanded", "false")
    line.press("Enter")
    expect(one).to_be_focused()


HEARD = """
made = diary(member("hearhost"), "A thread to listen to")
one = made.comments.post(by=member("voice"), subject="One", body="One voice.")
answer = made.get_absolute_url()
"""
SAID_HEARD = """
made = Diary.objects.get(pk=pk)
one = made.comments.get(subject="One")
two = made.comments.post(by=member("echo"), subject="Two", body="An echo.", parent=one)
made.comments.post(by=member("echo"), subject="Three", body="Another.")
answer = [one.number, two.number]
"""


def test_a_page_that_nobody_touches_stops_asking(page_as, small):
    page = page_as("dozer")
    page.clock.install()
    page.goto(small)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/version/" in request.url else None)
    page.clock.run_for("05:00")
    first = len(asked)
    page.clock.run_for("16:00")
    page.evaluate("new Promise(requestAnimationFrame)")
    asked.clear()
    page.clock.run_for("30:00")
    assert first > 0 and asked == []
    page.keyboard.press("Shift")
    page.clock.run_for("00:30")
    expect(page.locator("#thread")).to_be_visible()
    assert asked
