"""What members say of themselves."""

import pytest

from accounts.models import User
from conftest import PASSWORD

SAID = {
    "biography": "I like *ferries*.",
    "signature": "No **bridge**.",
    "signature_mode": "written",
    "home_page": "https://example.org/",
    "time_zone": "Europe/Berlin",
}


def test_saying_it(as_, alice: User) -> None:
    response = as_(alice).post("/accounts/settings/", SAID)
    assert response.status_code == 302
    alice.refresh_from_db()
    assert {name: getattr(alice, name) for name in SAID} == SAID
    assert alice.biography_html == "<p>I like <em>ferries</em>.</p>\n" or "<em>ferries</em>" in alice.biography_html
    assert "<strong>bridge</strong>" in alice.signature_html
    page = as_(None).get("/people/alice/").content.decode()
    assert "<em>ferries</em>" in page and 'href="https://example.org/" rel="nofollow' in page


def test_emptying_it(as_, alice: User) -> None:
    client = as_(alice)
    client.post("/accounts/settings/", SAID)
    client.post("/accounts/settings/", {"signature_mode": "current"})
    alice.refresh_from_db()
    assert (alice.biography, alice.biography_html, alice.home_page, alice.time_zone) == ("", "", "", "")


FAULTS = [
    ("biography", "before\x00after"), ("biography", "y" * 10_001), ("biography", "y" * 1_000_000), ("signature", "z" * 301),
    ("signature", "a\x1fb"), ("home_page", "javascript:alert(1)"), ("home_page", "data:text/html,x"),
    ("home_page", "ftp://example.org/"), ("home_page", "nonsense"), ("home_page", "https://example.org/" + "p" * 300),
    ("time_zone", "Mars/Olympus"), ("signature_mode", "loud"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), FAULTS)
def test_faults_are_422_and_nothing_typed_is_lost(as_, alice: User, field: str, value: str) -> None:
    response = as_(alice).post("/accounts/settings/", SAID | {field: value})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'class="errors"' in page
    kept = {"biography": "No **bridge**.", "signature": "I like *ferries*."}.get(field, "I like *ferries*.")
    assert kept in page
    if field in ("biography", "signature", "home_page"):
        assert value in page
    alice.refresh_from_db()
    assert (alice.biography, alice.home_page) == ("", "")


def test_hostile_words_come_out_harmless(as_, alice: User) -> None:
    as_(alice).post(
        "/accounts/settings/",
        SAID | {"biography": "<script>x</script><img src=x onerror=y>", "signature": "<a href=javascript:x>s</a>"},
    )
    page = as_(None).get("/people/alice/").content.decode()
    assert "<script>x" not in page and "onerror" not in page and "javascript:" not in page


def test_strangers_are_asked_to_log_in(as_) -> None:
    for address in ("/accounts/settings/", "/accounts/delete/"):
        assert as_(None).get(address)["Location"].startswith("/accounts/login/")
        assert as_(None).post(address)["Location"].startswith("/accounts/login/")
    assert as_(None).get("/accounts/settings/avatar/").status_code == 405


def test_what_an_expired_session_sent_waits(as_, alice: User) -> None:
    client = as_(None)
    answer = client.post("/accounts/settings/", SAID)
    log_in = client.post(answer["Location"], {"login": "alice", "password": PASSWORD})
    page = client.get(log_in["Location"]).content.decode()
    assert "I like *ferries*.</textarea>" in page and 'name="signature" value="No **bridge**."' in page
    client.post("/accounts/settings/", SAID)
    alice.refresh_from_db()
    assert alice.biography == SAID["biography"]
    assert client.get("/accounts/kept/").status_code == 302
