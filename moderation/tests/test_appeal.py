"""Appeals: one a case, by the member concerned, decided by somebody who took no part, or lapsed in the member's favour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from comments.models import Comment
from moderation.models import Appeal, Case, ModerationAction
from moderation.schedule import lapse_due
from moderation.tests.conftest import SAID

WORDS = {"words": "I quoted the council, word for word."}


@pytest.fixture
def case(as_, comment, mo):
    """mo has removed a comment of bob's and suspended him for it."""
    as_(mo).post(f"/comments/{comment.pk}/remove/", SAID)
    case = Case.objects.get()
    as_(mo).post("/people/bob/suspend/", SAID | {"case": case.pk, "days": "30"})
    return case


@pytest.fixture
def appeal(case, bob):
    bob.refresh_from_db()
    return Appeal.objects.appeal(case, by=bob, words="I quoted the council, word for word.")


def kinds():
    return list(ModerationAction.objects.order_by("pk").values_list("kind", flat=True))


def test_the_member_appeals_once_though_suspended(as_, case, bob, alice):
    browser = as_(bob)
    page = browser.get("/moderation/mine/").content.decode()
    assert "mo" in page and "It insults and says nothing else." in page and f"/moderation/cases/{case.pk}/appeal/" in page
    place = f"/moderation/cases/{case.pk}/appeal/"
    assert browser.post(place, {"words": " "}).status_code == 422
    for _ in range(2):
        assert browser.post(place, WORDS)["Location"] == "/moderation/mine/"
    appeal = Appeal.objects.get()
    assert timedelta(days=6.99) < appeal.due_at - timezone.now() <= timedelta(days=7)
    page = browser.get("/moderation/mine/").content.decode()
    assert "You have appealed on" in page and place not in page
    assert as_(alice).get(place).status_code == as_(alice).post(place, WORDS).status_code == 404
    assert as_(None).post(place, WORDS).status_code == 302


def test_who_took_part_does_not_decide(as_, appeal, mo, polly):
    place = appeal.get_absolute_url()
    answer = as_(mo).post(place, SAID | {"do": "uphold"})
    assert answer.status_code == 403 and "You took part in this case" in answer.content.decode()
    assert "Uphold" not in as_(mo).get(place).content.decode() and "Uphold" in as_(polly).get(place).content.decode()
    assert Appeal.objects.get().is_open


def test_upheld_it_undoes_everything_and_goes_to_the_log(as_, appeal, comment, polly, bob):
    assert as_(polly).get("/moderation/appeals/").content.decode().count("Appeal") > 2
    for _ in range(2):
        assert as_(polly).post(appeal.get_absolute_url(), SAID | {"do": "uphold"}).status_code == 302
    assert Comment.objects.get(pk=comment.pk).is_standing and not User.objects.get(pk=bob.pk).is_suspended
    assert kinds() == ["remove", "suspend", "appeal_upheld", "restore", "unsuspend"]
    page = as_(None).get("/moderation/log/").content.decode()
    assert "upheld the appeal of" in page
    assert "word for word" not in page
    assert "Your appeal is upheld" in as_(bob).get("/moderation/mine/").content.decode()


def test_rejected_everything_stands(as_, appeal, comment, polly, mo, ada, bob):
    assert as_(polly).post(appeal.get_absolute_url(), SAID | {"do": "reject"}).status_code == 302
    assert not Comment.objects.get(pk=comment.pk).is_standing and User.objects.get(pk=bob.pk).is_suspended
    assert kinds() == ["remove", "suspend", "appeal_rejected"]
    answer = as_(ada).post(appeal.get_absolute_url(), SAID | {"do": "uphold"})
    assert answer.status_code == 409 and "polly has decided this appeal meanwhile" in answer.content.decode()
    for missing in ({"reason": ""}, {"rule": ""}):
        assert as_(ada).post(appeal.get_absolute_url(), SAID | missing | {"do": "uphold"}).status_code == 422


