"""Reporting: any member, anything they can see; one case for one thing; nobody floods; whoever reports is told."""

import pytest

from community.models import set_rule
from groups.models import Group
from moderation.models import Case, Report
from moderation.tests.conftest import SAID

WORDS = {"rule": "3", "words": "He calls her names."}


def places(comment):
    return {
        "comment": f"/comments/{comment.pk}/report/",
        "diary": f"/diaries/{comment.diary_id}/report/",
        "profile": "/people/bob/report/",
    }


@pytest.mark.parametrize("what", ["comment", "diary", "profile"])
def test_any_member_reports_with_or_without_a_rule_and_words(as_, comment, newt, what):
    place = places(comment)[what]
    assert as_(newt).get(place).status_code == 200 and not Report.objects.exists()
    for said in (WORDS, {}):  # twice is once
        assert as_(newt).post(place, said)["Location"] == "/moderation/reports/"
    report = Report.objects.get()
    assert (report.by, report.rule.number, report.words) == (newt, 3, "He calls her names.")
    page = as_(newt).get("/moderation/reports/").content.decode()
    assert "It waits for a moderator." in page and "He calls her names." in page


def test_a_group_is_reported_too(as_, tess, newt, mo):
    place = Group.objects.found(by=tess, name="Night shift").get_absolute_url()
    assert as_(newt).get(f"{place}report/").status_code == 200
    assert as_(newt).post(f"{place}report/", WORDS).status_code == 302
    case = Case.objects.get()
    page = as_(mo).get(case.get_absolute_url()).content.decode()
    assert "the group Night shift" in page and place in page
    assert as_(mo).post(f"{case.get_absolute_url()}dismiss/", {"reason": "They may meet at night."}).status_code == 302
    assert "They may meet at night." in as_(newt).get("/moderation/reports/").content.decode()


def test_several_reports_of_one_thing_are_one_case_until_it_is_decided(as_, comment, alice, tess, newt, mo):
    place = places(comment)["comment"]
    for user in (alice, tess):
        as_(user).post(place, {})
    case = Case.objects.get()
    assert case.report_count == 2 and case.member == comment.author
    case.dismiss(by=mo, reason="Heat, not contempt.")
    as_(newt).post(place, {})
    assert Case.objects.count() == 2 and Case.objects.open().get().report_count == 1


def test_the_reporter_is_told_the_outcome_and_nobody_else_reads_it(as_, comment, alice, tess, mo):
    as_(alice).post(places(comment)["comment"], WORDS)
    case = Case.objects.get()
    assert as_(mo).post(f"/moderation/cases/{case.pk}/dismiss/", {"reason": "Heat, not contempt."}).status_code == 302
    page = as_(alice).get("/moderation/reports/").content.decode()
    assert "saw no need to act" in page and "Heat, not contempt." in page
    assert "Your report of comment 2 by bob" in as_(alice).get("/notifications/").content.decode()
    for reader in (comment.author, tess):
        said = as_(reader).get("/moderation/reports/").content.decode() + as_(reader).get("/moderation/mine/").content.decode()
        assert "Heat, not contempt." not in said and "He calls her names." not in said and f"Case {case.pk}" not in said
    for place in ("/moderation/log/", "/moderation/log.json"):
        assert "alice" not in as_(None).get(place).content.decode()


def test_when_something_is_done_the_reporter_learns_that(as_, comment, alice, mo):
    as_(alice).post(places(comment)["comment"], WORDS)
    as_(mo).post(f"/comments/{comment.pk}/remove/", SAID)
    assert Case.objects.get().outcome == "acted"
    assert "A moderator has acted on it." in as_(alice).get("/moderation/reports/").content.decode()


def test_nobody_floods(as_, diary, alice, bob, newt):
    set_rule("moderation.reports_a_day", "2")
    said = [diary.comments.post(by=bob, body=f"Comment {n}.") for n in range(3)]
    answers = [as_(newt).post(f"/comments/{each.pk}/report/", WORDS) for each in said]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "He calls her names." in answers[2].content.decode() and "You can report again after" in answers[2].content.decode()
    assert Report.objects.count() == 2
    assert as_(newt).post(f"/comments/{said[0].pk}/report/", WORDS).status_code == 302  # this one is there already


def test_not_what_cannot_be_seen_nor_what_is_ones_own_or_gone(as_, comment, draft_of, alice, bob, newt, trusted):
    assert as_(bob).post(places(comment)["comment"], WORDS).status_code == 403
    assert as_(newt).post(f"/diaries/{draft_of(alice).pk}/report/", WORDS).status_code == 404
    assert as_(newt).post("/people/nobody/report/", WORDS).status_code == 404
    for user in trusted(2):
        comment.hide(by=user, rule=3)
    assert as_(newt).post(places(comment)["comment"], WORDS).status_code == 404
    own = comment.diary.comments.post(by=bob, body="Gone soon.")
    own.delete(by=bob)
    assert as_(newt).post(f"/comments/{own.pk}/report/", WORDS).status_code == 403
    assert as_(None).post(places(comment)["diary"], WORDS).status_code == 302 and not Report.objects.exists()


def test_a_report_that_expired_with_the_session_is_kept(as_, comment, client, newt):
    answer = client.post(places(comment)["comment"], WORDS)
    assert "/accounts/kept/" in answer["Location"].replace("%2F", "/")
