"""Choosing what one wants to be told."""

from notifications.kinds import KINDS
from notifications.models import Silence

EVERYTHING = dict.fromkeys(KINDS, "on")


def test_what_is_off_is_neither_listed_nor_counted(as_, alice, diary, reply):
    browser = as_(alice)
    page = browser.get("/notifications/preferences/").content.decode()
    assert page.count(" checked") == len(KINDS)
    for _ in range(2):
        answer = browser.post("/notifications/preferences/", {name: "on" for name in KINDS if name != "comment"})
        assert answer["Location"] == "/notifications/preferences/"
    assert Silence.objects.get().kind == "comment" and not alice.notifications.bell
    assert "Nothing yet." in browser.get("/notifications/").content.decode()
    assert browser.get("/notifications/preferences/").content.decode().count(" checked") == len(KINDS) - 1


def test_back_on_what_came_meanwhile_counts_as_read(as_, alice, bob, diary, reply):
    browser = as_(alice)
    browser.post("/notifications/preferences/", {"reply": "on"})
    browser.post("/notifications/preferences/", EVERYTHING)
    assert not Silence.objects.exists() and not alice.notifications.bell
    assert "is-unread" not in browser.get("/notifications/").content.decode()
    diary.comments.post(by=bob, body="And now?")
    del alice._bell
    assert len(alice.notifications.bell) == 1


def test_it_is_each_ones_own(as_, alice, bob, reply):
    as_(alice).post("/notifications/preferences/", {})
    assert len(bob.notifications.bell) == 1
    assert as_(None).post("/notifications/preferences/", {})["Location"].startswith("/accounts/login/")
