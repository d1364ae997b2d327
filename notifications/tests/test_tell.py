"""Telling: whom a comment concerns, once each, at the price of one statement."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification


def test_a_comment_tells_the_author_of_the_diary(as_, diary, bob, told):
    as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "The bridge, of course."})
    row = Notification.objects.get()
    assert told() == {("alice", "comment")}
    assert (row.by, row.about_type, row.within, row.read_at) == (bob, "comments.comment", diary.pk, None)


def test_a_reply_tells_whom_it_answers(as_, comment, tess, told):
    as_(tess).post(f"/comments/{comment.pk}/reply/", {"body": "What would it cost?"})
    assert told() == {("alice", "comment"), ("bob", "reply")}


def test_the_most_specific_counts_and_nobody_is_told_twice(diary, alice, bob, tess, told):
    first = diary.comments.post(by=alice, body="I wonder.")
    diary.comments.post(by=tess, parent=first, body="@alice, @bob: so do I.")
    assert told() == {("alice", "reply"), ("bob", "mention")}
    diary.comments.post(by=bob, body="What do you say, @alice?")
    assert Notification.objects.filter(receiver=alice).count() == 2
    assert Notification.objects.filter(receiver=alice, kind="mention").count() == 1


def test_nobody_is_told_of_their_own_acts(diary, alice, bob, told):
    """The tip jar neither."""
    mine = diary.comments.post(by=alice, body="I am @alice.")
    diary.comments.post(by=alice, parent=mine, body="Still am.")
    assert told() == set()


def test_a_double_click_tells_once(as_, comment, tess):
    for _ in range(2):
        as_(tess).post(f"/comments/{comment.pk}/reply/", {"body": "What would it cost?", "token": "once"})
    assert Notification.objects.filter(kind="reply").count() == 1


def test_twice_is_once(bob, alice, comment):
    for kind in ("reply", "mention"):
        bob.notifications.tell(kind, about=comment, by=alice)
    assert [row.kind for row in bob.notifications.all()] == ["reply"]
    bob.notifications.tell("moderation", about=comment)
    assert bob.notifications.count() == 2
    row = bob.notifications.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_nobody_knows_cannot_be_told(bob, comment):
    with pytest.raises(KeyError):
        bob.notifications.tell("whatever", about=comment)
    with pytest.raises(KeyError):
        bob.notifications.tell("reply", about=bob)


@pytest.mark.parametrize("text", ["Nobody in particular.", "Look, @bob, @tess, @rita and @mo!"])
def test_it_costs_one_statement_and_one_look_where_somebody_is_named(comment, rita, mo, alice, tess, text):
    with CaptureQueriesContext(connection, ) as seen:  # fmt: skip
        comment.diary.comments.post(by=tess, parent=comment, body=text)
    inserts = [each["sql"] for each in seen if 'INTO "notifications_' in each["sql"]]
    looks = [each["sql"] for each in seen if '"accounts_user"."key" IN' in each["sql"]]
    assert (len(inserts), len(looks)) == (1, "@" in text)


def test_imported_and_former_members_get_nothing_new(diary, bob, comment, told):
    bob.leave()
    assert not bob.notifications.exists()
    diary.comments.post(by=diary.author, body="Goodbye, @bob.")
    assert told() == {("alice", "comment")}
