"""Tags and the stream, as members, a trusted user and a moderator live with them."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_editor import GROUP, press

pytestmark = pytest.mark.once


def test_members_tag_and_moderators_look_after_the_tags(server, page_as, axe):
    address = server.play("answer = diary(member('ona'), 'The old sluice', tags='Sluice gates, Mill').get_absolute_url()")
    member = page_as("tag")
    member.goto(address)
    member.get_by_text("Add tags", exact=True).first.click()
    field = member.get_by_label("Tags to add")
    field.press_sequentially("Sluice g")
    option = member.get_by_role("option", name="Sluice gates")
    expect(option).to_be_visible()
    axe(member, ".diary-tags")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Sluice gates, ")
    field.press_sequentially("C++, 日本語")
    member.locator(".diary-tags").get_by_role("button", name="Add tags").click()
    expect(member.locator(".diary-tags").get_by_role("link", name="日本語")).to_be_visible()
    assert member.url.endswith(address)  # in its place
    expect(member.locator(".diary-tags .tag")).to_have_text(["Sluice gates", "Mill", "C++", "日本語"])

    trusted = page_as("tru", width=360, scripts=False)
    server.play("member('tru', 'trusted')")
    trusted.goto(address)
    trusted.get_by_role("link", name="Change tags").click()
    trusted.get_by_label("Tags").fill("Sluice gate, Mill, C++")
    press(trusted, "Change tags")
    expect(trusted.get_by_role("deletion").filter(has_text="日本語")).to_be_visible()
    assert trusted.evaluate("document.documentElement.scrollWidth") <= 360

    moderator = page_as("mo")
    moderator.goto("/tags/sluice-gate/")
    moderator.get_by_role("link", name="rename").click()
    axe(moderator)
    moderator.get_by_label("New name").fill("Sluices")
    moderator.get_by_label("Why?").fill("One word for all of them.")
    press(moderator, "Rename")
    expect(moderator.get_by_role("heading", name="Tag Sluices")).to_be_visible()
    reader = page_as(None)
    assert reader.goto("/tags/sluice-gate/").url.endswith("/tags/sluices/")
    moderator.get_by_role("link", name="give it another name").click()
    moderator.get_by_label("Another name").fill("Penstocks")
    moderator.get_by_label("Why?").fill("What engineers say.")
    press(moderator, "Give it this name")
    expect(moderator.get_by_text("Found as well as")).to_contain_text("Penstocks")
    assert reader.goto("/tags/penstocks/").url.endswith("/tags/sluices/")
    moderator.get_by_role("link", name="merge into another").click()
    moderator.get_by_label("Into which tag?").press_sequentially("Mil")
    moderator.get_by_role("option", name="Mill").click()
    moderator.get_by_label("Why?").fill("The same thing here.")
    press(moderator, "Merge")
    expect(moderator.get_by_role("heading", name="Tag Mill")).to_be_visible()
    for old in ("sluices", "sluice-gate", "penstocks"):
        assert reader.goto(f"/tags/{old}/").url.endswith("/tags/mill/")
    moderator.goto("/tags/c-plus-plus/")
    moderator.get_by_role("link", name="ban").click()
    moderator.get_by_label("Why?").fill("No rivers in it.")
    press(moderator, "Ban it")
    expect(moderator.get_by_role("heading", name="Banned tags")).to_be_visible()
    axe(moderator)
    page_as.expects("status of 404")
    assert reader.goto("/tags/c-plus-plus/").status == 404
    reader.goto(address)
    expect(reader.locator(".diary-tags .tag")).to_have_text(["Mill"])
    reader.goto("/moderation/log/?kind=tag")
    expect(reader.get_by_text("banned the tag “C++”")).to_be_visible()


def test_what_one_follows_and_mutes_makes_the_stream(server, page_as, axe):
    slug = server.play(GROUP, name="Heron Watch")
    server.play(
        """
        from groups.models import Group, QueueEntry
        made = diary(member('ivo'), 'Herons at the outfall', tags='Herons')
        QueueEntry.objects.add(made, Group.objects.get(slug=slug), by=member('cam')).republish(by=member('eli'))
        diary(member('ivo'), 'A second heron', tags='Herons', hours=50)
        """,
        slug=slug,
    )
    page = page_as("una")
    page.goto("/stream/")
    axe(page)
    page.goto(f"/groups/{slug}/")
    press(page, "Follow")
    expect(page.get_by_text("You follow Heron Watch")).to_be_visible()
    page.goto("/tags/herons/")
    press(page, "Follow")
    expect(page.get_by_text("You follow Herons")).to_be_visible()
    page.goto("/stream/")
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows.filter(has_text="Herons at the outfall")).to_have_count(1)  # once, with every reason
    row = rows.filter(has_text="Herons at the outfall")
    expect(row).to_contain_text("tagged Herons")
    expect(row).to_contain_text("republished by Heron Watch")
    axe(page)
    page.goto("/people/ivo/")
    press(page, "Mute")
    expect(page.get_by_text("Kept out of your stream.")).to_be_visible()
    page.goto("/stream/")
    expect(page.get_by_text("Herons at the outfall")).to_have_count(0)
    page.goto("/stream/mutes/")
    axe(page)
    page.get_by_role("button", name="Unmute").click()
    page.goto("/stream/")
    expect(page.get_by_text("Herons at the outfall")).to_have_count(1)

    page.goto("/stream/feed/")
    old = page.locator(".feed-addresses code").first.inner_text().strip()
    axe(page)
    page.once("dialog", lambda question: question.accept())
    page.get_by_role("button", name="Renew the addresses").click()
    expect(page.get_by_text("Your feeds have new addresses.")).to_be_visible()
    assert page.request.get(old).status == 404
    assert page.request.get(page.locator(".feed-addresses code").first.inner_text().strip()).status == 200
