"""One diary a calendar day, in the site's zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from community.models import Site, set_rule
from core.errors import Refused
from diaries.models import Diary

NOON = datetime(2024, 7, 4, 19, 0, tzinfo=UTC)  # noon in Los Angeles


def publish(author, at):
    diary = Diary.objects.start(by=author, title=f"At {at}", intro="When?", tags="Time", at=at)
    diary.publish(by=author, at=at)
    return diary


def test_a_second_one_waits_for_tomorrow_and_says_so(as_, alice, typed):
    publish(alice, timezone.now())
    answer = as_(alice).post("/diaries/write/", typed | {"do": "publish"})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "You have published 1 diary today, and the limit is 1 a day." in page
    assert "the next slot opens" in page and "12:00 AM P" in page and "So low." in page
    draft = Diary.objects.get(title="Low water")
    assert draft.state == "draft"
    assert as_(alice).post(f"/diaries/{draft.pk}/publish/").status_code == 429


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        (datetime(2024, 7, 4, 7, 0, tzinfo=UTC), datetime(2024, 7, 5, 6, 59, tzinfo=UTC), False),
        (datetime(2024, 7, 4, 6, 59, tzinfo=UTC), datetime(2024, 7, 4, 7, 0, tzinfo=UTC), True),
        # a day of 23 hours and one of 25
        (datetime(2024, 3, 10, 8, 0, tzinfo=UTC), datetime(2024, 3, 11, 6, 59, tzinfo=UTC), False),
        (datetime(2024, 3, 10, 8, 0, tzinfo=UTC), datetime(2024, 3, 11, 7, 0, tzinfo=UTC), True),
        (datetime(2024, 11, 3, 7, 0, tzinfo=UTC), datetime(2024, 11, 4, 7, 59, tzinfo=UTC), False),
        (datetime(2024, 11, 3, 7, 0, tzinfo=UTC), datetime(2024, 11, 4, 8, 0, tzinfo=UTC), True),
    ],
)
def test_the_day_is_the_sites(alice, first, second, allowed):
    publish(alice, first)
    if allowed:
        publish(alice, second)
    else:
        with pytest.raises(Refused, match="the limit is 1 a day"):
            publish(alice, second)


def test_another_zone_has_another_midnight(alice):
    Site(time_zone="Asia/Tokyo").save()
    publish(alice, datetime(2024, 7, 4, 14, 59, tzinfo=UTC))
    publish(alice, datetime(2024, 7, 4, 15, 0, tzinfo=UTC))


def test_the_sentence_names_the_next_midnight_of_the_site(alice):
    publish(alice, NOON)
    with pytest.raises(Refused, match="opens Fri Jul 05 at 12:00 AM PDT"):
        publish(alice, NOON + timedelta(hours=1))


def test_removed_ones_count_and_drafts_do_not(alice):
    Diary.objects.start(by=alice, title="Draft", at=NOON)
    publish(alice, NOON).remove(by=alice, at=NOON)
    with pytest.raises(Refused, match="published 1 diary today"):
        publish(alice, NOON + timedelta(hours=1))


def test_one_that_comes_back_counts_on_its_own_day(alice):
    old = publish(alice, NOON - timedelta(days=1))
    old.take_back(by=alice, at=NOON)
    publish(alice, NOON)
    old.publish(by=alice, at=NOON + timedelta(hours=1))
    assert Diary.objects.published().count() == 2


def test_members_do_not_count_for_each_other(alice, bob):
    publish(alice, NOON)
    publish(bob, NOON)


def test_moderators_are_exempt(mo, ada):
    for user in (mo, mo, mo, ada, ada):
        publish(user, NOON)
    assert Diary.objects.published().count() == 5


@pytest.mark.parametrize(("limit", "fit"), [("3", 3), ("0", 6)])
def test_the_number_is_a_rule(alice, limit, fit):
    set_rule("diaries.a_day", limit, at=NOON - timedelta(days=1))
    for _ in range(fit):
        publish(alice, NOON)
    if limit != "0":
        with pytest.raises(Refused, match=f"published {fit} diaries today, and the limit is {limit} a day"):
            publish(alice, NOON)


TWO_DRAFTS = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
for n in range(4):
    Diary.objects.start(by=alice, title=f"Tab {n}", intro="Text", tags="Tag")
"""
PUBLISH = """
import sys
from core.errors import Refused
from diaries.models import Diary
diary = Diary.objects.select_related("author").get(title=f"Tab {sys.argv[1]}")
try:
    diary.publish(by=diary.author)
    print("published")
except Refused as refusal:
    print(refusal.status)
"""


def test_four_tabs_at_once_publish_one(site_of_its_own):
    site = site_of_its_own
    assert site.python(TWO_DRAFTS).returncode == 0
    answers = site.all_at_once(PUBLISH, [(str(number),) for number in range(4)])
    assert sorted(answers) == ["429", "429", "429", "published"]
    count = site.python("from diaries.models import Diary\nprint(Diary.objects.published().count())")
    assert count.stdout.strip() == "1"
