"""/notifications/ and the bell: what stands there, by day, at constant cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import rule
from notifications.models import Notification


def bell_of(page):
    return page.split('class="bell"')[1].split("</a>")[0]


def test_it_lists_what_happened_with_its_address(as_, bob, reply):
    page = as_(bob).get("/notifications/").content.decode()
    told = bob.notifications.get()
    assert f'<a href="/notifications/{told.pk}/" dir="auto">Not so fast</a>' in page
    assert "tess answered your comment in <a" in page and "The ferry and the bridge" in page


def test_the_bell_says_how_many_are_unread(as_, bob, alice, newt, reply):
    assert "1<span" in bell_of(as_(bob).get("/").content.decode())
    assert 'unread</span>' in bell_of(as_(bob).get("/").content.decode())  # fmt: skip
    assert "2<span" in bell_of(as_(alice).get("/").content.decode())
    assert "unread" not in bell_of(as_(newt).get("/").content.decode())
    assert 'class="bell"' not in as_(None).get("/").content.decode()


def test_it_lists_by_day_of_the_sites_zone(as_, diary, alice, bob):
    now = timezone.now()
    for days, body in enumerate(("Today.", "Yesterday.", "Before.")):
        diary.comments.post(by=bob, body=body, at=now - timedelta(days=days))
    page = as_(alice).get("/notifications/").content.decode()
    assert page.count('<h2 class="section-title">') == 3
    assert page.index("Today.") < page.index("Yesterday.") < page.index("Before.")


def test_an_empty_list_invites(as_, newt):
    page = as_(newt).get("/notifications/").content.decode()
    assert "Nothing yet." in page and "@newt" in page and "Mark all read" not in page


def test_a_days_comments_in_one_diary_are_one_row(as_, diary, alice, bob, tess):
    now = timezone.now()
    for number in range(3):
        diary.comments.post(by=bob, body=f"Number {number}.", at=now - timedelta(minutes=number))
    diary.comments.post(by=tess, body="@alice, look.", at=now)
    page = as_(alice).get("/notifications/").content.decode()
    assert page.count("comment-row") == 2 and "and 2 comments more" in page and "tess mentioned you" in page


def test_pages(as_, alice, comment):
    told = {"receiver": alice, "kind": "reply", "about_type": "comments.comment", "about_id": comment.pk}
    Notification.objects.bulk_create([Notification(**told, topic=f"{number}") for number in range(60)])
    first = as_(alice).get("/notifications/").content.decode()
    assert first.count("comment-row") == 60 and 'rel="next" href="/notifications/?page=2"' in first
    assert as_(alice).get("/notifications/?page=2").content.decode().count("comment-row") == 1
    assert as_(alice).get("/notifications/?page=3").status_code == 404


@pytest.mark.parametrize("more", [0, 40])
def test_the_number_of_queries_is_constant(as_, diary, alice, bob, comment, more, django_assert_max_num_queries):
    """Comments, diaries and lines of the log among them."""
    for number in range(more):
        diary.comments.post(by=bob, body=f"Number {number}.", at=timezone.now() - timedelta(minutes=40 * number))
    alice.notifications.tell("mention", about=diary)
    alice.moderation_lines.record("lock", reason="Enough.", diary=diary)
    browser = as_(alice)
    browser.get("/notifications/")
    with django_assert_max_num_queries(8):
        browser.get("/notifications/")


@pytest.mark.parametrize("more", [0, 40])
def test_the_bell_costs_one_query(as_, diary, alice, bob, comment, more, django_assert_num_queries):
    for number in range(more):
        diary.comments.post(by=bob, body=f"Number {number}.", at=timezone.now() - timedelta(minutes=40 * number))
    assert rule("notifications.keep")  # the process knows its rules
    with django_assert_num_queries(1):
        assert len(alice.notifications.bell) == 1 + more


def test_the_bell_counts_to_99(as_, alice, comment):
    told = {"receiver": alice, "kind": "comment", "about_type": "comments.comment", "about_id": comment.pk}
    Notification.objects.bulk_create([Notification(**told, topic=f"{number}") for number in range(98)])
    assert "99<span" in bell_of(as_(alice).get("/").content.decode())
    Notification.objects.create(**told, topic="100")
    assert "99+<span" in bell_of(as_(alice).get("/").content.decode())


def test_visitors_log_in_and_it_is_kept_by_nobody(as_, bob, reply):
    assert as_(None).get("/notifications/")["Location"].startswith("/accounts/login/")
    assert "no-store" in as_(bob).get("/notifications/")["Cache-Control"]
    assert as_(bob).post("/notifications/").status_code == 405
