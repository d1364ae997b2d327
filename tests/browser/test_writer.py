"""A writer: Markdown and rich text, pictures by button, paste and drop, words from elsewhere, a preview beside, and all of it without scripts."""

import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.once

CLIPBOARDS = Path(__file__).parents[2] / "core" / "tests" / "clipboards"
GIVE = """({kind, html, pngs, text}, target) => {
  const data = new DataTransfer();
  for (const png of pngs ?? [])
    data.items.add(new File([Uint8Array.from(atob(png), (sign) => sign.charCodeAt())], "drop.png", {type: "image/png"}));
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  const said = {bubbles: true, cancelable: true};
  const event = kind === "drop" ? new DragEvent("drop", {...said, dataTransfer: data}) : new ClipboardEvent("paste", {...said, clipboardData: data});
  (target ?? document.activeElement).dispatchEvent(event);
}"""


def drawn(colour: str, size: tuple[int, int] = (700, 350)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def give(target: Locator, kind: str, *pngs: bytes, **what: str) -> None:
    """Paste on it, or drop on it."""
    said: dict[str, Any] = what | {"kind": kind, "pngs": [b64encode(png).decode() for png in pngs]}
    target.evaluate(f"(element, said) => ({GIVE})(said, element)", said)


def describe(page: Page, alt: str, caption: str = "", *, name: str = "A picture") -> None:
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog).to_be_visible()
    dialog.get_by_label("What does it show?").fill(alt)
    dialog.get_by_label("Caption").fill(caption)
    dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog).to_be_hidden()


def saved(page: Page) -> None:
    expect(page.locator("[data-kept]")).to_contain_text("saved", timeout=20_000)
    expect(page).to_have_url(re.compile(r"/diaries/\d+/edit/"))


