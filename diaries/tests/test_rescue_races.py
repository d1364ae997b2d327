"""Several rescuers at the same moment, each in a process of its own, on the engine under test: everybody gets a sane answer."""

import json
import time

CAST = """
from django.utils import timezone
from datetime import timedelta
from accounts.models import User
from diaries.models import Diary, Rescue
for n in range(4):
    User.objects.join(f"rescuer{n}", email=f"r{n}@example.org").grant("rescuer")
tess = User.objects.join("tess", email="tess@example.org")
tess.grant("trusted")
for n in range(8):
    author = User.objects.join(f"author{n}", email=f"a{n}@example.org")
    at = timezone.now() - timedelta(hours=n + 1)
    diary = Diary.objects.start(by=author, title=f"Diary {n}", intro="Text", tags="Tag", at=at)
    diary.publish(by=author, at=at)
    if n < 4:
        Rescue.objects.nominate(diary, by=tess, note="n", blurb="b")
"""

ACT = """
import sys, time
from django.test import Client
from accounts.models import User
who, address, until = sys.argv[1:]
client = Client(headers={"host": "127.0.0.1"})
client.force_login(User.objects.get(username=who))
client.get("/rescue/")
time.sleep(max(0, float(until) - time.time()))
answer = client.post(address, {"reason": "Not this one.", "note": "n", "blurb": f"Says {who}.", "token": who})
print(answer.status_code, answer.get("Location", ""))
"""

COUNT = """
import json
from diaries.models import Diary, Rescue, Tagging
print(json.dumps([
    [r.diary.title, r.outcome, r.seconded_by_id is not None, r.diary.taggings.filter(tag__key="rescued").count(), r.reason]
    for r in Rescue.objects.order_by("diary__title", "pk").select_related("diary")
]))
"""


def at_once(site, *acts):
    """What each of (who, address) is answered: [status, where to]."""
    until = str(time.time() + 6)
    return [answer.split() for answer in site.all_at_once(ACT, [(who, address, until) for who, address in acts])]


def statuses(answers):
    return sorted(answer[0] for answer in answers)


def test_everybody_at_once_gets_a_sane_answer(site_of_its_own):
    site = site_of_its_own
    made = site.python(CAST)
    assert made.returncode == 0, made.stderr

    # Diaries 1-8 have rescues 1-4.
    seconds = at_once(site, *((f"rescuer{n}", "/rescue/1/second/") for n in range(4)))
    assert statuses(seconds) == ["302", "409", "409", "409"]

    either = at_once(site, ("rescuer0", "/rescue/2/second/"), ("rescuer1", "/rescue/2/decline/"), ("rescuer2", "/rescue/3/decline/"),
        ("rescuer3", "/rescue/3/decline/"))  # fmt: skip
    assert statuses(either[:2]) == ["302", "409"] and statuses(either[2:]) == ["302", "409"]

    nominations = at_once(site, ("rescuer0", "/diaries/5/nominate/"), ("rescuer1", "/diaries/5/nominate/"), ("tess", "/diaries/6/nominate/"),
        ("tess", "/diaries/6/nominate/"))  # fmt: skip
    assert statuses(nominations[:2]) == ["302", "409"] and statuses(nominations[2:]) == ["302", "302"]

    taken = at_once(site, *((f"rescuer{n}", "/rescue/next/") for n in range(4)))
    assert statuses(taken) == ["302"] * 4 and len({place for _, place in taken}) == 4

    roundups = at_once(site, ("rescuer0", "/rescue/roundup/"), ("rescuer0", "/rescue/roundup/"))
    assert statuses(roundups) == ["302", "302"] and roundups[0] == roundups[1]

    rescues = {
        title: (outcome, seconded, tags, reason) for title, outcome, seconded, tags, reason in json.loads(site.python(COUNT).stdout)
    }
    assert len(rescues) == 6
    assert rescues["Diary 0"] == ("", True, 1, "")
    assert rescues["Diary 1"] in {("", True, 1, ""), ("declined", False, 0, "Not this one.")}
    assert rescues["Diary 2"] == ("declined", False, 0, "Not this one.")
    assert rescues["Diary 4"] == rescues["Diary 5"] == ("", False, 0, "")
