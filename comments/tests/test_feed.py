"""The feed of a thread, and what all public feeds promise: the same for everybody, kept, 304 for who has it already."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = ("/feed/", "/recent/feed/", "/recommended/feed/", "/spotlight/feed/", "/tags/ferry/feed/", "/people/alice/feed/")


def summaries(answer):
    assert answer.status_code == 200
    return [entry.findtext(f"{ATOM}summary") for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_a_thread_has_its_comments_newest_first_with_their_places(as_, diary, comment, alice):
    answer = as_(None).get(f"/diaries/{diary.pk}/feed/")
    assert "The bridge, of course." in summaries(answer)[0] and len(summaries(answer)) == 2
    entry = next(ElementTree.fromstring(answer.content).iter(f"{ATOM}entry"))
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{diary.get_absolute_url()}#c2"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "bob"
    assert f'href="/diaries/{diary.pk}/feed/"' in as_(None).get(diary.get_absolute_url()).content.decode()


def test_hidden_and_deleted_ones_are_not_in_it_whoever_asks(as_, diary, comment, bob, tess, mo, trusted):
    reply = diary.comments.post(by=tess, parent=comment, body="Below.", at=timezone.now() - timedelta(minutes=9))
    gone = diary.comments.post(by=bob, body="Gone.")
    gone.delete(by=bob)
    for user in trusted(2):
        comment.hide(by=user, rule=1)
    for reader in (None, bob, mo):
        text = as_(reader).get(f"/diaries/{diary.pk}/feed/").content.decode()
        assert not any(words in text for words in ("of course", "Below.", "Gone."))
    assert reply.pk


def test_the_thread_of_what_is_not_published_has_none(as_, diary, alice, mo):
    diary.take_back(by=alice)
    for reader in (None, alice, mo):
        assert as_(reader).get(f"/diaries/{diary.pk}/feed/").status_code == 404


@pytest.mark.parametrize("place", [*PUBLIC, "/diaries/{pk}/feed/"])
def test_who_has_it_already_gets_304_until_something_changes(as_, diary, alice, bob, place):
    place = place.format(pk=diary.pk)
    for reader in (None, bob):
        answer = as_(reader).get(place)
        again = as_(reader).get(place, headers={"If-None-Match": answer["ETag"]})
        assert (answer.status_code, again.status_code, again.content) == (200, 304, b"")
    assert as_(None).get(place).shared_on
    if place in PUBLIC[:2] or "diaries" in place:
        diary.comments.post(by=bob, body="New.")
        diary.write(by=alice, title="Another title", intro="Another.")
        assert as_(None).get(place, headers={"If-None-Match": answer["ETag"]}).status_code == 200