MOVES = """
window.moves = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) window.moves.push([value, sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_moves_while_the_editor_loads(server, page_as, width):
    texts = {
        "html": "<p>It was <em>cold</em> at the weir, and colder at the lock.</p>\n" * 30,
        "markdown": "It was *cold* at the weir.\n\n" * 30,
    }
    start = "answer = Diary.objects.start(by=member('wolf'), title='Cold', intro=body[:300], body=body, markup=way, tags='Mill').pk"
    places = ["write"] + [f"{server.play(start, way=way, body=body)}/edit" for way, body in texts.items()]
    page = page_as("wolf", width=width)
    page.add_init_script(MOVES)
    for place in places * 2:
        page.goto(f"/diaries/{place}/", wait_until="networkidle")
        expect(page.locator("[data-keeping]")).to_be_attached()
        if "html" in page.locator("[name=markup]").input_value():
            expect(page.locator(".ProseMirror")).to_have_count(2)
        assert page.evaluate("new Promise((done) => setTimeout(() => done(window.moves), 300))") == [], place
        page.context.add_cookies([{"name": "beside", "value": "yes", "url": f"{server.url}/diaries/"}])


def test_in_markdown_with_pictures_three_ways(server, page_as, axe):
    server.play("member('wil')")
    page = page_as("wil")
    page.goto("/diaries/write/")
    expect(page.get_by_role("toolbar")).to_have_count(2)
    page.get_by_label("Title").fill("Three ways to the mill")
    page.get_by_label("Title").press("Enter")  # goes on to the text; no button is pressed by it
    expect(page.locator("#id_intro")).to_be_focused()
    intro, body = page.locator("#id_intro"), page.locator("#id_body")
    intro.press_sequentially("By ")
    intro.press("Control+b")
    intro.press_sequentially("boat")
    expect(intro).to_have_value("By **boat**")
    body.press_sequentially("first")
    body.press("Control+Shift+8")
    expect(body).to_have_value("- first")
    intro.press("Escape")
    expect(page.get_by_role("button", name="Bold").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(intro).to_be_focused()

    page.get_by_role("button", name="Picture …").nth(1).click()
    page.get_by_label("Picture", exact=True).set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": drawn("teal")})
    page_as.expects("status of 422")
    page.get_by_role("button", name="Add the picture").click()
    expect(page.get_by_role("alert").filter(has_text="Say in a few words")).to_be_visible()
    axe(page, "#ask-picture")
    describe(page, "The weir", "On Monday")
    give(body, "paste", drawn("olive"))
    describe(page, "The lock")
    give(body, "drop", drawn("navy", (300, 300)), drawn("white"), drawn("gray"))
    describe(page, "The gate", name="Picture 1 of 3")
    page_as.expects("status of 500")
    page.route("**/pictures/", lambda route: route.fulfill(status=500, body="<h1>No</h1>"), times=1)
    page.get_by_label("What does it show?").fill("The post")
    page.get_by_role("button", name="Add the picture").click()
    expect(page.get_by_role("alert").filter(has_text="Your text is kept; try again")).to_be_visible()
    expect(page.get_by_label("What does it show?")).to_have_value("The post")
    page.get_by_role("button", name="Add the picture").click()
    page.get_by_role("dialog", name="Picture 3 of 3").get_by_role("button", name="Cancel").click()
    expect(body).to_have_value(
        re.compile(
            r'!\[The weir\]\(/media/.*700x350\.webp "On Monday"\)\n\n!\[The lock\]\(.*\n\n!\[The gate\]\(.*300x300.*\n\n!\[The post\]\([^\n]*$',
            re.DOTALL,
        )
    )
    body.press_sequentially(f"\n\n```\n{'code ' * 60}")
    page.get_by_label("Tags").fill("Mill")
    page.get_by_label("Title").press("End")
    saved(page)
    expect(page.locator("[data-count]")).to_contain_text("min to read")

    page.reload()
    expect(body).to_have_value(re.compile("The gate"))
    page.get_by_role("button", name="Preview beside").click()
    expect(page.locator("#preview img")).to_have_count(4)
    intro.press("End")
    intro.press_sequentially(" and oar")
    expect(page.locator("#preview")).to_contain_text("and oar")
    axe(page)
    lose_a_line(page, page_as)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page).to_have_url(re.compile(r"/diaries/\d+/three-ways-to-the-mill/"))  # the preview shows the same
    page.emulate_media(media="print")
    assert page.locator(".diary pre").evaluate("code => code.scrollWidth <= code.clientWidth")  # paper scrolls nowhere
    page.emulate_media(media="screen")
    expect(page.locator(".diary figure figcaption")).to_have_text("On Monday")
    first = page.get_by_alt_text("The weir")
    expect(first).to_have_attribute("srcset", re.compile("-480.webp 480w"))
    expect(first).to_have_attribute("width", "700")
    assert first.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    axe(page)
    reader = page_as(None, width=360)
    reader.goto(page.url)
    assert "-480.webp" in reader.get_by_alt_text("The weir").evaluate("image => image.decode().then(() => image.currentSrc)")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def lose_a_line(page: Page, page_as: Any) -> None:
    """A save arrives and its answer does not: what is typed then is still the same draft. Without a connection nothing leaves the page."""
    page_as.expects("ERR_FAILED", "ERR_INTERNET_DISCONNECTED", "Failed to fetch")

    def loses(route: Route) -> None:
        route.fetch()
        route.abort()

    kept, intro = page.locator("[data-kept]"), page.locator("#id_intro")
    page.route("**/keep/", loses, times=1)
    intro.press_sequentially(" and on")
    expect(kept).to_have_text("not saved: no connection; kept in this browser")
    page.context.set_offline(True)
    intro.press_sequentially(" foot")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(kept).to_have_text("not sent: no connection; kept in this browser")
    page.context.set_offline(False)
    expect(kept).to_contain_text("saved")
    expect(kept).not_to_contain_text("not saved")


def test_in_rich_text_from_word_and_by_keyboard(server, page_as, axe):
    server.play("member('wanda')")
    page = page_as("wanda")
    page.goto("/diaries/write/")
    page.get_by_label("Title").fill("High water")
    page.locator("#id_intro").fill("Before, *in Markdown*.")
    page.get_by_label("Written in").select_option("html")
    intro, body = page.get_by_role("textbox", name="Introduction"), page.get_by_role("textbox", name="Body")
    expect(intro.locator("em")).to_have_text("in Markdown")
    page.locator("label[for=id_body]").click()
    expect(body).to_be_focused()
    page.keyboard.type("One ")
    page.keyboard.press("Control+i")
    page.keyboard.type("two")
    page.keyboard.press("Control+i")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+k")
    page.get_by_label("Address", exact=True).fill("gauge.example/now")
    page.get_by_label("Words", exact=True).fill("the gauge")
    page.keyboard.press("Enter")
    expect(body.locator("a")).to_have_attribute("href", "https://gauge.example/now")
    expect(body).to_be_focused()
    page.keyboard.press("Tab")  # never a trap
    expect(body).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(body).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    give(body, "paste", html=(CLIPBOARDS / "word.html").read_text(), text="plain")
    expect(body.locator("ol li")).to_have_text(["Gates", "Sandbags"])
    expect(body.locator("ul ul li")).to_have_text(["the long ones first"])
    expect(page.locator("[data-way-words]")).to_contain_text("A picture was left out")
    source = page.locator("#id_body")
    expect(source).to_have_value(re.compile("<em>two</em>.*<h2>What to do</h2>.*<td><p>3.8</p>", re.DOTALL))
    assert not re.search("mso|style=|class=|o:p", source.input_value())
    give(body, "paste", drawn("maroon"))
    describe(page, "The gauge board")
    page.keyboard.type("What it said:")
    give(body, "paste", text="Dear Ada,\n\nthe gauge at the mill says four metres and more, so ring the bell\nbefore you sleep.")
    expect(body.locator("figure ~ p")).to_have_text(
        ["What it said:Dear Ada,", "the gauge at the mill says four metres and more, so ring the bell before you sleep."]
    )
    body.locator("figure img").click()
    page.get_by_role("button", name="Caption", exact=True).click()
    page.keyboard.type("At the mill")
    page.keyboard.press("Enter")  # out of it
    page.keyboard.type("On Monday.")
    expect(body.locator("figure figcaption")).to_have_text("At the mill")
    expect(body.locator("figure + p")).to_have_text("On Monday.")
    axe(page)
    page.get_by_label("Tags").fill("Mill")
    page.get_by_label("Title").press("End")
    saved(page)

    page.reload()
    expect(body.locator("figure img")).to_have_attribute("alt", "The gauge board")
    page.get_by_role("button", name="HTML").nth(1).click()
    expect(source).to_be_visible()
    source.fill("<details><summary>More</summary><p>Words</p></details>")
    page.get_by_role("button", name="HTML").nth(1).click()
    expect(page.locator("[data-way-words]")).to_contain_text("nothing is lost")
    source.fill("<p>Short now.</p>")
    page.get_by_role("button", name="HTML").nth(1).click()
    expect(body).to_have_text("Short now.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".prose.body")).to_have_text("Short now.")

    page.get_by_role("link", name="Edit").first.click()
    expect(page.locator(".rich")).to_have_count(2)
    body.press("Control+End")
    page.keyboard.type(" And later.")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Are you sure you want to save these changes to the published diary?")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator(".prose.body")).to_have_text("Short now. And later.")
    page.goto("/diaries/write/")
    expect(page.get_by_label("Written in")).to_have_value("html")
    page.goto("/pictures/")
    axe(page)
    page.get_by_role("link", name="discard").click()
    expect(page.get_by_role("heading", name="Discard this picture?")).to_be_visible()
    axe(page)


def test_from_pages_and_documents_into_markdown(server, page_as):
    server.play("member('wolf')")
    page = page_as("wolf")
    page.goto("/diaries/write/")
    body = page.locator("#id_body")
    expect(page.get_by_role("toolbar")).to_have_count(2)
    give(body, "paste", html=(CLIPBOARDS / "docs.html").read_text(), text="plain")
    expect(body).to_have_value(re.compile(r"## The ferry rota\n\nWe need \*\*two\*\* people \*each\* night"))
    body.fill("")
    give(body, "paste", html="<span style='color:red'>only words</span>", text="only words")
    expect(body).to_have_value("")  # nothing to keep of it: the browser pastes the plain text itself
    page.locator("#id_body").fill("So[^1].\n\n[^1]: By whom.")
    page.get_by_label("Written in").select_option("html")
    expect(page.locator("[data-way-words]")).to_contain_text("plain numbers")
    page.get_by_label("Written in").select_option("markdown")
    expect(body).to_have_value(re.compile("^So<sup>1</sup>"))


def test_without_scripts(server, page_as, axe):
    server.play("member('wes')")
    page = page_as("wes", scripts=False, width=360)
    page.goto("/pictures/")
    page.get_by_label("Picture", exact=True).set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": drawn("teal")})
    page.get_by_label("What does it show?").fill("The weir")
    page.get_by_role("button", name="Add the picture").click()
    line = page.get_by_label("In Markdown").input_value()
    assert line.startswith("![The weir](/media/pictures/")
    page.goto("/diaries/write/")
    page.get_by_label("Title").fill("By hand")
    page.get_by_label("Introduction", exact=True).fill("The *river*.")
    page.get_by_label("Body", exact=True).fill(line)
    page.get_by_label("Tags").fill("Mill")
    page.get_by_label("Written in").select_option("html")
    page.get_by_role("button", name="Convert the text to this").click()
    expect(page.get_by_label("Introduction", exact=True)).to_have_value("<p>The <em>river</em>.</p>")
    expect(page.get_by_label("Body", exact=True)).to_have_value(re.compile('<p><img src="/media/pictures/.*" alt="The weir"></p>'))
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_alt_text("The weir")).to_be_visible()
