"""Walks the site as one role: what it reads, what it is offered, what it is answered when it acts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from core.shelf import clear_all
from tests.access.secrets import ON_OPEN_THINGS, SECRETS, SEES, WHAT
from tests.access.table import classified
from tests.access.world import World
from tests.addresses import filled, names_of, places_of

LINK = re.compile(r"""(?:href|action|formaction|hx-get|hx-post)="(/[^"#?]*)""")
CANARY = re.compile(r"kanarie\w*", re.IGNORECASE)
WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE)\b(?!.*\b(?:ephemeral_cache|django_session|usersessions)\b)", re.IGNORECASE | re.DOTALL
)
FILLED = {
    "subject": "A subject", "body": "Some words.", "title": "A title", "intro": "An introduction.", "tags": "Ferry", "note": "A note.",
    "blurb": "A blurb.", "reason": "A reason.", "words": "Words.", "rule": "1", "token": "walked", "revision": "0", "markup": "markdown",
}  # fmt: skip
NOTHING = 999_999  # the key of what never existed
LOG_IN = "log in"
MACHINE = {"/healthz", "/readyz", "/robots.txt", "/favicon.ico", "/theme.css"}


class Browser(Client):
    """The test client without the copies of all contexts that it keeps otherwise: they cost more than the pages."""

    def request(self, **request: Any) -> Any:
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def status_of(answer: Any) -> int | str:
    """The status, or that it asks to log in first. Raises AssertionError for an error of the server."""
    assert answer.status_code < 500, f"{answer.status_code} {text_of(answer)[:2000]}"
    asks = answer.status_code == 401 or (answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"))
    return LOG_IN if asks else answer.status_code


class Walk:
    """One role's way through the site. What it read is kept as the words found in it, with the pages on which they stood."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role, self.browser = world, role, Browser(raise_request_exception=False)
        if user := world.people[role]:
            self.browser.force_login(user)
        self.found: dict[str, list[str]] = {}  # what: pages on which it was read
        self.offered: dict[str, str] = {}  # address: the page that offers it
        self.statuses: dict[str, int | str] = {}  # by address
        self._made = {word: what for what, word in world.words.items() if not word.startswith("kanarie")}

    # -- reading --

    def read_everything(self) -> None:
        """Every page with the open things in its places, with those of every secret, and with what never existed."""
        for template, kind in classified().items():
            if kind in ("page", "asks"):
                for address in self.addresses(template, kind):
                    if address not in self.statuses:
                        self.read(address)

    def addresses(self, template: str, kind: str) -> Iterator[str]:
        """This one with everything that can stand in its places; of names, which are no secrets, all for pages, one for what asks."""
        public, own = self.world.public, places_of(template)
        yield filled(template, public)
        if own:
            yield filled(template, dict.fromkeys(own, NOTHING))
        for places in [*self.world.places.values(), {"username": "bob"}]:
            known = [name for place in own for name in names_of(template, place) if name in places]
            if any(kind == "page" or name.endswith(".pk") for name in known):
                yield filled(template, public | places)

    def read(self, address: str) -> None:
        answer = self.browser.get(address)
        self.statuses[address] = status_of(answer)
        text = text_of(answer)
        self.look(address, f"{answer.headers} {text}")
        if answer.status_code == 200:
            for link in LINK.findall(text):
                self.offered.setdefault(link, address)

    def look(self, address: str, text: str) -> None:
        """Note the words of secrets in it, beside their own echo in an address that was asked for."""
        if address in text or quote(address, safe="") in text:
            text = text.replace(address, "").replace(quote(address, safe=""), "")
        for word in {each.lower() for each in CANARY.findall(text)}:
            known = [WHAT[word]] if word in WHAT else [what for whole, what in WHAT.items() if whole.startswith(word)]  # cut short
            for what in known:
                self.found.setdefault(what, []).append(address)
        for word, what in self._made.items():
            if word in text:
                self.found.setdefault(what, []).append(address)

    def leaks(self) -> Iterator[tuple[str, str, list[str]]]:
        for what, pages in self.found.items():
            if self.role not in SEES[what]:
                yield self.role, what, pages[:3]

    def told_apart(self) -> Iterator[tuple[str, str, str, Any]]:
        """Pages of what this role cannot see that are answered otherwise than those of what never existed."""
        for what, _, address, nothing in self.unseen("page", "asks"):
            if self.statuses[address] != self.statuses[nothing]:
                yield self.role, what, address, f"{self.statuses[address]}, not {self.statuses[nothing]}"

    def wrongly_offered(self) -> Iterator[tuple[str, str, str]]:
        """Links and buttons that lead to what this role cannot see."""
        theirs = {address: what for what, _, address, _ in self.unseen("page", "asks", "act")}
        for address in theirs.keys() & self.offered.keys():
            yield self.role, theirs[address], f"{self.offered[address]} offers {address}"

    def unseen(self, *kinds: str) -> Iterator[tuple[str, str, str, str]]:
        """(secret, template, its address, the one of nothing) for each address that names something this role cannot see."""
        known = set()
        for template, kind in classified().items():
            for secret in SECRETS if kind in kinds else ():
                places = self.world.places.get(secret.what, {})
                if self.role in secret.sees or secret.what in ON_OPEN_THINGS:
                    continue
                named = {name: NOTHING for place in places_of(template) for name in names_of(template, place) if name in places}
                address = filled(template, self.world.public | places)
                if address not in known and any(name.endswith(".pk") or name == "about.slug" for name in named):
                    known.add(address)
                    yield secret.what, template, address, filled(template, self.world.public | places | named)

    # -- acting --

    def status(self, template: str) -> int | str:
        """What this role is answered when it acts on open things; it is undone. Its answers are looked at like pages."""
        return self.act(filled(template, self.world.public))[0]

    def act(self, address: str, **headers: str) -> tuple[int | str, list[str]]:
        """(what it is answered with a form that is filled in, what was written for it); it is undone."""
        written: list[str] = []
        with transaction.atomic(), connection.execute_wrapper(_noting(written)):
            answer = self.browser.post(address, FILLED, headers=headers)
            transaction.set_rollback(True)
        status = status_of(answer)
        self.look(f"POST {address}", f"{answer.headers} {text_of(answer)}")
        if written or status not in (403, 404, LOG_IN):
            clear_all()
            cache.clear()
        return status, written


def _noting(written: list[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if WRITES.match(sql) and context["cursor"].rowcount:
            written.append(sql)
        return result

    return note


@contextmanager
def forgetting() -> Iterator[None]:
    """A whole world that is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    clear_all()
    cache.clear()
