"""Every page, as every role that is shown another one, wide in light and on a phone in dark: nothing for axe to find, a clean console.

A page is opened when it holds a kind of element, in a kind of parent, that no page before it held (tests/pages.py): lists of other
lengths and the same page under another name are no other pages. What members write is there in every kind (tests/texts).
"""

import re
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from tests.pages import READERS, kinds, skeleton

pytestmark = pytest.mark.once

PARTS = 2
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


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(server, page_as, axe_findings, part):
    page_as.expects("/pictures/: Failed to load resource")  # a picture of the world's that has no file
    seen, bones, wrong, looked = set(), set(), [], 0
    for role in READERS:
        name = server.world["people"][role]
        key = server.play("answer = session(name)", name=name) if name else None
        page = None
        for address in server.world["addresses"][part::PARTS]:
            html = None if SKIPPED.search(address) else fetched(server, address, key)
            if html is None or skeleton(html) in bones or (made_of := kinds(html)) <= seen:
                continue
            bones.add(skeleton(html))
            seen |= made_of
            looked += 1
            page = page or page_as(name)
            page.goto(address)
            found = axe_findings(page)
            page.set_viewport_size(PHONE)
            page.emulate_media(color_scheme="dark")
            found += [f"on a phone in the dark: {words}" for words in axe_findings(page, rules=LOOKS)]
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(WIDE)
            wrong += [f"{role} {address}\n{words}" for words in found]
        if page:
            page.close()
    assert looked > 10
    assert wrong == [], "\n".join(wrong)
