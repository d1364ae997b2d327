"""Password reset and change, change of address."""

from django.core import mail
from django.test import Client

from accounts.models import User
from conftest import PASSWORD

BETTER = "another long sentence"


def test_a_forgotten_password(alice: User, link_in_mail) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    response = client.get(link_in_mail(), follow=True)
    assert "Choose a new password" in response.content.decode()
    address = response.redirect_chain[-1][0]
    assert client.post(address, {"password1": "short", "password2": "short"}).status_code == 422
    client.post(address, {"password1": BETTER, "password2": BETTER})
    alice.refresh_from_db()
    assert alice.check_password(BETTER)
    assert (
        "This link is used up"
        in Client().get(link_in_mail() if "reset/key" in mail.outbox[-1].body else address, follow=True).content.decode()
    )


def test_a_known_address_is_answered_like_an_unknown_one(alice: User) -> None:
    known = Client().post("/accounts/password/reset/", {"email": "alice@example.org"}, follow=True)
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody1@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [message.to for message in mail.outbox] == [["alice@example.org"], ["nobody1@example.org"]]
    assert "No account has this address" in mail.outbox[1].body


def test_broken_links_are_answers(db: None) -> None:
    for key in ("1-abc", "zzzzzzzzzzzzz-abc", "1-set-password", "0-x", "1-%F0%9F%98%80"):
        assert "This link is used up" in Client().get(f"/accounts/password/reset/key/{key}/").content.decode()
    assert "does not work" in Client().get("/accounts/confirm-email/nonsense:x:y/").content.decode()


def test_changing_the_password_ends_other_sessions(logged_in, alice: User) -> None:
    here, there = logged_in(alice), logged_in(alice)
    wrong = here.post("/accounts/password/change/", {"oldpassword": "no", "password1": BETTER, "password2": BETTER})
    assert wrong.status_code == 422
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": BETTER, "password2": BETTER})
    assert here.get("/accounts/settings/").status_code == 200
    assert there.get("/accounts/settings/").status_code == 302
    assert "your password was changed" in mail.outbox[-1].subject


def test_an_address_changes_when_the_new_one_answers(logged_in, alice: User, link_in_mail) -> None:
    client = logged_in(alice)
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert "Changing to new@example.org" in client.get("/accounts/email/").content.decode()
    client.post(link_in_mail())
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert [address.email for address in alice.emailaddress_set.all()] == ["new@example.org"]
    assert any(message.to == ["alice@example.org"] for message in mail.outbox), "the old address is told"


def test_a_change_of_address_can_be_dropped_and_nonsense_is_422(logged_in, alice: User) -> None:
    client = logged_in(alice)
    assert client.post("/accounts/email/", {"email": "x" * 400 + "@example.org", "action_add": ""}).status_code == 422
    assert client.post("/accounts/email/", {"email": "alice@example.org", "action_add": ""}).status_code == 422
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    client.post("/accounts/email/", {"email": "new@example.org", "action_remove": ""})
    assert alice.emailaddress_set.get().email == "alice@example.org"


def test_somebody_elses_address_is_not_given_away(logged_in, alice: User, bob: User) -> None:
    client = logged_in(alice)
    taken = client.post("/accounts/email/", {"email": "bob@example.org", "action_add": ""})
    free = client.post("/accounts/email/", {"email": "free@example.org", "action_add": ""})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])


def test_an_open_browser_is_not_enough(as_, alice: User) -> None:
    """A session that did not see the password of late has to show it again."""
    response = as_(alice).post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert response.status_code == 302 and "reauthenticate" in response["Location"]
