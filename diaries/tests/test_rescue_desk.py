"""The rescue desk: who sees it, who has read what, what is to be read next, and its figures."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import ReadMark
from community.models import set_rule
from diaries.models import Diary, Rescue, RescueClaim
from diaries.rescue import take_next
from diaries.tests.conftest import page_of as page

HOUR = timedelta(hours=1)


# -- who --


@pytest.mark.parametrize(
    "place", ["/rescue/", "/rescue/figures/", "/rescue/1/decline/", "/rescue/1/remove/", "/rescue/999/remove/"]
)
@pytest.mark.parametrize("who", ["alice", "bob", "tess", "newt"])
def test_others_are_told_why_not(as_, request, nominated, place, who):
    answer = as_(request.getfixturevalue(who)).get(place)
    assert answer.status_code == 403 and "for rescuers and moderators" in answer.content.decode()


@pytest.mark.parametrize("act", ["next", "roundup", "1/second", "1/decline", "1/remove", "999/second"])
def test_others_cannot_act(as_, alice, bob, tess, nominated, act):
    for user in (alice, bob, tess):
        answer = as_(user).post(f"/rescue/{act}/", {"reason": "x"})
        assert answer.status_code == 403 and "for rescuers and moderators" in answer.content.decode()
    assert as_(None).post(f"/rescue/{act}/")["Location"].startswith("/accounts/login/")
    nominated.refresh_from_db()
    assert nominated.outcome == "" and nominated.seconded_by is None and not RescueClaim.objects.exists()


def test_moderators_look_and_remove_and_leave_the_rest_to_rescuers(as_, mo, nominated):
    browser = as_(mo)
    text = page(browser)
    assert "Kanarienote." in text and "Take the next unread" not in text and "/second/" not in text
    for act in ("next", "roundup", f"{nominated.pk}/second", f"{nominated.pk}/decline"):
        assert browser.post(f"/rescue/{act}/", {"reason": "x"}).status_code == 403
    assert browser.post(f"/rescue/{nominated.pk}/remove/").status_code == 302


@pytest.mark.parametrize("place", ["/rescue/", "/rescue/figures/", "/spotlight/", "/spotlight/feed/"])
def test_pages_are_read_only(as_, rita, spotlighted, place):
    before = list(Rescue.objects.values())
    assert as_(rita).head(place).status_code == 200
    assert as_(rita).post(place).status_code == 405
    assert list(Rescue.objects.values()) == before


@pytest.mark.parametrize("act", ["next", "roundup", "1/second"])
def test_acts_take_a_button(as_, rita, nominated, act):
    assert as_(rita).get(f"/rescue/{act}/").status_code == 405


def test_the_masthead_leads_there(as_, rita, mo, bob):
    for user in (rita, mo):
        assert '<a href="/rescue/">Rescue</a>' in page(as_(user), "/recent/")
    for user in (None, bob):
        assert '"/rescue/"' not in page(as_(user), "/recent/") and '<a href="/spotlight/">Spotlight</a>' in page(
            as_(user), "/recent/"
        )


# -- coverage and the next unread --


def test_coverage_counts_rescuers_who_opened_it(as_, shelf, rita, rob, bob, mo):
    first, _ = shelf(2)
    first.author.grant("rescuer")
    for user in (rita, bob, mo, first.author):
        as_(user).get(first.get_absolute_url())
    text = page(as_(rob))
    assert "1 of 2</span> read by rita</p>" in text.replace(" · <a", "</p><a") and "read by nobody yet" in text
    as_(rob).get(first.get_absolute_url())
    text = page(as_(rob))
    assert '<span class="count full">2 of 2</span> read by rita, rob' in text and "1 read by enough · 1 by nobody" in text


def test_the_next_is_the_oldest_of_those_that_fewest_have_read(as_, shelf, rita, rob):
    newest, middle, oldest = shelf(3)
    Diary.objects.start(by=rita, title="Own", intro="x", tags="x").publish(by=rita)
    as_(rob).get(oldest.get_absolute_url())
    seen = []
    for _ in range(3):
        place = as_(rita).post("/rescue/next/")["Location"]
        assert as_(rita).post("/rescue/next/")["Location"] == place  # not opened: it is still the next
        as_(rita).get(place)
        seen.append(place)
    assert seen == [each.get_absolute_url() for each in (middle, newest, oldest)]
    answer = as_(rita).post("/rescue/next/", follow=True)
    assert "You have read every diary on the desk." in answer.content.decode()


def test_two_rescuers_get_different_ones_until_a_claim_is_old(shelf, rita, rob):
    newer, older = shelf(2)
    assert take_next(by=rita) == older and take_next(by=rob) == newer
    later = timezone.now() + timedelta(minutes=31)
    assert take_next(by=rob, at=later) == older  # nobody has opened either
    assert take_next(by=rita, at=later) == newer
    assert RescueClaim.objects.count() == 4


def test_the_desk_is_the_window(as_, shelf, rita):
    inside, outside = shelf(2)
    Diary.objects.filter(pk=outside.pk).update(published_at=timezone.now() - 48 * HOUR)
    text = page(as_(rita))
    assert inside.title in text and outside.title not in text
    set_rule("rescue.window", "49")
    assert outside.title in page(as_(rita))


# -- cost --


@pytest.mark.parametrize("place", ["/rescue/", "/rescue/figures/", "/spotlight/", "/spotlight/feed/", "/"])
def test_thirty_cost_as_many_queries_as_three(as_, shelf, rita, rob, tess, place):
    set_rule("diaries.on_a_page", "40")
    counts = []
    for first, more in ((0, 3), (3, 27)):
        for number, diary in enumerate(shelf(more, first=first)):
            rescue = Rescue.objects.nominate(diary, by=tess, note="n", blurb="b")
            if number % 3 == 0:
                rescue.second(by=rita)
            elif number % 3 == 1:
                rescue.decline(by=rob, reason="r")
            ReadMark.objects.visit(diary, by=rob)
            take_next(by=rita)
        browser = as_(rita)
        page(browser, place)
        with CaptureQueriesContext(connection) as queries:
            page(browser, place)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18


# -- round-up and figures --


def test_the_round_up_is_a_draft_of_the_weeks_finds(as_, shelf, rita, tess):
    for number, diary in enumerate(shelf(3)):
        Diary.objects.filter(pk=diary.pk).update(title=f"<b>Find</b> {number}")
        rescue = Rescue.objects.nominate(diary, by=tess, note="Kanarienote.", blurb=f"Blurb *{number}* <script>alert(1)</script>")
        if number != 1:
            rescue.second(by=rita)
    Rescue.objects.filter(diary__title="<b>Find</b> 2").update(spotlighted_at=timezone.now() - timedelta(days=8))
    for _ in range(2):  # a double click opens the same draft
        answer = as_(rita).post("/rescue/roundup/", {"token": "one-form"})
    draft = Diary.objects.get(author=rita)
    assert answer["Location"] == f"/diaries/{draft.pk}/edit/" and draft.state == "draft"
    assert "Blurb *0* &lt;script&gt;" in draft.body_html and "&lt;b&gt;Find&lt;/b&gt; 0" in draft.body_html
    assert "Find&lt;/b&gt; 1" not in draft.body_html and "Find&lt;/b&gt; 2" not in draft.body_html and "Kanarie" not in draft.body
    assert f'href="{Rescue.objects.first().diary.get_absolute_url()}"' in draft.body_html
    draft.write(by=rita, title="Mine now", intro="x", body="y")
    assert as_(rita).post("/rescue/roundup/", {"token": "one-form"}).status_code == 302
    assert Diary.objects.get(author=rita).title == "Mine now"
    assert as_(rita).post("/rescue/roundup/").status_code == 302 and Diary.objects.filter(author=rita).count() == 2


def test_no_round_up_of_nothing(as_, rita):
    answer = as_(rita).post("/rescue/roundup/", {"token": "x"})
    assert answer.status_code == 409 and "nothing to round up yet" in answer.content.decode() and not Diary.objects.exists()


def test_the_figures(as_, shelf, rita, rob, tess, bob):
    diaries = shelf(4)
    old = timezone.now() - timedelta(days=40)
    Diary.objects.start(by=diaries[1].author, title="Old", intro="x", tags="x", at=old).publish(by=diaries[1].author, at=old)
    for diary in diaries[:2]:
        Rescue.objects.nominate(diary, by=tess, blurb="b").second(by=rita)
    Rescue.objects.nominate(diaries[2], by=tess, blurb="b").decline(by=rita, reason="r")
    as_(bob).post(f"/diaries/{diaries[1].pk}/recommend/")  # not yet a place on the list
    as_(bob).post(f"/diaries/{diaries[0].pk}/recommend/")
    as_(tess).post(f"/diaries/{diaries[0].pk}/recommend/")
    diaries[1].author.grant("rescuer")
    for user in (rita, rob):
        as_(user).get(diaries[0].get_absolute_url())
    as_(diaries[1].author).get(diaries[1].get_absolute_url())
    as_(rita).get(diaries[1].get_absolute_url())
    context = as_(rita).get("/rescue/figures/").context
    assert context["rescues"] == {"nominated": 3, "spotlighted": 2, "declined": 1, "recommended": 1, "first_timers": 1}
    row = context["coverage"][0]
    assert (row["diaries"], row["full"], row["some"], row["none"], row["share"]) == (4, 1, 1, 2, 25)
