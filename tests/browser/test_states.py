"""Pages in the states that a press or a mistake brings them into, on a phone and wide, in light and dark: axe finds nothing."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once

WAYS = pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1400, "light")])


@pytest.fixture(scope="module")
def argued(server):
    """A diary of ines's with a thread that began a few minutes ago, so that everything may still be pressed."""
    return server.play("""
        made = diary(member("ines"), "Who feeds the ducks", body="## A heading\\n\\n> A quote.\\n\\n- one\\n- two", comments=4, hours=.2)
        made.comments.post(by=member("hugo"), body="Mine, and new.")
        answer = made.get_absolute_url()
    """)


@WAYS
def test_a_thread_with_everything_open(argued, page_as, axe, width, scheme):
    page = page_as("tess", width=width, scheme=scheme)
    page.goto(argued)
    page.locator("#preferences > summary").click()
    axe(page)
    page.locator("#preferences > summary").click()
    comment = page.locator("article.comment", has_text="Mine, and new.")
    comment.get_by_role("link", name="Reply").click()
    expect(page.get_by_role("textbox", name="Comment").or_(page.locator(".replying textarea")).first).to_be_visible()
    axe(page)
    other = page.locator("article.comment", has_text="Comment 2 has something").first
    other.get_by_role("link", name="Hide").click()
    expect(page.locator(".panel-place, .replying").last).to_be_visible()
    axe(page)
    page.locator("button.hairline, button[form=fold]").first.click()
    axe(page)


@WAYS
def test_ones_own_comment_being_edited_and_about_to_be_deleted(argued, page_as, axe, width, scheme):
    page = page_as("hugo", width=width, scheme=scheme)
    page.goto(argued)
    comment = page.locator("article.comment", has_text="Mine, and new.")
    for verb in ("Delete", "Edit"):
        comment.get_by_role("link", name=verb, exact=True).click()
        expect(page.locator('form[action*="/delete/"] button, form[action*="/edit/"] button').first).to_be_visible()
        axe(page)


@WAYS
def test_forms_that_come_back_with_something_to_mend(server, page_as, axe, width, scheme):
    page_as.expects("status of 422", "status of 400")
    page = page_as(None, width=width, scheme=scheme)
    page.goto("/accounts/signup/")
    page.locator("input[name=username]").fill("a b")
    page.locator("input[name=email]").fill("x@example.org")
    page.locator("input[name=password1]").fill("123")
    page.locator("main form button").last.click()
    expect(page.locator(".errors, .errorlist, [aria-invalid=true]").first).to_be_visible()
    axe(page)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("nothing at all")
    page.locator("main form button").first.click()
    expect(page.locator(".errors, .errorlist, [role=alert]").first).to_be_visible()
    axe(page)
    page = page_as("hugo", width=width, scheme=scheme)
    page.goto("/diaries/write/")
    page.get_by_label("Title").fill("Only a title")
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    page.get_by_role("button", name="Publish", exact=True).first.click()
    expect(page.locator(".errors, .errorlist, [aria-invalid=true]").first).to_be_visible()
    axe(page)


@pytest.mark.parametrize("act", ["warn", "suspend", "void-ratings"])
def test_acts_that_ask_first(server, page_as, axe, act):
    page_as.expects("status of 422")
    page = page_as("mo")
    page.goto(f"/people/lou/{act}/")
    axe(page)
    page.locator("main form.form button, main form button.danger, main form button.primary").last.click()
    axe(page)


HIDDEN = """() => {
    const it = document.activeElement, own = [it, ...(it.labels ?? [])];
    const isThere = (x, y) => own.some((each) => each.contains(document.elementFromPoint(x, y)));
    const seen = [...it.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((part) =>
        isThere(box.left + part * box.width, box.top + box.height / 2) || isThere(box.left + part * box.width, box.top + 10)));
    return [it === document.body, seen && getComputedStyle(it).outlineStyle !== "none" ? "" : it.outerHTML.slice(0, 120)];
}"""  # whether nothing has the focus, and what has it unseen or without a ring


@pytest.mark.parametrize(
    ("width", "name", "where"), [(1400, "hugo", "/diaries/write/"), (360, "hugo", "/diaries/write/"), (360, "tess", "")]
)
def test_what_has_the_focus_is_seen(argued, page_as, width, name, where):
    page = page_as(name, width=width, height=800)
    page.goto(where or argued)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(70):
            page.keyboard.press(key)
            gone, hidden = page.evaluate(HIDDEN)
            if gone:
                break
            assert hidden == "", f"under something, or without a ring, after {key}"
