"""Posting and replying: /diaries/<id>/comments/ and /comments/<id>/reply/."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment
from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary

HTMX = {"HX-Request": "true"}
STATEMENTS = 16  # with session, member, savepoint, notification and the looks of the throttle


def address(diary):
    return f"/diaries/{diary.pk}/comments/"


def test_a_member_posts_a_comment_and_lands_on_it(as_, diary, bob):
    response = as_(bob).post(address(diary), {"subject": "Hear, hear", "body": "A *good* point."})
    comment = diary.comments.get(author=bob)
    assert response.status_code == 302
    assert response["Location"] == f"{diary.get_absolute_url()}#c2"
    assert (comment.number, comment.subject, comment.level) == (2, "Hear, hear", 0)
    assert "<em>good</em>" in comment.body_html
    diary.refresh_from_db()
    assert (diary.comment_count, diary.last_number) == (2, 2)


def test_a_reply_lies_under_its_parent(as_, diary, comment, alice):
    response = as_(alice).post(f"/comments/{comment.pk}/reply/", {"body": "The ferry."})
    reply = diary.comments.get(author=alice, tip_jar=False)
    assert response["Location"].endswith("#c3")
    assert (reply.parent, reply.level, reply.tree_id) == (comment, 1, comment.tree_id)
    comment.refresh_from_db()
    assert comment.lft < reply.lft < reply.rght < comment.rght


def test_the_field_parent_makes_a_reply_too(as_, diary, comment, alice):
    as_(alice).post(address(diary), {"body": "The ferry.", "parent": comment.pk})
    assert diary.comments.get(number=3).parent == comment


@pytest.mark.parametrize("parent", ["999999", "x", "-1", "9" * 40])
def test_an_unknown_parent_is_404(as_, diary, bob, parent):
    assert as_(bob).post(address(diary), {"body": "To whom?", "parent": parent}).status_code == 404
    assert diary.comments.count() == 1


def test_a_parent_in_another_diary_is_404(as_, comment, member):
    kim = member("kim")
    other = Diary.objects.start(by=kim, title="Other", intro="Text.", tags="Other")
    other.publish(by=kim)
    assert as_(kim).post(address(other), {"body": "Astray", "parent": comment.pk}).status_code == 404


def test_without_subject_the_first_words_stand_in(as_, diary, bob):
    as_(bob).post(address(diary), {"body": "**Nobody** has asked the ferryman."})
    comment = diary.comments.get(author=bob)
    assert comment.subject == ""
    assert comment.heading == "Nobody has asked the ferryman."


def test_the_same_token_is_one_comment_however_often_it_is_sent(as_, diary, bob):
    browser = as_(bob)
    places = {browser.post(address(diary), {"body": "One try", "token": "t1"})["Location"] for n in range(3)}
    assert len(places) == 1
    assert diary.comments.filter(author=bob).count() == 1


def test_without_token_the_same_text_to_the_same_parent_within_a_minute_is_one_comment(diary, comment, bob):
    now = timezone.now()
    first = diary.comments.post(by=bob, body="Again.", at=now)
    assert diary.comments.post(by=bob, body="Again.", at=now + timedelta(seconds=59)) == first
    assert diary.comments.post(by=bob, body="Again.", parent=comment, at=now) != first
    assert diary.comments.post(by=bob, body="Again.", at=now + timedelta(seconds=61)) != first


def test_two_members_may_say_the_same(diary, bob, tess):
    assert diary.comments.post(by=bob, body="Yes.") != diary.comments.post(by=tess, body="Yes.")


def test_with_htmx_it_answers_the_new_item(as_, diary, bob):
    response = as_(bob).post(address(diary), {"body": "In place."}, headers=HTMX)
    assert response.status_code == 200
    assert response.content.strip().startswith(b'<li><article id="c2"')


def test_a_stranger_is_sent_to_log_in(as_, diary):
    response = as_(None).post(address(diary), {"body": "Anonymous."})
    assert "/accounts/login/" in response.headers.get("Location", "") or response.status_code == 401
    assert diary.comments.count() == 1


def test_get_is_405(as_, diary, bob):
    assert as_(bob).get(address(diary)).status_code == 405


def test_an_unknown_diary_and_anothers_draft_are_404(as_, bob, alice):
    draft = Diary.objects.start(by=alice, title="Secret")
    assert as_(bob).post("/diaries/999999/comments/", {"body": "Hello"}).status_code == 404
    assert as_(bob).post(address(draft), {"body": "Hello"}).status_code == 404


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"body": ""}, "A comment needs some text."),
        ({"body": "   \n "}, "A comment needs some text."),
        ({"body": "<script>alert(1)</script>"}, "A comment needs some text."),
        ({"subject": "s" * 81, "body": "kept words"}, "80"),
        ({"body": "kept words " + "x" * 70_000}, "too long"),
        ({"body": "kept words " + "[" * 60_000}, "["),
        ({"body": "kept words \x00"}, ""),
    ],
)
def test_bad_input_is_422_and_the_text_is_kept(as_, diary, bob, said, complaint):
    response = as_(bob).post(address(diary), said)
    assert response.status_code == 422
    assert complaint in response.content.decode()
    if "kept" in said["body"]:
        assert "kept words" in response.content.decode()
    assert diary.comments.count() == 1


def test_a_closed_diary_keeps_the_text(as_, diary, bob, alice):
    diary.close(by=alice)
    response = as_(bob).post(address(diary), {"body": "Too late, kept words."})
    assert response.status_code == 409
    assert "Too late, kept words." in response.content.decode()
    assert "closed" in response.content.decode()


def test_an_archived_diary_takes_no_comments(alice, bob):
    then = timezone.now() - timedelta(days=40)
    old = Diary.objects.start(by=alice, title="Old", intro="Text", tags="Old", at=then)
    old.publish(by=alice, at=then)
    with pytest.raises(Refused, match="archived"):
        old.comments.post(by=bob, body="Still here?")


def test_a_reply_to_a_deleted_comment_is_refused_and_kept(as_, diary, comment, alice, bob):
    form = {"body": "Kept words.", "parent": comment.pk}
    comment.delete(by=bob)
    response = as_(alice).post(address(diary), form)
    assert response.status_code == 409
    assert "Kept words." in response.content.decode()


def test_the_reply_page_shows_what_is_answered(as_, comment, alice):
    response = as_(alice).get(f"/comments/{comment.pk}/reply/")
    assert response.status_code == 200
    assert "The bridge, of course." in response.content.decode()


def test_numbers_are_never_used_again(diary, bob):
    second = diary.comments.post(by=bob, body="Two")
    second.delete(by=bob)
    assert diary.comments.post(by=bob, body="Three").number == 3


def test_a_newcomer_waits_where_the_site_says_so(as_, diary, newt):
    set_rule("newcomers.first_comment", "24")
    response = as_(newt).post(address(diary), {"body": "First day!"})
    assert response.status_code == 409
    assert "First day!" in response.content.decode()
    assert Comment.objects.filter(author=newt).count() == 0


def test_posting_takes_as_many_statements_in_a_long_thread_as_in_a_short_one(
    as_, diary, comment, alice, bob, django_assert_num_queries
):
    browser = as_(bob)
    browser.post(address(diary), {"body": "Warm.", "parent": comment.pk})  # what a process makes once is made
    with django_assert_num_queries(STATEMENTS):
        browser.post(address(diary), {"body": "Short.", "parent": comment.pk, "token": "a"})
    set_rule("throttle.comments", "0")
    for n in range(30):
        diary.comments.post(by=alice, body=f"Reply {n}", parent=comment)
    browser.post(address(diary), {"body": "Warm again.", "parent": comment.pk})
    with django_assert_num_queries(STATEMENTS - 2):  # without the throttle's looks
        browser.post(address(diary), {"body": "Long.", "parent": comment.pk, "token": "b"})
