"""Notes, declines and nominations: sought at every address, as everybody whom they do not concern."""

import re

import pytest

from diaries.models import Rescue
from notifications.models import Notification
from tests.addresses import filled, templates

pytestmark = pytest.mark.once

CANARY = re.compile("kanarie", re.IGNORECASE)
AT_THE_DESK = {"/rescue/", "/rescue/%(pk)s/remove/", "/rescue/%(pk)s/decline/"}
CHANCE = re.compile(
    r'report this, name \w+|name="(?:csrfmiddlewaretoken|token)" value="[^"]*"|request_id[^<]*|<time[^>]*>[^<]*</time>|<updated>[^<]*'
)


def seen(browser, diary, rescue):
    """(template, what it answered) for every address of the site."""
    known = {
        "diaries.pk": diary.pk, "diaries.slug": diary.slug, "comments.pk": diary.comments.first().pk, "username": "alice", "tags.slug": "ferry",
        "version": diary.versions.first().pk, "rescue.pk": rescue.pk,
    }  # fmt: skip
    for template in templates():
        for people in ("alice", "tess", "rita") if "username" in template else ("alice",):
            answer = browser.get(filled(template, known | {"username": people}))
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield template, answer.status_code, text.decode(errors="replace")


EVERYBODY = [None, "alice", "alice the rescuer", "alice the moderator", "bob", "tess", "newt", "mo", "rita"]


@pytest.mark.parametrize(
    ("state", "who"),  # a declined one holds all that the others hold
    [
        ("nominated", "alice"),
        ("nominated", "rita"),
        ("spotlighted", "bob"),
        ("spotlighted", "mo"),
        *(("declined", who) for who in EVERYBODY),
    ],
)
def test_a_private_word_is_nowhere_but_on_the_desk(as_, request, diary, comment, tess, rita, state, who):
    rescue = Rescue.objects.nominate(
        diary, by=tess, note="Kanarienote.", blurb="Kanarieblurb." if state != "spotlighted" else "Open words."
    )
    if state == "declined":
        rescue.decline(by=rita, reason="Kanariereason.")
    elif state == "spotlighted":
        rescue.second(by=rita)
    name, _, role = (who or "").partition(" the ")
    user = request.getfixturevalue(name) if name else None
    if role:
        user.grant(role)
    leaks = {template for template, _, text in seen(as_(user), diary, rescue) if CANARY.search(text)}
    assert leaks <= (AT_THE_DESK if who in ("mo", "rita") else set())
    if who in ("mo", "rita"):
        assert "/rescue/" in leaks


@pytest.mark.parametrize("role", ["", "trusted"])
def test_the_author_finds_the_site_as_it_was_before(as_, alice, bob, diary, comment, tess, rita, role):
    """Nominated or declined: no page of the author's differs by a letter."""
    if role:
        alice.grant(role)
    rescue = Rescue(pk=1)
    Notification.objects.filter(receiver=alice).read()  # what is unread stands in the frame of every page
    first = [(*rest, CHANCE.sub("", text)) for *rest, text in seen(as_(alice), diary, rescue)]
    before = [(*rest, CHANCE.sub("", text)) for *rest, text in seen(as_(alice), diary, rescue)]
    stable = [number for number, (one, two) in enumerate(zip(first, before, strict=True)) if one == two]
    assert len(stable) > 0.9 * len(before)
    rescue = Rescue.objects.nominate(diary, by=tess, note="Kanarienote.", blurb="Kanarieblurb.")
    for step in ("nominated", "declined"):
        if step == "declined":
            rescue.decline(by=rita, reason="Kanariereason.")
        after = [(*rest, CHANCE.sub("", text)) for *rest, text in seen(as_(alice), diary, rescue)]
        assert [before[number] for number in stable] == [after[number] for number in stable]


@pytest.mark.parametrize("role", ["rescuer", "moderator"])
def test_an_author_with_a_role_learns_nothing_of_an_own_diary(as_, alice, diary, tess, rita, role):
    alice.grant(role)
    rescue = Rescue.objects.nominate(diary, by=tess, note="Kanarienote.", blurb="Kanarieblurb.")
    page = as_(alice).get("/rescue/").content.decode()
    assert diary.title in page and "No nomination waits." in page and "#rescue-" not in page
    for act in ("second", "decline", "remove"):
        assert as_(alice).post(f"/rescue/{rescue.pk}/{act}/", {"reason": "x"}).status_code == 404
    rescue.decline(by=rita, reason="Kanariereason.")
    assert "declined" not in as_(alice).get("/rescue/").content.decode().replace("neither notes nor declines", "").lower()
