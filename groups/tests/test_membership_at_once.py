"""Admins at the same moment, each in a process of its own: a group never loses its last one."""

import json

from groups.tests.crowd import at_once

CAST = """
from accounts.models import User
from groups.models import Group
people = [User.objects.join(f"admin{n}", email=f"a{n}@example.org") for n in range(3)]
people[0].grant("trusted")
for number in range(3):
    group = Group.objects.found(f"Group no {number + 1}", by=people[0])
    for other in people[1:]:
        group.invite(other, by=people[0])
        group.accept(by=other)
        group.promote(other, to="editor", by=people[0])
        group.promote(other, to="admin", by=people[0])
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
    at = "/groups/group-no-{}/{}"
    leave, demote, expel = at_once(site, *(
        [(f"admin{n}", at.format(1, "leave/"), {}),
         (f"admin{n}", at.format(2, f"members/admin{n}/demote/"), {"to": "editor"}),
         (f"admin{n}", at.format(3, f"members/admin{(n + 1) % 3}/expel/"), {})]
        for n in range(3)
    ))  # fmt: skip
    counts = json.loads(site.python(COUNT).stdout)
    assert counts[:2] == [[1, 1], [1, 1]] and counts[2][0] == counts[2][1] >= 1
    assert sorted(leave) == sorted(demote) == [302, 302, 403]
    assert set(expel) <= {302, 403} and 302 in expel
