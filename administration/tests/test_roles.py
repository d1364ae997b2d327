"""Roles: entrusted by name, taken back, with a reason in the public log; and never no administrator at all."""

import time

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Grant
from administration.roles import entrust, take
from community.change import Change
from core.errors import Refused

AT = "/administration/roles/"


def entrusts(client, filled, **said):
    return client.post(AT, filled(client, AT, **said))


def test_entrusted_by_name_and_in_the_public_log(as_, ada, bob, filled):
    answer = entrusts(as_(ada), filled, username="BOB", role="moderator", reason="Calm when others are not.")
    assert answer.status_code == 302
    bob.refresh_from_db()
    assert bob.is_moderator and Grant.objects.get(user=bob).by == ada
    log = as_(None).get("/moderation/log/").content.decode()
    assert "granted" in log and "moderator" in log and "Calm when others are not." in log
    assert "bob" in as_(ada).get(AT).content.decode()
    assert Change.objects.get().what == "the roles of bob"
    assert as_(bob).get("/notifications/").status_code == 200


def test_twice_is_once(as_, ada, bob, filled):
    for _ in range(2):
        assert entrusts(as_(ada), filled, username="bob", role="rescuer", reason="Reads a lot.").status_code == 302
    assert Grant.objects.filter(user=bob).count() == 1 and bob.moderation_lines.count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"username": "nobody"}, "Nobody here has this name"),
        ({"role": "trusted"}, "Select a valid choice"),
        ({"reason": ""}, "This field is required"),
        ({"reason": "\u200b"}, "can be seen"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(as_, ada, bob, filled, said, words):
    answer = entrusts(as_(ada), filled, **({"username": "bob", "role": "moderator", "reason": "Kept words."} | said))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert "Kept words." in answer.content.decode() or "reason" in said
    assert not Grant.objects.filter(user=bob).exists()


def test_taken_back_after_a_question(as_, ada, mo):
    page = f"{AT}mo/moderator/take/"
    assert "Take the role of moderator back" in as_(ada).get(page).content.decode()
    mo.refresh_from_db()
    assert mo.is_moderator
    assert as_(ada).post(page, {"reason": "On leave."}).status_code == 302
    mo.refresh_from_db()
    assert not mo.is_moderator
    assert "took away" in as_(None).get("/moderation/log/").content.decode()
    assert as_(ada).post(page, {"reason": "On leave."}).status_code == 404


def test_an_administrator_gives_up_the_own_role(as_, ada, ola):
    page = f"{AT}ada/administrator/take/"
    assert "give up" in as_(ada).get(page).content.decode()
    assert as_(ada).post(page, {"reason": "Enough."})["Location"] == "/about/rules/"
    assert as_(ada).get(AT).status_code == 403


def test_the_only_administrator_stays_one(as_, ada, filled):
    answer = as_(ada).post(f"{AT}ada/administrator/take/", {"reason": "Enough."})
    assert answer.status_code == 409 and "only administrator" in answer.content.decode() and "Enough." in answer.content.decode()
    gone = as_(ada).post("/accounts/delete/", {"texts": "keep", "password": "rostrum-demo"})
    assert gone.status_code == 409 and "only administrator" in gone.content.decode()
    with pytest.raises(CommandError, match="only administrator"):
        call_command("grant", "ada", "administrator", "--revoke")
    ada.refresh_from_db()
    assert ada.is_administrator and ada.left is None


def test_nobody_who_has_left_takes_a_role(ada, bob):
    bob.leave()
    with pytest.raises(Refused):
        entrust(bob, "rescuer", by=ada, reason="Gone.")


def test_who_has_no_second_factor_is_marked(as_, ada, mo, settings):
    assert "no second factor yet" not in as_(ada).get(AT).content.decode()
    client = as_(ada)
    settings.DEMO = False
    ada.authenticator_set.create(type="totp", data={})
    assert client.get(AT).content.decode().count("no second factor yet") == 1


def test_only_administrators(as_, mo, bob, ada):
    for client in (as_(mo), as_(bob)):
        assert client.post(AT, {"username": "bob", "role": "administrator", "reason": "Me."}).status_code == 403
        assert client.post(f"{AT}ada/administrator/take/", {"reason": "Me."}).status_code == 403
    ada.refresh_from_db()
    assert ada.is_administrator


CAST = """
from accounts.models import User
for name in ("ada", "ola"):
    User.objects.join(name, email=f"{name}@example.org", password="rostrum-demo").grant("administrator")
"""

LEAVE = """
import sys, time
from accounts.models import User
from administration.roles import take
from core.errors import Refused
name, way, until = sys.argv[1:]
member = User.objects.get(username=name)
time.sleep(max(0, float(until) - time.time()))
try:
    member.leave() if way == "leave" else take(member, "administrator", by=member, reason="Enough.")
    print("gone")
except Refused as refusal:
    print(refusal)
"""


@pytest.mark.parametrize("ways", [("take", "take"), ("leave", "leave"), ("leave", "take")])
def test_when_both_leave_at_once_one_stays(site_of_its_own, ways):
    assert site_of_its_own.python(CAST).returncode == 0
    until = str(time.time() + 4)
    said = site_of_its_own.all_at_once(LEAVE, [("ada", ways[0], until), ("ola", ways[1], until)])
    assert sorted(each == "gone" for each in said) == [False, True], said
    left = site_of_its_own.python(
        "from accounts.models import Grant; print(Grant.objects.filter(role='administrator', ended=None).count())"
    )
    assert left.stdout.strip() == "1"


def test_take_is_the_only_way_and_says_who(ada, ola):
    take(ola, "administrator", by=ada, reason="On leave.")
    assert Grant.objects.get(user=ola).ended_by == ada
