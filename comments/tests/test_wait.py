"""A newcomer's first comment waits for a moderator, where the site says so: nobody else knows that it exists."""

import pytest

from comments.models import Comment, Waiting
from community.models import set_rule
from core.errors import Refused
from moderation.models import ModerationAction

HTMX = {"HX-Request": "true"}


@pytest.fixture
def approval(db):
    set_rule("newcomers.approval", "1")


@pytest.fixture
def waiting(approval, as_, diary, newt):
    as_(newt).post(f"/diaries/{diary.pk}/comments/", {"subject": "Hello", "body": "Canary words."})
    return Waiting.objects.get()


def page(browser, diary) -> str:
    return browser.get(diary.get_absolute_url()).content.decode()


def test_it_waits_and_only_author_and_moderators_see_it(as_, waiting, diary, newt, mo, ada, alice, tess):
    assert not Comment.objects.filter(author=newt).exists()
    diary.refresh_from_db()
    assert (diary.comment_count, diary.last_number) == (1, 1)
    for user in (newt, mo, ada):
        assert "Canary words." in page(as_(user), diary)
    for user in (None, alice, tess):
        for address in (diary.get_absolute_url(), "/people/newt/comments/", "/recent/"):
            assert "Canary" not in as_(user).get(address).content.decode()


def test_the_answer_says_so(as_, approval, diary, newt):
    answer = as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": "Canary words."}, follow=True).content.decode()
    assert "waits until a moderator has read it" in answer
    partial = as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": "Canary words."}, headers=HTMX).content.decode()
    assert "Canary words." in partial and "<html" not in partial
    assert Waiting.objects.count() == 1, "sent twice, it waits once"


def test_a_moderator_lets_it_through(as_, waiting, diary, newt, mo, alice):
    assert "Canary words." in as_(mo).get("/moderation/waiting/").content.decode()
    for _ in range(2):
        assert as_(mo).post(f"/moderation/waiting/{waiting.pk}/let-through/").status_code == 302
    comment = Comment.objects.get(author=newt)
    assert (comment.number, comment.subject) == (2, "Hello")
    assert "Canary words." in page(as_(alice), diary)
    assert "Waiting for a moderator" not in page(as_(newt), diary)
    as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": "The second goes straight in."})
    assert Comment.objects.filter(author=newt).count() == 2


def test_a_moderator_removes_it_under_a_rule_and_its_author_reads_why(as_, waiting, diary, newt, mo, alice):
    address = f"/moderation/waiting/{waiting.pk}/remove/"
    assert as_(mo).get(address).status_code == 200
    assert as_(mo).post(address, {"rule": 3}).status_code == 422
    for _ in range(2):
        as_(mo).post(address, {"rule": 3, "reason": "An advertisement."})
    assert ModerationAction.objects.get().kind == "remove"
    assert "Canary" not in as_(None).get("/moderation/log/").content.decode()
    assert "An advertisement." in page(as_(newt), diary)
    assert "Canary" not in page(as_(mo), diary)
    with pytest.raises(Refused, match="removed this comment already"):
        waiting.let_through(by=mo)
    assert not Comment.objects.filter(author=newt).exists()


def test_members_decide_nothing(as_, waiting, alice, tess, newt):
    for user in (alice, tess, newt):
        assert as_(user).get("/moderation/waiting/").status_code == 403
        assert as_(user).post(f"/moderation/waiting/{waiting.pk}/let-through/").status_code == 403
        assert as_(user).get(f"/moderation/waiting/{waiting.pk}/remove/").status_code == 403
        with pytest.raises(Refused, match="Moderators decide"):
            waiting.let_through(by=user)
    assert as_(None).get("/moderation/waiting/")["Location"].startswith("/accounts/login/")


def test_under_a_closed_thread_it_cannot_be_let_through(waiting, diary, alice, mo):
    diary.close(by=alice)
    with pytest.raises(Refused, match="closed"):
        waiting.let_through(by=mo)
    waiting.refresh_from_db()
    assert waiting.decided_at is None


def test_members_of_the_second_week_and_tip_jars_do_not_wait(approval, diary, bob, newt):
    diary.comments.post(by=bob, body="Straight in.")
    own = type(diary).objects.start(by=newt, title="My first", intro="Hello.", tags="Ferry")
    own.publish(by=newt)
    assert own.comments.count() == 1


def test_five_wait_at_most(approval, as_, diary, newt):
    for n in range(5):
        as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": f"No. {n}"})
    answer = as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": "One more."})
    assert answer.status_code == 429
    assert "One more." in answer.content.decode()
    assert Waiting.objects.count() == 5


def test_without_the_setting_nothing_waits(as_, diary, newt):
    as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": "Straight in."})
    assert Comment.objects.filter(author=newt).count() == 1
