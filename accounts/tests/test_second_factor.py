"""A second factor: an app, recovery codes, keys; and staff who have none."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from conftest import PASSWORD


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up(client: Client) -> str:
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret" type="text" value="(\w+)"', page)[1]
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert response.status_code == 302
    return secret


def test_setting_up_an_app_and_logging_in_with_it(logged_in, alice: User) -> None:
    client = logged_in(alice)
    secret = set_up(client)
    codes = re.findall(r"<code>(\w+)</code>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    cache.clear()

    stranger = Client()
    response = stranger.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, follow=True)
    assert "Your password is right" in response.content.decode()
    assert stranger.get("/accounts/settings/").status_code == 302
    assert stranger.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 422
    assert stranger.post("/accounts/2fa/authenticate/", {"code": "9" * 100_000}).status_code == 422
    stranger.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert stranger.get("/accounts/settings/").status_code == 200

    lost = Client()
    lost.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    lost.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert lost.get("/accounts/settings/").status_code == 200


def test_a_wrong_code_sets_up_nothing(logged_in, alice: User) -> None:
    client = logged_in(alice)
    client.get("/accounts/2fa/totp/activate/")
    assert client.post("/accounts/2fa/totp/activate/", {"code": "12"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_an_address_can_be_changed_with_a_second_factor(logged_in, alice: User) -> None:
    client = logged_in(alice)
    set_up(client)
    assert client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""}).status_code == 302
    assert alice.emailaddress_set.count() == 2


def key_says(**response: str) -> str:
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


ANSWERS = [
    "", "{}", "[]", "1", "null", '"x"', "{", '{"id": 1}', "[" * 5000, "x" * 50_000, key_says(), key_says(clientDataJSON="?"),
    key_says(clientDataJSON="AA", authenticatorData="AA", signature="AA", userHandle="____"),
    key_says(clientDataJSON="e30", authenticatorData="AA", signature="AA", userHandle="eg"),
    key_says(clientDataJSON="e30", attestationObject="oA"),
    key_says(clientDataJSON="\ud800"), key_says(clientDataJSON="e30").replace('"AA"', '"\\ud800"'),
]  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_hostile_answers_of_keys(logged_in, alice: User, answer: str) -> None:
    client = logged_in(alice)
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", {"name": "k", "credential": answer}).status_code == 422
    stranger = Client()
    options = stranger.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json").json()
    assert "challenge" in str(options)
    response = stranger.post("/accounts/2fa/webauthn/login/", {"credential": answer})
    assert response.status_code == 302 and response["Location"] == "/accounts/login/"


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_staff_without_one_are_sent_to_set_it_up(member, logged_in, role: str) -> None:
    client = logged_in(member("stan", role))
    for address in ("/", "/accounts/settings/", "/recent/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")
    assert client.post("/accounts/settings/", {})["Location"] == "/accounts/2fa/"
    assert client.get("/", HTTP_HX_REQUEST="true")["HX-Redirect"] == "/accounts/2fa/"
    assert "a password alone is not enough" in client.get("/accounts/2fa/").content.decode()
    assert client.get("/healthz").status_code == 200
    set_up(client)
    assert client.get("/accounts/settings/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(member, logged_in) -> None:
    stan = member("stan", "moderator")
    Authenticator.objects.create(user=stan, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    assert Client().get("/").status_code == 200
    client = Client()
    client.force_login(stan)
    assert client.get("/accounts/settings/").status_code == 302


def test_staff_can_always_leave(member, logged_in) -> None:
    client = logged_in(member("stan", "moderator"))
    client.post("/accounts/logout/")
    assert client.get("/accounts/settings/")["Location"].startswith("/accounts/login/")


def test_not_in_the_demonstration(as_, mo: User) -> None:
    assert as_(mo).get("/accounts/settings/").status_code == 200


def test_it_costs_other_members_nothing(alice: User, django_assert_num_queries) -> None:
    client = Client()
    client.force_login(alice)
    client.get("/accounts/settings/")
    with django_assert_num_queries(3):  # session, member, news on the hotlist
        client.get("/accounts/settings/")
