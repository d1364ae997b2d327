"""What holds on every page, in a real browser."""

from playwright.sync_api import expect


def test_a_reader_and_a_member_see_the_front_page(page_as, axe):
    for name in (None, "alice"):
        page = page_as(name)
        page.goto("/")
        expect(page.get_by_role("link", name="The open diary").first).to_be_visible()
        axe(page)
    expect(page.get_by_role("button", name="Menu of alice")).to_be_visible()
