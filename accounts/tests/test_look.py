"""Every page about accounts stands in our frame, and runs under our policy: no script, style or handler within."""

import re
from html.parser import HTMLParser

import pytest

from accounts.models import User

ENTRANCE = (
    "login/ signup/ inactive/ confirm-email/ confirm-email/x:y:z/ password/reset/ password/reset/done/ password/reset/key/1-x/ "
    "password/reset/key/done/"
).split()
MANAGE = (
    "settings/ delete/ logout/ email/ password/change/ sessions/ reauthenticate/ 2fa/ 2fa/totp/activate/ 2fa/webauthn/ "
    "2fa/webauthn/add/"
).split()


class Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.found.append(f"<{tag} {given}>")
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.found.append(f"<script {given}>")


def check(page: str) -> None:
    parser = Inline()
    parser.feed(page)
    assert parser.found == []
    assert len(parser.ids) == len(set(parser.ids)), "an id twice"
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(parser.ids)
    assert {each for ids in re.findall(r'aria-describedby="([^"]+)"', page) for each in ids.split()} <= set(parser.ids)
    assert " - Rostrum</title>" in page and 'class="masthead"' in page and page.count("<h1") == 1
    assert "Sign In" not in page and "Sign Up" not in page and "placeholder=" not in page


@pytest.mark.parametrize("address", ENTRANCE)
def test_for_those_outside(as_, alice: User, address: str) -> None:
    response = as_(None).get(f"/accounts/{address}")
    assert response.status_code == 200
    check(response.content.decode())


@pytest.mark.parametrize("address", MANAGE)
def test_for_members(logged_in, alice: User, address: str) -> None:
    response = logged_in(alice).get(f"/accounts/{address}")
    assert response.status_code == 200
    check(response.content.decode())
    assert response["Cache-Control"], "kept by nobody else"
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["login/", "signup/", "password/reset/"])
def test_with_faults(as_, address: str) -> None:
    response = as_(None).post(f"/accounts/{address}", {})
    assert response.status_code == 422
    check(response.content.decode())
