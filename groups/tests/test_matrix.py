"""Who may do what: every role at every address and act of groups and queues, in one table.

Rows are (address, method, what is sent); columns the answers to each of ROLES. Every cell starts from the same state: what one
request does is undone before the next. 302in is the way to the log-in; ok is 200 or a redirect after the deed.
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups import urls
from groups.models import Group, QueueEntry

ROLES = (
    "anonymous", "stranger", "newcomer", "invited", "contributor", "suspended", "author", "editor", "admin", "moderator", "administrator",
)  # fmt: skip
WORDS = {"words": "Because."}
G, Q, B, S = "/groups/river-watch/", "/queue/{queued}/", "/queue/{brought}/", "/queue/{shown}/"
SAID = {"description": "d", "rules": "r", "slots": "08:00"}
NEW = {"name": "Another", **SAID}
LOWER = {"to": "contributor"}
INTO = {"group": "river-watch"}
WHEN = {"when": "2027-02-03T10:00"}

#                                                            anonymous stranger newcomer invited contrib. suspended author editor admin moderator administr.
TABLE = [
    ("GET", "/groups/", {},                                 "ok        ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", G, {},                                          "ok        ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", G + "feed/", {},                                "ok        ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", G + "members/", {},                             "ok        ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", "/people/alice/groups/", {},                    "ok        ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", G + "history/", {},                             "302in     403      403      403     ok       ok        ok     ok     ok    403       403"),
    ("GET", "/groups/new/", {},                             "302in     403      403      403     403      403       403    ok     ok    ok        403"),
    ("POST", "/groups/new/", NEW,                           "302in     403      403      403     403      403       403    ok     ok    ok        403"),
    ("GET", G + "edit/", {},                                "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "edit/", SAID,                             "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "banner/remove/", {},                      "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "banner/", {},                             "302in     403      403      403     403      403       403    403    422   403       403"),
    ("POST", G + "invite/", {"username": "ada"},            "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "accept/", {},                             "302in     403      403      ok      ok       ok        ok     ok     ok    403       403"),
    ("POST", G + "decline/", {},                            "302in     ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", G + "join/", {},                                "302in     ok       ok       ok      403      403       403    403    403   ok        ok"),
    ("POST", G + "join/", {},                               "302in     ok       ok       ok      403      403       403    403    403   ok        ok"),
    ("POST", G + "unjoin/", {},                             "302in     ok       ok       ok      ok       ok        ok     ok     ok    ok        ok"),
    ("GET", G + "leave/", {},                               "302in     403      403      403     ok       ok        ok     ok     403   403       403"),
    ("POST", G + "leave/", {},                              "302in     ok       ok       ok      ok       ok        ok     ok     403   ok        ok"),
    ("POST", G + "members/bob/promote/", {"to": "editor"},  "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "members/rita/demote/", LOWER,           "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("GET", G + "members/bob/expel/", {},                   "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "members/bob/expel/", {},                  "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "members/asker/accept/", {},               "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("POST", G + "members/asker/decline/", {},              "302in     403      403      403     403      403       403    403    ok    403       403"),
    ("GET", G + "queue/", {},                               "302in     403      403      403     ok       ok        ok     ok     ok    403       403"),
    ("POST", G + "queue/", {"diary": "{out}"},              "302in     403      403      403     ok       403       409    409    409   403       403"),
    ("POST", G + "queue/", {"diary": "{free}"},             "302in     403      403      403     ok       403       ok     ok     ok    403       403"),
    ("GET", G + "queue/done/", {},                          "302in     403      403      403     ok       ok        ok     ok     ok    403       403"),
    ("GET", G + "queue/calendar/", {},                      "302in     403      403      403     ok       ok        ok     ok     ok    403       403"),
    ("GET", "/diaries/{free}/republish/", {},               "302in     403      403      403     ok       403       ok     ok     ok    403       403"),
    ("POST", "/diaries/{free}/republish/", INTO,            "302in     403      403      403     ok       403       ok     ok     ok    403       403"),
    ("GET", "/diaries/{draft}/republish/", {},              "302in     404      404      404     404      404       ok     404    404   404       404"),
    # alice's draft in the queue: hers, and the editors'
    ("GET", Q, {},                                          "302in     404      404      404     404      404       ok     ok     ok    404       404"),
    ("POST", Q + "claim/", {},                              "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "release/", {},                            "302in     404      404      404     404      404       ok     ok     ok    404       404"),
    ("GET", Q + "send-back/", {},                           "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "send-back/", WORDS,                       "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "resubmit/", {},                           "302in     404      404      404     404      404       409    403    403   404       404"),
    ("GET", Q + "schedule/", {},                            "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "schedule/", WHEN,                         "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "unschedule/", {},                         "302in     404      404      404     404      404       403    409    409   404       404"),
    ("POST", Q + "publish/", {},                            "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "republish/", {},                          "302in     404      404      404     404      404       403    409    409   404       404"),
    ("GET", Q + "decline/", {},                             "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", Q + "decline/", WORDS,                         "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("GET", Q + "withdraw/", {},                            "302in     404      404      404     404      404       ok     403    403   404       404"),
    ("POST", Q + "withdraw/", {},                           "302in     404      404      404     404      404       ok     403    403   404       404"),
    # a stranger's published diary, brought by bob, a contributor
    ("GET", B, {},                                          "302in     ok       404      404     ok       404       404    ok     ok    404       404"),
    ("POST", B + "claim/", {},                              "302in     403      404      404     403      404       404    ok     ok    404       404"),
    ("POST", B + "publish/", {},                            "302in     403      404      404     403      404       404    409    409   404       404"),
    ("POST", B + "republish/", {},                          "302in     403      404      404     403      404       404    ok     ok    404       404"),
    ("POST", B + "decline/", WORDS,                         "302in     403      404      404     403      404       404    ok     ok    404       404"),
    ("POST", B + "withdraw/", {},                           "302in     ok       404      404     ok       404       404    403    403   404       404"),
    ("GET", B + "take-off/", {},                            "302in     403      404      404     403      404       404    409    409   404       404"),
    ("POST", B + "take-off/", WORDS,                        "302in     403      404      404     403      404       404    409    409   404       404"),
    ("GET", S + "take-off/", {},                            "302in     404      404      404     404      404       403    ok     ok    404       404"),
    ("POST", S + "take-off/", WORDS,                        "302in     404      404      404     404      404       403    ok     ok    404       404"),
    # what neither exists nor ever did
    ("GET", "/queue/999999/", {},                           "302in     404      404      404     404      404       404    404    404   404       404"),
    ("POST", "/queue/999999/publish/", {},                  "302in     404      404      404     404      404       404    404    404   404       404"),
    ("GET", "/groups/nothing/", {},                         "404       404      404      404     404      404       404    404    404   404       404"),
    ("GET", "/groups/nothing/queue/", {},                   "302in     404      404      404     404      404       404    404    404   404       404"),
]  # fmt: skip
NO_GET = ("banner/", "banner/remove/", "invite/", "accept/", "decline/", "unjoin/")


@pytest.fixture
def people(group: Group, alice: User, bob: User, tess: User, rita: User, newt: User, mo: User, member) -> dict[str, User | None]:
    rita.grant("trusted")
    group.join(by=member("asker"))
    quiet = member("sus")
    group.invite(quiet, by=tess)
    group.accept(by=quiet)
    User.objects.filter(pk=quiet.pk).update(suspended_until=timezone.now() + timedelta(days=3))
    return {
        "anonymous": None, "stranger": member("carla"), "newcomer": member("nina", days=0), "invited": newt, "contributor": bob,
        "suspended": User.objects.get(pk=quiet.pk), "author": alice, "editor": rita, "admin": tess, "moderator": mo,
        "administrator": member("ada", "administrator"),
    }  # fmt: skip


@pytest.fixture
def places(people, queued: QueueEntry, group: Group, publish) -> dict[str, int]:
    out, free = publish(people["stranger"], "Brought along"), publish(people["moderator"], "Free to take")
    brought = QueueEntry.objects.add(out, group, by=people["contributor"])
    shown = QueueEntry.objects.add(publish(people["author"], "Shown"), group, by=people["author"])
    shown.republish(by=people["admin"])
    return {"queued": queued.pk, "brought": brought.pk, "shown": shown.pk, "out": out.pk, "free": free.pk, "draft": queued.diary_id}


def said_of(answer) -> str:
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        return "302in"
    return "ok" if answer.status_code in (200, 302) else str(answer.status_code)


def test_the_whole_table(as_, people, places) -> None:
    wrong = []
    browsers = {role: as_(people[role]) for role in ROLES}
    for method, address, sent, row in TABLE:
        expected = dict(zip(ROLES, row.split(), strict=True))
        place = address.format(**places)
        data = {name: value.format(**places) for name, value in sent.items()}
        for role, browser in browsers.items():
            try:
                with transaction.atomic():
                    said = said_of(browser.generic("GET", place) if method == "GET" else browser.post(place, data))
                    transaction.set_rollback(True)
            finally:
                browser.cookies.pop("messages", None)
            if said != expected[role]:
                wrong.append((method, place, role, said, f"not {expected[role]}"))
    assert wrong == []


def test_the_table_knows_every_address() -> None:
    """Of groups.urls; what others hang below /groups/ they walk themselves."""
    walked = set()
    for _, address, *_ in TABLE:
        place = re.sub(r"\{\w+\}", "%(pk)s", address).replace("river-watch", "%(slug)s")
        walked.add(re.sub(r"/(members|people)/(alice|bob|rita|asker)/", r"/\1/%(username)s/", place))
    known = {f"/{pattern.pattern._route}" for pattern in urls.urlpatterns}
    known = {re.sub(r"<(?:int|str):(\w+)>", r"%(\1)s", route) for route in known}
    assert known - walked == set()


@pytest.mark.parametrize("act", NO_GET)
def test_buttons_are_no_links(as_, people, act: str) -> None:
    assert as_(people["admin"]).get(f"{G}{act}").status_code == 405


@pytest.mark.parametrize("verb", ["claim", "release", "unschedule", "publish", "republish"])
def test_acts_in_the_queue_are_no_links_either(as_, people, places, verb: str) -> None:
    assert as_(people["admin"]).get(f"/queue/{places['queued']}/{verb}/").status_code == 405


def test_a_draft_in_the_queue_is_read_by_its_author_and_these_editors_alone(as_, people, places, tess: User, member) -> None:
    other = Group.objects.found("Other watch", by=tess)
    editor = member("eve")
    other.invite(editor, by=tess)
    other.accept(by=editor)
    other.promote(editor, to="editor", by=tess)
    readers = {role: as_(user) for role, user in people.items()} | {"editor of another group": as_(editor)}
    addresses = [G, f"{G}queue/", f"{G}queue/done/", f"{G}queue/calendar/", f"{G}feed/", "/", "/recent/", "/people/alice/", "/notifications/",
        f"/queue/{places['queued']}/", f"/diaries/{places['draft']}/", f"/diaries/{places['draft']}/canarytitle/",
        f"/diaries/{places['draft']}/republish/", f"/diaries/{places['draft']}/versions/", "/tags/", "/tags/canarytag/", "/drafts/"]  # fmt: skip
    for role, browser in readers.items():
        seen = {address for address in addresses if "Canary" in browser.get(address, follow=True).content.decode()}
        if role in ("editor", "admin"):
            assert seen == {f"{G}queue/", f"/queue/{places['queued']}/", "/notifications/"}, role
        elif role == "author":
            assert {f"{G}queue/", f"/queue/{places['queued']}/", "/drafts/"} <= seen
        else:
            assert seen == set(), role
