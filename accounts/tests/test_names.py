"""Names: immutable, and one whatever their letters look like."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from accounts.names import check_username, is_taken


def join(client: Client, name: str, **also: str):
    fields = {"username": name, "email": "somebody@example.org", "password1": "correct horse battery"} | also
    return client.post("/accounts/signup/", fields)


@pytest.mark.parametrize("name", ["alice", "ALICE", "аlice", "a1ice", "aIice", "ａｌｉｃｅ"])
def test_a_name_that_looks_taken_is_taken(client: Client, alice: User, name: str) -> None:
    response = join(client, name)
    assert response.status_code == 422
    assert "or one that looks like it" in response.content.decode() or "consists of letters" in response.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Adm1n",
        "settings",
        "former-member",
        "x",
        "-x-",
        "a b",
        "a" * 31,
        "a" * 5000,
        "a\x00b",
        "mo~imported",
        "former-member~3",
        "<b>",
        "a/b",
    ],
)
def test_names_that_nobody_gets(client: Client, db: None, name: str) -> None:
    response = join(client, name)
    assert response.status_code == 422
    assert User.objects.count() == 0


def test_a_name_of_few_letters_that_stand_for_sentences(db: None) -> None:
    with pytest.raises(ValidationError, match="spelled out"):
        check_username("ﷺ" * 30)


def test_printed_names_and_former_members_block_nobody(client: Client, bob: User) -> None:
    User.objects.placeholder("Mercutio")
    bob.leave()
    assert not is_taken("Mercutio") and not is_taken("bob")
    assert join(client, "Mercutio").status_code == 302
    assert join(client, "bob", email="bob2@example.org").status_code == 302


def test_an_accent_is_one_letter_however_it_was_typed(client: Client, db: None) -> None:
    join(client, "Zoe\u0308")
    assert User.objects.get().username == "Zo\u00eb"


def test_a_name_never_changes(alice: User) -> None:
    alice.username = "alicia"
    with pytest.raises(ValueError, match="never changes"):
        alice.save()


class Rival:
    """A password validator, asked after the name was found free and before it is taken: somebody else is faster."""

    def validate(self, password: str, user: User | None = None) -> None:
        User.objects.join("alice", email="alice@example.org")

    def get_help_text(self) -> str:
        return ""


def test_a_name_taken_in_the_same_moment_is_an_answer(client: Client, db: None, settings) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "accounts.tests.test_names.Rival"}]
    response = join(client, "Alice")
    assert response.status_code == 422
    assert "or one that looks like it" in response.content.decode()
    assert User.objects.get().username == "alice"
