"""Scheduling: a draft that goes out by itself, once, at its moment or as soon after it as the site can."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from community.models import Site, set_rule
from core.clock import moment_of
from core.errors import Refused
from diaries.models import Diary, Poll
from diaries.schedule import publish_due

NOON = datetime(2027, 7, 4, 19, 0, tzinfo=UTC)  # noon in Los Angeles


def address(diary, verb="schedule"):
    return f"/diaries/{diary.pk}/{verb}/"


def local(at):
    """As a browser sends it, on the site's clock."""
    return at.astimezone(Site.current().zone).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def tomorrow():
    return (timezone.now() + timedelta(days=1)).replace(hour=20, minute=30, second=0, microsecond=0)


@pytest.fixture
def scheduled(draft, alice):
    draft.schedule(NOON, by=alice)
    return draft


def state(diary):
    diary.refresh_from_db()
    return diary.state


# -- giving it a time ----------------------------------------------------------------------------------------------------


def test_it_waits_and_only_its_author_sees_it(as_, draft, alice, bob, tess, mo, tomorrow):
    assert as_(alice).post(address(draft), {"when": local(tomorrow)})["Location"] == "/drafts/"
    assert state(draft) == "scheduled" and draft.scheduled_for == tomorrow
    for user in (None, bob, tess, mo):
        for verb in ("schedule", "unschedule", "edit", "publish"):
            assert as_(user).post(address(draft, verb), {"when": local(tomorrow)}).status_code == (302 if user is None else 404)
        assert as_(user).get(draft.get_absolute_url()).status_code == 404
        for place in ("/", "/recent/", "/recent/feed/", "/people/alice/", "/people/alice/feed/", "/tags/"):
            assert "anarytitle" not in as_(user).get(place).content.decode()
    assert state(draft) == "scheduled"
    assert "will be published on" in as_(alice).get(draft.get_absolute_url()).content.decode()
    page = as_(alice).get("/drafts/").content.decode()
    assert "Scheduled" in page and "Canarytitle" in page and "goes out on" in page


def test_the_editor_saves_the_text_and_leads_there(as_, alice, typed):
    answer = as_(alice).post("/diaries/write/", typed | {"do": "schedule"})
    diary = Diary.objects.get()
    assert answer["Location"] == address(diary) and diary.body == "So low." and diary.state == "draft"
    assert "On this site&#x27;s clock it is" in as_(alice).get(address(diary)).content.decode().replace("'", "&#x27;")


def test_twice_is_once_and_another_time_is_another_time(as_, draft, alice, tomorrow):
    for when in (tomorrow, tomorrow, tomorrow + timedelta(hours=1)):
        assert as_(alice).post(address(draft), {"when": local(when)}).status_code == 302
    assert state(draft) == "scheduled" and draft.scheduled_for == tomorrow + timedelta(hours=1)
    assert [change.state for change in draft.state_changes.all()] == ["scheduled", "scheduled"]


def test_editing_it_leaves_it_scheduled(as_, scheduled, alice, typed):
    answer = as_(alice).post(address(scheduled, "edit"), typed, follow=True)
    assert "Saved. It will be published as scheduled." in answer.content.decode()
    assert state(scheduled) == "scheduled" and scheduled.title == "Low water" and scheduled.scheduled_for == NOON
    bare = as_(alice).post(address(scheduled, "edit"), typed | {"tags": ""})
    assert bare.status_code == 422 and "You must add at least one tag" in bare.content.decode()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("", "This field is required."),
        ("soon", "Enter a date and a time"),
        ("2020-01-01T10:00", "That moment has passed."),
        ("0001-01-01T00:00", "That moment has passed."),
        ("9999-12-31T23:59", "no date for this site"),
        ("2999-01-01T00:00", "at most a year ahead"),
        ("2027-03-14T02:30", "There is no 02:30 AM on Sun Mar 14, 2027: the clocks are put forward over it, from PST to PDT."),
        ("2027-11-07T01:30", "01:30 AM on Sun Nov 07, 2027 comes twice: the clocks are put back, from PDT to PST."),
    ],
)
def test_a_time_that_cannot_be_is_explained(as_, draft, alice, when, words):
    answer = as_(alice).post(address(draft), {"when": when})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and (not when or f'value="{when}"' in page)
    assert state(draft) == "draft"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        (datetime(2027, 3, 14, 1, 59), datetime(2027, 3, 14, 9, 59, tzinfo=UTC)),
        (datetime(2027, 3, 14, 3, 0), datetime(2027, 3, 14, 10, 0, tzinfo=UTC)),
        (datetime(2027, 11, 7, 0, 59), datetime(2027, 11, 7, 7, 59, tzinfo=UTC)),
        (datetime(2027, 11, 7, 2, 0), datetime(2027, 11, 7, 10, 0, tzinfo=UTC)),
        (datetime(2027, 7, 4, 12, 0), NOON),
    ],
)
def test_around_the_change_of_clocks(db, said, moment):
    assert moment_of(said, Site.current().zone) == moment


