"""Following a member."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from groups.models import Group
from stream.models import Follow


def test_it_follows_and_twice_is_once(as_, alice, bob):
    for _ in range(2):
        assert as_(bob).post("/people/alice/follow/")["Location"] == "/people/alice/"
    follow = Follow.objects.get()
    assert (follow.by, follow.member) == (bob, alice)


def test_it_unfollows_and_twice_is_once(as_, alice, bob):
    Follow.objects.follow(alice, by=bob)
    for _ in range(2):
        assert as_(bob).post("/people/alice/unfollow/")["Location"] == "/people/alice/"
    assert not Follow.objects.exists()


def test_the_profile_has_button_and_tabs(as_, alice, bob):
    page = as_(bob).get("/people/alice/").content.decode()
    assert 'action="/people/alice/follow/"' in page and "0 followers" in page and "0 following" in page
    Follow.objects.follow(alice, by=bob)
    page = as_(bob).get("/people/alice/").content.decode()
    assert 'action="/people/alice/unfollow/"' in page and "1 follower<" in page
    assert "/follow/" not in as_(alice).get("/people/alice/").content.decode()
    assert "/follow/" not in as_(None).get("/people/alice/").content.decode()


def test_both_lists_are_public(as_, alice, bob, tess):
    Follow.objects.follow(alice, by=bob)
    Follow.objects.follow(tess, by=alice)
    for reader in (None, tess):
        assert ">bob</a>" in as_(reader).get("/people/alice/followers/").content.decode()
        assert ">tess</a>" in as_(reader).get("/people/alice/following/").content.decode()
        assert "tess follows nobody yet." in as_(reader).get("/people/tess/following/").content.decode()
        assert "Nobody follows bob yet." in as_(reader).get("/people/bob/followers/").content.decode()


def test_with_htmx_it_answers_the_partial(as_, alice, bob):
    answer = as_(bob).post("/people/alice/follow/", headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith('<div class="following"') and "Unfollow" in answer


def test_nobody_follows_themselves(as_, alice):
    answer = as_(alice).post("/people/alice/follow/")
    assert answer.status_code == 403
    assert "You cannot follow yourself" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(by=alice, member=alice)


def test_imported_names_and_former_members_cannot_be_followed(as_, alice, bob):
    old = User.objects.placeholder("Mercutio")
    assert as_(bob).post(f"/people/{old.username}/follow/").status_code == 403
    assert "/follow/" not in as_(bob).get(old.get_absolute_url()).content.decode()
    alice.leave()
    assert as_(bob).post(f"/people/{alice.username}/follow/").status_code == 404
    assert as_(bob).post("/people/nobody-here/follow/").status_code == 404
    assert not Follow.objects.exists()


def test_who_leaves_is_in_no_list(as_, alice, bob):
    Follow.objects.follow(alice, by=bob)
    bob.leave()
    assert "Nobody follows alice yet." in as_(None).get("/people/alice/followers/").content.decode()
    assert not Follow.objects.exists()


@pytest.mark.parametrize("verb", ["follow", "unfollow"])
def test_get_is_405_and_visitors_log_in(as_, alice, bob, verb):
    assert as_(bob).get(f"/people/alice/{verb}/").status_code == 405
    assert as_(None).post(f"/people/alice/{verb}/")["Location"].startswith("/accounts/login/")


# -- tags ---------------------------------------------------------------------------------------------------------------


def test_a_tag_is_followed_and_unfollowed_and_twice_is_once(as_, diary, bob):
    for _ in range(2):
        assert as_(bob).post("/tags/ferry/follow/")["Location"] == "/tags/ferry/"
    assert [str(follow.what) for follow in bob.following.all()] == ["Ferry"]
    assert 'action="/tags/ferry/unfollow/"' in as_(bob).get("/tags/ferry/").content.decode()
    for _ in range(2):
        assert as_(bob).post("/tags/ferry/unfollow/").status_code == 302
    assert not bob.following.exists()
    assert "/follow/" not in as_(None).get("/tags/ferry/").content.decode()


def test_followed_tags_are_listed_as_long_as_readers_can_know_of_them(as_, diary, alice, bob):
    Follow.objects.follow(diary.tag_list[0], by=bob)
    Follow.objects.follow(alice, by=bob)
    page = as_(None).get("/people/bob/following/").content.decode()
    assert ">Ferry</a>" in page and ">alice</a>" in page and "2 following" in page
    diary.remove(by=alice)
    page = as_(None).get("/people/bob/following/").content.decode()
    assert "Ferry" not in page and "1 following" in page
    assert as_(bob).post("/tags/ferry/unfollow/").status_code == 302
    assert as_(bob).post("/tags/ferry/follow/").status_code == 404


def test_a_follow_is_of_exactly_one_thing(diary, alice, bob):
    for wrong in ({}, {"member": alice, "tag": diary.tag_list[0]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(by=bob, **wrong)


# -- muting ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/people/alice/", "/tags/ferry/"])
def test_muting_is_ones_own_business_and_twice_is_once(as_, diary, bob, tess, place):
    for _ in range(2):
        assert as_(bob).post(f"{place}mute/")["Location"] == place
    assert bob.mutes.count() == 1
    assert f'action="{place}unmute/"' in as_(bob).get(place).content.decode()
    assert f'action="{place}unmute/"' in as_(bob).get("/stream/mutes/").content.decode()
    for reader in (None, tess):
        assert "Unmute" not in as_(reader).get("/people/bob/following/").content.decode()
    assert "You have muted nobody" in as_(tess).get("/stream/mutes/").content.decode()
    for _ in range(2):
        assert as_(bob).post(f"{place}unmute/").status_code == 302
    assert not bob.mutes.exists()
    assert as_(bob).get(f"{place}mute/").status_code == 405
    assert as_(None).post(f"{place}mute/")["Location"].startswith("/accounts/login/")


def test_nobody_mutes_themselves_and_who_leaves_is_muted_no_more(as_, alice, bob):
    assert as_(alice).post("/people/alice/mute/").status_code == 403
    as_(bob).post("/people/alice/mute/")
    alice.leave()
    assert not bob.mutes.exists()


# -- groups -------------------------------------------------------------------------------------------------------------


def test_a_group_is_followed_and_unfollowed_and_twice_is_once(as_, tess, bob):
    group = Group.objects.found("Night shift", by=tess)
    place = group.get_absolute_url()
    for _ in range(2):
        assert as_(bob).post(f"{place}follow/")["Location"] == place
    assert [follow.what for follow in bob.following.all()] == [group]
    assert f'action="{place}unfollow/"' in as_(bob).get(place).content.decode()
    assert ">Night shift</a>" in as_(None).get("/people/bob/following/").content.decode()
    for _ in range(2):
        assert as_(bob).post(f"{place}unfollow/").status_code == 302
    assert not bob.following.exists()
    assert as_(None).post(f"{place}follow/")["Location"].startswith("/accounts/login/")
    tess.leave()
    assert as_(bob).post(f"{place}follow/").status_code == 403
