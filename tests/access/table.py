"""The table of who sees and does what, as docs/access.md shows it."""

from pathlib import Path
from typing import Any

from tests.access.world import ROLES, SECRETS

LINES = Path(__file__).parent / "addresses.txt"
# Secrets that lie on something everybody sees: their address says nothing about them.
SEEN_AS_PLACE = {
    "an earlier version of a diary", "a pending edit of a published diary", "the text of a deleted comment",
    "the text of a comment that a moderator removed", "the words of a request to join a group", "words blacked out in the log",
}  # fmt: skip
HEAD = """# Who sees what

Written by `tests/test_access.py`, which walks every address of the site as every role with a word of its own in every secret, and
fails when this page is stale, when a new address is not classified (`tests/access/addresses.txt`), when a word shows where it must
not, or when an act is offered or possible on what a role cannot see. `WRITE_ACCESS=1 pytest tests/test_access.py` writes it anew.

The rescuer here is no trusted user; contributor, editor and group admin are plain members elsewhere. What is one's own one always
sees, except the text of a comment they deleted. To everybody else it is as if it had never existed: 404, and no count tells.

## Content
"""
ACTS = """On what everybody sees, with a form that is filled in: **yes** it opens or is done (or asks for what is missing), **log in**
asks for that first, **no** refuses with the reason, **–** is not there for this role."""
WORDS = {
    200: "yes", 301: "yes", 302: "yes", 303: "yes", 400: "yes", 409: "yes", 422: "yes", 429: "yes", 403: "no", 404: "–", 405: "–",
}  # fmt: skip


def classified() -> dict[str, str]:
    """`page /recent/`: each address with what it is."""
    lines = [line.split(maxsplit=1) for line in LINES.read_text().splitlines() if line and not line.startswith("#")]
    return {template: kind for kind, template in lines}


def classify(browser: Any, template: str, address: str) -> str:
    """The line for a new address, by the methods that it allows; whoever adds it looks whether that is so."""
    if template.startswith("/accounts/"):
        return "page"  # of the library that logs people in; our own have their lines
    allowed = browser.options(address).get("Allow", "")
    return "act" if allowed == "POST" else "asks" if "POST" in allowed else "page"


def document(rows: dict[tuple[str, str], int | str], kinds: dict[str, str]) -> str:
    out = [HEAD, *_table("What", [(secret.what, [_mark(role in secret.sees) for role in ROLES]) for secret in SECRETS])]
    out += ["", "## Acts and pages", "", ACTS, ""]
    for kind, title in (("page", "Pages and feeds"), ("asks", "Acts that ask first"), ("act", "Acts")):
        templates = sorted(template for template, its in kinds.items() if its == kind)
        lines = [(f"`{_shown(template)}`", [_word(rows[template, role]) for role in ROLES]) for template in templates]
        out += [f"### {title}", "", *_table("Address", lines), ""]
    return "\n".join(out).rstrip() + "\n"


def _table(what: str, lines: list[tuple[str, list[str]]]) -> list[str]:
    head = f"| {what} | {' | '.join(ROLES)} |"
    return [head, f"|---|{'---|' * len(ROLES)}", *(f"| {name} | {' | '.join(marks)} |" for name, marks in lines)]


def _shown(template: str) -> str:
    return template.replace("%(", "{").replace(")s", "}")


def _mark(yes: bool) -> str:
    return "yes" if yes else "–"


def _word(status: int | str) -> str:
    return status if isinstance(status, str) else WORDS.get(status, str(status))