def test_what_is_missing_is_said_now_and_not_at_night(as_, alice, tomorrow):
    draft = Diary.objects.start(by=alice, title="A", intro="B")
    answer = as_(alice).post(address(draft), {"when": local(tomorrow)})
    assert (
        answer.status_code == 422 and "You must add at least one tag to this diary before publishing it." in answer.content.decode()
    )
    assert state(draft) == "draft"


def test_a_newcomer_may_schedule_for_when_the_wait_is_over(as_, newt):
    set_rule("newcomers.first_diary", "7", at=timezone.now() - timedelta(days=1))
    draft = Diary.objects.start(by=newt, title="A", intro="B", tags="C")
    early, late = (timezone.now() + timedelta(days=days) for days in (3, 8))
    answer = as_(newt).post(address(draft), {"when": local(early)})
    assert answer.status_code == 403 and "New members can publish diaries from" in answer.content.decode()
    assert as_(newt).post(address(draft), {"when": local(late)}).status_code == 302


def test_unscheduling_and_twice_is_once(as_, scheduled, alice):
    for _ in range(2):
        assert as_(alice).post(address(scheduled, "unschedule"))["Location"] == "/drafts/"
    assert state(scheduled) == "draft" and scheduled.scheduled_for is None
    assert as_(alice).get(address(scheduled, "unschedule")).status_code == 405
    assert publish_due(at=NOON) == 0


def test_taking_it_back_on_the_way_of_removal_unschedules_too(as_, scheduled, alice):
    as_(alice).post(address(scheduled, "remove"), {"outcome": "drafts"})
    assert state(scheduled) == "draft" and scheduled.scheduled_for is None


def test_a_published_or_removed_one_cannot_be_scheduled(as_, diary, removed, alice, bob, tomorrow):
    for each in (diary, removed):
        assert as_(alice).post(address(each), {"when": local(tomorrow)}).status_code == 403
    assert as_(bob).post(address(diary), {"when": local(tomorrow)}).status_code == 403


# -- going out -----------------------------------------------------------------------------------------------------------


def test_it_goes_out_at_its_moment_and_not_before(as_, scheduled):
    assert publish_due(at=NOON - timedelta(seconds=1)) == 0
    assert state(scheduled) == "scheduled"
    assert publish_due(at=NOON) == 1
    assert state(scheduled) == "published" and scheduled.published_at == NOON and scheduled.scheduled_for is None
    assert scheduled.comments.get().tip_jar
    assert "Canarytitle" in as_(None).get("/recent/").content.decode()
    assert publish_due(at=NOON) == 0
    assert [change.state for change in scheduled.state_changes.all()] == ["scheduled", "published"]


def test_after_hours_of_downtime_it_goes_out_once_with_the_moment_of_its_appearance(scheduled):
    late = NOON + timedelta(hours=7)
    assert publish_due(at=late) == 1 and publish_due(at=late + timedelta(minutes=1)) == 0
    assert state(scheduled) == "published" and scheduled.published_at == late
    assert scheduled.comments.count() == 1


