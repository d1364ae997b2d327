"""Editors and schedulers at the same moment, each in a process of its own: one wins, the others are told."""

import json

from groups.tests.crowd import at_once

CAST = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from diaries.models import Diary
from groups.models import Group, QueueEntry
now = timezone.now()
people = [User.objects.join(f"editor{n}", email=f"e{n}@example.org") for n in range(3)]
people[0].grant("trusted")
group = Group.objects.found("Desk", by=people[0])
for other in people[1:]:
    group.invite(other, by=people[0])
    group.accept(by=other)
    group.promote(other, to="editor", by=people[0])
for n in range(10):
    author = User.objects.join(f"author{n}", email=f"a{n}@example.org")
    group.join(by=author)
    group.admit(author, by=people[0])
    diary = Diary.objects.start(by=author, title=f"Diary {n}", intro="Text", tags="Tag", at=now - timedelta(hours=9))
    entry = QueueEntry.objects.add(diary, group, by=author, at=now - timedelta(hours=9))
    if n >= 6:
        entry.schedule(now - timedelta(hours=n - 4), by=people[0], at=now - timedelta(hours=8))
bare = User.objects.get(username="author5")
mine = Diary.objects.start(by=bare, title="Twice", intro="Text", tags="Tag")
"""

COUNT = """
import json
from diaries.models import Diary
from groups.models import QueueEntry, Republication, Tally
print(json.dumps({
    "stages": {e.diary.title: e.stage for e in QueueEntry.objects.select_related("diary")},
    "outcomes": {e.diary.title: [s.act for s in e.steps.all()] for e in QueueEntry.objects.select_related("diary")},
    "shown": sorted(Republication.objects.values_list("diary__title", flat=True)),
    "tips": [d.comments.count() for d in Diary.objects.published()],
    "published": Diary.objects.published().count(),
    "tally": Tally.objects.get().diaries,
}))
"""


def test_one_wins_and_the_others_are_told(site_of_its_own):
    site = site_of_its_own
    made = site.python(CAST)
    assert made.returncode == 0, made.stderr
    day, desk = {"when": "2027-02-03T10:00"}, "/groups/desk/queue/"
    publish, end, claim, slot, add, _ = at_once(
        site,
        [("editor0", "/queue/1/publish/", {}), ("editor0", "/queue/2/publish/", {}), ("editor0", "/queue/3/claim/", {}),
         ("editor0", "/queue/4/schedule/", day), ("author5", desk, {"diary": "11"}), ("schedule", "", {})],
        [("editor1", "/queue/1/publish/", {}), ("editor1", "/queue/2/decline/", {"words": "Not here."}), ("editor1", "/queue/3/claim/", {}),
         ("editor1", "/queue/5/schedule/", day), ("author5", desk, {"diary": "11"}), ("schedule", "", {})],
        [("editor2", "/queue/1/publish/", {}), ("author1", "/queue/2/withdraw/", {}), ("editor2", "/queue/3/claim/", {}),
         ("editor2", "/queue/4/schedule/", day), ("author5", desk, {"diary": "11"}), ("schedule", "", {})],
    )  # fmt: skip
    found = json.loads(site.python(COUNT).stdout)
    assert sorted(publish) == sorted(claim) == [302, 409, 409]
    assert set(end) <= {302, 403, 404, 409} and 302 in end
    ended = [act for act in found["outcomes"]["Diary 1"] if act != "added"]
    assert len(ended) == 1 or ended == ["published", "withdrawn"]
    assert found["outcomes"]["Diary 2"] == ["added", "claimed"]
    assert 302 in slot and 409 in slot and sorted(found["stages"][f"Diary {n}"] for n in (3, 4)) == ["scheduled", "waiting"]
    assert add == (302, 302, 302) and found["outcomes"]["Twice"] == ["added"]
    assert all(found["outcomes"][f"Diary {n}"] == ["added", "scheduled", "published"] for n in range(6, 10))
    assert len(found["shown"]) == len(set(found["shown"])) and found["tips"] == [1] * found["published"]
    assert found["tally"] == found["published"] - (ended == ["published", "withdrawn"])
