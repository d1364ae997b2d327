"""Joining by invitation only, where the site says so."""

import pytest
from django.test import Client

from accounts.models import Invitation, User
from community.models import set_identity
from core.errors import Refused

NEW = {"username": "Kim", "email": "kim@example.org", "password1": "correct horse battery"}


@pytest.fixture
def by_invitation(db):
    set_identity("site.sign_up", "invited")


def join(code: str = "", **other: str):
    return Client().post("/accounts/signup/", NEW | other | ({"invitation": code} if code else {}))


def test_open_to_everybody_at_first(db):
    assert join().status_code == 302
    assert User.objects.filter(username="Kim").exists()


def test_without_an_invitation_nobody_joins(by_invitation):
    assert "Joining needs an invitation" in Client().get("/accounts/signup/").content.decode()
    assert "Joining needs an invitation" in join().content.decode()
    assert "Joining needs an invitation" in join("wrong").content.decode()
    assert not User.objects.filter(username="Kim").exists()


def test_an_invitation_lets_one_person_in(by_invitation, as_, tess):
    browser = as_(tess)
    assert browser.post("/accounts/invitations/").status_code == 302
    code = Invitation.objects.get().code
    assert f"/accounts/signup/?invitation={code}" in browser.get("/accounts/invitations/").content.decode()
    form = Client().get(f"/accounts/signup/?invitation={code}").content.decode()
    assert f'name="invitation" value="{code}"' in form
    assert join(code).status_code == 302
    assert User.objects.get(username="Kim").invitation.by == tess
    assert "Joining needs an invitation" in join(code, username="Lee", email="lee@example.org").content.decode()
    with pytest.raises(Refused, match="used already"):
        Invitation.objects.use(code, by=tess)


def test_closed_is_closed_for_the_invited_too(by_invitation, tess):
    code = Invitation.objects.invite(by=tess).code
    set_identity("site.sign_up", "closed")
    assert "Joining is closed" in join(code).content.decode()


def test_who_may_invite_and_how_often(by_invitation, as_, alice, tess, mo):
    assert as_(alice).get("/accounts/invitations/").status_code == 403
    assert as_(alice).post("/accounts/invitations/").status_code == 403
    for _ in range(5):
        as_(tess).post("/accounts/invitations/")
    assert as_(tess).post("/accounts/invitations/").status_code == 429
    for _ in range(6):
        Invitation.objects.invite(by=mo)
