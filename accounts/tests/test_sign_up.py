"""Sign-up: a verified address, no robots, and no hint who is a member already."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User

NEW = {"username": "Kim", "email": "kim@example.org", "password1": "correct horse battery"}


def shown(response) -> str:
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def test_from_sign_up_to_the_first_page(client: Client, db: None, link_in_mail) -> None:
    response = client.post("/accounts/signup/", NEW, follow=True)
    assert "Look into your mail" in response.content.decode()
    assert mail.outbox[-1].to == ["kim@example.org"]
    assert "Rostrum" in mail.outbox[-1].subject
    kim = User.objects.get()
    assert (kim.username, kim.name, kim.email) == ("Kim", "Kim", "kim@example.org")

    refused = Client().post("/accounts/login/", {"login": "Kim", "password": NEW["password1"]}, follow=True)
    assert not refused.context["user"].is_authenticated

    link = link_in_mail()
    assert "Yes, that is me" in client.get(link).content.decode()
    assert not kim.emailaddress_set.get().verified, "looking at the link confirms nothing"
    client.post(link)
    assert kim.emailaddress_set.get().verified
    response = Client().post("/accounts/login/", {"login": "kim", "password": NEW["password1"]})
    assert response.status_code == 302


def test_who_fills_the_honeypot_is_told_the_same_and_is_no_member(client: Client, db: None) -> None:
    response = client.post("/accounts/signup/", NEW | {"website": "https://example.org/"})
    assert response.status_code == 302
    assert response["Location"] == "/accounts/confirm-email/"
    assert User.objects.count() == 0 and not mail.outbox


def test_nobody_sees_the_honeypot(client: Client, db: None) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert re.search(r'class="quiet-to-eyes" aria-hidden="true".*name="website".*tabindex="-1"', page)


def test_a_known_address_is_answered_like_an_unknown_one(db: None, alice: User) -> None:
    known, unknown = Client(), Client()
    one = known.post("/accounts/signup/", NEW | {"email": "alice@example.org"}, follow=True)
    two = unknown.post("/accounts/signup/", NEW | {"username": "Kim2"}, follow=True)
    assert one.redirect_chain == two.redirect_chain
    assert shown(one).replace("alice@", "kim@") == shown(two)
    assert "you have an account already" in mail.outbox[0].subject
    assert not User.objects.filter(username="Kim").exists()


@pytest.mark.parametrize(
    "fault",
    [{"password1": "short"}, {"password1": "password123"}, {"email": "nonsense"}, {"email": "a" * 300 + "@example.org"},
     {"email": "a\x00@example.org"}, {"password1": "x" * 1_000_000}, {"username": ""}],
)  # fmt: skip
def test_faults_are_422_and_keep_the_rest(client: Client, db: None, fault: dict[str, str]) -> None:
    response = client.post("/accounts/signup/", NEW | fault)
    assert response.status_code == 422
    kept = (NEW | fault)["email" if "username" in fault else "username"]
    assert f'value="{kept}"' in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert User.objects.count() == 0


def test_sign_ups_from_one_address_are_limited(client: Client, db: None) -> None:
    for _ in range(20):
        client.post("/accounts/signup/", {})
    response = client.post("/accounts/signup/", NEW)
    assert response.status_code == 429
    assert "Too fast" in response.content.decode()


def test_a_mail_server_that_is_away_breaks_no_page(client: Client, db: None, settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    response = client.post("/accounts/signup/", NEW, follow=True)
    assert response.status_code == 200
    assert "cannot send mail just now" in response.content.decode()
