"""Follows, tags and consent at the same moment, each press in a process of its own: nothing doubles, nothing is lost, nobody reads a 500."""

import json

from groups.tests.crowd import at_once

CAST = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from diaries.models import Diary
from groups.models import Group, QueueEntry
now = timezone.now()
people = [User.objects.join(f"member{n}", email=f"m{n}@example.org", at=now - timedelta(days=200)) for n in range(3)]
for each in people:
    each.grant("trusted")
group = Group.objects.found("Desk", by=people[0])
for other in people[1:]:
    group.invite(other, by=people[0])
    group.accept(by=other)
group.promote(people[1], to="editor", by=people[0])
author = User.objects.join("author", email="a@example.org", at=now - timedelta(days=200))
for n in range(6):
    at = now - timedelta(days=n + 1)
    diary = Diary.objects.start(by=author, title=f"Diary {n}", intro="Text", tags="Old", at=at)
    diary.publish(by=author, at=at)
    if n >= 3:
        entry = QueueEntry.objects.add(diary, group, by=people[2], at=at)
        if n > 3:
            entry.republish(by=people[0], at=at)
"""

COUNT = """
import json
from django.db.models import Count
from diaries.models import Diary, Tag, TagChange
from groups.models import QueueEntry, Republication, Tally
from stream.models import Follow, Mute
print(json.dumps({
    "follows": Follow.objects.count(), "mutes": Mute.objects.count(), "new": list(Tag.objects.filter(key="new").values_list("uses", flat=True)),
    "tags": sorted(tag.name for tag in Diary.objects.get(title="Diary 1").tag_list),
    "changes": TagChange.objects.filter(diary__title="Diary 1").exclude(before="").count(),
    "steps": {e.diary.title: [s.act for s in e.steps.all()] for e in QueueEntry.objects.select_related("diary").order_by("pk")},
    "shown": sorted(Republication.objects.standing().values_list("diary__title", flat=True)),
    "columns": sorted(d.title for d in Diary.objects.all() if d.shown_in), "tally": Tally.objects.get().diaries,
}))
"""


def test_whatever_they_press_at_once(site_of_its_own):
    site = site_of_its_own
    made = site.python(CAST)
    assert made.returncode == 0, made.stderr
    why = {"words": "Because."}
    follow, mute, tag, same, consent, off, clash = at_once(
        site,
        [("member0", "/people/author/follow/", {}), ("member0", "/tags/old/mute/", {}), ("member0", "/diaries/1/tags/", {"tags": "New"}),
         ("member0", "/diaries/2/tags/", {"tags": "One"}), ("author", "/queue/1/withdraw/", {}), ("author", "/queue/2/withdraw/", {}),
         ("member0", "/queue/3/take-off/", why)],
        [("member0", "/people/author/follow/", {}), ("member0", "/tags/old/mute/", {}), ("member1", "/diaries/3/tags/", {"tags": "NEW"}),
         ("member1", "/diaries/2/tags/", {"tags": "Two"}), ("member1", "/queue/1/republish/", {}), ("member1", "/queue/2/take-off/", why),
         ("member1", "/queue/3/take-off/", why)],
        [("member0", "/people/author/follow/", {}), ("member0", "/tags/old/mute/", {}), ("member2", "/diaries/4/tags/", {"tags": "new"}),
         ("member2", "/diaries/2/tags/", {"tags": "Three"}), ("member0", "/queue/1/republish/", {}), ("member0", "/queue/2/take-off/", why),
         ("member0", "/queue/3/take-off/", why)],
    )  # fmt: skip
    found = json.loads(site.python(COUNT).stdout)
    assert follow == mute == tag == same == (302, 302, 302)
    assert (found["follows"], found["mutes"], found["new"]) == (1, 1, [3])
    assert found["tags"] == ["Old", "One", "Three", "Two"] and found["changes"] == 3
    assert consent[0] == 302 and set(consent) <= {302, 403, 409}  # the author's no is the last word
    assert found["steps"]["Diary 3"] in (["added", "withdrawn"], ["added", "republished", "withdrawn"])
    assert min(off) == 302 and set(off) <= {302, 409} and len(found["steps"]["Diary 4"]) == 3
    assert sorted(clash) in ([302, 302, 409], [302, 409, 409])
    assert found["steps"]["Diary 5"] == ["added", "republished", "taken off"]
    assert found["shown"] == found["columns"] == [] and found["tally"] == 0
