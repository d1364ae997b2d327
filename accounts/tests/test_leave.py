"""Deleting the account: texts stay as by a former member, or go too."""

from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from conftest import PASSWORD


def test_asking_changes_nothing(as_, alice: User) -> None:
    assert "Delete your account" in as_(alice).get("/accounts/delete/").content.decode()
    alice.refresh_from_db()
    assert alice.left is None


def test_a_wrong_password_deletes_nothing_and_guessing_ends(as_, alice: User) -> None:
    client = as_(alice)
    for _ in range(5):
        response = client.post("/accounts/delete/", {"texts": "keep", "password": "wrong password"})
        assert response.status_code == 422
    response = client.post("/accounts/delete/", {"texts": "keep", "password": PASSWORD})
    assert response.status_code == 422 and "tried too often" in response.content.decode()
    cache.clear()
    for nonsense in ({}, {"texts": "keep"}, {"texts": "burn", "password": PASSWORD}, {"texts": "keep", "password": "x" * 100_000}):
        assert client.post("/accounts/delete/", nonsense).status_code == 422
    alice.refresh_from_db()
    assert alice.left is None


def test_what_was_written_stays(as_, alice: User, bob: User, diary, comment) -> None:
    bob.describe(biography="I am bob.", signature="Yours, bob")
    client = as_(bob)
    response = client.post("/accounts/delete/", {"texts": "keep", "password": PASSWORD}, follow=True)
    assert response.status_code == 200 and not response.context["user"].is_authenticated
    assert mail.outbox[-1].to == ["bob@example.org"]
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert "The bridge, of course." in page and "former member" in page
    assert ">bob<" not in page and "Yours, bob" not in page
    gone = User.objects.get(pk=bob.pk)
    assert (gone.email, gone.biography, gone.signature_html, gone.is_active) == ("", "", "", False)
    assert not gone.emailaddress_set.exists()
    assert "Somebody who wrote here once" in as_(None).get(gone.get_absolute_url()).content.decode()
    assert as_(None).get("/people/bob/").status_code == 404
    assert Client().post("/accounts/login/", {"login": "bob", "password": PASSWORD}).status_code == 422


def test_what_was_written_goes_too(as_, alice: User, bob: User, diary, comment) -> None:
    as_(bob).post("/accounts/delete/", {"texts": "erase", "password": PASSWORD})
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert "The bridge, of course." not in page
    assert "deleted by its author" in page


def test_a_writer_takes_the_diaries_along(as_, alice: User, bob: User, diary) -> None:
    as_(alice).post("/accounts/delete/", {"texts": "erase", "password": PASSWORD})
    assert as_(None).get(diary.get_absolute_url()).status_code == 404


def test_other_sessions_end(logged_in, alice: User) -> None:
    here, there = logged_in(alice), logged_in(alice)
    here.post("/accounts/delete/", {"texts": "keep", "password": PASSWORD})
    assert there.get("/accounts/settings/").status_code == 302


def test_a_name_like_a_former_members_blocks_nobodys_leaving(member) -> None:
    kim = member("kim")
    member(f"former-member-{kim.pk}")
    kim.leave()
    assert User.objects.get(pk=kim.pk).left
