"""More than ten comments in ten minutes lock their author out, longer with every try."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Lock
from community.models import set_rule
from core.errors import Refused

START = timezone.now() - timedelta(minutes=50)


def talk(diary, user, count, *, at=START, every=timedelta(seconds=20), word="w"):
    for n in range(count):
        diary.comments.post(by=user, body=f"{word} {n}", at=at + n * every)


def test_ten_are_free_and_the_eleventh_locks_for_two_minutes(diary, bob):
    talk(diary, bob, 10)
    tried = START + timedelta(minutes=4)
    with pytest.raises(Refused, match="Your text is kept") as refusal:
        diary.comments.post(by=bob, body="eleven", at=tried)
    assert refusal.value.status == 429
    assert Lock.objects.get().until - tried == timedelta(minutes=2)
    assert Comment.objects.filter(author=bob).count() == 10


def test_every_try_doubles_the_lock_up_to_the_longest(diary, bob):
    talk(diary, bob, 10)
    at = START + timedelta(minutes=4)
    lengths = []
    for _ in range(10):
        with pytest.raises(Refused):
            diary.comments.post(by=bob, body="again", at=at)
        lengths.append((Lock.objects.get().until - at) / timedelta(minutes=1))
    assert lengths == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_who_has_waited_may_speak_again(diary, bob):
    talk(diary, bob, 10)
    with pytest.raises(Refused):
        diary.comments.post(by=bob, body="eleven", at=START + timedelta(minutes=4))
    diary.comments.post(by=bob, body="after the wait", at=START + timedelta(minutes=6, seconds=1))


def test_slow_talkers_are_never_locked(diary, bob):
    talk(diary, bob, 25, every=timedelta(seconds=61))


def test_a_repeat_of_a_posted_comment_is_no_try(diary, bob):
    talk(diary, bob, 10)
    repeated = diary.comments.post(by=bob, body="w 9", at=START + timedelta(seconds=200))
    assert repeated.body == "w 9"
    assert not Lock.objects.exists()


def test_moderators_and_administrators_are_exempt(diary, mo, ada):
    talk(diary, mo, 15, word="mo")
    talk(diary, ada, 15, word="ada")


def test_zero_switches_it_off(diary, bob):
    set_rule("throttle.comments", "0")
    talk(diary, bob, 30, at=timezone.now())


def test_over_http_it_is_429_with_the_text_kept(as_, diary, bob):
    talk(diary, bob, 10, at=timezone.now() - timedelta(minutes=5), every=timedelta(seconds=1))
    response = as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Kept words."})
    assert response.status_code == 429
    assert "Kept words." in response.content.decode()


def test_at_the_longest_lock_the_moderators_are_told_once(as_, diary, alice, bob, mo, ada):
    talk(diary, bob, 10)
    at = START + timedelta(minutes=4)
    for n in range(10):
        with pytest.raises(Refused):
            diary.comments.post(by=bob, body="again", at=at)
        assert Lock.objects.told().exists() == (n >= 8), "300 minutes are reached with the ninth try"
    assert Lock.objects.get().told_at == at
    for staff in (mo, ada):
        page = as_(staff).get("/notifications/").content.decode()
        assert page.count("bob keeps posting while locked out") == 1
    for member in (alice, bob):
        assert "keeps posting" not in as_(member).get("/notifications/").content.decode()


def test_recommendations_have_a_pace_too(diary, bob, alice, monkeypatch):
    set_rule("limits.ratings", "3")
    own = [diary.comments.post(by=bob, body=f"No. {n}") for n in range(4)]
    for each in own[:3]:
        each.recommend(by=alice)
    with pytest.raises(Refused, match="more than 3 recommendations in 10 minutes") as refusal:
        own[3].recommend(by=alice)
    assert refusal.value.status == 429
    own[0].unrecommend(by=alice)
    own[3].recommend(by=alice, at=timezone.now() + timedelta(minutes=11))
