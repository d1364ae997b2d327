"""A public site's first week: what newcomers wait for, and how much they link to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.newcomers import links_in, message_verdict
from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary, Update

THREE = "See [one](https://one.example), [two](https://two.example) and https://three.example/ please."


def test_links_are_counted_in_stored_markup():
    assert (
        links_in('<p><a href="https://x.example">x</a> <a rel="nofollow" href="/y">y</a> <a href="#fn1">1</a></p>', "<p>z</p>") == 2
    )


def test_a_newcomers_comment_holds_two_links(as_, diary, newt):
    answer = as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": THREE})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This holds 3 links" in page and "at most 2 are possible" in page and "three.example" in page
    assert (
        as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": THREE.replace("https://three.example/", "three")}).status_code
        == 302
    )


def test_others_and_those_with_a_role_are_free(diary, bob, newt):
    diary.comments.post(by=bob, body=THREE)
    newt.grant("rescuer")
    diary.comments.post(by=newt, body=THREE)


def test_after_the_first_week_it_is_over(diary, member):
    diary.comments.post(by=member("kim", days=8), body=THREE)


def test_a_newcomers_diary_too_and_its_tip_jar_and_updates(newt):
    draft = Diary.objects.start(by=newt, title="Links", intro="Many.", body=THREE, tags="Ferry")
    with pytest.raises(Refused, match="This holds 3 links"):
        draft.publish(by=newt)
    draft.write(by=newt, title="Links", intro="Few.", body="None.", tip=THREE)
    with pytest.raises(Refused, match="This holds 3 links"):
        draft.publish(by=newt)
    draft.write(by=newt, title="Links", intro="Few.", body="None.", tip="")
    draft.publish(by=newt)
    with pytest.raises(Refused, match="This holds 3 links"):
        draft.write(by=newt, title="Links", intro="Few.", body=THREE)
    with pytest.raises(Refused, match="This holds 3 links"):
        Update.objects.add(draft, by=newt, body=THREE)


def test_the_numbers_are_settings(diary, newt):
    set_rule("newcomers.links", "3")
    diary.comments.post(by=newt, body=THREE)
    set_rule("newcomers.links", "0")
    with pytest.raises(Refused, match="at most 0"):
        diary.comments.post(by=newt, body="https://one.example/")
    set_rule("newcomers.week", "0")
    diary.comments.post(by=newt, body=f"{THREE} Again.")


@pytest.mark.parametrize("name", ["newcomers.first_comment", "newcomers.first_diary"])
def test_the_waits_name_the_moment(as_, diary, newt, name):
    set_rule(name, "30")
    draft = Diary.objects.start(by=newt, title="Early", intro="Too early.", tags="Ferry")
    if name == "newcomers.first_comment":
        answer = as_(newt).post(f"/diaries/{diary.pk}/comments/", {"body": "Early."})
    else:
        answer = as_(newt).post(f"/diaries/{draft.pk}/publish/")
    assert answer.status_code in (403, 409)
    assert "New members can" in answer.content.decode() and " from " in answer.content.decode()


def test_messages_wait_for_a_week(newt, alice):
    assert message_verdict(alice)
    assert "New members can write messages from" in str(message_verdict(newt))
    assert message_verdict(newt, at=timezone.now() + timedelta(days=7))
