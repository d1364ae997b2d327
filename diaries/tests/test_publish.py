"""Publishing: the address, the date, the tip jar, and what stands in the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.html import strip_tags

from community.models import Site
from core.errors import Refused
from core.text import slugify
from diaries.models import Diary
from diaries.models.diary import RESERVED_SLUGS


def address(diary, verb="publish"):
    return f"/diaries/{diary.pk}/{verb}/"


def posted(browser, diary):
    """The byline as a person reads it."""
    page = browser.get(diary.get_absolute_url()).content.decode()
    start = page.index('<p class="posted">')
    return strip_tags(page[start : page.index("</p>", start)])


def publish_at(author, at, title="At an hour"):
    diary = Diary.objects.start(by=author, title=title, intro="When?", tags="Time", at=at)
    diary.publish(by=author, at=at)
    return diary


def test_it_puts_the_diary_before_everybody(as_, draft, alice):
    response = as_(alice).post(address(draft))
    draft.refresh_from_db()
    assert response["Location"] == draft.get_absolute_url()
    assert draft.state == "published" and timezone.now() - draft.published_at < timedelta(minutes=1)
    for place in ("/", "/recent/", "/recent/feed/", "/people/alice/", "/tags/canarytag/", draft.get_absolute_url()):
        assert "Canarytitle" in as_(None).get(place).content.decode(), place


def test_twice_is_once(as_, draft, alice):
    for _ in range(3):
        assert as_(alice).post(address(draft)).status_code == 302
    assert draft.state_changes.count() == 1
    assert draft.comments.count() == 1


def test_get_is_405_and_publishes_nothing(as_, draft, alice):
    assert as_(alice).get(address(draft)).status_code == 405
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_to_everybody_else_a_draft_is_not_there(as_, draft, bob, tess, mo):
    for user in (bob, tess, mo):
        for verb in ("publish", "edit", "remove", "close", "open", "versions"):
            assert as_(user).post(address(draft, verb)).status_code in (404, 405), verb
            assert as_(user).get(address(draft, verb)).status_code in (404, 405), verb
        assert as_(user).get(draft.get_absolute_url()).status_code == 404
        assert as_(user).get(f"/diaries/{draft.pk}/").status_code == 404
    assert as_(None).get(draft.get_absolute_url()).status_code == 404
    assert as_(None).post(address(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_anothers_published_diary_is_403(as_, diary, bob, mo):
    for user in (bob, mo):
        answer = as_(user).post(address(diary))
        assert answer.status_code == 403
        assert "Only its author may do that" in answer.content.decode()


@pytest.mark.parametrize(
    ("missing", "complaint"),
    [
        ({"tags": ""}, "You must add at least one tag to this diary before publishing it."),
        ({"tags": " , ,\u200b,"}, "You must add at least one tag to this diary before publishing it."),
        ({"intro": " \n "}, "A diary needs an introduction"),
        ({"intro": "<script>alert(1)</script>"}, "A diary needs an introduction"),
        ({"title": ""}, "Give this diary a title"),
    ],
)
def test_what_is_missing_is_said_and_the_draft_is_kept(as_, alice, typed, missing, complaint):
    response = as_(alice).post("/diaries/write/", typed | missing | {"do": "publish"})
    assert response.status_code == 422
    assert complaint in response.content.decode()
    assert "So low." in response.content.decode()
    draft = Diary.objects.get()
    assert (draft.state, draft.comments.count()) == ("draft", 0)
    again = as_(alice).post(address(draft))
    assert again.status_code == 422
    assert complaint in again.content.decode() and "So low." in again.content.decode()


# -- the tip jar ------------------------------------------------------------------------------------------------------


def test_the_tip_jar_is_comment_1(as_, draft, alice):
    as_(alice).post(address(draft))
    tips = draft.comments.get()
    assert (tips.number, tips.subject, tips.body, tips.author, tips.tip_jar) == (1, "Tips", "Canarytip.", alice, True)
    page = as_(None).get(draft.get_absolute_url()).content.decode()
    assert 'id="c1"' in page and "Canarytip." in page and "1 comment" in page


def test_left_empty_it_says_so(as_, alice, typed):
    as_(alice).post("/diaries/write/", typed | {"tip": " ", "do": "publish"})
    assert Diary.objects.get().comments.get().body == "Recommend this comment if you liked the diary."


def test_there_is_one_tip_jar_once(as_, draft, alice, bob):
    as_(alice).post(address(draft))
    draft.comments.post(by=bob, body="Well said.")
    draft.comments.get(number=1).delete(by=alice)
    as_(alice).post(address(draft, "remove"), {"outcome": "drafts"})
    as_(alice).post(address(draft))
    assert draft.comments.filter(tip_jar=True).count() == 1
    assert draft.comments.count() == 2


# -- coming back --------------------------------------------------------------------------------------------------------


def test_a_diary_that_comes_back_keeps_date_address_and_thread(as_, diary, comment, alice):
    date, place = diary.published_at, diary.get_absolute_url()
    as_(alice).post(address(diary, "remove"), {"outcome": "drafts"})
    assert as_(None).get(place).status_code == 404
    assert as_(alice).post(address(diary))["Location"] == place
    diary.refresh_from_db()
    assert diary.published_at == date
    page = as_(None).get(place).content.decode()
    assert "The bridge, of course." in page and 'id="c2"' in page
    assert [change.state for change in diary.state_changes.all()] == ["published", "draft", "published"]


# -- the byline ---------------------------------------------------------------------------------------------------------


def test_the_byline_of_the_seed(as_, alice):
    diary = publish_at(alice, datetime(2008, 3, 31, 16, 51, 46, tzinfo=UTC))
    assert posted(as_(None), diary) == "Originally posted to alice on Mon Mar 31, 2008 at 09:51 AM PDT."
    assert '<time datetime="2008-03-31T16:51:46Z">' in as_(None).get(diary.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2008, 3, 9, 9, 59, tzinfo=UTC), "Sun Mar 09, 2008 at 01:59 AM PST"),
        (datetime(2008, 3, 9, 10, 0, tzinfo=UTC), "Sun Mar 09, 2008 at 03:00 AM PDT"),
        (datetime(2008, 11, 2, 8, 30, tzinfo=UTC), "Sun Nov 02, 2008 at 01:30 AM PDT"),
        (datetime(2008, 11, 2, 9, 30, tzinfo=UTC), "Sun Nov 02, 2008 at 01:30 AM PST"),
        (datetime(2008, 7, 4, 7, 0, tzinfo=UTC), "Fri Jul 04, 2008 at 12:00 AM PDT"),
        (datetime(2008, 7, 4, 19, 0, tzinfo=UTC), "Fri Jul 04, 2008 at 12:00 PM PDT"),
    ],
)
def test_the_clock_changes_where_the_site_is(as_, alice, at, said):
    assert posted(as_(None), publish_at(alice, at)) == f"Originally posted to alice on {said}."


def test_another_zone_of_the_site_shows_the_same_moment(as_, alice):
    diary = publish_at(alice, datetime(2008, 3, 31, 16, 51, tzinfo=UTC))
    Site(time_zone="Europe/Berlin").save()
    assert posted(as_(None), diary) == "Originally posted to alice on Mon Mar 31, 2008 at 06:51 PM CEST."
    Site(time_zone="Asia/Kolkata").save()
    assert posted(as_(None), diary) == "Originally posted to alice on Mon Mar 31, 2008 at 10:21 PM IST."


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (["A"], "Also republished by A."),
        (["A", "B"], "Also republished by A and B."),
        (["A", "B", "C"], "Also republished by A, B, and C."),
    ],
)
def test_the_groups_stand_below(as_, diary, groups, words):
    Diary.objects.filter(pk=diary.pk).update(republished_to=groups)
    assert words in as_(None).get(diary.get_absolute_url()).content.decode()


# -- its address --------------------------------------------------------------------------------------------------------


def test_a_stale_slug_and_no_slug_are_301(as_, diary):
    place = diary.get_absolute_url()
    assert place == f"/diaries/{diary.pk}/the-ferry-and-the-bridge/"
    for old in (f"/diaries/{diary.pk}/an-older-title/", f"/diaries/{diary.pk}/"):
        answer = as_(None).get(old)
        assert (answer.status_code, answer["Location"]) == (301, place)


def test_a_new_title_moves_the_address_and_the_old_one_leads_there(as_, diary, alice):
    old = diary.get_absolute_url()
    diary.write(by=alice, title="日本語 and C++", intro="Same.", tags="Ferry")
    assert diary.slug == "日本語-and-c-plus-plus"
    answer = as_(None).get(old)
    assert answer.status_code == 301
    assert as_(None).get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("title", sorted({"Why", "FEED", "New!", "edit", "Publish", "comments", "Versions"}))
def test_a_reserved_word_gets_a_suffix(as_, alice, title):
    diary = publish_at(alice, timezone.now(), title)
    assert diary.slug == f"{title.lower().strip('!')}-1"
    assert as_(None).get(diary.get_absolute_url()).status_code == 200


def test_every_word_under_a_diary_is_reserved():
    """A diary whose title is a verb would otherwise be unreachable."""
    places = [pattern[0][0][0][0] for name, pattern in get_resolver().reverse_dict.lists() if isinstance(name, str)]
    words = {place.split("/")[2] for place in places if place.startswith("diaries/%(pk)s/") and "%" not in place.split("/")[2]}
    assert {"edit", "publish", "comments", "versions"} <= words
    assert words - {""} <= RESERVED_SLUGS


@pytest.mark.parametrize("title", ["???", "—", "\u0301"])
def test_a_title_without_letters_has_the_noun_for_an_address(as_, alice, title):
    diary = publish_at(alice, timezone.now(), title)
    assert diary.slug == slugify("", empty="diary") == "diary"
    assert as_(None).get(reverse("diary", args=[diary.pk, "diary"])).status_code == 200


def test_a_diary_of_a_member_who_may_not_is_refused_by_the_verb_too(alice):
    draft = Diary.objects.start(by=alice, title="No tags", intro="None.")
    with pytest.raises(Refused, match="at least one tag"):
        draft.publish(by=alice)
