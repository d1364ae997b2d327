"""Who may do what with tags, follows, mutes and feeds: every role at every address, in one table, as groups/tests/test_matrix.py does.

302in is the way to the log-in; ok is 200 or a redirect after the deed; what cannot be seen is 404 for everybody, whatever they try.
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from diaries import urls as diaries
from diaries.models import Diary
from groups.models import Group
from moderation import tagcare
from moderation import urls as moderation
from stream import urls as stream

ROLES = ("anonymous", "newcomer", "member", "suspended", "author", "trusted", "moderator", "administrator")
D, T, B, P, G = "/diaries/{open}/", "/tags/ferry/", "/tags/banned/", "/people/alice/", "/groups/river-watch/"
NEW, NAME, WHY = {"tags": "Bridges"}, {"name": "Chain ferry", "reason": "Order.", "rule": ""}, {"reason": "Order.", "rule": ""}
INTO = {"name": "Weir"} | WHY

#                                          anonymous newcomer member suspended author trusted moderator administr.
TABLE = [
    ("GET", "/tags/", {},                 "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/tags/all/", {},             "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/tags/search/?q=f", {},      "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/tags/suggestions/?q=f", {}, "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", T, {},                        "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", T + "feed/", {},              "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", D + "tags/", {},              "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("POST", D + "tags/", NEW,            "302in     ok       ok     403       ok     ok      ok        ok"),
    ("POST", D + "retag/", NEW,           "302in     403      403    403       ok     ok      ok        ok"),
    ("POST", T + "follow/", {},           "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", T + "unfollow/", {},         "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", T + "mute/", {},             "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", T + "unmute/", {},           "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", P + "follow/", {},           "302in     ok       ok     ok        403    ok      ok        ok"),
    ("POST", P + "unfollow/", {},         "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", P + "mute/", {},             "302in     ok       ok     ok        403    ok      ok        ok"),
    ("POST", P + "unmute/", {},           "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", G + "follow/", {},           "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", G + "unfollow/", {},         "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", G + "mute/", {},             "404       404      404    404       404    404     404       404"),
    ("GET", P + "following/", {},         "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", P + "followers/", {},         "ok        ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/stream/", {},               "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/stream/?before=x", {},      "302in     404      404    404       404    404     404       404"),
    ("GET", "/stream/mutes/", {},         "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/stream/feed/", {},          "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("POST", "/stream/feed/renew/", {},   "302in     ok       ok     ok        ok     ok      ok        ok"),
    ("GET", "/stream/feed/1-abc/", {},    "404       404      404    404       404    404     404       404"),
    ("GET", "/stream/replies/feed/1-a/", {}, "404     404      404    404       404    404     404       404"),
    # moderators look after tags
    ("GET", "/moderation/tags/", {},      "302in     403      403    403       403    403     ok        ok"),
    ("GET", T + "rename/", {},            "302in     403      403    403       403    403     ok        ok"),
    ("POST", T + "rename/", NAME,         "302in     403      403    403       403    403     ok        ok"),
    ("GET", T + "merge/", {},             "302in     403      403    403       403    403     ok        ok"),
    ("POST", T + "merge/", INTO,          "302in     403      403    403       403    403     ok        ok"),
    ("GET", T + "alias/", {},             "302in     403      403    403       403    403     ok        ok"),
    ("POST", T + "alias/", NAME,          "302in     403      403    403       403    403     ok        ok"),
    ("GET", "/tags/fery/unalias/", {},    "302in     403      403    403       403    403     ok        ok"),
    ("POST", "/tags/fery/unalias/", WHY,  "302in     403      403    403       403    403     ok        ok"),
    ("GET", T + "ban/", {},               "302in     403      403    403       403    403     ok        ok"),
    ("POST", T + "ban/", WHY,             "302in     403      403    403       403    403     ok        ok"),
    # a banned tag is known to nobody else, and one of drafts alone to nobody at all
    ("GET", B, {},                        "404       404      404    404       404    404     404       404"),
    ("GET", B + "feed/", {},              "404       404      404    404       404    404     404       404"),
    ("POST", B + "follow/", {},           "302in     404      404    404       404    404     404       404"),
    ("POST", B + "mute/", {},             "302in     404      404    404       404    404     404       404"),
    ("GET", B + "unban/", {},             "302in     404      404    404       404    404     ok        ok"),
    ("POST", B + "unban/", WHY,           "302in     404      404    404       404    404     ok        ok"),
    ("GET", "/tags/secret/", {},          "404       404      404    404       404    404     404       404"),
    ("GET", "/tags/secret/feed/", {},     "404       404      404    404       404    404     404       404"),
    ("POST", "/tags/secret/follow/", {},  "302in     404      404    404       404    404     404       404"),
    ("GET", "/tags/secret/ban/", {},      "302in     404      404    404       404    404     404       404"),
    ("POST", "/tags/secret/rename/", NAME, "302in    404      404    404       404    404     404       404"),
    # a draft of alice's
    ("GET", "/diaries/{draft}/tags/", {}, "404       404      404    404       404    404     404       404"),
    ("POST", "/diaries/{draft}/tags/", NEW, "302in   404      404    404       404    404     404       404"),
    ("POST", "/diaries/{draft}/retag/", NEW, "302in  404      404    404       404    404     404       404"),
    # what is not there
    ("GET", "/tags/nothing/", {},         "404       404      404    404       404    404     404       404"),
    ("POST", "/tags/nothing/follow/", {}, "302in     404      404    404       404    404     404       404"),
    ("POST", "/people/nobody/follow/", {}, "302in    404      404    404       404    404     404       404"),
    ("POST", "/groups/nothing/follow/", {}, "302in   404      404    404       404    404     404       404"),
]  # fmt: skip
NO_GET = [
    "/diaries/{open}/retag/",
    "/stream/feed/renew/",
    *(f"{of}{verb}/" for of in (T, P) for verb in ("follow", "unfollow", "mute", "unmute")),
]


@pytest.fixture
def people(alice: User, bob: User, tess: User, mo: User, ada: User, newt: User, member) -> dict[str, User | None]:
    Group.objects.found("River Watch", by=tess)
    quiet = member("sus")
    User.objects.filter(pk=quiet.pk).update(suspended_until=timezone.now() + timedelta(days=3))
    return {
        "anonymous": None, "newcomer": newt, "member": bob, "suspended": User.objects.get(pk=quiet.pk), "author": alice, "trusted": tess,
        "moderator": mo, "administrator": ada,
    }  # fmt: skip


@pytest.fixture
def places(people, diary: Diary, alice: User, bob: User, mo: User) -> dict[str, int]:
    draft = Diary.objects.start(by=alice, title="Draft", intro="x", tags="Secret")
    diary.tag("Banned, Weir", by=bob)
    tags = {tag.name: tag for tag in Diary.objects.get(pk=diary.pk).tag_list}
    tagcare.ban(tags["Banned"], by=mo, reason="x")
    tagcare.alias(tags["Ferry"], by=mo, name="Fery", reason="x")
    return {"open": diary.pk, "draft": draft.pk}


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
        for role, browser in browsers.items():
            try:
                with transaction.atomic():
                    said = said_of(browser.get(place) if method == "GET" else browser.post(place, sent))
                    transaction.set_rollback(True)
            finally:
                browser.cookies.pop("messages", None)
            if said != expected[role]:
                wrong.append((method, place, role, said, f"not {expected[role]}"))
    assert wrong == []


def test_the_table_knows_every_address_of_tags_and_stream() -> None:
    walked = {re.sub(r"\d+-\w+/$", "%/", address.partition("?")[0]) for _, address, *_ in TABLE}
    walked = {
        re.sub(r"\{\w+\}|(?<=/tags/)(ferry|fery|banned|secret)|(?<=/people/)alice|(?<=/groups/)river-watch", "%", each)
        for each in walked
    }
    known = {f"/{pattern.pattern._route}" for module in (diaries, moderation, stream) for pattern in module.urlpatterns}
    known = {re.sub(r"<\w+:\w+>", "%", route) for route in known if re.search(r"tag|follow|mute|^/stream", route)}
    assert known - walked == set() and len(known) > 25


@pytest.mark.parametrize("place", NO_GET)
def test_buttons_are_no_links(as_, people, places, place: str) -> None:
    assert as_(people["trusted"]).get(place.format(**places)).status_code == 405
