"""Administrators at work: ada of the cast, and ola beside her; and their forms as a browser sends them."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest


class Form(HTMLParser):
    """The fields of the form that leads to an address, as they stand on the page."""

    def __init__(self, page: str, to: str) -> None:
        super().__init__()
        self.page, self.to = page, to
        self.fields: dict[str, str] = {}
        self.open, self.found = False, False
        self.area = self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        name = have.get("name") or ""
        if tag == "form":
            self.open = have.get("method") == "post" and (have.get("action") or self.page) == self.to and not self.found
            self.found = self.found or self.open
        elif not self.open or name == "csrfmiddlewaretoken":
            return
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.choice = name
        elif tag == "option" and ("selected" in have or self.choice not in self.fields):
            self.fields[self.choice] = have.get("value") or ""
        elif tag == "input" and name and have.get("type") != "file":
            self._input(name, have)

    def _input(self, name: str, have: dict[str, str | None]) -> None:
        pressed = have.get("type") in ("radio", "checkbox")
        if not pressed or "checked" in have:
            self.fields[name] = have.get("value") or ("on" if pressed else "")

    def handle_data(self, data: str) -> None:
        if self.open and self.area:
            self.fields[self.area] += data if self.fields[self.area] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.open = False


@pytest.fixture
def ola(member: Callable[..., Any]) -> Any:
    return member("ola", "administrator")


@pytest.fixture
def filled() -> Callable[..., dict[str, str]]:
    """The fields of the form on a page that leads to `to` (default: the page itself), some of them changed."""

    def fill(client: Any, page: str, to: str = "", **changed: str) -> dict[str, str]:
        form = Form(page, to or page)
        form.feed(client.get(page).content.decode())
        assert form.found, f"no form on {page} leads to {to or page}"
        return {**form.fields, **changed}

    return fill
