"""A site after some weeks: what pages show beside the secrets of tests/access/world.py."""

from datetime import timedelta
from pathlib import Path

from diaries.models import Diary, HotlistEntry, Update
from groups.models import QueueEntry
from moderation.deeds import DEEDS, perform
from moderation.models import Appeal, Report
from tests.access.world import World

TEXTS = Path(__file__).parent / "texts"
VERB = {deed.verb: deed for deed in DEEDS}


def furnish(world: World) -> list[str]:
    """What a site has after some weeks beside its secrets: cases, appeals, a queue, notices, polls, an edited comment. More addresses."""
    now = world.now
    mo, ada, bob, alice = (world.who(name) for name in ("moderator", "administrator", "bob", "alice"))
    said = world.open.comments.post(by=bob, subject="The bridge", body="> quoted\n\n- a\n- b", at=now - timedelta(minutes=9))
    said.edit(by=bob, subject="The bridge", body="The bridge, *rather*.", at=now - timedelta(minutes=8))
    said.recommend(by=alice, at=now - timedelta(minutes=7))
    for number in range(6):
        world.said.recommend(by=[*world.guards, world.who("lou"), mo, ada, alice][number], at=now - timedelta(minutes=6))
    case = Report.objects.report(world.said, by=alice, rule=1, words="Look at this.", at=now - timedelta(minutes=5)).case
    case.claim(by=mo, at=now - timedelta(minutes=4))
    rude = world.open.comments.post(by=bob, body="Something rude.", at=now - timedelta(minutes=9))
    line = perform(VERB["remove"], rude, by=mo, rule=1, reason="It was rude.", days=0, case=None, at=now - timedelta(minutes=4))
    appeal = Appeal.objects.appeal(line.case, by=bob, words="It was not.", at=now - timedelta(minutes=3))
    perform(VERB["warn"], bob, by=mo, rule=1, reason="The third time.", days=0, case=None, at=now - timedelta(minutes=2))
    HotlistEntry.objects.hotlist(world.open, by=bob)
    entry = QueueEntry.objects.add(world.open, world.group, by=world.who("contributor"), words="Is it for us?")
    Update.objects.add(world.open, by=alice, body="The ferry has won.")
    more = [entry.get_absolute_url(), appeal.get_absolute_url(), case.get_absolute_url(), said.get_absolute_url()]
    more += [f"{entry.get_absolute_url()}{verb}/" for verb in ("decline", "schedule", "send-back", "withdraw")]
    more += [f"/comments/{said.pk}/{verb}/" for verb in ("edits", "reply", "hide", "delete", "report", "moderate", "remove")]
    more += [line.get_absolute_url(), f"/rescue/{world.places['the private note of a rescue']['rescue.pk']}/decline/"]
    more += [places_address(world, what) for what in world.places] + every_kind(world)
    return [address for address in more if address]


def every_kind(world: World) -> list[str]:
    """What members write where nobody expects it, in a diary, an update, comments, a biography and a signature. Its pages."""
    lou, at = world.who("lou"), world.now - timedelta(days=2)
    html, markdown = (TEXTS / "every_kind.html").read_text(), (TEXTS / "every_kind.md").read_text()
    tags = "C++, 橋, عربي, Ferry"
    made = Diary.objects.start(by=lou, title="橋 and <b>every</b> kind", intro=html, body=markdown, tags=tags, at=at)
    other = Diary.objects.start(
        by=world.who("cleo"), title="عنوان عربي طويل", intro="مقدمة", body=html, markup="html", tags=tags, at=at
    )
    made.publish(by=lou, at=at)
    other.publish(by=world.who("cleo"), at=at)
    Update.objects.add(made, by=lou, body=markdown, at=at)
    said = made.comments.post(by=world.who("bob"), subject="橋", body=html, markup="html", at=at)
    made.comments.post(by=lou, body=markdown, parent=said, at=at)
    lou.describe(biography=markdown, signature="[](https://example.org/) <h1>x</h1>")
    return [each.get_absolute_url() for each in (Diary.objects.get(pk=made.pk), Diary.objects.get(pk=other.pk), said, lou)]


def places_address(world: World, what: str) -> str:
    places = world.places[what]
    if places.get("comments.pk"):
        return f"/comments/{places['comments.pk']}/"
    return f"/diaries/{places['diaries.pk']}/edit/" if "diaries.pk" in places else ""
