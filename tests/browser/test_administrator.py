"""An administrator: from an empty site to a running one; its colour and a number changed, seen in force, and taken back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once

ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"


def test_from_the_first_run_to_a_running_site(empty_server, page_as, axe):
    link = empty_server.manage("first_run").split()[-1]
    visitor = page_as(None, at=empty_server)
    visitor.goto("/")
    expect(visitor.get_by_role("heading", name="This site is new")).to_be_visible()
    axe(visitor)

    page = page_as(None, at=empty_server, width=800)
    page.goto(link.removeprefix(empty_server.url))
    axe(page)
    page.get_by_label("User name").fill("ada")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill("a river town")
    page.get_by_role("button", name="This is my site").click()

    expect(page.get_by_role("heading", name="What is your site called?")).to_be_visible()
    axe(page)
    page.get_by_label("Name", exact=True).fill("Ashmill Times")
    page.get_by_label("Tagline").fill("Slowly, and then all at once")
    page.get_by_label("Colour").fill("#1f6fb2")
    page.get_by_label("Time zone").select_option("Europe/Oslo")
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", name="What is not done here?")).to_be_visible()
    axe(page)
    page.get_by_label("In a few words").first.fill("No attacks on a person")
    page.get_by_label("Keep it").last.uncheck()
    page.get_by_role("button", name="Save and go on").click()

    page.goto("/first-run/")  # left, and taken up where it was
    expect(page.get_by_role("heading", name="The first people")).to_be_visible()
    page.get_by_role("button", name="Make an invitation").click()
    expect(page.get_by_text("?invitation=")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="I am done").click()
    expect(page.get_by_role("heading", name="Administration")).to_be_visible()
    axe(page)

    page_as.expects("status of 404")
    assert page.goto("/first-run/").status == 404
    visitor.goto("/about/rules/")
    expect(visitor.locator(".site-name")).to_have_text("Ashmill Times")
    expect(visitor.get_by_text("No attacks on a person")).to_be_visible()


def test_changes_the_colour_and_a_number_and_takes_both_back(server, page_as, axe):
    before = server.play("answer = Site.current().accent")
    page, reader = page_as("ada"), page_as("bob", scheme="dark")
    page.goto("/")
    page.get_by_role("button", name="Menu of ada").click()
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Identity").click()
    page.get_by_label("Colour").fill("#00ff00")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved. It is in force.")).to_be_visible()
    assert "#007d00" in page.evaluate(ACCENT)  # as much darker as white text on it needs
    axe(page)
    reader.goto("/recent/")
    assert (
        reader.get_by_role("link", name="Write").evaluate("element => getComputedStyle(element).backgroundColor")
        == "rgb(155, 235, 148)"
    )
    axe(reader)

    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Numbers").click()
    axe(page)
    page.get_by_role("link", name="polls.choices").click()
    page_as.expects("status of 422")
    page.get_by_label("From now on").fill("many")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("a whole number from 1 to 100")).to_be_visible()
    expect(page.get_by_label("From now on")).to_have_value("many")
    axe(page)
    page.get_by_label("From now on").fill("7")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("7 choices", exact=True)).to_be_visible()
    reader.goto("/about/rules/#polls")
    expect(reader.locator("#polls")).to_contain_text("7 choices")

    page.get_by_role("button", name="Back to 15").click()
    expect(page.get_by_text("choices again, as it came")).to_be_visible()
    reader.reload()
    expect(reader.locator("#polls")).to_contain_text("15 choices")
    page.goto("/administration/identity/")
    page.get_by_label("Colour").fill(before)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved. It is in force.")).to_be_visible()
    page.goto("/administration/changes/")
    expect(page.get_by_text("#00ff00").first).to_be_visible()
    axe(page)
    assert server.play("answer = Site.current().accent") == before


def test_without_scripts_on_a_phone(server, page_as, axe):
    """Everything is a form: a page is written, previewed, published and taken back."""
    page = page_as("ada", scripts=False, width=360, scheme="dark")
    page.goto("/administration/pages/write/")
    page.get_by_label("Title").fill("House history")
    page.get_by_label("Text").fill("In the **beginning** there was a ferry.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview strong")).to_have_text("beginning")
    page.get_by_role("button", name="Save as a draft").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", name="House history")).to_be_visible()
    page_as.expects("status of 404")
    stranger = page_as(None)
    assert stranger.goto("/about/house-history/").status == 200
    axe(stranger)
    page.get_by_role("link", name="Change this page").click()
    page.get_by_role("button", name="Take it back to the drafts").click()
    assert stranger.goto("/about/house-history/").status == 404