def test_the_author_may_publish_it_at_once(as_, draft, alice, tomorrow):
    draft.schedule(tomorrow, by=alice)
    as_(alice).post(address(draft, "publish"))
    assert state(draft) == "published" and draft.scheduled_for is None
    assert publish_due(at=tomorrow) == 0


def test_a_removed_one_does_not_go_out(scheduled, alice):
    scheduled.remove(by=alice)
    assert publish_due(at=NOON) == 0 and state(scheduled) == "removed"


def test_the_daily_limit_sends_it_back_with_a_note(as_, scheduled, alice):
    first = Diary.objects.start(by=alice, title="First", intro="B", tags="C", at=NOON)
    first.publish(by=alice, at=NOON - timedelta(hours=1))
    second = Diary.objects.start(by=alice, title="Second", intro="B", tags="C", at=NOON)
    second.schedule(NOON, by=alice, at=NOON - timedelta(hours=1))
    assert publish_due(at=NOON) == 0
    for diary in (scheduled, second):
        assert state(diary) == "draft" and "the limit is 1 a day" in diary.schedule_note
        assert not diary.comments.exists() and diary.published_at is None
    page = as_(alice).get("/drafts/").content.decode()
    assert page.count("It was not published as scheduled: You have published 1 diary today") == 2
    scheduled.schedule(NOON + timedelta(days=1), by=alice, at=NOON)
    assert publish_due(at=NOON + timedelta(days=1)) == 1
    assert state(scheduled) == "published" and scheduled.schedule_note == ""


def test_two_on_one_day_the_earlier_one_goes_out(scheduled, alice):
    later = Diary.objects.start(by=alice, title="Later", intro="B", tags="C")
    later.schedule(NOON + timedelta(minutes=1), by=alice)
    assert publish_due(at=NOON + timedelta(hours=1)) == 1
    assert (state(scheduled), state(later)) == ("published", "draft")


def test_a_suspended_author_publishes_nothing(scheduled, alice):
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    assert publish_due(at=NOON) == 0
    assert state(scheduled) == "draft" and "closed" in scheduled.schedule_note


def test_a_poll_that_has_closed_meanwhile_sends_it_back(draft, alice):
    Poll.objects.write(draft, question="Q", choices=["A"], closes_at=NOON + timedelta(hours=1))
    with pytest.raises(Refused, match="would be closed by then"):
        draft.schedule(NOON + timedelta(hours=2), by=alice)
    draft.schedule(NOON, by=alice)
    assert publish_due(at=NOON + timedelta(hours=3)) == 0
    assert state(draft) == "draft" and "would be closed" in draft.schedule_note


def test_one_that_fails_holds_up_no_other(scheduled, bob, monkeypatch):
    other = Diary.objects.start(by=bob, title="Other", intro="B", tags="C")
    other.schedule(NOON, by=bob)
    Diary.objects.filter(pk=scheduled.pk).update(tip="\x07")  # cannot be kept as a comment
    assert publish_due(at=NOON) == 1
    assert (state(scheduled), state(other)) == ("draft", "published")
    assert scheduled.schedule_note and not scheduled.comments.exists()


def test_a_diary_that_was_out_before_comes_back_with_its_date(diary, comment, alice):
    date = diary.published_at
    diary.take_back(by=alice)
    diary.schedule(NOON, by=alice)
    assert publish_due(at=NOON) == 1
    assert state(diary) == "published" and diary.published_at == date and diary.comments.count() == 2


@pytest.mark.parametrize("erase", [False, True])
def test_a_member_who_leaves_publishes_nothing_afterwards(scheduled, diary, alice, erase):
    diary.take_back(by=alice)
    diary.schedule(NOON, by=alice)
    alice.leave(erase=erase)
    assert not Diary.objects.filter(pk=scheduled.pk).exists()
    assert publish_due(at=NOON) == 0 and state(diary) == ("removed" if erase else "draft")
