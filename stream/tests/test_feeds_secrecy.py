"""What is not public is in no feed: of its member, its tag, its group, of who follows these; and what is muted is not in one's own."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from diaries.models import Diary, Tag, Tagging
from groups.models import Group, QueueEntry
from stream import feeds
from stream.models import Follow, Mute

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def group(tess, alice):
    found = Group.objects.found("River Watch", by=tess)
    found.invite(alice, by=tess)
    found.accept(by=alice)
    return found


@pytest.fixture
def shown(alice, group, tess):
    """A diary of alice that every feed below has."""
    at = timezone.now() - timedelta(days=2)
    diary = Diary.objects.start(
        by=alice, title="Canarytitle", intro="Canaryintro <b>&amp;</b>.", body="Canarybody.", tags="Canarytag", at=at
    )
    QueueEntry.objects.add(diary, group, by=alice, at=at).publish(by=tess, at=at)
    other = Diary.objects.start(by=tess, title="Other", intro="x", tags="Canarytag", at=at)
    other.publish(by=tess, at=at)  # so that the tag stays known
    return Diary.objects.get(pk=diary.pk)


@pytest.fixture
def places(shown, group, alice, bob, rita, newt):
    """Feeds by what they are of; the stream of who follows the member, the tag, the group."""
    Follow.objects.follow(alice, by=bob)
    Follow.objects.follow(Tag.objects.get(name="Canarytag"), by=rita)
    Follow.objects.follow(group, by=newt)
    own = {f"stream of who follows the {what}": f"/stream/feed/{feeds.token_of(who)}/" for what, who in
        (("member", bob), ("tag", rita), ("group", newt))}  # fmt: skip
    return {
        "member": "/people/alice/feed/",
        "tag": "/tags/canarytag/feed/",
        "group": "/groups/river-watch/feed/",
        "recent": "/recent/feed/",
    } | own


def read(as_, place, **headers):
    answer = as_(None).get(place, headers=headers)
    assert answer.status_code == 200, place
    text = answer.content.decode()
    root = ET.fromstring(text)
    assert root.tag == f"{ATOM}feed" and answer["Content-Type"].startswith("application/atom+xml")
    for entry in root.iter(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("title", "id", "updated")) and entry.find(f"{ATOM}link") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return text


def test_every_feed_has_it_with_its_full_text(as_, places):
    for what, place in places.items():
        text = read(as_, place)
        assert "Canarytitle" in text and "Canarybody" in text, what


@pytest.mark.parametrize("fate", ["taken back", "removed", "tip jar hidden", "removed by a moderator"])
def test_what_goes_is_gone_from_all_at_once_and_back_again(as_, places, shown, alice, mo, trusted, fate):
    for place in places.values():
        read(as_, place)  # whatever is kept is kept by now
    if fate == "taken back":
        shown.take_back(by=alice)
    elif fate == "removed":
        shown.remove(by=alice)
    elif fate == "removed by a moderator":
        as_(mo).post(f"/diaries/{shown.pk}/take-down/", {"rule": "3", "reason": "It insults."})
    else:
        Diary.objects.filter(pk=shown.pk).update(tip_jar_hidden=True)
        Tagging.objects.relist(shown)
    shown.refresh_from_db()
    assert not shown.is_published or shown.tip_jar_hidden
    for what, place in places.items():
        assert "Canarytitle" not in read(as_, place), what
    if fate == "taken back":
        shown.publish(by=alice)
        for what, place in places.items():
            assert "Canarytitle" in read(as_, place), what


@pytest.mark.parametrize("state", ["draft", "scheduled", "queued"])
def test_what_is_not_out_yet_is_in_none(as_, places, group, alice, state):
    early = Diary.objects.start(by=alice, title="Kanarie", intro="Kanarie", tags="Canarytag")
    if state == "scheduled":
        early.schedule(timezone.now() + timedelta(days=1), by=alice)
    elif state == "queued":
        QueueEntry.objects.add(early, group, by=alice)
    for what, place in places.items():
        assert "Kanarie" not in read(as_, place), what


def test_what_a_group_shows_no_more_leaves_its_feed_and_its_followers_streams(as_, places, shown, alice):
    QueueEntry.objects.for_page().get().withdraw(by=alice)
    for what, place in places.items():
        assert ("Canarytitle" in read(as_, place)) == ("group" not in what), what


def test_what_is_muted_is_in_nobodys_own_feed(as_, places, alice, rita, newt):
    Mute.objects.mute(alice, by=rita)
    Mute.objects.mute(Tag.objects.get(name="Canarytag"), by=newt)
    for what, place in places.items():
        assert ("Canarytitle" in read(as_, place)) == (
            what not in ("stream of who follows the tag", "stream of who follows the group")
        ), what


def test_a_banned_tag_has_no_feed_and_names_no_reason(as_, places, mo):
    as_(mo).post("/tags/canarytag/ban/", {"reason": "x", "rule": ""})
    assert as_(None).get(places["tag"]).status_code == 404
    assert "Canarytag" not in read(as_, places["stream of who follows the tag"]) and "Canarytag" not in read(as_, places["member"])


def test_who_has_it_already_hears_so_until_something_changes(as_, places, shown, alice):
    for what, place in places.items():
        etag = as_(None).get(place)["ETag"]
        assert as_(None).get(place, headers={"If-None-Match": etag}).status_code == 304, what
    shown.take_back(by=alice)
    for what, place in places.items():
        assert as_(None).get(place, headers={"If-None-Match": etag}).status_code == 200, what


def test_a_renewed_address_ends_in_the_same_moment(as_, places, bob):
    old = places["stream of who follows the member"]
    etag = as_(None).get(old)["ETag"]
    assert as_(bob).post("/stream/feed/renew/").status_code == 302
    for headers in ({}, {"If-None-Match": etag}):
        assert as_(None).get(old, headers=headers).status_code == 404
    assert "Canarytitle" in read(as_, f"/stream/feed/{feeds.token_of(bob)}/")
