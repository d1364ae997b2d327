"""Log-in by name or address, log-out, sessions."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from conftest import PASSWORD


def log_in(login: str, password: str = PASSWORD, **extra):
    return Client(**extra).post("/accounts/login/", {"login": login, "password": password})


@pytest.mark.parametrize("login", ["alice", "ALICE", " Alice ", "alice@example.org", "ALICE@example.org"])
def test_however_the_name_is_typed(alice: User, login: str) -> None:
    response = log_in(login)
    assert response.status_code == 302 and response["Location"] == "/"


def test_names_beyond_ascii_in_any_case(member) -> None:
    member("Élodie")
    assert log_in("élodie").status_code == 302


def test_a_printed_name_never_logs_in(db: None, alice: User) -> None:
    mercutio = User.objects.placeholder("Mercutio")
    for login in ("Mercutio", mercutio.username, mercutio.key):
        for password in ("", "!", PASSWORD, mercutio.password):
            assert log_in(login, password).status_code in (422, 429)
        cache.clear()


def test_known_and_unknown_names_are_answered_alike(alice: User) -> None:
    known, unknown = log_in("alice", "wrong password"), log_in("nobody1", "wrong password")
    assert known.status_code == unknown.status_code == 422

    def shown(response) -> list[str]:
        return [line for line in response.content.decode().splitlines() if "csrf" not in line and 'name="login"' not in line]

    assert shown(known) == shown(unknown)


def test_guessing_ends_and_another_spelling_does_not_help(alice: User) -> None:
    spellings = ["alice", "ALICE", "Alice", "aLice", "a1ice"]
    for spelling in spellings:
        assert log_in(spelling, "wrong password").status_code == 422
    response = log_in("alicE", PASSWORD)
    assert response.status_code == 422
    assert "tried too often" in response.content.decode()


@pytest.mark.parametrize("login", ["a\x00b", "x" * 100_000, "<script>", "'; --"])
def test_nonsense_is_an_answer(db: None, login: str) -> None:
    assert log_in(login).status_code == 422


def test_without_a_cache_people_still_get_in(alice: User, settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    assert log_in("alice").status_code == 302


def test_log_out_takes_a_button(as_, alice: User) -> None:
    client = as_(alice)
    assert "Do you want to log out" in client.get("/accounts/logout/").content.decode()
    assert client.get("/accounts/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/accounts/settings/").status_code == 302


def test_ending_the_other_sessions(logged_in, alice: User) -> None:
    here, there = logged_in(alice, HTTP_USER_AGENT="here"), logged_in(alice, HTTP_USER_AGENT="there")
    page = here.get("/accounts/sessions/").content.decode()
    assert "there" in page and page.count("this one") == 1
    here.post("/accounts/sessions/")
    assert here.get("/accounts/settings/").status_code == 200
    assert there.get("/accounts/settings/").status_code == 302


def test_a_suspended_member_is_told_and_stays_out(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    response = Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD}, follow=True)
    assert "This account is suspended" in response.content.decode()


def test_after_log_in_only_to_our_own_pages(alice: User) -> None:
    response = Client().post("/accounts/login/?next=//evil.example/", {"login": "alice", "password": PASSWORD})
    assert response["Location"] == "/"
