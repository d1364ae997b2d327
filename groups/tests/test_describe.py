"""A group's page changes, and what stood there stays readable for its admins."""

import pytest

from groups.models import EarlierText, Group
from moderation import groupcare

AT = "/groups/river-watch/"
CHANGED = {"description": "What the river did.", "rules": "Measure first.", "slots": "09:00"}


@pytest.fixture(autouse=True)
def the_group(group):
    """All of it is about one."""


def test_what_stood_there_is_for_its_admins_alone(as_, page, tess, rita, bob, mo):
    assert "What stood there before" not in page(tess, AT + "edit/")
    for _ in range(2):  # twice is once
        assert as_(tess).post(AT + "edit/", CHANGED).status_code == 302
    earlier = EarlierText.objects.get()
    assert (earlier.description, earlier.rules, earlier.by) == ("What the *river* does.", "", tess)
    assert "What the *river* does." in page(tess, AT + "edit/")
    for other in (None, bob, rita, mo):
        assert "What the *river* does." not in as_(other).get(AT + "edit/", follow=True).content.decode()
        assert "What the *river* does." not in page(other, AT)


def test_what_a_moderator_clears_is_kept(as_, page, tess, mo):
    groupcare.clear(Group.objects.get(), by=mo, parts=["description", "rules"], rule=1, reason="Insults.")
    text = page(tess, AT + "edit/")
    assert "What the *river* does." in text and "Measure first." in text and "mo</span> changed it" in text
    assert Group.objects.get().description == ""


def test_of_two_who_change_it_at_once_both_texts_stay(tess):
    one, other = Group.objects.get(), Group.objects.get()
    one.describe(by=tess, description="First.")
    other.describe(by=tess, description="Second.")
    assert list(EarlierText.objects.values_list("description", flat=True)) == ["First.", "What the *river* does."]
    assert Group.objects.get().description == "Second."
