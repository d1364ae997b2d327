"""Nobody is told what they may not see: what is hidden, deleted, taken back or removed is neither listed nor counted."""

import pytest

from accounts.models import User
from diaries.models import Diary

CANARY = "Kanarienvogel"


def seen_by(browser):
    """What the list, the bell and the door show of it."""
    page = browser.get("/notifications/").content.decode()
    bell = page.split('class="bell"')[1].split("</a>")[0]
    return CANARY in page, "unread" in bell


@pytest.fixture
def secret(comment, newt):
    """A reply to bob, with the canary in it."""
    return comment.diary.comments.post(by=newt, parent=comment, subject=CANARY, body="Peep.")


def vanish(what, secret, trusted):
    if what == "hidden":
        for user in trusted(2):
            secret.hide(by=user, rule=1)
    elif what == "branch":
        for user in trusted(2):
            secret.parent.hide(by=user, rule=1)
    elif what == "removed by a moderator":
        secret.remove(by=User.objects.get(username="mo"), rule=1)
    elif what == "deleted":
        secret.delete(by=secret.author)
    elif what == "taken back":
        secret.diary.take_back(by=secret.diary.author)
    else:
        secret.diary.remove(by=secret.diary.author)


@pytest.mark.parametrize("what", ["hidden", "branch", "deleted", "removed by a moderator", "taken back", "removed"])
def test_it_vanishes_from_list_and_count(as_, bob, mo, secret, trusted, what):
    told = bob.notifications.get()
    assert seen_by(as_(bob)) == (True, True)
    vanish(what, secret, trusted)
    assert seen_by(as_(bob)) == (False, False)
    assert as_(bob).get(f"/notifications/{told.pk}/").status_code == 404


def test_it_returns_with_its_diary(as_, bob, alice, secret):
    secret.diary.take_back(by=alice)
    secret.diary.refresh_from_db()
    secret.diary.publish(by=alice)
    assert seen_by(as_(bob)) == (True, True)


def test_trusted_users_read_hidden_ones(as_, diary, tess, newt, trusted):
    theirs = diary.comments.post(by=tess, body="Well?")
    secret = diary.comments.post(by=newt, parent=theirs, subject=CANARY, body="Peep.")
    vanish("hidden", secret, trusted)
    assert seen_by(as_(tess)) == (True, True)


def test_a_diary_that_was_taken_back(as_, alice, bob):
    diary = Diary.objects.start(by=alice, title=CANARY, intro="Hello, @bob.", tags="Birds")
    diary.publish(by=alice)
    assert seen_by(as_(bob)) == (True, True)
    diary.take_back(by=alice)
    assert seen_by(as_(bob)) == (False, False)


def test_what_nobody_else_is_told_names_nobody(bob, secret):
    assert "bob" not in str(bob.notifications.get()) and CANARY not in str(bob.notifications.get())
