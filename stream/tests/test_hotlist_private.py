"""Nobody else ever learns of a hotlist entry or its note: every page, as every kind of member."""

import pytest
from django.urls import get_resolver

from diaries.models import HotlistEntry

pytestmark = pytest.mark.once

ROLES = ("nobody", "alice", "tess", "rita", "mo", "ada", "newt")


def addresses(patterns=None, prefix=""):
    """Every address that the site knows, as patterns with their parameters open."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route


@pytest.fixture
def everywhere(diary, comment, bob):
    """All of them, filled in so that they lead to something of alice's or bob's."""
    fillings = [
        {
            "<int:pk>": str(diary.pk),
            "<str:username>": "bob",
            "<str:slug>": diary.slug,
            "<int:version>": str(diary.versions.get().pk),
        },
        {"<int:pk>": str(comment.pk), "<str:username>": "alice", "<str:slug>": "ferry", "<int:version>": "1"},
    ]
    found = set()
    for route in addresses():
        for filling in fillings:
            place = "/" + route.lstrip("^").rstrip("$")
            for open_, value in filling.items():
                place = place.replace(open_, value)
            if "<" not in place and "(" not in place and "logout" not in place:
                found.add(place)
    assert {"/", "/hotlist/", "/people/bob/", diary.get_absolute_url(), "/recent/feed/", f"/comments/{comment.pk}/"} <= found
    return sorted(found)


@pytest.mark.parametrize("role", ROLES)
def test_it_is_on_no_page_of_anybody_else(as_, request, diary, entry, everywhere, role, settings):
    """With and without bob's entry and note every page is the same."""
    browser = as_(None if role == "nobody" else request.getfixturevalue(role))
    with_it = {place: browser.get(place) for place in everywhere}
    for place, answer in with_it.items():
        text = b"".join(answer) if answer.streaming else answer.content
        assert b"Canarynote" not in text, place
        assert f'id="hotlist-{diary.pk}"'.encode() + b'><summary class="button pressed">' not in text, place
    HotlistEntry.objects.all().delete()
    for place in ("/", "/recent/", "/people/bob/", diary.get_absolute_url(), "/recent/feed/"):
        assert _stable(browser.get(place)) == _stable(with_it[place]), place


def _stable(answer):
    changing = ("csrf", 'name="token"', "data-version", "data-since", 'class="bell"', '">Notifications')
    return [line for line in answer.content.decode().splitlines() if not any(word in line for word in changing)]


def test_its_owner_sees_it(as_, bob, entry, diary):
    assert "Canarynote" in as_(bob).get("/hotlist/").content.decode()
    assert "Canarynote" in as_(bob).get(diary.get_absolute_url()).content.decode()


def test_nothing_that_is_logged_names_it(entry):
    assert "anary" not in str(entry) and "bob" not in str(entry) and "ferry" not in str(entry)
