"""Drafts and removed diaries: canary words, sought at every address as everybody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diaries.models import Diary
from tests.addresses import filled, templates

READERS = [None, "bob", "tess", "mo"]
# Where moderators look at what was removed: at its own addresses, and among the comments of a member.
LOOKED_AT = ("/diaries/%(pk)s/", "/comments/%(pk)s/", "/people/%(username)s/comments/")
CANARIES = ("Kanarie", "kanarie")


@pytest.fixture
def secrets(diary, alice, rita):
    """The places of a draft, of one taken back, of a removed draft, and of a removed diary; all with words of their own."""
    then = timezone.now() - timedelta(days=3)
    words = {"title": "Kanarietitle", "intro": "Kanarieintro.", "body": "Kanariebody.", "tip": "Kanarietip.", "tags": "Kanarietag"}
    found = {}
    for number, state in enumerate(("draft", "taken back", "removed draft", "removed")):
        at = then - timedelta(days=number)
        secret = Diary.objects.start(by=alice, at=at, **words)
        if state in ("taken back", "removed"):
            secret.publish(by=alice, at=at)
            secret.comments.post(by=rita, subject="Kanariesubject", body="Kanariecomment.", at=at)
        if state == "taken back":
            secret.take_back(by=alice)
        if state.startswith("removed"):
            secret.remove(by=alice)
        said = secret.comments.filter(author=rita).first()
        found[state] = {
            "diaries.pk": secret.pk, "diaries.slug": secret.slug, "version": secret.versions.get().pk, "tags.slug": "kanarietag",
            "comments.pk": said.pk if said else 0, "username": "alice",
        }  # fmt: skip
    return found


@pytest.mark.parametrize("state", ["draft", "taken back", "removed draft", "removed"])
@pytest.mark.parametrize("who", READERS)
def test_nobody_else_reads_a_word(as_, request, secrets, who, state):
    browser = as_(request.getfixturevalue(who) if who else None)
    leaks = []
    for template in templates():
        if who == "mo" and template.startswith(LOOKED_AT if state == "removed" else LOOKED_AT[-1:]):
            continue
        for place in {filled(template, secrets[state]), filled(template, secrets[state] | {"username": "rita"})}:
            answer = browser.get(place, follow=True)
            text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
            if answer.request["PATH_INFO"] == place and any(
                canary in text.replace(place, "").replace("next=", "") for canary in CANARIES
            ):
                leaks.append(place)
            if "pk" in template and template.startswith(("/diaries/", "/comments/")) and answer.status_code == 200 and who:
                leaks.append((place, answer.status_code))
    assert not leaks


def test_their_author_does(as_, secrets, alice):
    for state in ("draft", "taken back"):
        assert "Kanariebody." in as_(alice).get(f"/diaries/{secrets[state]['diaries.pk']}/edit/").content.decode()
    page = as_(alice).get(f"/diaries/{secrets['removed']['diaries.pk']}/", follow=True).content.decode()
    assert "Kanariebody." in page and "Kanariecomment." in page


def test_search_engines_are_told_to_leave_what_is_not_public(as_, secrets, alice, diary):
    hidden = as_(alice).get(f"/diaries/{secrets['removed']['diaries.pk']}/", follow=True).content.decode()
    assert '<meta name="robots" content="noindex">' in hidden
    assert "noindex" not in as_(alice).get(diary.get_absolute_url()).content.decode()
