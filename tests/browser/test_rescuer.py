"""A rescuer's day: what trusted users nominate is read, seconded and put before everybody, or declined where its author never looks."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once


@pytest.fixture
def overlooked(server):
    """A diary of orla's that nobody has found: its title and its address."""

    def make(title):
        return server.play("""
            member("tova", "trusted"); member("remi", "rescuer"); member("rune", "rescuer")
            answer = diary(member("orla"), title, hours=5).get_absolute_url()
        """, title=title)  # fmt: skip

    return make


def nominate(page, address, blurb, note=""):
    page.goto(address)
    page.get_by_role("group", name="What you can do with this").get_by_role("link", name="Rescue").click()
    page.get_by_label("Rescue this diary, and add a note:").fill(note)
    page.get_by_label("Why should people read it?").fill(blurb)
    page.get_by_role("button", name="Nominate").click()


def test_a_diary_is_nominated_seconded_and_stands_on_the_front_page(server, page_as, overlooked, axe):
    address = overlooked("Counting eels at dawn")
    trusted = page_as("tova")
    nominate(trusted, address, "Somebody counted, so that we can argue.", note="Her third, and nobody came.")
    expect(trusted.get_by_text("The diary is on the rescue desk")).to_be_visible()

    remi = page_as("remi")
    remi.goto("/")
    remi.get_by_role("navigation", name="Sections").get_by_role("link", name="Rescue", exact=True).click()
    row = remi.locator("section[aria-labelledby=nominated] li", has_text="Counting eels at dawn")
    expect(row.get_by_text("Her third, and nobody came.")).to_be_visible()
    axe(remi)
    row.get_by_role("button", name="Second").click()
    expect(remi.locator("section[aria-labelledby=in-spotlight]")).to_contain_text("Counting eels at dawn")

    reader = page_as(None, width=390)
    reader.goto("/")
    spotlight = reader.locator("section.spotlight")
    expect(spotlight).to_contain_text("Counting eels at dawn")
    expect(spotlight).to_contain_text("Somebody counted, so that we can argue.")
    expect(spotlight).to_contain_text(re.compile("rescued by tova\\s+and remi"))
    expect(spotlight).not_to_contain_text("nobody came")
    axe(reader)
    reader.goto(address)
    expect(reader.get_by_role("link", name="Rescued").first).to_be_visible()


def test_who_nominated_cannot_second_and_a_decline_stays_at_the_desk(server, page_as, overlooked):
    address = overlooked("A very long list of my socks")
    rune = page_as("rune", scripts=False)
    nominate(rune, address, "It is a list.")
    row = rune.locator("section[aria-labelledby=nominated] li", has_text="list of my socks")
    expect(row).to_contain_text("You have nominated this diary; another rescuer seconds it.")
    expect(row.get_by_role("button", name="Second")).to_have_count(0)

    remi = page_as("remi", scripts=False)
    remi.goto("/rescue/")
    row = remi.locator("section[aria-labelledby=nominated] li", has_text="list of my socks")
    row.locator("summary").click()
    row.locator("textarea").fill("Socks do not need us.")
    row.locator("details").get_by_role("button", name="Decline").click()
    expect(remi.locator("section[aria-labelledby=declined]")).to_contain_text("Socks do not need us.")

    page_as.expects("status of 403")
    orla = page_as("orla")
    for place in (address, "/notifications/", "/drafts/", "/people/orla/"):
        orla.goto(place)
        expect(orla.locator("body")).not_to_contain_text("Socks do not need us.")
        expect(orla.locator("body")).not_to_contain_text("declined")
    orla.goto("/rescue/")
    expect(orla.get_by_role("heading", name="You may not do that")).to_be_visible()


def test_the_next_unread_is_taken_and_counts_as_read(server, page_as, overlooked):
    overlooked("Where the gravel went")
    remi = page_as("remi")
    remi.goto("/rescue/")
    before = remi.locator("section[aria-labelledby=window] .coverage", has_text=re.compile("(read|taken) by .*remi")).count()
    remi.get_by_role("button", name="Take the next unread").click()
    expect(remi).to_have_url(re.compile(r"/diaries/\d+/"))
    title = remi.get_by_role("heading", level=1).inner_text()
    remi.goto("/rescue/")
    expect(remi.locator("section[aria-labelledby=window] li", has_text=title).locator(".coverage")).to_contain_text("remi")
    assert (
        remi.locator("section[aria-labelledby=window] .coverage", has_text=re.compile("(read|taken) by .*remi")).count()
        == before + 1
    )


def test_removing_from_the_spotlight_asks_first(server, page_as, overlooked):
    address = overlooked("The bell that rang by itself")
    server.play("""
        from diaries.models import Rescue
        found = Diary.objects.get(title="The bell that rang by itself")
        Rescue.objects.nominate(found, by=member("tova"), blurb="It rang.").second(by=member("rune"))
    """)
    remi = page_as("remi")
    remi.goto("/rescue/")
    remi.get_by_role("link", name="Remove The bell that rang by itself from Rescue").click()
    expect(remi.get_by_role("heading", name="Are you sure you want to remove this diary from Rescue?")).to_be_visible()
    remi.get_by_role("link", name="Keep it").click()
    expect(remi.locator("section[aria-labelledby=in-spotlight]")).to_contain_text("The bell that rang by itself")
    remi.get_by_role("link", name="Remove The bell that rang by itself from Rescue").click()
    remi.get_by_role("button", name="Remove it").click()
    expect(remi.locator("section[aria-labelledby=in-spotlight]")).not_to_contain_text("The bell that rang by itself")
    reader = page_as(None)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("The bell that rang by itself")
    expect(reader.get_by_role("link", name="Rescued")).to_have_count(0)
