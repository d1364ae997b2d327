"""How far a member has read: written when the page is opened, and by nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import ReadMark


def mark(user, diary):
    return ReadMark.objects.filter(user=user, diary=diary).values_list("seen_number", flat=True).first()


def writes(queries):
    return [query["sql"] for query in queries if query["sql"].lstrip().split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_opening_the_page_notes_how_far(as_, diary, comment, bob):
    assert mark(bob, diary) is None
    as_(bob).get(diary.get_absolute_url())
    assert mark(bob, diary) == 2


def test_one_write_when_there_is_something_new_and_none_otherwise(as_, diary, bob, tess):
    browser = as_(bob)
    for new in (True, False, False):
        with CaptureQueriesContext(connection) as queries:
            browser.get(diary.get_absolute_url())
        assert len(writes(queries)) == (1 if new else 0)
    diary.comments.post(by=tess, body="More.")
    with CaptureQueriesContext(connection) as queries:
        browser.get(diary.get_absolute_url())
    assert len(writes(queries)) == 1 and mark(bob, diary) == 2


@pytest.mark.parametrize(
    "header", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
)
def test_fetching_ahead_is_not_reading(as_, diary, bob, header):
    assert as_(bob).get(diary.get_absolute_url(), headers=header).status_code == 200
    assert mark(bob, diary) is None


def test_nor_is_head_nor_a_visitor_nor_a_draft(as_, diary, alice, bob):
    as_(bob).head(diary.get_absolute_url())
    as_(None).get(diary.get_absolute_url())
    diary.take_back(by=alice)
    as_(alice).get(diary.get_absolute_url())
    as_(bob).get(diary.get_absolute_url())
    assert not ReadMark.objects.exists()


def test_it_never_goes_back(diary, bob, tess):
    ReadMark.objects.visit(diary, by=bob)
    earlier = type(diary).objects.get(pk=diary.pk)
    diary.comments.post(by=tess, body="More.")
    diary.refresh_from_db()
    assert ReadMark.objects.visit(diary, by=bob).seen == 1
    assert ReadMark.objects.visit(earlier, by=bob).seen == 2
    assert mark(bob, diary) == 2


def test_marks_go_with_their_member(as_, diary, bob):
    as_(bob).get(diary.get_absolute_url())
    bob.leave()
    assert not ReadMark.objects.exists()


def test_a_page_opens_while_the_database_is_being_written(site_of_its_own):
    """It waits its turn; whatever happens, the page is answered."""
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    answers = site.all_at_once(OPEN, [(str(n),) for n in range(4)])
    assert answers == ["200 " * 20 + "done"] * 4


CAST = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
diary = Diary.objects.start(by=alice, title="A", intro="B", tags="C")
diary.publish(by=alice)
"""

OPEN = """
from accounts.models import User
from django.conf import settings
from django.test import Client
from diaries.models import Diary
settings.ALLOWED_HOSTS.append("testserver")
browser = Client()
browser.force_login(User.objects.get(username="alice"))
diary = Diary.objects.get()
for n in range(20):
    print(browser.get(diary.get_absolute_url()).status_code, end=" ")
    diary.comments.post(by=diary.author, body=f"{n}") if n == 3 else None
print("done")
"""
