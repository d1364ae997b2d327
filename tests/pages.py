"""Every page of the site as every role, and what tells one kind of page from another."""

import re
from collections.abc import Iterator
from typing import Any

from justhtml import JustHTML

from tests.access.table import classified
from tests.access.walk import text_of
from tests.addresses import filled

# Their pages differ: nobody, who joined today, a writer (whose things these are), a reader, and one of each trust.
READERS = ("anonymous", "newcomer", "alice", "bob", "trusted", "rescuer", "editor", "group admin", "moderator", "administrator")
Pair = tuple[str, str]
TELLS = {"role", "type", "hidden", "disabled", "popover", "open", "required"}
_TEXTS, _VALUES = re.compile(r">[^<]+<"), re.compile(r'(?<! class)="[^"]*"')


def addresses(public: dict[str, Any]) -> Iterator[str]:
    """Every address that can show a page, with the keys of open things in its places."""
    for template, kind in classified().items():
        if kind != "act":
            yield filled(template, public)


def html_of(answer: Any) -> str | None:
    """The page in an answer of Django's test client; None where it is something else."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code in (301, 302):
        return None
    return text_of(answer)


def parsed(html: str) -> JustHTML:
    return JustHTML(html, sanitize=False, collect_errors=True)


def elements(node: Any) -> Iterator[Any]:
    for child in node.children or ():
        if not child.name.startswith(("#", "!")):
            yield child
            yield from elements(child)


def kinds(html: str) -> set[Pair]:
    """What a page is made of: each kind of element (name, classes, role) in each kind of parent."""

    def kind(node: Any) -> str:
        attrs = node.attrs or {}
        told = sorted(name for name in attrs if name.startswith("aria-") or name in TELLS)
        return f"{node.name}.{attrs.get('class') or ''}[{' '.join(told)}]"

    return {(kind(each.parent), kind(each)) for each in elements(parsed(html).root)}


def skeleton(html: str) -> str:
    """The tags of a page without texts and values: where two are equal, one need not be parsed to know its kinds."""
    return _VALUES.sub("", _TEXTS.sub("><", html))
