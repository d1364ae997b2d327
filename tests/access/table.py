"""The table of who sees and does what, as docs/access.md shows it."""

from functools import cache
from pathlib import Path
from typing import Any

from tests.access.secrets import ROLES, SECRETS
from tests.addresses import templates

LINES = Path(__file__).parent / "addresses.txt"
KINDS = ("page", "asks", "act", "machine")
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


@cache
def classified() -> dict[str, str]:
    """`/recent/`: "page" ... each address with what it is."""
    lines = [line.split(maxsplit=1) for line in LINES.read_text().splitlines() if line and not line.startswith("#")]
    return {template: kind for kind, template in lines}


def write_lines(classify: Any) -> None:
    """Write addresses.txt anew: what is there stays, what is new is classified, what is gone goes."""
    known = classified()
    head = [line for line in LINES.read_text().splitlines() if line.startswith("#")]
    lines = [f"{known.get(each) or classify(each)} {each}" for each in templates()]
    LINES.write_text("\n".join([*head, *lines]) + "\n")
    classified.cache_clear()


def document(rows: dict[tuple[str, str], int | str]) -> str:
    kinds = classified()
    out = [HEAD, *_table("What", [(secret.what, [_mark(role in secret.sees) for role in ROLES]) for secret in SECRETS])]
    out += ["", "## Acts and pages", "", ACTS, ""]
    for kind, title in (("page", "Pages and feeds"), ("asks", "Acts that ask first"), ("act", "Acts")):
        templates = sorted(template for template, its in kinds.items() if its == kind and (template, ROLES[0]) in rows)
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
