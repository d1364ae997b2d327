"""Who sees what: every address from the resolver, as every role, with a canary word in every secret. docs/access.md is its table.

`WRITE_ACCESS=1 pytest tests/test_access.py` writes docs/access.md and tests/access/addresses.txt anew; look at the difference.
A new kind of secret: a line in tests/access/secrets.py says who reads it, tests/access/world.py makes one with its word.
"""

import logging
import os
from pathlib import Path

import pytest
from django.core import mail
from django.test import override_settings

from conftest import join
from tests.access import table
from tests.access.secrets import ROLES, SECRETS
from tests.access.walk import LOG_IN, MACHINE, Browser, Walk, forgetting, text_of
from tests.access.world import World
from tests.addresses import filled, places_of, templates

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "access.md"
WRITING = bool(os.environ.get("WRITE_ACCESS"))
HOW = "`WRITE_ACCESS=1 pytest tests/test_access.py` adds them to tests/access/addresses.txt; look whether each is what it says"
# POST addresses whose places name what is public: members, groups, tags, what stands on open things.
OPEN_NOUNS = ("/people/", "/groups/", "/tags/", "/accounts/", "/demo/", "/media/", "/moderation/log/", "/administration/")

pytestmark = pytest.mark.django_db  # so that it comes before those tests that leave an empty database behind
QUICK = {
    "DEMO": True,  # no second factor
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture(scope="module")
def walks(django_db_setup, django_db_blocker):
    """One world for all that is asked here, read once by every role; the anonymous last, when all caches are filled by others."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), override_settings(**QUICK), forgetting():
        world = World(join)
        if WRITING:
            table.write_lines(lambda template: classify(world, template))
        walks = {role: Walk(world, role) for role in reversed(ROLES)}
        for walk in walks.values():
            walk.read_everything()
        yield walks
    logging.disable(logging.NOTSET)


def classify(world, template):
    """The line for a new address, by the methods that it allows; whoever adds it looks whether that is so."""
    if template.startswith("/accounts/"):
        return "page"  # of the library that logs people in; our own have their lines
    browser = Browser(raise_request_exception=False)
    browser.force_login(world.people["administrator"])
    allowed = browser.options(filled(template, world.public)).get("Allow", "")
    return "act" if allowed == "POST" else "asks" if "POST" in allowed else "page"


def told(wrong):
    return "\n".join(map(str, wrong))


def test_every_address_is_classified():
    known = table.classified()
    assert set(known.values()) <= set(table.KINDS)
    assert sorted(set(templates()) - set(known)) == [], f"new addresses: {HOW}"
    assert sorted(set(known) - set(templates())) == [], "lines without an address: take them out of tests/access/addresses.txt"


def test_every_secret_is_somewhere(walks):
    """Its word is read by everybody who may, and by its owner: a secret that nobody could find would prove nothing."""
    wrong, world = [], walks["member"].world
    for secret in SECRETS:
        wrong += [
            (role, secret.what, "should read it and does not") for role in secret.sees if secret.what not in walks[role].found
        ]
        if secret.owner:
            browser = Browser(raise_request_exception=False)
            browser.force_login(world.people[secret.owner])
            own = {"username": world.people[secret.owner].username} | world.places.get(secret.what, {})
            page = filled(secret.at, world.public | own)
            if world.words[secret.what] not in text_of(browser.get(page)).lower():
                wrong.append((secret.owner, secret.what, f"is not on {page} for its owner"))
    assert not wrong, told(wrong)


def test_nobody_reads_what_is_not_theirs(walks):
    wrong = [leak for walk in walks.values() for leak in walk.leaks()]
    assert not wrong, told(wrong)


def test_what_one_cannot_see_looks_as_if_it_had_never_existed(walks):
    wrong = [each for walk in walks.values() for each in walk.told_apart()]
    assert not wrong, told(wrong)


def test_nobody_is_offered_what_they_cannot_see(walks):
    wrong = [each for walk in walks.values() for each in walk.wrongly_offered()]
    assert not wrong, told(wrong)


@pytest.mark.once
def test_nobody_acts_on_what_they_cannot_see(walks):
    """Every POST address with every secret in its places is answered as on what never existed, and nothing is written."""
    wrong, tried = [], set()
    for role, walk in walks.items():
        nothing = {}
        for what, template, address, nowhere in walk.unseen("act", "asks"):
            tried.add(template)
            if nowhere not in nothing:
                nothing[nowhere] = walk.act(nowhere)[0]
            answer, written = walk.act(address)
            if answer != nothing[nowhere] or written:
                wrong.append((role, what, address, answer, "not", nothing[nowhere], written[:1]))
        wrong += walk.leaks()
    assert not wrong, told(wrong)
    acts = [template for template, kind in table.classified().items() if kind in ("act", "asks") and places_of(template)]
    untried = [template for template in acts if template not in tried and not template.startswith(OPEN_NOUNS)]
    assert untried == [], "nobody tried these: give tests/access/world.py a secret with such a place, or name them in OPEN_NOUNS"


@pytest.mark.once
def test_acts_change_nothing_by_get_and_the_document_says_who_may_what(walks):
    rows = {}
    for template, kind in table.classified().items():
        if template in MACHINE or kind == "machine":
            continue
        for role, walk in walks.items():
            if kind == "act":
                by_get = walk.browser.get(filled(template, walk.world.public)).status_code
                assert by_get in (404, 405, 302, 403), (template, role)
                rows[template, role] = status = walk.status(template)
                if status not in (LOG_IN, 403, 404):
                    walk.act(filled(template, walk.world.public), hx_request="true")
            else:
                rows[template, role] = walk.statuses[filled(template, walk.world.public)]
    wrong = [leak for walk in walks.values() for leak in walk.leaks()]
    assert not wrong, told(wrong)
    assert "kanarie" not in told([(letter.subject, letter.body) for letter in mail.outbox])
    document = table.document(rows)
    if WRITING:
        DOCUMENT.write_text(document)
    assert DOCUMENT.read_text() == document, "docs/access.md is stale: WRITE_ACCESS=1 pytest tests/test_access.py"
