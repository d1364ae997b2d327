"""Moderators close and reopen groups, clear their pages, take diaries off them: with rule and reason, in the public log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diaries.models import Diary
from groups.models import Group, QueueEntry, Republication
from moderation import groupcare
from moderation.models import Case, ModerationAction, Report

WHY = {"rule": "3", "reason": "It calls for a boycott of a neighbour."}
AT = "/groups/river-watch/"


@pytest.fixture
def group(tess, alice, bob):
    found = Group.objects.found("River Watch", by=tess, description="Canarydescription", rules="Canaryrules")
    for member in (alice, bob):
        found.invite(member, by=tess)
        found.accept(by=member)
    return Group.objects.get(pk=found.pk)


@pytest.fixture
def waiting(group, alice):
    draft = Diary.objects.start(by=alice, title="Low water", intro="x", tags="River")
    return QueueEntry.objects.add(draft, group, by=alice)


def lines():
    return [line.words for line in ModerationAction.objects.order_by("pk")]


def text(browser, address, status=200):
    answer = browser.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_a_closed_group_shows_what_it_has_and_takes_nothing_new(as_, group, waiting, diary, mo, tess, alice, bob, newt, rita):
    QueueEntry.objects.add(diary, group, by=bob).republish(by=tess)
    assert text(as_(mo), AT + "close/").count("<form") > 0 and not Group.objects.get().is_closed
    assert as_(mo).post(AT + "close/", {"rule": "3", "reason": " "}).status_code == 422
    for _ in range(2):
        assert as_(mo).post(AT + "close/", WHY)["Location"] == AT + "moderate/"
    assert lines() == ["mo closed the group “River Watch”"]
    page = text(as_(None), AT)
    assert "A moderator has closed this group" in page and diary.title in page
    assert "boycott" in text(as_(None), "/moderation/log/?kind=group")
    assert "closed the group" in text(as_(tess), "/notifications/")
    for user, place, status in (
        (newt, "join/", 403), (newt, "follow/", 403), (tess, "invite/", 403), (tess, "edit/", 403), (bob, "queue/", 403),
    ):  # fmt: skip
        assert as_(user).post(AT + place, {"username": "rita", "diary": diary.pk}).status_code == status, place
    for verb in ("publish", "claim"):
        answer = as_(tess).post(f"/queue/{waiting.pk}/{verb}/")
        assert answer.status_code == 409 and "A moderator has closed this group" in answer.content.decode(), verb
    assert "Low water" in text(as_(tess), AT + "queue/") and "Add to the queue" not in text(as_(tess), AT + "queue/")
    assert as_(alice).post(f"/queue/{waiting.pk}/withdraw/").status_code == 302
    assert Diary.objects.get(title="Low water").state == "draft"
    assert as_(bob).post(AT + "leave/").status_code == 302


def test_the_calendar_of_a_closed_group_waits(group, waiting, mo, tess):
    now = timezone.now()
    waiting.schedule(now + timedelta(hours=1), by=tess, at=now)
    groupcare.close(group, by=mo, rule=3, reason="x", at=now)
    assert QueueEntry.objects.get(pk=waiting.pk).publish_if_due(at=now + timedelta(hours=2)) is False
    waiting.refresh_from_db()
    assert waiting.stage == "waiting" and "closed this group" in waiting.steps.last().words


def test_reopening_lets_it_go_on(as_, group, waiting, mo, tess):
    as_(mo).post(AT + "close/", WHY)
    assert as_(mo).get(AT + "moderate/").content.decode().count("/reopen/") == 1
    for _ in range(2):
        as_(mo).post(AT + "reopen/", WHY)
    assert lines() == ["mo closed the group “River Watch”", "mo reopened the group “River Watch”"]
    assert as_(tess).post(f"/queue/{waiting.pk}/publish/").status_code == 302
    assert "closed" not in text(as_(None), AT)


def test_clearing_removes_what_is_ticked(as_, group, mo, tess):
    Group.objects.update(banner="banners/x.webp")
    assert as_(mo).post(AT + "clear/", WHY).status_code == 422
    for _ in range(2):
        as_(mo).post(AT + "clear/", {"parts": ["banner", "rules"]} | WHY)
    group.refresh_from_db()
    assert (group.banner, group.rules, group.rules_html) == ("", "", "") and "Canarydescription" in text(as_(None), AT)
    assert lines() == ["mo removed the banner and the rules of the group “River Watch”"]
    assert "removed the banner" in text(as_(tess), "/notifications/")


def test_a_diary_is_taken_off_and_its_author_told(as_, group, diary, mo, tess, bob, alice):
    QueueEntry.objects.add(diary, group, by=bob).republish(by=tess)
    at = f"{AT}diaries/{diary.pk}/take-off/"
    assert at in text(as_(mo), AT) and at not in text(as_(bob), AT)
    assert as_(mo).get(at).status_code == 200 and Republication.objects.standing().exists()
    for _ in range(2):
        assert as_(mo).post(at, WHY)["Location"] == AT
    assert not Republication.objects.standing().exists() and Diary.objects.get(pk=diary.pk).is_published
    assert lines() == ["mo took a diary by alice off the page of the group “River Watch”"]
    assert "was taken off the page of the group" in text(as_(alice), "/notifications/")
    log = text(as_(None), "/moderation/log/")
    assert diary.title in log
    diary.take_back(by=alice)
    assert diary.title not in text(as_(None), "/moderation/log/")  # not public any more: the line says nothing of it


def test_only_moderators_and_none_in_their_own_group(as_, group, diary, mo, tess, bob, newt):
    places = ["moderate/", "close/", "reopen/", "clear/", f"diaries/{diary.pk}/take-off/"]
    for place in places:
        for user in (newt, bob, tess):
            assert as_(user).get(AT + place).status_code == 403
            assert as_(user).post(AT + place, WHY).status_code == (405 if place == "moderate/" else 403)
        assert as_(None).get(AT + place).status_code == 302
        assert as_(mo).get("/groups/nothing/" + place).status_code == 404
    group.invite(mo, by=tess)
    group.accept(by=mo)
    group.promote(mo, to="editor", by=tess)
    group.promote(mo, to="admin", by=tess)
    answer = as_(mo).post(AT + "close/", WHY)
    assert answer.status_code == 403 and "another moderator" in answer.content.decode() and lines() == []


def test_the_act_decides_the_case_that_was_reported(as_, group, mo, newt):
    as_(newt).post(AT + "report/", {"rule": "3", "words": "Look at it."})
    case = Case.objects.get()
    assert AT + "moderate/" in text(as_(mo), case.get_absolute_url())
    as_(mo).post(AT + "close/", WHY)
    case.refresh_from_db()
    assert case.outcome == "acted" and case.decided_by == mo and case.lines.count() == 1
    assert Report.objects.count() == 1 and "closed the group" in text(as_(mo), AT + "moderate/")


def test_a_moderator_who_edits_the_group_does_it_as_its_editor(as_, group, diary, mo, tess, bob):
    group.invite(mo, by=tess)
    group.accept(by=mo)
    group.promote(mo, to="editor", by=tess)
    entry = QueueEntry.objects.add(diary, group, by=bob)
    entry.republish(by=tess)
    assert f"/queue/{entry.pk}/take-off/" in text(as_(mo), AT)
    as_(mo).post(f"/queue/{entry.pk}/take-off/", {"words": "Twice."})
    assert lines() == [] and not Republication.objects.standing().exists()
