"""What everybody sees of a member, and what only some do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.standing import FOR_GOOD


def test_who_they_are(as_, tess: User, mo: User) -> None:
    User.objects.filter(pk=tess.pk).update(mojo=3.6, rated_comments=12)
    page = as_(None).get("/people/tess/").content.decode()
    assert "trusted user" in page and "4 bars" in page and f"<dd>{tess.uid}</dd>" in page
    assert ">moderator<" in as_(None).get("/people/mo/").content.decode()


@pytest.mark.parametrize(
    ("mojo", "bars"), [(None, 0), (0.0, 0), (0.1, 1), (1.5, 2), (2.5, 3), (3.49, 3), (3.5, 4), (3.8, 5), (4.0, 5)]
)
def test_bars(mojo: float | None, bars: int) -> None:
    assert User(mojo=mojo).bars == bars


@pytest.mark.parametrize("rest", ["", "comments/"])
def test_names_and_their_spellings(as_, alice: User, rest: str) -> None:
    response = as_(None).get(f"/people/ALICE/{rest}")
    assert (response.status_code, response["Location"]) == (301, f"/people/alice/{rest}")
    for nobody in ("nobody1", "%20", "a%00b", "left:1", "%F0%9F%98%80", "x" * 3000):
        assert as_(None).get(f"/people/{nobody}/{rest}").status_code in (400, 404)
    assert as_(None).post(f"/people/alice/{rest}").status_code == 405


def test_their_diaries_without_drafts(as_, alice: User, diary) -> None:
    type(diary).objects.start(by=alice, title="Not yet", intro="Soon.")
    for reader in (None, alice):
        page = as_(reader).get("/people/alice/").content.decode()
        assert "The ferry and the bridge" in page and "Not yet" not in page and "1 diary" in page


def test_their_comments(as_, bob: User, comment) -> None:
    page = as_(None).get("/people/bob/comments/").content.decode()
    assert (
        "(0+ / 0-)" in page
        and "The bridge, of course." in page
        and f'href="{comment.in_thread_url}"' in page
        and "1 comment<" in page
    )


def test_hidden_comments_are_for_those_who_may_read_them(as_, bob: User, alice: User, comment, trusted, member) -> None:
    for each in trusted(2):
        comment.hide(by=each, rule=1)
    for reader in (None, alice):
        page = as_(reader).get("/people/bob/comments/").content.decode()
        assert "of course" not in page and "0 comments" in page
    for reader in (bob, member("tom", "trusted")):
        page = as_(reader).get("/people/bob/comments/").content.decode()
        assert "of course" in page and ">hidden<" in page


def test_deleted_comments_are_in_no_list(as_, bob: User, comment) -> None:
    comment.delete(by=bob)
    assert "of course" not in as_(bob).get("/people/bob/comments/").content.decode()


def test_people_of_imported_pages_are_marked(as_, db: None) -> None:
    mercutio = User.objects.placeholder("Mercutio & Co.")
    page = as_(None).get(mercutio.get_absolute_url()).content.decode()
    assert ">imported<" in page and "Mercutio &amp; Co." in page and "UID" not in page


def test_a_suspended_account_says_so(as_, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(suspended_until=timezone.now() + timedelta(days=3))
    assert "This account is suspended until" in as_(None).get("/people/alice/").content.decode()
    User.objects.filter(pk=alice.pk).update(suspended_until=FOR_GOOD)
    assert "This account is suspended for good." in as_(None).get("/people/alice/").content.decode()
    User.objects.filter(pk=alice.pk).update(suspended_until=timezone.now() - timedelta(seconds=1))
    assert "suspended" not in as_(None).get("/people/alice/").content.decode()


def test_the_number_of_queries_does_not_grow(as_, alice: User, bob: User, diary, django_assert_max_num_queries) -> None:
    for number in range(12):
        diary.comments.post(by=alice if number % 2 else bob, body=f"Number {number}.", at=diary.published_at)
    for address in ("/people/alice/", "/people/bob/comments/"):
        client = as_(bob)
        client.get(address)
        with django_assert_max_num_queries(9):
            client.get(address)