def test_what_nobody_decides_lapses_in_the_members_favour_once(as_, appeal, comment, polly, bob):
    assert lapse_due(at=appeal.due_at - timedelta(seconds=1)) == 0
    assert [lapse_due(at=appeal.due_at) for _ in range(2)] == [1, 0]
    assert Comment.objects.get(pk=comment.pk).is_standing and not User.objects.get(pk=bob.pk).is_suspended
    assert kinds() == ["remove", "suspend", "appeal_lapsed", "restore", "unsuspend"]
    line = ModerationAction.objects.for_listing().get(kind="appeal_lapsed")
    assert line.words == "Nobody decided in time, so the appeal of bob lapsed in their favour"
    assert as_(polly).post(appeal.get_absolute_url(), SAID | {"do": "reject"}).status_code == 409
    assert "Your appeal lapsed in your favour" in as_(bob).get("/moderation/mine/").content.decode()


def test_a_warning_is_taken_back_even_after_it_was_read(as_, mo, polly, bob):
    as_(mo).post("/people/bob/warn/", SAID)
    as_(bob).post("/moderation/acknowledge/")
    as_(bob).post(f"/moderation/cases/{Case.objects.get().pk}/appeal/", WORDS)
    as_(polly).post(Appeal.objects.get().get_absolute_url(), SAID | {"do": "uphold"})
    assert kinds() == ["warn", "appeal_upheld", "withdraw_warning"]


def test_what_was_undone_before_is_not_appealed(as_, case, mo, bob, comment):
    as_(mo).post(f"/comments/{comment.pk}/restore/", SAID)
    as_(mo).post("/people/bob/unsuspend/", SAID)
    place = f"/moderation/cases/{case.pk}/appeal/"
    assert place not in as_(bob).get("/moderation/mine/").content.decode()
    assert as_(bob).post(place, WORDS).status_code == 403


def test_a_text_that_left_with_its_author_does_not_come_back(case, comment, bob, appeal):
    bob.refresh_from_db()
    bob.leave(erase=True)
    lapse_due(at=appeal.due_at)
    assert not Comment.objects.get(pk=comment.pk).is_standing


# -- a hidden comment ----------------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(comment, trusted):
    for user in trusted(2):
        comment.hide(by=user, rule=3)
    return comment


def test_its_author_sees_the_rule_and_the_way_and_an_upheld_appeal_brings_it_back(as_, hidden, bob, alice, mo):
    page = as_(bob).get(f"/comments/{hidden.pk}/").content.decode()
    place = f"/comments/{hidden.pk}/appeal/"
    assert "rule 3" in page and place in page
    assert as_(alice).get(place).status_code == 404 and as_(mo).get(place).status_code == 403
    assert as_(bob).get(place).status_code == 200
    for _ in range(2):
        assert as_(bob).post(place, WORDS).status_code == 302
    assert Appeal.objects.count() == 1 and not Case.objects.open().exists()
    for _ in range(2):
        assert as_(mo).post(Appeal.objects.get().get_absolute_url(), SAID | {"do": "uphold"}).status_code == 302
    fresh = Comment.objects.get(pk=hidden.pk)
    assert not fresh.hidden and fresh.hide_count == 0 and fresh.hidden_root_id is None
    assert "The bridge, of course." in as_(None).get(hidden.diary.get_absolute_url()).content.decode()
    assert kinds() == ["appeal_upheld", "unhide"]
    bob.refresh_from_db()
    assert bob.mojo is None  # the hides no longer count


def test_who_hid_it_does_not_decide(as_, comment, mo, tess, ada, bob):
    for user in (mo, tess):
        comment.hide(by=user, rule=3)
    as_(bob).post(f"/comments/{comment.pk}/appeal/", WORDS)
    place = Appeal.objects.get().get_absolute_url()
    assert as_(mo).post(place, SAID | {"do": "reject"}).status_code == 403
    assert as_(ada).post(place, SAID | {"do": "reject"}).status_code == 302
    assert Comment.objects.get(pk=comment.pk).hidden and kinds() == ["appeal_rejected"]


def test_a_shown_comment_has_nothing_to_appeal(as_, comment, bob):
    assert as_(bob).post(f"/comments/{comment.pk}/appeal/", WORDS).status_code == 403 and not Case.objects.exists()


def test_ones_own_page_costs_the_same_for_one_case_and_for_many(as_, diary, mo, bob, django_assert_max_num_queries):
    browser = as_(bob)
    for n in range(6):
        said = diary.comments.post(by=bob, body=f"Words {n}.")
        as_(mo).post(f"/comments/{said.pk}/remove/", SAID)
        if n in (0, 5):
            browser.get("/moderation/mine/")
            with django_assert_max_num_queries(8):
                page = browser.get("/moderation/mine/").content.decode()
    assert page.count(">Appeal</a>") == 6
