"""Admins at the same moment, each in a process of its own: a group never loses its last one."""

import json
import time

CAST = """
from accounts.models import User
from groups.models import Group
people = [User.objects.join(f"admin{n}", email=f"a{n}@example.org") for n in range(4)]
people[0].grant("trusted")
for number in range(4):
    group = Group.objects.found(f"Group no {number + 1}", by=people[0]) if number < 3 else None
    for other in people[1:] if group else []:
        group.invite(other, by=people[0])
        group.accept(by=other)
        group.promote(other, to="editor", by=people[0])
        group.promote(other, to="admin", by=people[0])
"""

ACT = """
import sys, time
from django.test import Client
from accounts.models import User
who, address, to, until = sys.argv[1:]
client = Client(headers={"host": "127.0.0.1"})
client.force_login(User.objects.get(username=who))
client.get("/groups/")
time.sleep(max(0, float(until) - time.time()))
print(client.post(address, {"to": to}).status_code)
"""

COUNT = """
import json
from django.db.models import Count, Q
from groups.models import Group
counted = Group.objects.annotate(found=Count("memberships", filter=Q(memberships__role="admin"))).order_by("pk")
print(json.dumps([[group.admin_count, group.found] for group in counted]))
"""


def test_however_they_go_at_once_one_stays(site_of_its_own):
    site = site_of_its_own
    made = site.python(CAST)
    assert made.returncode == 0, made.stderr
    until = str(time.time() + 6)
    at = "/groups/group-no-{}/{}"
    crowd = [(f"admin{n}", at.format(1, "leave/"), "", until) for n in range(4)]
    crowd += [(f"admin{n}", at.format(2, f"members/admin{n}/demote/"), "editor", until) for n in range(4)]
    crowd += [(f"admin{n}", at.format(3, f"members/admin{(n + 1) % 4}/expel/"), "", until) for n in range(4)]
    answers = site.all_at_once(ACT, crowd)
    counts = json.loads(site.python(COUNT).stdout)
    assert all(kept == found >= 1 for kept, found in counts), counts
    assert counts[0] == counts[1] == [1, 1]
    assert sorted(answers[:4]) == sorted(answers[4:8]) == ["302", "302", "302", "403"]
    assert set(answers[8:]) <= {"302", "403"} and "302" in answers[8:]
