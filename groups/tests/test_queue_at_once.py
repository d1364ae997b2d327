"""Editors and schedulers at the same moment, each in a process of its own: one wins, the others are told."""

import json
import time

CAST = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from diaries.models import Diary
from groups.models import Group, QueueEntry
now = timezone.now()
people = [User.objects.join(f"editor{n}", email=f"e{n}@example.org") for n in range(4)]
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

ACT = """
import sys, time
from django.core.management import call_command
from django.test import Client
from accounts.models import User
who, address, when, until = sys.argv[1:]
if who == "schedule":
    time.sleep(max(0, float(until) - time.time()))
    call_command("run_schedule")
else:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=who))
    client.get("/groups/")
    time.sleep(max(0, float(until) - time.time()))
    print(client.post(address, {"words": "Not here.", "when": when, "diary": when}).status_code)
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
    until = str(time.time() + 8)
    day = "2027-02-03T10:00"
    crowd = [(f"editor{n}", "/queue/1/publish/", "", until) for n in range(3)]
    crowd += [
        ("editor0", "/queue/2/publish/", "", until),
        ("editor1", "/queue/2/decline/", "", until),
        ("author1", "/queue/2/withdraw/", "", until),
    ]
    crowd += [(f"editor{n}", "/queue/3/claim/", "", until) for n in range(3)]
    crowd += [("editor1", "/queue/4/schedule/", day, until), ("editor2", "/queue/5/schedule/", day, until)]
    crowd += [("author5", "/groups/desk/queue/", "11", until)] * 2
    crowd += [("schedule", "", "", until)] * 3
    answers = site.all_at_once(ACT, crowd)
    found = json.loads(site.python(COUNT).stdout)
    assert sorted(answers[:3]) == ["302", "409", "409"]
    assert set(answers[3:6]) <= {"302", "403", "409"} and "302" in answers[3:6]
    ended = [act for act in found["outcomes"]["Diary 1"] if act != "added"]
    assert len(ended) == 1 or ended == ["published", "withdrawn"]
    assert sorted(answers[6:9]) == ["302", "409", "409"] and found["outcomes"]["Diary 2"] == ["added", "claimed"]
    assert sorted(answers[9:11]) == ["302", "409"]
    assert answers[11:13] == ["302", "302"] and found["outcomes"]["Twice"] == ["added"]
    assert sum(int(line.split()[0]) for line in answers[13:]) == 4
    assert all(found["outcomes"][f"Diary {n}"] == ["added", "scheduled", "published"] for n in range(6, 10))
    assert len(found["shown"]) == len(set(found["shown"]))
    assert found["tips"] == [1] * found["published"]
    assert found["tally"] == found["published"] - (found["stages"]["Diary 1"] == "withdrawn" and "published" in ended)
