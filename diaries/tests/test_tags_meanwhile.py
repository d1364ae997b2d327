"""An author saves from a page that was opened before members changed the tags: both get what they meant."""

import re

import pytest

from diaries.models import Diary, PendingEdit
from diaries.models.tag import merged

SURE = {"do": "save", "sure": "yes"}


def carried(diary):
    return [tag.name for tag in Diary.objects.get(pk=diary.pk).tag_list]


def fields_of(page):
    """What the editor would send, as it was opened."""
    form = page.split('class="form diary-form"')[1]
    values = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', form))
    texts = dict(re.findall(r'<textarea name="([a-z]+)"[^>]*>\n?([^<]*)</textarea>', form))
    return {
        name: value for name, value in (values | texts).items() if not name.startswith("poll") and name != "csrfmiddlewaretoken"
    }


@pytest.fixture
def opened(as_, diary, alice):
    """The editor, opened while the diary carries one tag."""
    fields = fields_of(as_(alice).get(f"/diaries/{diary.pk}/edit/").content.decode())
    assert (fields["tags"], fields["tags_seen"]) == ("Ferry", "Ferry")
    return fields


@pytest.mark.parametrize(
    ("now", "seen", "typed", "then"),
    [
        ("A, B", "A", "A", "A, B"),  # B came meanwhile
        ("A, B", "A", "A, C", "A, B, C"),
        ("A, B", "A", "C", "B, C"),  # the author took A out
        ("B", "A, B", "A, B", "B"),  # a trusted user took A out
        ("B", "A, B", "A, B, C", "B, C"),
        ("a, B", "A", "", "B"),
        ("A", "", "A, B", "A, B"),
        ("A", "A", "a", "A"),
        ("", "A", "A", ""),
    ],
)
def test_three_ways(now, seen, typed, then):
    assert merged(now, seen=seen, typed=typed) == then


def test_saving_keeps_what_members_added(as_, diary, alice, bob, opened):
    diary.tag("Bridges", by=bob)
    asked = as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | {"body": "Other words.", "tags": "Ferry, Fares", "do": "save"})
    assert 'name="tags_seen" value="Ferry"' in asked.content.decode()  # the question carries it on
    assert (
        as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | {"body": "Other words.", "tags": "Ferry, Fares"} | SURE).status_code
        == 302
    )
    assert carried(diary) == ["Ferry", "Bridges", "Fares"]
    assert as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | {"tags": "Fares"} | SURE).status_code in (302, 409)


def test_taking_one_out_takes_out_only_that(as_, diary, alice, bob, opened):
    diary.tag("Bridges", by=bob)
    as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | {"tags": "Fares"} | SURE)
    assert carried(diary) == ["Bridges", "Fares"]


def test_what_a_trusted_user_took_out_stays_out(as_, diary, alice, tess, opened):
    diary.retag("Bridges", by=tess)
    as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | {"body": "Other words."} | SURE)
    assert carried(diary) == ["Bridges"]


def test_an_untouched_form_is_no_change(as_, diary, alice, bob, opened):
    diary.tag("Bridges", by=bob)
    as_(alice).post(f"/diaries/{diary.pk}/edit/keep/", opened)
    assert not PendingEdit.objects.exists()


def test_changes_that_wait_remember_what_they_were_typed_upon(as_, diary, alice, bob, opened):
    as_(alice).post(f"/diaries/{diary.pk}/edit/keep/", opened | {"tags": "Ferry, Fares"})
    diary.tag("Bridges", by=bob)
    again = fields_of(as_(alice).get(f"/diaries/{diary.pk}/edit/").content.decode())
    assert (again["tags"], again["tags_seen"]) == ("Ferry, Fares", "Ferry")
    as_(alice).post(f"/diaries/{diary.pk}/edit/", again | SURE)
    assert carried(diary) == ["Ferry", "Bridges", "Fares"]


def test_a_form_that_does_not_say_is_taken_at_its_word(as_, diary, alice, bob, opened):
    diary.tag("Bridges", by=bob)
    del opened["tags_seen"], opened["known"]
    as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | SURE)
    assert carried(diary) == ["Ferry"]
    as_(alice).post(
        f"/diaries/{diary.pk}/edit/", opened | {"tags_seen": "x" * 99, "tags": "Fares"} | SURE
    )  # nor one that says nonsense
    assert carried(diary) == ["Fares"]


def test_a_draft_is_what_its_author_types(as_, alice):
    draft = Diary.objects.start(by=alice, title="T", intro="I", tags="A, B")
    fields = fields_of(as_(alice).get(f"/diaries/{draft.pk}/edit/").content.decode())
    draft.write(by=alice, title="T", intro="I", tags="A, B, C")
    del fields["known"]
    as_(alice).post(f"/diaries/{draft.pk}/edit/", fields | {"tags": "A"})
    assert carried(draft) == ["A"]


def test_two_trusted_users_at_one_diary(as_, diary, tess, rita):
    page = as_(tess).get(f"/diaries/{diary.pk}/tags/").content.decode()
    assert 'name="tags_seen" value="Ferry"' in page
    as_(rita).post(f"/diaries/{diary.pk}/retag/", {"tags": "Ferry, Bridges", "tags_seen": "Ferry"})
    as_(tess).post(f"/diaries/{diary.pk}/retag/", {"tags": "Fares", "tags_seen": "Ferry"})
    assert carried(diary) == ["Bridges", "Fares"]


def test_too_many_together_are_named(as_, diary, alice, bob, opened):
    diary.tag("Meanwhile", by=bob)
    many = ", ".join(["Ferry", *(f"tag {n}" for n in range(19))])
    answer = as_(alice).post(f"/diaries/{diary.pk}/edit/", opened | {"tags": many} | SURE)
    assert answer.status_code == 422 and "these are 21: Ferry, Meanwhile, tag 0" in answer.content.decode()
    assert carried(diary) == ["Ferry", "Meanwhile"]
