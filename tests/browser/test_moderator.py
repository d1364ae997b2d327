"""The moderators' night: a report comes in, a member is warned, appeals, and somebody who took no part decides."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once

CAST = """
for name, roles in {"uma": [], "vic": [], "mona": ["moderator"], "nils": ["moderator"]}.items():
    member(name, *roles)
told = diary(member("uma"), "The weir at midnight", hours=2)
said = told.comments.post(by=member("vic"), subject="Rubbish", body="Only an owl would write this.", at=now() - timedelta(hours=1))
answer = [told.get_absolute_url(), said.pk]
"""
SHORT = {"width": 360, "scheme": "dark"}


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def go(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_from_a_report_to_the_outcome_of_an_appeal(server, page_as, axe):
    place, comment = server.play(CAST)
    reporter = page_as("uma", **SHORT)
    reporter.goto(f"/comments/{comment}/report/")
    axe(reporter)
    reporter.get_by_label("3. Insult without argument").check()
    reporter.get_by_label("In your words").fill("He calls me an owl.")
    press(reporter, "Report")
    reporter.goto("/moderation/reports/")
    expect(reporter.get_by_text("It waits for a moderator.")).to_be_visible()

    moderator = page_as("mona")
    moderator.goto("/moderation/")
    axe(moderator)
    moderator.get_by_role("link", name="comment 2 by vic").click()
    expect(moderator.get_by_text("He calls me an owl.")).to_be_visible()
    press(moderator, "Take this case")
    axe(moderator)
    go(moderator, "Warn")
    moderator.get_by_label("3. Insult without argument").check()
    moderator.get_by_label("Why?").fill("Owls are no argument.")
    press(moderator, "Warn")
    expect(moderator.get_by_text("Done, and in the public log")).to_be_visible()
    reporter.reload()
    expect(reporter.get_by_text("A moderator has acted on it.")).to_be_visible()
    expect(reporter.get_by_text("Owls are no argument.")).to_be_visible()

    the_member_answers(page_as, axe, place)
    somebody_else_decides(page_as, axe)


def the_member_answers(page_as, axe, place: str) -> None:
    """The notice stands on every page until it is read; then the appeal, without scripts."""
    warned = page_as("vic", **SHORT, scripts=False)
    for address in (place, "/recent/"):
        warned.goto(address)
        expect(warned.get_by_role("heading", name="A moderator has warned you")).to_be_visible()
    press(warned, "I have read this")
    warned.goto(place)
    expect(warned.get_by_role("heading", name="A moderator has warned you")).to_have_count(0)
    warned.goto("/moderation/mine/")
    go(warned, "Appeal")
    warned.get_by_label("Why was it wrong?").fill("An owl is a wise bird.")
    press(warned, "Appeal")
    expect(warned.get_by_text("You have appealed on")).to_be_visible()


def somebody_else_decides(page_as, axe) -> None:
    took_part, other, reader = page_as("mona"), page_as("nils"), page_as(None)
    for moderator in (took_part, other):
        moderator.goto("/moderation/appeals/")
        moderator.get_by_role("link", name="vic").first.click()
        expect(moderator.get_by_text("An owl is a wise bird.")).to_be_visible()
    expect(took_part.get_by_text("You took part in this case")).to_be_visible()
    axe(other)
    other.get_by_label("3. Insult without argument").check()
    other.get_by_label("Why?").fill("It was meant kindly.")
    press(other, "Uphold: undo what was done")
    expect(other.get_by_text("Decided.")).to_be_visible()
    reader.goto("/moderation/log/")
    line = reader.get_by_role("listitem").filter(has_text="nils upheld the appeal of vic")
    expect(line.get_by_text("It was meant kindly.")).to_be_visible()
    axe(reader)
