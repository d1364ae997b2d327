"""The secret feeds: stream and replies, at an address that can be renewed."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from stream.models import FeedKey, Follow

ATOM = "{http://www.w3.org/2005/Atom}"


def addresses(browser):
    page = browser.get("/stream/feed/").content.decode()
    return [re.sub(r"^http://testserver", "", found) for found in re.findall(r"<code>([^<]+)</code>", page)]


def entries(answer):
    assert answer.status_code == 200
    return list(ElementTree.fromstring(answer.content).iter(f"{ATOM}entry"))


@pytest.fixture
def stream(as_, diary, alice, bob):
    Follow.objects.follow(alice, by=bob)
    return addresses(as_(bob))[0]


def test_the_stream_comes_without_a_log_in_with_full_text_and_reasons(as_, diary, stream):
    (entry,) = entries(as_(None).get(stream))
    assert entry.findtext(f"{ATOM}title") == diary.title
    assert "by alice" in entry.findtext(f"{ATOM}summary") and "<em>long</em>" in entry.findtext(f"{ATOM}summary")


def test_replies_come_as_far_as_their_reader_may_read_them(as_, diary, comment, bob, tess, trusted):
    replies = addresses(as_(bob))[1]
    diary.comments.post(by=tess, parent=comment, body="So it is.")
    hidden = diary.comments.post(by=tess, parent=comment, body="Canary.", at=timezone.now() - timedelta(minutes=5))
    for user in trusted(2):
        hidden.hide(by=user, rule=1)
    assert [entry.findtext(f"{ATOM}summary").strip() for entry in entries(as_(None).get(replies))] == [
        '<p dir="auto">So it is.</p>'
    ]


def test_nobody_keeps_or_finds_it(as_, stream):
    answer = as_(None).get(stream)
    assert answer["Cache-Control"] == "private, no-store" and answer["X-Robots-Tag"] == "noindex"
    assert not hasattr(answer, "shared_on")
    for page in ("/stream/", "/hotlist/", "/people/bob/"):
        assert stream not in as_(None).get(page, follow=True).content.decode()


def test_who_has_it_already_gets_304(as_, stream):
    answer = as_(None).get(stream)
    again = as_(None).get(stream, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-store")


def test_renewed_the_old_address_has_ended(as_, bob, tess, stream):
    other = addresses(as_(tess))
    for _ in range(2):
        assert as_(bob).post("/stream/feed/renew/")["Location"] == "/stream/feed/"
    assert as_(None).get(stream).status_code == 404
    new = addresses(as_(bob))
    assert all(as_(None).get(address).status_code == 200 for address in new)
    assert FeedKey.objects.get(member=bob).number == 2
    assert addresses(as_(tess)) == other


def test_the_feed_of_who_cannot_log_in_is_404(as_, bob, stream):
    bob.suspended_until = timezone.now() + timedelta(days=1)
    bob.save(update_fields=["suspended_until"])
    assert as_(None).get(stream).status_code == 404
    bob.suspended_until = None
    bob.save(update_fields=["suspended_until"])
    assert as_(None).get(stream).status_code == 200
    bob.leave()
    assert as_(None).get(stream).status_code == 404


def test_what_is_no_address_is_404(as_, bob, stream):
    token = stream.rstrip("/").rpartition("/")[2]
    for wrong in (
        token[:-1],
        token + "0",
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        f"999-{token}",
        "x",
        "-",
        "٣-x",
        f"0{token}",
        "é-é",
    ):
        assert as_(None).get(f"/stream/feed/{wrong}/").status_code == 404, wrong
        assert as_(None).get(f"/stream/replies/feed/{wrong}/").status_code == 404, wrong


def test_the_page_is_its_owners_and_renewing_is_a_post(as_, bob):
    assert as_(None).get("/stream/feed/")["Location"].startswith("/accounts/login/")
    assert as_(None).post("/stream/feed/renew/")["Location"].startswith("/accounts/login/")
    assert as_(bob).get("/stream/feed/renew/").status_code == 405
    assert as_(bob).get("/stream/feed/")["Cache-Control"] == "private, no-store"
