"""Cases at the desk: taken, left, dismissed, decided, with their history; for moderators, but for what concerns themselves."""

import pytest

from moderation.models import Case, Report
from moderation.tests.conftest import SAID

DESK = "/moderation/ /moderation/decided/ /moderation/appeals/ /moderation/hidden/ /moderation/throttled/ /moderation/newcomers/".split()


@pytest.fixture
def case(comment, alice, tess):
    Report.objects.report(comment, by=alice, rule=3, words="He calls her names.")
    Report.objects.report(comment, by=tess)
    return Case.objects.get()


def test_the_history_says_who_did_what(as_, case, mo, polly):
    place = case.get_absolute_url()
    as_(mo).post(f"{place}claim/")
    as_(mo).post(f"{place}release/")
    as_(polly).post(f"{place}claim/")
    as_(polly).post(f"/comments/{case.comment_id}/remove/", SAID | {"case": case.pk})
    page = " ".join(as_(mo).get(place).content.decode().split())
    said = [
        "reported it, rule 3",
        "He calls her names.",
        "mo</a> took it",
        "mo</a> left it to others",
        "polly</a> took it",
        "polly removed comment 2 by bob",
    ]
    assert [page.index(words) for words in said] == sorted(page.index(words) for words in said)
    case.refresh_from_db()
    assert (case.outcome, case.decided_by) == ("acted", polly)


def test_of_two_moderators_one_gets_it_and_the_other_is_told(as_, case, mo, polly):
    place = case.get_absolute_url()
    for _ in range(2):
        assert as_(mo).post(f"{place}claim/").status_code == 302
    for act, said in (
        (f"{place}claim/", {}),
        (f"{place}dismiss/", {"reason": "No."}),
        (f"/comments/{case.comment_id}/remove/", SAID),
    ):
        answer = as_(polly).post(act, said)
        assert answer.status_code == 409 and "mo is working on this case" in answer.content.decode(), act
    for _ in range(2):
        assert as_(mo).post(f"{place}dismiss/", {"reason": "Heat, not contempt."}).status_code == 302
    answer = as_(polly).post(f"{place}dismiss/", {"reason": "No."})
    assert answer.status_code == 409 and "mo has decided this case meanwhile" in answer.content.decode()
    assert case.steps.filter(what="dismissed").count() == 1


def test_acts_on_comment_and_member_are_one_case(as_, case, mo, bob):
    for place in (f"/comments/{case.comment_id}/remove/", "/people/bob/suspend/"):
        assert as_(mo).post(place, SAID | {"case": case.pk})["Location"] == case.get_absolute_url()
    assert sorted(case.lines.values_list("kind", flat=True)) == ["remove", "suspend"] and Case.objects.count() == 1
    page = as_(mo).get(case.get_absolute_url()).content.decode()
    assert f"/people/bob/unsuspend/?case={case.pk}" in page and f"/comments/{case.comment_id}/restore/" in page


def test_a_case_of_somebody_else_is_not_borrowed(as_, case, mo, alice):
    as_(mo).post("/people/alice/warn/", SAID | {"case": case.pk})
    assert case.lines.count() == 0 and Case.objects.count() == 2


def test_for_moderators_and_not_about_themselves_nor_about_administrators(as_, case, diary, mo, polly, ada, alice, bob, tess, newt):
    for user in (alice, bob, tess, newt):
        for place in [*DESK, case.get_absolute_url(), f"/comments/{case.comment_id}/moderate/"]:
            assert as_(user).get(place).status_code == 403
        assert as_(user).post(f"{case.get_absolute_url()}claim/").status_code == 403
    for place in [*DESK, case.get_absolute_url()]:
        assert as_(None).get(place).status_code == 302
    about = {user: Report.objects.report(diary.comments.post(by=user, body="Mine."), by=newt).case for user in (mo, ada)}
    for user, sees in ((mo, []), (polly, [mo]), (ada, [mo])):
        assert [whom for whom in about if as_(user).get(about[whom].get_absolute_url()).status_code == 200] == sees
    page = as_(polly).get("/moderation/").content.decode()
    assert f"Case {about[mo].pk}" in page and f"Case {about[ada].pk}" not in page


def test_a_diary_taken_back_is_not_read_through_its_case(as_, diary, alice, newt, mo):
    case = Report.objects.report(diary, by=newt).case
    diary.take_back(by=alice)
    page = as_(mo).get(case.get_absolute_url()).content.decode()
    assert "Which of the two?" not in page and "The ferry" not in page and "taken it back" in page


@pytest.mark.parametrize("place", DESK)
def test_desk_pages_cost_the_same_for_one_and_for_many(as_, diary, mo, tess, newt, member, place, django_assert_max_num_queries):
    browser = as_(mo)
    for count in (1, 6):
        for n in range(count):
            said = diary.comments.post(by=member(f"writer{count}{n}", days=2), body=f"Words {n}.")
            Report.objects.report(said, by=newt)
        browser.get(place)
        with django_assert_max_num_queries(8):
            assert browser.get(place).status_code == 200
    assert place != "/moderation/" or browser.get(place).content.decode().count('class="case-row"') == 7


def test_a_case_and_a_record_are_read_in_eight_statements(as_, case, mo, bob, django_assert_max_num_queries):
    as_(mo).post(f"/comments/{case.comment_id}/remove/", SAID | {"case": case.pk})
    as_(mo).post("/people/bob/void-ratings/", SAID | {"case": case.pk})
    browser = as_(mo)
    for place in (
        case.get_absolute_url(),
        f"/comments/{case.comment_id}/moderate/",
        "/people/bob/moderate/",
        "/people/bob/count-ratings/",
    ):
        browser.get(place)
        with django_assert_max_num_queries(8):
            assert browser.get(place).status_code == 200, place
