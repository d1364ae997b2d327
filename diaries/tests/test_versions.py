"""Versions: the last twenty, to look at, compare and restore."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import set_rule
from diaries.models import Diary
from diaries.views.pages import compare


@pytest.fixture
def rewritten(diary, alice):
    """The published diary, written anew every minute."""
    for minute in range(1, 4):
        diary.write(
            by=alice,
            title=f"Title {minute}",
            intro=f"Intro {minute}",
            body="Same line",
            tags=f"Ferry, T{minute}",
            at=diary.published_at + timedelta(minutes=minute),
        )
    return Diary.objects.get(pk=diary.pk)


def address(diary, version=None, verb=""):
    return f"/diaries/{diary.pk}/versions/" + (f"{version.pk}/" if version else "") + (f"{verb}/" if verb else "")


def test_every_save_is_a_version_the_newest_first(as_, rewritten, alice):
    assert [version.title for version in rewritten.versions.all()] == ["Title 3", "Title 2", "Title 1", "The ferry and the bridge"]
    page = as_(alice).get(address(rewritten)).content.decode()
    assert page.index("Title 3") < page.index("Title 2") < page.index("Title 1")
    assert page.count("as it stands") == 1


@pytest.mark.parametrize(("seconds", "count"), [(0.5, 1), (1.9, 1), (2, 2), (60, 2)])
def test_saves_less_than_two_seconds_apart_are_one(draft, alice, seconds, count):
    draft.write(by=alice, title="Next", intro="x", at=draft.changed_at + timedelta(seconds=seconds))
    assert draft.versions.count() == count
    assert draft.versions.first().title == "Next"


def test_a_save_without_a_change_is_none(draft, alice):
    draft.write(by=alice, title=draft.title, intro=draft.intro, body=draft.body, tags="Canarytag", at=timezone.now())
    assert draft.versions.count() == 1


def test_the_last_twenty_are_kept(draft, alice):
    for minute in range(1, 25):
        draft.write(by=alice, title=f"Title {minute}", intro="x", at=draft.created_at + timedelta(minutes=minute))
    assert [version.title for version in draft.versions.all()] == [f"Title {minute}" for minute in range(24, 4, -1)]


def test_how_many_is_a_rule(draft, alice):
    set_rule("diaries.versions", "3")
    for minute in range(1, 6):
        draft.write(by=alice, title=f"Title {minute}", intro="x", at=draft.created_at + timedelta(minutes=minute))
    assert draft.versions.count() == 3


def test_a_version_is_compared_with_what_stands_now(as_, rewritten, alice):
    page = as_(alice).get(address(rewritten, rewritten.versions.get(title="Title 1"))).content.decode()
    assert '<del dir="auto">Title 1</del>' in page and '<ins dir="auto">Title 3</ins>' in page
    assert "<p><del>Intro 1</del></p>" in page and "<p><ins>Intro 3</ins></p>" in page and "<p>Same line</p>" in page
    assert "Tags then: Ferry, T1" in page


def test_comparing_keeps_every_line_of_both():
    before, after = "a\nb\nc\nd", "a\nc\nx\nd"
    assert compare(before, after) == [("same", "a"), ("gone", "b"), ("same", "c"), ("new", "x"), ("same", "d")]


def test_texts_that_are_all_alike_are_compared_too():
    """Two thousand lines, each a little different: this has to end before the reader leaves."""
    before, after = ("\n".join(f"the line number {n} is {word}" for n in range(1_900)) for word in ("old", "new"))
    kinds = [kind for kind, _ in compare(before, after)]
    assert (kinds.count("gone"), kinds.count("new")) == (1_900, 1_900)


def test_restoring_brings_it_back_and_keeps_what_stood(as_, rewritten, alice):
    first = rewritten.versions.last()
    answer = as_(alice).post(address(rewritten, first, "restore"))
    assert answer["Location"] == f"/diaries/{rewritten.pk}/edit/"
    diary = Diary.objects.get(pk=rewritten.pk)
    assert (diary.title, diary.intro, diary.tags_text, diary.state) == (
        "The ferry and the bridge",
        "Which of the two?",
        "Ferry",
        "published",
    )
    assert "<em>long</em>" in diary.body_html
    assert diary.versions.all()[1].title == "Title 3"
    assert diary.versions.count() == 5
    as_(alice).post(address(rewritten, first, "restore"))
    assert diary.versions.count() == 5


def test_moderators_look_compare_and_restore(as_, rewritten, mo):
    first = rewritten.versions.last()
    assert as_(mo).get(address(rewritten)).status_code == 200
    assert "Restore this version" in as_(mo).get(address(rewritten, first)).content.decode()
    assert as_(mo).post(address(rewritten, first, "restore"))["Location"] == f"/diaries/{rewritten.pk}/the-ferry-and-the-bridge/"
    assert rewritten.versions.first().by == mo
    assert "by mo" in as_(mo).get(address(rewritten)).content.decode()


def test_others_see_no_versions(as_, rewritten, draft, bob, tess, mo):
    version = rewritten.versions.first()
    for user in (bob, tess):
        assert as_(user).get(address(rewritten)).status_code == 403
        assert as_(user).get(address(rewritten, version)).status_code == 403
        assert as_(user).post(address(rewritten, version, "restore")).status_code == 403
    assert as_(None).get(address(rewritten)).status_code == 302
    for user in (bob, mo):
        assert as_(user).get(address(draft)).status_code == 404
        assert as_(user).get(address(draft, draft.versions.get())).status_code == 404
        assert as_(user).post(address(draft, draft.versions.get(), "restore")).status_code == 404


def test_a_version_of_another_diary_is_404(as_, rewritten, draft, alice):
    stray = draft.versions.get()
    assert as_(alice).get(address(rewritten, stray)).status_code == 404
    assert as_(alice).post(address(rewritten, stray, "restore")).status_code == 404


def test_restoring_by_a_link_is_405(as_, rewritten, alice):
    assert as_(alice).get(address(rewritten, rewritten.versions.last(), "restore")).status_code == 405
    rewritten.refresh_from_db()
    assert rewritten.title == "Title 3"


def test_a_removed_diary_is_not_restored(as_, removed, alice, mo):
    for user in (alice, mo):
        assert as_(user).post(address(removed, removed.versions.get(), "restore")).status_code == 403


def test_markup_in_an_old_version_stays_text(as_, diary, alice):
    diary.write(by=alice, title="x", intro="<script>alert(1)</script>", tags="Ferry", at=timezone.now())
    page = as_(alice).get(address(diary, diary.versions.last())).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
