"""What trusted users do: hide under a rule, see what is left of their five, and bring back what did not deserve it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once

CAST = """
for name, roles in {"tia": ["trusted"], "tod": ["trusted"], "tam": ["trusted"], "wes": []}.items():
    member(name, *roles)
told = diary(member("ula"), "The lock keeper", hours=2)
said = told.comments.post(by=member("wes"), subject="Keep it", body="Lock keepers are thieves.", at=now() - timedelta(hours=1))
answer = [told.get_absolute_url(), said.pk]
"""
HIDE = "Comment.objects.get(pk=comment).hide(by=member('tod'), rule=3)"


def test_hides_sees_what_is_left_and_another_brings_it_back(server, page_as, axe):
    place, comment = server.play(CAST)
    hider = page_as("tia")
    hider.goto(place)
    hider.locator("#c2").get_by_text("Hide", exact=True).first.click()
    expect(hider.get_by_text("You have 5 hides left of the last 24 hours.")).to_be_visible()
    hider.get_by_label("3. Insult without argument").check()
    axe(hider)
    hider.get_by_role("button", name="Hide", exact=True).last.click()
    expect(hider.locator("#c2").get_by_text("(0+ / 1-)")).to_be_visible()
    server.play(HIDE, comment=comment)

    reader = page_as(None, width=360)
    reader.goto(place)
    expect(reader.get_by_text("hidden by 2 trusted users, rule 3")).to_be_visible()
    expect(reader.get_by_text("Lock keepers are thieves.")).to_have_count(0)
    axe(reader)

    author = page_as("wes", width=360, scheme="dark")
    author.goto(place)
    expect(author.get_by_text("Lock keepers are thieves.")).to_be_visible()
    author.locator("#c2").get_by_role("link", name="Why, and what you can do").click()
    expect(author.get_by_role("main").get_by_role("link", name="appeal").first).to_be_visible()

    hider.goto("/comments/hidden/")
    expect(hider.get_by_text("You have 4 hides left of the last 24 hours.")).to_be_visible()
    expect(hider.get_by_text("Lock keepers are thieves.")).to_be_visible()
    axe(hider)
    it_comes_back(page_as, reader, comment)


def it_comes_back(page_as, reader, comment: int) -> None:
    """A third trusted user recommends it, without scripts."""
    other = page_as("tam", scripts=False)
    other.goto("/comments/hidden/")
    other.get_by_role("main").get_by_role("link", name="Keep it").first.click()
    other.locator("#c2").get_by_role("button", name="Recommend").first.click()
    reader.reload()
    expect(reader.get_by_text("Lock keepers are thieves.")).to_be_visible()
    expect(reader.locator("#c2").get_by_text("(1+ / 2-)")).to_be_visible()
