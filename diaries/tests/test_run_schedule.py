"""The schedule's own processes: two at once, one that dies, one that was down, and a web server with several."""

import json
import signal
import time

CAST = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from diaries.models import Diary
now = timezone.now()
for n in range(12):
    user = User.objects.join(f"writer{n}", email=f"w{n}@example.org")
    for title in ("first", "second"):
        diary = Diary.objects.start(by=user, title=f"{title} {n}", intro="B", tags="C", at=now - timedelta(hours=9))
        diary.schedule(now - timedelta(hours=8 if title == "first" else 7), by=user, at=now - timedelta(hours=9))
"""

COUNT = """
import json
from collections import Counter
from diaries.models import Diary, StateChange
print(json.dumps({
    "states": Counter([f"{t.split()[0]} {s}" for t, s in Diary.objects.values_list("title", "state")]),
    "published": StateChange.objects.filter(state="published").count(),
    "tips": [diary.comments.count() for diary in Diary.objects.filter(state="published")],
    "notes": sum("the limit is 1 a day" in note for note in Diary.objects.values_list("schedule_note", flat=True)),
}))
"""

AS_IT_SHOULD_BE = {"states": {"first published": 12, "second draft": 12}, "published": 12, "tips": [1] * 12, "notes": 12}

RUN = """
from django.core.management import call_command
call_command("run_schedule")
"""

KEEP_RUNNING = """
from django.core.management import call_command
call_command("run_schedule", every=0.2)
"""

DIE_HALF_WAY = """
import os
from django.utils import timezone
from diaries.models import Diary
Diary.tell_mentioned = lambda *_, **__: os.kill(os.getpid(), 9)  # when the tip jar is posted
Diary.objects.due(timezone.now()).first().publish_if_due(at=timezone.now())
"""


def counted(site):
    return json.loads(site.python(COUNT).stdout)


def test_several_at_once_after_hours_of_downtime_publish_everything_once(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    printed = site.all_at_once(RUN, [()] * 4)
    assert sum(int(line.split()[0]) for line in printed) == 12
    assert counted(site) == AS_IT_SHOULD_BE
    assert site.manage("run_schedule").stdout.split("\n")[0] == "0 diaries published."


def test_one_that_dies_half_way_leaves_nothing_half_done(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    dead = site.start(DIE_HALF_WAY)
    dead.communicate(timeout=60)
    assert dead.returncode == -signal.SIGKILL
    assert counted(site)["published"] == 0 and counted(site)["tips"] == []
    assert site.manage("run_schedule").stdout.split("\n")[0] == "12 diaries published."
    assert counted(site) == AS_IT_SHOULD_BE


def test_as_services_they_keep_looking_and_end_when_told(site_of_its_own):
    site = site_of_its_own
    services = [site.start(KEEP_RUNNING) for _ in range(2)]
    try:
        assert site.python(CAST).returncode == 0
        for _ in range(100):
            if counted(site)["published"] == 12 and counted(site)["notes"] == 12:
                break
            time.sleep(0.2)
        services[0].kill()
        services[1].send_signal(signal.SIGTERM)
        assert services[1].wait(timeout=30) == 0
    finally:
        for service in services:
            service.kill()
            service.communicate(timeout=30)
    assert counted(site) == AS_IT_SHOULD_BE


TWO_TURNS = """
import sys
from pathlib import Path
from diaries.schedule import turn
with turn(Path(sys.argv[1])) as first, turn(Path(sys.argv[1])) as second:
    print(first, second)
"""


def test_of_several_web_processes_one_looks(site_of_its_own, tmp_path):
    assert site_of_its_own.python(TWO_TURNS, str(tmp_path / "lock")).stdout.split() == ["True", "False"]


SERVE = """
import time
from diaries import schedule
schedule.EVERY = 0.2
import config.wsgi
for _ in range(100):
    from diaries.models import Diary
    if not Diary.objects.filter(state="scheduled").exists():
        break
    time.sleep(0.2)
"""


def test_the_web_server_does_it_by_itself(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    site.all_at_once(SERVE, [()] * 2)
    assert counted(site) == AS_IT_SHOULD_BE


SAVE = """
from django.utils import timezone
from diaries.models import Diary
diary = Diary.objects.get(title="first 0")
stale = Diary.objects.get(pk=diary.pk)
diary.publish_if_due(at=timezone.now())
stale.write(by=stale.author, title="first 0", intro="Newer.", body="Newer.", tags="C")
stale.refresh_from_db()
print(stale.state, stale.intro, stale.last_number)
"""


def test_a_save_that_was_under_way_meanwhile_does_not_undo_it(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    assert site.python(SAVE).stdout.strip() == "published Newer. 1"
