"""The first run: an empty site becomes somebody's, once, and nobody's who cannot read the server's console."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Invitation, User
from administration.models import FirstRun
from community.models import ConductRule, Site
from community.page import DEFAULTS

SAID = {"username": "ada", "email": "ada@example.org", "password": "a river town"}
AT = "/first-run/"


@pytest.fixture
def token(db):
    return FirstRun.objects.waiting().token


def take(client, token, **said):
    return client.post(AT, {**SAID, "token": token, **said})


@pytest.fixture
def began(as_, token):
    """The browser of the first administrator, just made."""
    client = as_(None)
    assert take(client, token).status_code == 302
    return client


def printed(*words):
    out = StringIO()
    call_command("first_run", *words, stdout=out)
    return out.getvalue()


def test_the_first_visitor_reads_that_the_site_is_new(as_, db):
    page = as_(None).get("/").content.decode()
    assert "This site is new" in page and 'href="/first-run/"' in page
    assert "No diaries" not in page


def test_with_a_member_or_an_imported_page_the_front_is_the_front(as_, bob):
    assert "This site is new" not in as_(None).get("/").content.decode()
    bob.delete()
    User.objects.placeholder("Mercutio")
    assert "This site is new" not in as_(None).get("/").content.decode()


def test_the_console_has_a_link_and_the_page_holds_its_word(as_, db, settings):
    link = printed().split()[-1]
    assert link.startswith(f"{settings.SITE_URL}/first-run/?token=") and printed("--if-new").split()[-1] == link
    token = link.partition("token=")[2]
    assert len(token) >= 20 and f'value="{token}"' in as_(None).get(f"{AT}?token={token}").content.decode()
    assert token not in as_(None).get(AT).content.decode() and token not in as_(None).get("/").content.decode()
    assert token not in repr(FirstRun.objects.get())


def test_whoever_has_the_word_is_administrator_and_logged_in(as_, token):
    client = as_(None)
    answer = take(client, token)
    assert (answer.status_code, answer["Location"]) == (302, "/first-run/identity/")
    ada = User.objects.get()
    assert ada.is_administrator and ada.emailaddress_set.get().verified and ada.check_password("a river town")
    assert client.get("/first-run/identity/").status_code == 200
    assert "granted" in as_(None).get("/moderation/log/").content.decode()
    assert FirstRun.objects.get().token == ""


@pytest.mark.parametrize("wrong", ["", "x", "é" * 20])
def test_nobody_takes_the_site_without_it(as_, token, wrong):
    answer = take(as_(None), wrong)
    assert answer.status_code in (403, 422)
    assert 'value="ada"' in answer.content.decode()
    assert not User.objects.exists() and FirstRun.objects.get().token == token


def test_tries_are_counted(as_, token):
    answers = {take(as_(None), f"wrong{n}").status_code for n in range(22)}
    assert answers == {403, 429}


@pytest.mark.parametrize(
    ("field", "typed"),
    [("username", "a"), ("username", "a b"), ("email", "nobody"), ("password", "short"), ("password", "password123")],
)
def test_what_cannot_be_is_said_and_nobody_is_made(as_, token, field, typed):
    answer = take(as_(None), token, **{field: typed})
    assert answer.status_code == 422 and not User.objects.exists()
    assert take(as_(None), token).status_code == 302


def test_it_is_good_once(as_, token):
    assert take(as_(None), token).status_code == 302
    assert take(as_(None), token, username="eve", email="eve@example.org").status_code == 404
    assert as_(None).get(AT).status_code == 404
    assert User.objects.count() == 1
    assert "has its administrator" in printed() and printed("--if-new") == ""


def test_a_stranger_who_joined_first_takes_nothing(as_, bob, token):
    assert as_(bob).get(AT).status_code == 404
    assert take(as_(None), token).status_code == 302
    bob.refresh_from_db()
    assert bob.roles == []


def test_where_there_was_an_administrator_there_is_no_first_run(as_, ada, member):
    assert as_(None).get(AT).status_code == 404 and FirstRun.objects.waiting() is None
    member("ola", "administrator")
    ada.revoke("administrator")
    assert take(as_(None), "").status_code == 404 and not FirstRun.objects.exists()


def test_step_by_step_to_a_running_site(began, as_, filled):
    at = "/first-run/identity/"
    said = filled(began, at, name="Ashmill Times", tagline="Slowly", accent="#1f6fb2", time_zone="Europe/Oslo", sign_up="invited")
    assert began.post(at, said)["Location"] == "/first-run/conduct/"
    assert (Site.current().name, Site.current().accent, Site.current().sign_up) == ("Ashmill Times", "#1f6fb2", "invited")
    at = "/first-run/conduct/"
    said = filled(began, at, **{"rule1-title": "No attacks"})
    del said["keep6"]
    assert began.post(at, said)["Location"] == "/first-run/people/"
    assert ConductRule.objects.get(number=1).title == "No attacks"
    assert [each.number for each in ConductRule.all()] == [1, 2, 3, 4, 5]
    at = "/first-run/people/"
    assert began.post(at)["Location"] == at
    page = began.get(at).content.decode()
    assert Invitation.objects.get().code in page and "second factor" in page.lower() and "first diary" in page
    assert began.post("/first-run/finish/")["Location"] == "/administration/"
    for place in (AT, "/first-run/identity/", "/first-run/conduct/", "/first-run/people/"):
        assert began.get(place).status_code == 404 and as_(None).get(place).status_code == 404
    assert began.post("/first-run/finish/").status_code == 404


def test_it_can_be_left_and_taken_up_again(began, as_, filled):
    assert began.get(AT)["Location"] == "/first-run/identity/"
    began.post("/first-run/identity/", filled(began, "/first-run/identity/", name="Ashmill Times"))
    again = as_(User.objects.get())
    assert again.get(AT)["Location"] == "/first-run/conduct/"
    assert 'href="/first-run/"' in again.get("/administration/").content.decode()


def test_what_is_typed_comes_back_where_it_cannot_be(began, filled):
    at = "/first-run/conduct/"
    said = filled(began, at, **{"rule1-title": "", "rule2-title": "Kept words"})
    answer = began.post(at, said)
    assert answer.status_code == 422 and "Kept words" in answer.content.decode()
    none = began.post(at, {name: value for name, value in said.items() if not name.startswith("keep")})
    assert none.status_code == 422 and "Keep one of them" in none.content.decode()
    assert ConductRule.objects.filter(retired_at=None).count() == 6
    assert began.post("/first-run/identity/", filled(began, "/first-run/identity/", name="")).status_code == 422


def test_others_see_nothing_of_it(began, as_, member):
    for client, status in ((as_(None), 302), (as_(member("bob")), 403), (as_(member("mo", "moderator")), 403)):
        for step in ("identity", "conduct", "people"):
            assert client.get(f"/first-run/{step}/").status_code == status
        assert client.post("/first-run/finish/").status_code == status
    assert as_(None).get(AT).status_code == 404


def test_beyond_the_first_run_the_second_factor_is_asked_for(began, settings):
    settings.DEMO = False
    assert began.get("/first-run/people/").status_code == 200
    assert began.get("/administration/")["Location"] == "/accounts/2fa/"
    assert began.get("/accounts/2fa/").status_code == 200
    assert began.get("/accounts/2fa/totp/activate/").status_code == 200  # just logged in: no password is asked for again


def test_default_pages_are_there_from_the_first_day(as_, db):
    for slug in DEFAULTS:
        assert as_(None).get("/about/" if slug == "about" else f"/about/{slug}/").status_code == 200


RACE = """
import sys, time
from django.test import Client
name, token, until = sys.argv[1:]
client = Client(headers={"host": "127.0.0.1"})
client.get("/first-run/")
time.sleep(max(0, float(until) - time.time()))
said = {"token": token, "username": name, "email": name + "@example.org", "password": "a river town"}
print(client.post("/first-run/", said).status_code)
"""

TOKEN = """
from administration.models import FirstRun
print(FirstRun.objects.waiting().token)
"""


def test_of_many_at_once_one_becomes_administrator(site_of_its_own):
    tokens = site_of_its_own.all_at_once(TOKEN, [() for _ in range(3)])
    assert len(set(tokens)) == 1 and len(tokens[0]) >= 20
    until = str(time.time() + 5)
    said = site_of_its_own.all_at_once(RACE, [(name, tokens[0], until) for name in ("ada", "eve", "ola")])
    assert said.count("302") == 1 and set(said) <= {"302", "404", "409"}, said
    left = site_of_its_own.python(
        "from accounts.models import Grant, User; print(User.objects.count(), Grant.objects.filter(role='administrator').count())"
    )
    assert left.stdout.split() == ["1", "1"]
