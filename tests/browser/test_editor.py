"""The newsroom: a group, its queue, and what becomes of the diaries in it, as five people live through it."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once

GROUP = """
from groups.models import Group
founder = member("fay", "trusted")
at = now() - timedelta(days=2 * Group.objects.count() + 2)  # a member founds a few a day
group = Group.objects.found(name, by=founder, description="What the mill does.", rules="Say where you stood.", at=at)
for who, role in {"eli": "editor", "cam": "contributor"}.items():
    group.invite(member(who), by=founder)
    group.accept(by=member(who))
    if role == "editor":
        group.promote(member(who), to="editor", by=founder)
answer = group.slug
"""
DRAFT = """
draft = Diary.objects.start(by=member(by), title=title, intro="Seen from the weir.", body="Low all week.", tags="Mill")
answer = draft.pk
"""


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def go(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def test_a_group_is_founded_and_peopled(server, page_as, axe):
    """The founder invites one; another asks; the third is a stranger."""
    for name, roles in {"fay": ["trusted"], "eli": [], "ina": [], "oz": []}.items():
        server.play("member(name, *roles)", name=name, roles=roles)
    founder = page_as("fay")
    founder.goto("/groups/")
    go(founder, "Found a group")
    founder.get_by_label("Name").fill("Mill Watch")
    founder.get_by_label("Description").fill("What the *mill* does.")
    axe(founder)
    press(founder, "Found the group")
    expect(founder.get_by_role("heading", name="Mill Watch")).to_be_visible()
    go(founder, "1 member")
    founder.get_by_label("User name").fill("nobody-of-this-name")
    page_as.expects("status of 422")
    press(founder, "Invite")
    expect(founder.get_by_text("Nobody here has this name.")).to_be_visible()
    founder.get_by_label("User name").fill("ina")
    press(founder, "Invite")
    expect(founder.get_by_text("ina is invited")).to_be_visible()
    axe(founder)

    invited = page_as("ina", width=360)
    invited.goto("/groups/mill-watch/")
    axe(invited)
    press(invited, "Accept")
    expect(invited.get_by_text("You belong to the group.")).to_be_visible()

    asking = page_as("eli")
    asking.goto("/groups/mill-watch/")
    asking.get_by_text("Ask to join", exact=True).first.click()
    asking.get_by_label("A few words for its admins").fill("I keep the sluice.")
    press(asking, "Ask to join")
    expect(asking.get_by_text("You have asked to join")).to_be_visible()
    founder.goto("/groups/mill-watch/members/")
    expect(founder.get_by_text("I keep the sluice.")).to_be_visible()
    founder.get_by_role("button", name="Accept").click()
    founder.locator("li", has_text="eli").get_by_role("button", name="Make editor").click()
    expect(founder.get_by_role("main").locator(".mark", has_text="editor")).to_be_visible()

    stranger = page_as("oz")
    stranger.goto("/groups/mill-watch/")
    expect(stranger.get_by_role("link", name="Queue")).to_have_count(0)
    page_as.expects("status of 403")
    stranger.goto("/groups/mill-watch/queue/")
    expect(stranger.get_by_text("You must be a member of a group to use this feature.")).to_be_visible()


def story(server, page_as, axe, *, group: str, title: str, scripts: bool, width: int) -> None:
    """A draft goes into the queue, comes back with notes, is claimed, scheduled, published; the author takes the consent back."""
    slug = server.play(GROUP, name=group)
    draft = server.play(DRAFT, by="cam", title=title)
    author, editor, admin = (page_as(name, scripts=scripts, width=width) for name in ("cam", "eli", "fay"))

    author.goto(f"/diaries/{draft}/edit/")
    go(author, "Give it to a group")
    expect(author.get_by_text("Choose where to republish this diary.")).to_be_visible()
    author.get_by_label("Group").select_option(label=group)
    author.get_by_label("A few words for its editors").fill("For Sunday?")
    axe(author) if scripts else None
    press(author, "Add to the queue")
    expect(author.get_by_text("It is in the queue.")).to_be_visible()
    entry = author.url

    editor.goto("/")
    queues = editor.get_by_role("region", name="Your groups’ queues")
    expect(queues.get_by_text("1 waiting")).to_be_visible()
    queues.get_by_role("link", name=group).click()
    go(editor, title)
    expect(editor.get_by_text("For Sunday?")).to_be_visible()
    press(editor, "Claim")
    admin.goto(entry)
    expect(admin.get_by_text("Claimed by eli")).to_be_visible()
    expect(admin.get_by_role("button", name="Publish")).to_have_count(0)
    go(editor, "Send back")
    editor.get_by_label("What should change?").fill("Which mornings, please?")
    axe(editor) if scripts else None
    press(editor, "Send back")
    expect(editor.get_by_text("It is with its author again.")).to_be_visible()

    author.goto("/notifications/")
    author.get_by_role("link", name=f"{title} was sent back to you ({group})").click()
    expect(author.get_by_text("Which mornings, please?")).to_be_visible()
    go(author, "Hand in again")
    author.get_by_label("What has changed?").fill("Tuesday and Friday.")
    press(author, "Hand in again")

    editor.goto(entry)
    go(editor, "Schedule")
    editor.get_by_label("A free slot").select_option(index=2)
    press(editor, "Schedule")
    expect(editor.get_by_text("It is on the calendar.")).to_be_visible()
    axe(editor) if scripts else None
    editor.goto(f"/groups/{slug}/queue/calendar/")
    expect(editor.get_by_role("main").get_by_role("link", name=title)).to_be_visible()
    reader = page_as(None, width=width)
    page_as.expects("status of 404", "status of 403")
    assert reader.goto(f"/diaries/{draft}/x/").status == 404  # nothing of it is anybody else's yet

    admin.goto(entry)  # both have the page open; the admin is faster
    editor.goto(entry)
    press(admin, "Publish")
    expect(admin.get_by_text("Published: in the group, and on its author's page.")).to_be_visible()
    page_as.expects("status of 409")
    press(editor, "Publish")
    expect(editor.get_by_text("Meanwhile fay published it. Nothing else was done.")).to_be_visible()

    for place in (f"/groups/{slug}/", "/people/cam/"):
        reader.goto(place)
        expect(reader.get_by_role("link", name=title)).to_be_visible()
    reader.get_by_role("link", name=title).click()
    expect(reader.get_by_role("main").get_by_role("link", name=group)).to_be_visible()

    author.goto(entry)
    go(author, "Withdraw")
    expect(author.get_by_role("heading", name="Take your consent back?")).to_be_visible()
    press(author, "Withdraw")
    expect(author.get_by_text("It is withdrawn.")).to_be_visible()
    reader.goto(f"/groups/{slug}/")
    expect(reader.get_by_role("link", name=title)).to_have_count(0)
    reader.goto("/people/cam/")
    expect(reader.get_by_role("link", name=title)).to_be_visible()
    for page in (author, editor, admin, reader):
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_draft_goes_through_the_newsroom(server, page_as, axe):
    story(server, page_as, axe, group="Weir Watch", title="Low water at the mill", scripts=True, width=1400)


def test_on_a_phone_and_without_scripts(server, page_as, axe):
    story(server, page_as, axe, group="Sluice Watch", title="High water at the mill", scripts=False, width=360)


def test_a_published_diary_is_republished_and_taken_off(server, page_as, axe):
    """One diary, one thread; several groups are named with a serial comma; an editor takes it off again."""
    slugs = [server.play(GROUP, name=name) for name in ("Eel Watch", "Fog Watch", "Ice Watch")]
    address = server.play("answer = diary(member('wil'), 'Ice on the millpond').get_absolute_url()")
    contributor, editor = page_as("cam"), page_as("eli")
    for name in ("Eel Watch", "Fog Watch", "Ice Watch"):
        contributor.goto(address)
        go(contributor, "Republish")
        contributor.get_by_label("Group").select_option(label=name)
        press(contributor, "Add to the queue")
        editor.goto(contributor.url)
        press(editor, "Republish")
        expect(editor.get_by_text("The group shows it now.")).to_be_visible()
    reader = page_as(None)
    reader.goto(address)
    expect(reader.get_by_text("Also republished by Eel Watch, Fog Watch, and Ice Watch.")).to_be_visible()

    editor.goto(f"/groups/{slugs[1]}/")
    editor.get_by_role("link", name="Take off this page").click()
    editor.get_by_label("Why?").fill("Not about fog.")
    axe(editor)
    press(editor, "Take it off")
    expect(editor.get_by_text("The group shows it no more.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_text("Also republished by Eel Watch and Ice Watch.")).to_be_visible()
    author = page_as("wil", width=360)
    author.goto("/notifications/")
    author.get_by_role("link", name="Ice on the millpond was taken off the page of the group (Fog Watch)").click()
    expect(author.get_by_text("Not about fog.")).to_be_visible()
    axe(author)


def test_a_group_always_keeps_an_admin(server, page_as):
    """The last admin cannot leave; of two who leave at once one stays."""
    slug = server.play(GROUP, name="Moss Watch")
    first, second = page_as("fay"), page_as("eli")
    first.goto(f"/groups/{slug}/")
    expect(first.get_by_role("main").get_by_role("link", name="Leave")).to_have_count(0)
    page_as.expects("status of 403")
    first.goto(f"/groups/{slug}/leave/")
    expect(first.get_by_text("A group always has an admin")).to_be_visible()
    first.goto(f"/groups/{slug}/members/")
    first.get_by_role("button", name="Make admin").click()
    for page in (first, second):
        page.goto(f"/groups/{slug}/")
        go(page, "Leave")
    press(first, "Leave it")
    expect(first.get_by_text("You have left the group.")).to_be_visible()
    press(second, "Leave it")
    expect(second.get_by_text("A group always has an admin")).to_be_visible()
    second.goto(f"/groups/{slug}/members/")
    expect(second.get_by_role("main").get_by_text("eli")).to_be_visible()


def test_a_moderator_closes_and_reopens_a_group(server, page_as, axe):
    """With a rule and a reason that everybody reads; what waits in the queue goes back to its author."""
    slug = server.play(GROUP, name="Spam Watch")
    draft = server.play(DRAFT, by="cam", title="Waiting for better days")
    server.play(
        "from groups.models import Group, QueueEntry\n"
        "QueueEntry.objects.add(Diary.objects.get(pk=pk), Group.objects.get(slug=slug), by=member('cam'))",
        pk=draft,
        slug=slug,
    )
    moderator = page_as("mo", width=360)
    moderator.goto(f"/groups/{slug}/")
    go(moderator, "Moderate")
    axe(moderator)
    go(moderator, "Close the group")
    moderator.get_by_label("4. ", exact=False).check()
    moderator.get_by_label("Why?").fill("It sells kettles.")
    axe(moderator)
    press(moderator, "Close it")
    expect(moderator.get_by_text("mo closed the group “Spam Watch”")).to_be_visible()
    go(moderator, "Clear its page")
    moderator.get_by_label("The description").check()
    moderator.get_by_label("4. ", exact=False).check()
    moderator.get_by_label("Why?").fill("Kettles again.")
    press(moderator, "Clear it")

    admin = page_as("fay")
    admin.goto("/notifications/")
    expect(admin.get_by_text("closed the group “Spam Watch”").first).to_be_visible()
    admin.goto(f"/groups/{slug}/")
    expect(admin.get_by_text("A moderator has closed this group")).to_be_visible()
    expect(admin.get_by_text("What the mill does.")).to_have_count(0)
    axe(admin)
    admin.get_by_role("link", name="Queue").click()
    expect(admin.get_by_role("button", name="Add to the queue")).to_have_count(0)
    go(admin, "Waiting for better days")
    expect(admin.get_by_role("button", name="Publish")).to_have_count(0)
    author = page_as("cam", width=360, scripts=False)
    author.goto(admin.url)
    go(author, "Withdraw")
    press(author, "Withdraw")
    author.goto("/drafts/")
    expect(author.get_by_role("link", name="Waiting for better days").first).to_be_visible()

    go(moderator, "Reopen the group")
    moderator.get_by_label("4. ", exact=False).check()
    moderator.get_by_label("Why?").fill("They promise.")
    press(moderator, "Reopen it")
    reader = page_as(None)
    reader.goto("/moderation/log/?kind=group")
    expect(reader.get_by_text("reopened the group “Spam Watch”")).to_be_visible()
    axe(reader)
