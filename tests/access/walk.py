"""Walks the site as one role: what it reads, what it is offered, what it may do."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from core.shelf import clear_all
from tests.access.table import classified
from tests.access.world import SECRETS, THOROUGH, World
from tests.addresses import filled

LINK = re.compile(r"""(?:href|action|formaction|hx-get|hx-post)="(/[^"#?]*)""")
FILLED = {
    "subject": "A subject", "body": "Some words.", "title": "A title", "intro": "An introduction.", "tags": "Ferry", "note": "A note.",
    "blurb": "A blurb.", "reason": "A reason.", "words": "Words.", "rule": "1", "token": "walked", "revision": "0", "markup": "markdown",
}  # fmt: skip
MACHINE = {"/healthz", "/readyz", "/robots.txt", "/favicon.ico", "/theme.css"}


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def log_in_page(answer: Any) -> bool:
    return answer.status_code == 401 or (answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"))


class Walk:
    """One role's way through the site."""

    def __init__(self, world: World, role: str, browser: Client) -> None:
        self.world, self.role, self.browser = world, role, browser
        self.pages: dict[str, str] = {}  # what it was shown, by address
        self.offered: dict[str, str] = {}  # address: the page that offers it

    def everything(self) -> None:
        """Every address with the open things in its places, and with those of every secret."""
        for address in self.addresses():
            answer = self.browser.get(address)
            self.pages[address] = f"{answer.headers} {text_of(answer)}"
            if answer.status_code == 200:
                for link in LINK.findall(self.pages[address]):
                    self.offered.setdefault(link, address)

    def addresses(self) -> Iterator[str]:
        seen: set[str] = set()
        people = [{"username": name} for name in ("alice", "bob")]
        thorough = self.role in THOROUGH
        asked = [places for places in self.world.places.values() if thorough or "groups.slug" in places]
        for template, kind in classified().items():
            if kind == "act":  # shows nothing; the other tests try it
                continue
            for places in ({}, *asked, *people):
                if places and not any(f"%({name.rpartition('.')[2]})s" in template for name in places):
                    continue
                address = filled(template, self.world.public | places)
                if address not in seen:
                    seen.add(address)
                    yield address

    def read(self, word: str) -> list[str]:
        """The pages on which a word was shown, beside its own echo in an address that was asked for."""
        return [
            address
            for address, page in self.pages.items()
            if word in page.replace(address, "").replace(quote(address, safe=""), "")
        ]

    def status(self, template: str, *, act: bool) -> int | str:
        """What this role is answered about open things; an act is done and undone."""
        address = filled(template, self.world.public | ({} if "/log/" in template else {"moderation.pk": 999_999}))
        with transaction.atomic():
            answer = self.browser.post(address, FILLED) if act else self.browser.get(address)
            transaction.set_rollback(True)
        clear_all()
        if act:
            cache.clear()
        return "log in" if log_in_page(answer) else answer.status_code

    def reaches(self, template: str, places: dict[str, Any]) -> int | str:
        """What this role is answered when it tries an act on this thing, with a form that is filled in."""
        with transaction.atomic():
            answer = self.browser.post(filled(template, self.world.public | places), FILLED)
            transaction.set_rollback(True)
        clear_all()
        cache.clear()
        return "log in" if log_in_page(answer) else answer.status_code


def sees(role: str, what: str) -> bool:
    return next(role in secret.sees for secret in SECRETS if secret.what == what)
