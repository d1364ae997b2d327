"""Several people who press a button at the same moment, each in a process of its own."""

import json
import time
from typing import Any

from tests.processes import OwnSite

Press = tuple[str, str, dict[str, str]]  # who, where, with what; "schedule" is the clock's own process
PROGRAM = """
import json, sys, time
from django.core.management import call_command
from django.test import Client
from accounts.models import User
presses, began = json.loads(sys.argv[1]), float(sys.argv[2])
clients = {}
for who, *_ in presses:
    if who != "schedule" and who not in clients:
        clients[who] = Client(headers={"host": "127.0.0.1"})
        clients[who].force_login(User.objects.get(username=who))
        clients[who].get("/groups/")
answers = []
for number, (who, address, sent) in enumerate(presses):
    time.sleep(max(0, began + number - time.time()))
    if who == "schedule":
        call_command("run_schedule", stdout=open("/dev/null", "w"))
    answers.append(0 if who == "schedule" else clients[who].post(address, sent).status_code)
print(json.dumps(answers))
"""


def at_once(site: OwnSite, *rows: list[Press]) -> list[tuple[Any, ...]]:
    """Every row is a process, every column a moment; the statuses, moment by moment."""
    began = str(time.time() + 5)
    said = site.all_at_once(PROGRAM, [(json.dumps(row), began) for row in rows])
    return list(zip(*(json.loads(line) for line in said), strict=True))
