"""Moderators, reporters and the clock at the same moment, each in a process of its own, on the engine under test."""

import json
import time

CAST = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from diaries.models import Diary
from moderation.deeds import DEEDS, perform
from moderation.models import Appeal, Report
now = timezone.now()
people = {}
for name, *roles in (("alice",), ("bob",), ("mo", "moderator"), ("polly", "moderator"), ("ada", "administrator"),
        *((f"r{n}",) for n in range(3)), *((f"t{n}", "trusted") for n in range(3))):
    people[name] = User.objects.join(name, email=f"{name}@example.org", at=now - timedelta(days=400))
    for role in roles:
        people[name].grant(role)
at = now - timedelta(hours=1)
diary = Diary.objects.start(by=people["alice"], title="Diary", intro="Text", tags="Tag", at=at)
diary.publish(by=people["alice"], at=at)
said = [diary.comments.post(by=people["bob"], body=f"Comment {n}.", at=at) for n in range(6)]
verb = {deed.verb: deed for deed in DEEDS if deed.verb in ("remove", "warn")}
line = perform(verb["remove"], said[5], by=people["mo"], rule=3, reason="It insults.", at=at)
Appeal.objects.appeal(line.case, by=people["bob"], words="It does not.", at=at)
Report.objects.report(said[0], by=people["r0"], at=at)
Report.objects.report(said[2], by=people["r1"], at=at)
for n in range(3):
    said[4].hide(by=people[f"t{n}"], rule=3)
"""

ACT = """
import sys, time
from django.conf import settings
from django.test import Client
from accounts.models import User
settings.DEMO = True
who, address, until = sys.argv[1:]
client = Client(headers={"host": "127.0.0.1"})
client.force_login(User.objects.get(username=who))
client.get("/moderation/log/")
time.sleep(max(0, float(until) - time.time()))
print(client.post(address, {"reason": f"Says {who}.", "rule": "3", "days": "7", "do": "uphold"}).status_code)
"""

LAPSE = """
import sys, time
from datetime import timedelta
from django.utils import timezone
from moderation.schedule import lapse_due
time.sleep(max(0, float(sys.argv[1]) - time.time()))
print(lapse_due(at=timezone.now() + timedelta(days=8)))
"""

COUNT = """
import json
from accounts.models import User
from comments import check
from comments.models import Comment
from moderation.models import Case, ModerationAction, Report
print(json.dumps({
    "lines": sorted(ModerationAction.objects.values_list("kind", flat=True)),
    "cases": Case.objects.count(), "reports": [Report.objects.count(), Case.objects.get(comment__number=5).report_count],
    "gone": sorted(Comment.objects.exclude(removed_rule=None).values_list("number", flat=True)),
    "faults": [*map(str, check.rating_faults()), *map(str, check.tree_faults()), *map(str, check.diary_faults())],
    "hides": Comment.objects.get(number=6).hide_count, "suspended": User.objects.get(username="bob").is_suspended,
}))
"""


def at_once(site, *acts):
    """What each of (who, address) is answered."""
    until = str(time.time() + 8)
    return [int(answer) for answer in site.all_at_once(ACT, [(who, address, until) for who, address in acts])]


def test_everybody_at_once_gets_a_sane_answer(site_of_its_own):
    site = site_of_its_own
    made = site.python(CAST)
    assert made.returncode == 0, made.stderr

    # Comments 2 to 7 are bob's: number 6 is hidden, number 7 is removed and its removal appealed.
    answers = at_once(site, *((f"r{n}", "/comments/5/report/") for n in range(3)), ("mo", "/comments/3/remove/"), ("polly", "/comments/3/remove/"),
        ("mo", "/people/bob/suspend/"), ("ada", "/people/bob/suspend/"))  # fmt: skip
    assert answers[:3] == [302] * 3 and sorted(answers[3:5]) == sorted(answers[5:]) == [302, 409]
    claims = at_once(site, ("mo", "/moderation/cases/2/claim/"), ("polly", "/moderation/cases/2/claim/"),
        ("ada", "/people/t1/void-ratings/"), ("mo", "/people/t2/void-ratings/"))  # fmt: skip
    assert sorted(claims[:2]) == [302, 409] and claims[2:] == [302, 302]

    decided = at_once(site, ("mo", "/moderation/cases/3/dismiss/"), ("polly", "/moderation/cases/3/dismiss/"),
        ("ada", "/people/t1/count-ratings/"), ("mo", "/people/t1/count-ratings/"))  # fmt: skip
    assert sorted(decided[:2]) == sorted(decided[2:]) == [302, 409], "one decides, one undoes; the other is told"

    outcome = upheld_or_lapsed(site)
    found = json.loads(site.python(COUNT).stdout)
    assert found["reports"] == [5, 3] and found["gone"] == [3] and found["faults"] == [] and found["suspended"]
    assert found["hides"] == 2 and found["lines"] == sorted(
        ["remove", "remove", "suspend", "void_ratings", "void_ratings", "count_ratings", outcome, "restore"]
    )


def upheld_or_lapsed(site):
    """polly upholds the appeal in the moment in which it lapses, by two clocks: one of the three does it, once."""
    until = str(time.time() + 8)
    answers = [site.start(ACT, "polly", "/moderation/appeals/1/", until), *(site.start(LAPSE, until) for _ in range(2))]
    said = [process.communicate(timeout=300) for process in answers]
    assert not [error for process, (_, error) in zip(answers, said, strict=True) if process.returncode], said
    upheld, *lapsed = (int(out) for out, _ in said)
    assert (upheld, sum(lapsed)) in {(302, 0), (409, 1)}, said
    return "appeal_upheld" if upheld == 302 else "appeal_lapsed"
