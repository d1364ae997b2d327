"""Editors take what they show off the page of their group; the diary itself stays as it is."""

import pytest

from accounts.models import User
from diaries.models import Diary
from groups.models import Group, QueueEntry, Republication

WHY = {"words": "Not about water."}


@pytest.fixture
def shown(out: Diary, group: Group, alice: User, tess: User) -> QueueEntry:
    """The diary of bob, brought by alice, shown by the group."""
    entry = QueueEntry.objects.add(out, group, by=alice)
    entry.republish(by=tess)
    return QueueEntry.objects.get(pk=entry.pk)


def test_an_editor_takes_it_off_with_a_reason(as_, page, shown: QueueEntry, out: Diary, rita: User, alice: User, bob: User) -> None:
    at = f"/queue/{shown.pk}/take-off/"
    assert at in page(rita, "/groups/river-watch/") and at in page(rita, f"/queue/{shown.pk}/")
    assert page(rita, at).count("<textarea") == 1 and Republication.objects.standing().exists()
    assert as_(rita).post(at, {"words": " "}).status_code == 422
    for _ in range(2):
        assert as_(rita).post(at, WHY).status_code == 302
    last = shown.steps.last()
    assert [step.act for step in shown.steps.all()] == ["added", "republished", "taken off"]
    assert (last.act, last.by, last.words) == ("taken off", rita, "Not about water.")
    ended = Republication.objects.get()
    assert ended.ended_by == rita and ended.ended_at
    out.refresh_from_db()
    assert out.is_published and out.shown_in == [] and Group.objects.get().tally.diaries == 0
    for place in ("/groups/river-watch/", "/groups/river-watch/feed/"):
        assert "Out already" not in page(None, place)
    assert "republished by" not in page(None, out.get_absolute_url()) and "Out already" in page(None, "/people/bob/")
    for told in (alice, bob):
        assert "Out already was taken off the page of the group (River Watch)" in page(told, "/notifications/")
        assert "Not about water." in page(told, f"/queue/{shown.pk}/")
    assert "Taken off" in page(rita, f"/queue/{shown.pk}/") and "taken off" in page(rita, "/groups/river-watch/queue/done/")


def test_it_can_come_back_through_the_queue(shown: QueueEntry, out: Diary, group: Group, rita: User, alice: User) -> None:
    shown.take_off(by=rita, words="Not yet.")
    again = QueueEntry.objects.add(out, group, by=alice)
    again.republish(by=rita)
    out.refresh_from_db()
    assert [each["name"] for each in out.shown_in] == ["River Watch"] and again.pk != shown.pk


def test_what_was_published_there_stays_on_its_authors_page(page, queued: QueueEntry, rita: User, draft: Diary) -> None:
    queued.publish(by=rita)
    queued.take_off(by=rita, words="A mistake of ours.")
    draft.refresh_from_db()
    assert (
        draft.is_published
        and "Canarytitle" in page(None, "/people/alice/")
        and "Canarytitle" not in page(None, "/groups/river-watch/")
    )


def test_nobody_else_does(as_, shown: QueueEntry, alice: User, bob: User, newt: User, mo: User) -> None:
    at = f"/queue/{shown.pk}/take-off/"
    for user, status in ((alice, 403), (bob, 403), (newt, 404), (mo, 404)):
        assert as_(user).get(at).status_code == as_(user).post(at, WHY).status_code == status, user
    assert as_(None).post(at, WHY)["Location"].startswith("/accounts/login/")
    assert Republication.objects.standing().exists()


def test_who_comes_second_is_told(as_, shown: QueueEntry, rita: User, tess: User, bob: User) -> None:
    shown.withdraw(by=bob)
    answer = as_(rita).post(f"/queue/{shown.pk}/take-off/", WHY)
    assert answer.status_code == 409 and "Meanwhile bob withdrew it" in answer.content.decode()


def test_what_still_waits_is_not_taken_off_but_declined(as_, queued: QueueEntry, rita: User) -> None:
    assert as_(rita).post(f"/queue/{queued.pk}/take-off/", WHY).status_code == 409


def test_the_group_page_asks_as_much_for_many_as_for_one(
    as_, publish, group: Group, shown: QueueEntry, rita: User, alice: User, django_assert_max_num_queries
) -> None:
    browser = as_(rita)
    for number in range(6):
        QueueEntry.objects.add(publish(alice, f"Diary {number}", days=number + 2), group, by=alice).republish(by=rita)
    browser.get("/groups/river-watch/")
    with django_assert_max_num_queries(8):
        assert browser.get("/groups/river-watch/").content.decode().count("/take-off/") == 7
