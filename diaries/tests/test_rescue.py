"""A rescue: what each step does, and that the author learns nothing of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary, Rescue
from diaries.tests.conftest import page_of as page

HOUR = timedelta(hours=1)
SAID = {"note": "Kanarienote, between us.", "blurb": "Read this, it is good."}


# -- second --


def test_a_rescuer_seconds_and_it_is_spotlighted_at_once(as_, nominated, diary, rita, bob):
    assert "Kanarieblurb." not in page(as_(bob), "/spotlight/") + page(as_(bob), "/")
    for _ in range(2):
        assert as_(rita).post(f"/rescue/{nominated.pk}/second/")["Location"] == "/rescue/"
    nominated.refresh_from_db()
    assert nominated.seconded_by == rita and nominated.spotlighted_at == nominated.seconded_at and nominated.outcome == ""
    for place in ("/", "/spotlight/"):
        text = page(as_(bob), place)
        assert "<em>Kanarieblurb.</em>" in text and diary.title in text and "Kanarienote" not in text
        assert 'rescued by <a href="/people/tess/">tess</a> and <a href="/people/rita/">rita</a>' in text
    assert [tag.name for tag in Diary.objects.get().tag_list] == ["Ferry", "Rescued"]
    assert diary.title in page(as_(None), "/tags/rescued/")
    assert "Kanarieblurb." in page(as_(None), "/spotlight/feed/") and "Rescued by tess and rita." in page(
        as_(None), "/spotlight/feed/"
    )


def test_never_the_nominator(as_, diary, rita, rob):
    rescue = Rescue.objects.nominate(diary, by=rita, blurb="Mine.")
    answer = as_(rita).post(f"/rescue/{rescue.pk}/second/")
    assert answer.status_code == 403 and "another rescuer seconds it" in answer.content.decode()
    assert "another rescuer seconds it" in page(as_(rita))
    with pytest.raises(Refused):
        rescue.second(by=rita)
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rescue.objects.update(seconded_by=rita, seconded_at=now, spotlighted_at=now)
    assert as_(rob).post(f"/rescue/{rescue.pk}/second/").status_code == 302


def test_who_comes_second_is_told_who_was_first(as_, nominated, rita, rob):
    assert as_(rita).post(f"/rescue/{nominated.pk}/second/").status_code == 302
    for act in ("second", "decline"):
        answer = as_(rob).post(f"/rescue/{nominated.pk}/{act}/", {"reason": "No."})
        assert answer.status_code == 409 and "rita has seconded it meanwhile" in answer.content.decode()
    nominated.refresh_from_db()
    assert nominated.outcome == "" and nominated.seconded_by == rita


def test_it_expires_by_itself_and_stays_on_the_page(as_, spotlighted, bob):
    now = timezone.now()
    Rescue.objects.update(spotlighted_at=now - 24 * HOUR + timedelta(minutes=1))
    assert "Kanarieblurb." in page(as_(bob), "/")
    Rescue.objects.update(spotlighted_at=now - 24 * HOUR)
    assert "Kanarieblurb." not in page(as_(bob), "/")
    text = page(as_(bob), "/spotlight/")
    assert text.index("Earlier") < text.index("Kanarieblurb.")
    set_rule("spotlight.length", "25")
    assert "Kanarieblurb." in page(as_(bob), "/")


def test_what_was_spotlighted_is_not_brought_again(as_, spotlighted, diary, rita):
    answer = as_(rita).post(f"/diaries/{diary.pk}/nominate/", SAID)
    assert answer.status_code == 409 and "has been in the Community Spotlight already" in answer.content.decode()


# -- decline, remove, leave --


def test_declining_takes_a_reason(as_, nominated, rita, rob):
    place = f"/rescue/{nominated.pk}/decline/"
    assert "Why not this one?" in page(as_(rita), place)
    assert as_(rita).post(place, {"reason": " \u200b"}).status_code == 422
    for _ in range(2):
        assert as_(rita).post(place, {"reason": "Kanariereason."}).status_code == 302
    nominated.refresh_from_db()
    assert (nominated.outcome, nominated.ended_by, nominated.reason) == ("declined", rita, "Kanariereason.")
    text = page(as_(rob))
    assert "Kanariereason." in text and "declined by rita" in text
    answer = as_(rob).post(f"/rescue/{nominated.pk}/second/")
    assert answer.status_code == 409 and "rita has declined it meanwhile." in answer.content.decode()


def test_removing_asks_first_with_the_old_words(as_, spotlighted, rita, rob, mo, bob, diary):
    place = f"/rescue/{spotlighted.pk}/remove/"
    assert "Are you sure you want to remove this diary from Rescue?" in page(as_(mo), place)
    assert "Kanarieblurb." in page(as_(bob), "/")
    for user in (mo, rob):
        assert as_(user).post(place).status_code == 302
    spotlighted.refresh_from_db()
    assert (spotlighted.outcome, spotlighted.ended_by) == ("removed", mo)
    for where in ("/", "/spotlight/", "/spotlight/feed/", "/rescue/"):
        assert "Kanarie" not in page(as_(rita), where)
    assert [tag.name for tag in Diary.objects.get().tag_list] == ["Ferry"]
    assert Rescue.objects.nominate(diary, by=rita, blurb="By mistake.").outcome == ""


@pytest.mark.parametrize("why", ["comments", "recommended"])
def test_what_readers_find_leaves_the_desk_by_itself(as_, nominated, diary, rita, tess, bob, why):
    if why == "comments":
        Diary.objects.filter(pk=diary.pk).update(comment_count=51)
    else:
        as_(tess).post(f"/diaries/{diary.pk}/recommend/")
        assert diary.title in page(as_(bob), "/recommended/")
    text = page(as_(rita))
    assert "No nomination waits." in text and "Left by themselves" in text and "Kanarie" not in text and "0 diaries" in text
    assert as_(rita).post("/rescue/next/")["Location"] == "/rescue/"
    answer = as_(rita).post(f"/rescue/{nominated.pk}/second/")
    assert answer.status_code == 409 and "left the desk by itself" in answer.content.decode()
    nominated.refresh_from_db()
    assert nominated.outcome == "left" and nominated.ended_at and nominated.seconded_by is None
    assert as_(rita).post(f"/diaries/{diary.pk}/nominate/", SAID).status_code == (403 if why == "comments" else 409)


def test_the_spotlight_stays_its_time_when_readers_come(as_, spotlighted, diary, bob):
    Diary.objects.filter(pk=diary.pk).update(comment_count=51)
    assert "Kanarieblurb." in page(as_(bob), "/") and "Kanarieblurb." in page(as_(bob), "/spotlight/")


@pytest.mark.parametrize("how", ["taken back", "removed", "tip jar"])
def test_what_is_off_the_lists_leaves_desk_and_spotlight_and_returns(as_, shelf, tess, rita, rob, mo, how):
    waiting, shown = shelf(2)
    Rescue.objects.nominate(waiting, by=tess, note="Kanarienote.", blurb="Kanarieblurb.")
    lit = Rescue.objects.nominate(shown, by=tess, note="Kanarienote.", blurb="Kanarieblurb.")
    lit.second(by=rita)
    for diary in (waiting, shown):
        if how == "taken back":
            diary.take_back(by=diary.author)
        elif how == "removed":
            diary.remove(by=diary.author)
        else:
            Diary.objects.filter(pk=diary.pk).update(tip_jar_hidden=True)
    for user in (rita, rob, mo):
        for where in ("/rescue/", "/spotlight/", "/spotlight/feed/", "/", "/rescue/figures/"):
            assert "Kanarie" not in page(as_(user), where) and "Day 00" not in page(as_(user), where)
    for rescue in Rescue.objects.all():
        assert as_(rob).post(f"/rescue/{rescue.pk}/second/").status_code == 404
    if how == "taken back":
        for diary in (waiting, shown):
            diary.publish(by=diary.author)
        assert "Kanarienote." in page(as_(rob)) and "Kanarieblurb." in page(as_(None), "/")


# -- the system's tags --


@pytest.mark.parametrize("name", ["Rescued", "RESCUED", "ｒescued", " Recommended "])
def test_nobody_types_the_sites_own_tags(as_, alice, typed, name):
    as_(alice).post("/diaries/write/", typed | {"tags": f"River, {name}", "do": "publish"})
    assert [tag.name for tag in Diary.objects.get().tag_list] == ["River"]
    assert as_(alice).post(f"/diaries/{Diary.objects.get().pk}/edit/", typed | {"tags": name, "sure": "yes"}).status_code == 422


def test_the_tag_stays_when_the_author_edits(as_, alice, spotlighted, diary):
    browser = as_(alice)
    form = page(browser, f"/diaries/{diary.pk}/edit/")
    assert 'value="Ferry"' in form
    said = {
        "title": diary.title,
        "intro": "Anew.",
        "body": "x",
        "markup": "markdown",
        "tags": "Bridge",
        "sure": "yes",
        "do": "save",
    }
    assert browser.post(f"/diaries/{diary.pk}/edit/", said).status_code == 302
    assert sorted(tag.name for tag in Diary.objects.get().tag_list) == ["Bridge", "Rescued"]
    assert Diary.objects.get().tags_text == "Bridge" and diary.versions.first().tags == "Bridge"
