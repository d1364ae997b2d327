"""The tag `Recommended`: the site sets it when a diary comes on the recommended list, and it stays."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.models import set_rule
from diaries.models import Diary, Listing, Recommendation
from diaries.ranking import note_listed
from diaries.schedule import publish_due


def tags(diary):
    return [tag.name for tag in Diary.objects.get(pk=diary.pk).tag_list]


def recommend(browser, diary):
    return browser.post(f"/diaries/{diary.pk}/recommend/")


def test_it_comes_with_the_first_place_on_the_list_and_twice_is_once(as_, diary, bob, tess, rita):
    recommend(as_(bob), diary)  # waits for a trusted user
    assert tags(diary) == ["Ferry"] and not Listing.objects.exists()
    for user in (tess, tess, rita):
        recommend(as_(user), diary)
    assert tags(diary) == ["Ferry", "Recommended"]
    assert Listing.objects.get().at >= Recommendation.objects.get(user=tess).at
    assert diary.title in as_(None).get("/tags/recommended/").content.decode()


def test_it_stays_when_the_diary_leaves_the_list_and_when_its_author_writes_other_tags(as_, diary, alice, tess):
    recommend(as_(tess), diary)
    noted = Listing.objects.get().at
    as_(tess).post(f"/diaries/{diary.pk}/unrecommend/")
    diary.write(by=alice, title=diary.title, intro="x", tags="Bridges, recommended")
    assert sorted(tags(diary)) == ["Bridges", "Recommended"]
    diary.take_back(by=alice)
    diary.publish(by=alice)
    note_listed()
    assert Listing.objects.get().at == noted and sorted(tags(diary)) == ["Bridges", "Recommended"]


def test_nobody_types_it(as_, alice):
    draft = Diary.objects.start(by=alice, title="Mine", intro="x", tags="recommended, Ferry")
    draft.publish(by=alice)
    assert tags(draft) == ["Ferry"]


@pytest.mark.parametrize("look", [note_listed, lambda: call_command("run_schedule")], ids=["itself", "the schedule"])
def test_what_time_alone_brings_on_the_list_is_noted_when_somebody_looks(alice, bob, tess, look):
    """One place: the second comes on when the first is taken back."""
    set_rule("recommended.length", "1")
    now = timezone.now()
    made = []
    for number, author in enumerate((alice, bob)):
        made.append(Diary.objects.start(by=author, title=f"Number {number}", intro="x", tags="x"))
        made[-1].publish(by=author, at=now - timedelta(hours=2))
        Recommendation.objects.recommend(made[-1], by=tess, at=now - timedelta(minutes=30 * (number + 1)))
    look()
    assert [listing.diary for listing in Listing.objects.all()] == [made[0]]
    made[0].take_back(by=alice)
    look()
    assert Listing.objects.count() == 2 and tags(made[1]) == ["x", "Recommended"]
    assert publish_due() == 0
