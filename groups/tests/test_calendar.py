"""The calendar of slots, and the clock that publishes from it."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from community.models import Site
from diaries.models import Diary
from diaries.schedule import publish_due
from groups.calendar import Calendar
from groups.models import Group, QueueEntry, Republication

AT = "/groups/river-watch/queue/calendar/"


def soon(hours: int = 30):
    return (timezone.now() + timedelta(hours=hours)).replace(minute=17, second=0, microsecond=0)


def said(at) -> dict[str, str]:
    return {"when": at.astimezone(Site.current().zone).strftime("%Y-%m-%dT%H:%M")}


def test_an_editor_takes_a_free_slot(as_, page, queued: QueueEntry, group: Group, rita: User, bob: User, alice: User) -> None:
    free = Calendar(group).free
    assert len(free) >= 39 and all(at > timezone.now() for at in free)
    assert "free" in page(rita, f"/queue/{queued.pk}/schedule/")
    for _ in range(2):
        answer = as_(rita).post(f"/queue/{queued.pk}/schedule/", {"slot": free[3].isoformat()})
        assert answer.status_code == 302, answer.content.decode().split("<h1>")[1][:900]
    queued.refresh_from_db()
    assert (queued.stage, queued.scheduled_for) == ("scheduled", free[3]) and queued.steps.count() == 2
    assert free[3] not in Calendar(group).free
    assert "Canarytitle" in page(rita, AT) and "Canarytitle" in page(alice, AT)
    text = page(bob, AT)
    assert "taken" in text and "Canary" not in text
    assert Diary.objects.get(pk=queued.diary_id).state == "queued" and "is scheduled" in page(alice, "/notifications/")


def test_moments_that_cannot_be(as_, queued: QueueEntry, rita: User) -> None:
    for sent, words in (
        ({}, "Choose a slot"), ({"when": "2020-01-01T10:00"}, "has passed"), ({"when": "2099-01-01T10:00"}, "a year ahead"),
        ({"when": "never"}, "Enter a date"), ({"slot": "2026-01-01"}, "Select a valid choice"), ({"when": "2027-03-14T02:30"}, "There is no"),
    ):  # fmt: skip
        answer = as_(rita).post(f"/queue/{queued.pk}/schedule/", sent)
        assert answer.status_code == 422 and words in answer.content.decode(), sent
    queued.refresh_from_db()
    assert queued.stage == "waiting"


def test_a_slot_is_taken_once(as_, queued: QueueEntry, brought: QueueEntry, rita: User, tess: User) -> None:
    at = soon()
    assert as_(rita).post(f"/queue/{queued.pk}/schedule/", said(at)).status_code == 302
    answer = as_(tess).post(f"/queue/{brought.pk}/schedule/", said(at))
    assert answer.status_code == 409 and "is taken already" in answer.content.decode()
    assert as_(rita).post(f"/queue/{queued.pk}/schedule/", said(soon(50))).status_code == 302, "to another moment"
    assert as_(tess).post(f"/queue/{brought.pk}/schedule/", said(at)).status_code == 302
    for _ in range(2):
        assert as_(tess).post(f"/queue/{brought.pk}/unschedule/").status_code == 302
    brought.refresh_from_db()
    assert brought.stage == "waiting" and brought.scheduled_for is None


def test_what_is_due_goes_out_once_and_a_draft_and_a_diary_alike(page, queued: QueueEntry, brought: QueueEntry, rita: User) -> None:
    queued.schedule(soon(2), by=rita)
    brought.schedule(soon(3), by=rita)
    assert publish_due(at=soon(1)) == 0
    late = soon(9)  # the scheduler was down for hours
    assert publish_due(at=late) == 2 and publish_due(at=late) == 0
    diary = Diary.objects.get(pk=queued.diary_id)
    assert diary.state == "published" and diary.published_at == late and diary.comments.count() == 1
    assert sorted(Republication.objects.values_list("first", flat=True)) == [False, True]
    last = queued.steps.last()
    assert (last.act, last.by, last.at) == ("published", None, late)
    assert "The calendar" in page(rita, f"/queue/{queued.pk}/")


def test_what_stands_in_the_way_is_noted_and_it_waits_again(page, queued: QueueEntry, rita: User, alice: User) -> None:
    queued.schedule(soon(2), by=rita)
    other = Diary.objects.start(by=alice, title="Other", intro="I", tags="River")
    other.publish(by=alice, at=soon(2))
    assert publish_due(at=soon(3)) == 0
    queued.refresh_from_db()
    assert queued.stage == "waiting" and queued.scheduled_for is None
    text = page(alice, f"/queue/{queued.pk}/")
    assert "could not be published" in text and "the limit is 1 a day" in text
    assert Diary.objects.get(pk=queued.diary_id).state == "queued" and publish_due(at=soon(4)) == 0
    assert "could not be published as scheduled" in page(alice, "/notifications/")


def test_a_diary_that_was_taken_back_is_not_republished(brought: QueueEntry, out: Diary, rita: User, bob: User) -> None:
    brought.schedule(soon(2), by=rita)
    out.take_back(by=bob)
    assert publish_due(at=soon(3)) == 0
    brought.refresh_from_db()
    assert brought.stage == "waiting" and not Republication.objects.exists()


def test_scheduling_asks_for_a_whole_diary(as_, queued: QueueEntry, rita: User, alice: User) -> None:
    queued.diary.write(by=alice, title="Canarytitle", intro="", tags=None)
    answer = as_(rita).post(f"/queue/{queued.pk}/schedule/", said(soon()))
    assert answer.status_code == 422 and "needs an introduction" in answer.content.decode()


def test_hours_that_the_clocks_skip_are_no_slots(group: Group, tess: User) -> None:
    group.describe(by=tess, slots="02:30, 12:00")
    at = timezone.datetime(2027, 3, 13, 20, 0, tzinfo=timezone.get_default_timezone())
    days = {day.name: len(day.slots) for day in Calendar(group, at=at).days}
    assert days["Sun Mar 14, 2027"] == 1 and days["Mon Mar 15, 2027"] == 2
