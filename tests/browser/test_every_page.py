"""Every page, as every role that is shown another one, wide in light and on a phone in dark: nothing for axe to find, a clean console.

Every kind of element, in every kind of parent, that any page holds (tests/pages.py) is looked at in one of as few pages as hold them all.
What members write is there in every kind (tests/texts).
"""

import re
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from tests.pages import READERS, kinds, skeleton

pytestmark = pytest.mark.once

WIDE, PHONE = {"width": 1400, "height": 900}, {"width": 360, "height": 800}
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]  # what depends on width and colours
SKIPPED = re.compile(r"/since/\d+/$|^/accounts/2fa/webauthn/login/")  # a part of a page; JSON for a passkey


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


_opener = build_opener(_Stay)


def fetched(server, address, key):
    """The page at an address for the browser with this session; None where there is none."""
    request = Request(server.url + address, headers={"Cookie": f"sessionid={key}"} if key else {})
    try:
        with _opener.open(request, timeout=30) as answer:
            if answer.headers.get_content_type() != "text/html":
                return None
            return answer.read().decode()
    except HTTPError as error:
        error.close()
        return None


def all_pages(server):
    """(role, address, what it is made of) for every page that is not made like one before it."""
    bones = set()
    for role in READERS:
        name = server.world["people"][role]
        key = server.play("answer = session(name)", name=name) if name else None
        for address in server.world["addresses"]:
            html = None if SKIPPED.search(address) else fetched(server, address, key)
            if html and skeleton(html) not in bones:
                bones.add(skeleton(html))
                yield role, address, kinds(html)


def fewest(pages):
    """The (role, address) of pages that together show whatever any shows: next always the one that shows most of what is left."""
    left = set().union(*(made_of for *_, made_of in pages))
    while left:
        role, address, made_of = max(pages, key=lambda page: len(page[2] & left))
        left -= made_of
        yield role, address


def test_axe_finds_nothing_on_any_page(server, page_as, axe_findings):
    page_as.expects("/pictures/: Failed to load resource")  # a picture of the world's that has no file
    open_pages, wrong, looked = {}, [], 0
    for role, address in fewest(list(all_pages(server))):
        page = open_pages.get(role) or open_pages.setdefault(role, page_as(server.world["people"][role]))
        page.goto(address)
        found = axe_findings(page)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        found += [f"on a phone in the dark: {words}" for words in axe_findings(page, rules=LOOKS)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        wrong += [f"{role} {address}\n{words}" for words in found]
        looked += 1
    assert looked > 10
    assert wrong == [], "\n".join(wrong)
