"""Who sees what: every address from the resolver, as every role, with a canary word in every secret. docs/access.md is its table.

`WRITE_ACCESS=1 pytest tests/test_access.py` writes docs/access.md and tests/access/addresses.txt anew; look at the difference.
"""

import os
import re
from pathlib import Path

import pytest

from tests.access import table
from tests.access.walk import MACHINE, Walk, sees, text_of
from tests.access.world import ROLES, SECRETS, THOROUGH, World
from tests.addresses import filled, templates

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "access.md"


@pytest.fixture
def walks(member, as_):
    world = World(member)
    return {role: Walk(world, role, as_(world.people[role])) for role in ROLES}


def test_every_address_is_classified(walks):
    """A new one needs a line in tests/access/addresses.txt: page, act, asks (shows a question, then acts) or machine."""
    known = table.classified()
    if os.environ.get("WRITE_ACCESS"):
        walk = walks["administrator"]
        known |= {
            each: table.classify(walk.browser, each, filled(each, walk.world.public)) for each in templates() if each not in known
        }
        head = [line for line in table.LINES.read_text().splitlines() if line.startswith("#")]
        table.LINES.write_text("\n".join([*head, *(f"{known[each]} {each}" for each in templates())]) + "\n")
        known = table.classified()
    assert sorted(set(templates()) - set(known)) == [], "new addresses: say what they are in tests/access/addresses.txt"
    assert sorted(set(known) - set(templates())) == [], "lines without an address"


def test_nobody_reads_or_is_offered_what_is_not_theirs(walks, as_):
    wrong, found = [], {secret.what: set() for secret in SECRETS}
    for role, walk in walks.items():
        walk.everything()
        for secret in SECRETS:
            pages = walk.read(secret.word)
            if pages and role not in secret.sees:
                wrong.append((role, secret.what, pages[:3]))
            if pages:
                found[secret.what].add(role)
        wrong += offered(walk)
    world = walks["member"].world
    for secret in SECRETS:
        if secret.owner:
            page = as_(world.people[secret.owner]).get(
                filled(secret.at, world.public | {"username": secret.owner} | world.places.get(secret.what, {}))
            )
            if secret.word not in text_of(page):
                wrong.append((secret.owner, secret.what, f"is not on {secret.at} for its owner"))
        wrong += [(role, secret.what, "should be found and is not") for role in secret.sees & set(THOROUGH) - found[secret.what]]
    assert wrong == [], "\n".join(map(str, wrong))


def offered(walk):
    """Links and buttons that lead to a thing which this role cannot see."""
    for what, places in walk.world.places.items():
        for noun in ("diaries", "comments", "unsent", "rescue"):
            pk = places.get(f"{noun}.pk")
            open_one = pk == walk.world.public.get(f"{noun}.pk") or what in table.SEEN_AS_PLACE
            if pk and not open_one and not sees(walk.role, what):
                yield from (
                    (walk.role, what, f"{page} offers {link}")
                    for link, page in walk.offered.items()
                    if re.match(f"/{noun}/{pk}/", link)
                )


def test_nobody_acts_on_what_they_cannot_see(walks):
    """An act on a secret is answered as one on what never existed."""
    wrong = []
    acts = [template for template, kind in table.classified().items() if kind in ("act", "asks")]
    nothing: dict[tuple[str, str], int | str] = {}
    for what, places in walks["member"].world.places.items():
        if what in table.SEEN_AS_PLACE:
            continue
        noun = next(iter(places)).partition(".")[0]
        under = "/moderation/waiting/" if noun == "moderation" else f"/{noun}/"
        touched = [template for template in acts if template.startswith(under) and "%(pk)s" in template]
        for role in ("anonymous", "member", "trusted", "rescuer", "group admin", "moderator"):
            walk = walks[role]
            if not sees(role, what):
                for template in touched:
                    if (role, template) not in nothing:
                        nothing[role, template] = walk.reaches(template, {f"{noun}.pk": 999_999})
                    answer = walk.reaches(template, places)
                    if answer != nothing[role, template]:
                        wrong.append((role, what, template, answer, "not", nothing[role, template]))
    assert wrong == [], "\n".join(map(str, wrong))


def test_acts_change_nothing_by_get_and_the_document_says_who_may_what(walks):
    kinds = table.classified()
    rows = {}
    for template, kind in kinds.items():
        if template in MACHINE or kind == "machine":
            continue
        for role, walk in walks.items():
            if kind == "act":
                assert walk.status(template, act=False) in (404, 405, 302, 403, "log in"), (template, role)
            rows[template, role] = walk.status(template, act=kind == "act")
    document = table.document(rows, kinds)
    if os.environ.get("WRITE_ACCESS"):
        DOCUMENT.write_text(document)
    assert DOCUMENT.read_text() == document, "docs/access.md is stale: WRITE_ACCESS=1 pytest tests/test_access.py"
