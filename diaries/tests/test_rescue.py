"""The rescue desk: who sees it, what each step does, and that the author learns nothing of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import ReadMark
from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary, Rescue, RescueClaim
from diaries.rescue import take_next

HOUR = timedelta(hours=1)
SAID = {"note": "Kanarienote, between us.", "blurb": "Read this, it is good."}


@pytest.fixture
def rob(member):
    return member("rob", "rescuer")


@pytest.fixture
def nominated(diary, tess):
    return Rescue.objects.nominate(
        diary, by=tess, note="Kanarienote.", blurb="Kanarieblurb.", at=timezone.now() - timedelta(minutes=20)
    )


@pytest.fixture
def spotlighted(nominated, rita):
    nominated.second(by=rita)
    return nominated


@pytest.fixture
def shelf(member):
    """Makes so many diaries, each by an author of its own, an hour apart; the first is the newest."""

    def fill(count, first=0):
        found = []
        for number in range(first, first + count):
            at = timezone.now() - (number + 1) * HOUR / 2
            author = member(f"writer{number}")
            diary = Diary.objects.start(by=author, title=f"Day {number:03}", intro="x", tags="River", at=at)
            diary.publish(by=author, at=at)
            found.append(diary)
        return found

    return fill


def page(browser, place="/rescue/"):
    answer = browser.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


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


# -- nominate --


@pytest.mark.parametrize("who", ["tess", "rita", "rob"])
def test_trusted_users_and_rescuers_nominate(as_, request, diary, rita, who):
    browser = as_(request.getfixturevalue(who))
    assert f'href="/diaries/{diary.pk}/nominate/">Rescue</a>' in page(browser, diary.get_absolute_url())
    form = page(browser, f"/diaries/{diary.pk}/nominate/")
    assert "Rescue this diary, and add a note:" in form and not Rescue.objects.exists()
    for _ in range(2):  # twice is once
        assert browser.post(f"/diaries/{diary.pk}/nominate/", SAID).status_code == 302
    rescue = Rescue.objects.get()
    assert (rescue.nominated_by.username, rescue.note, rescue.blurb) == (who, SAID["note"], SAID["blurb"])
    assert SAID["note"] in page(as_(rita)) and SAID["blurb"] in page(as_(rita))


@pytest.mark.parametrize("who", ["bob", "newt", "ada"])
def test_others_do_not(as_, request, diary, who):
    browser = as_(request.getfixturevalue(who))
    assert "/nominate/" not in page(browser, diary.get_absolute_url())
    for answer in (browser.get(f"/diaries/{diary.pk}/nominate/"), browser.post(f"/diaries/{diary.pk}/nominate/", SAID)):
        assert answer.status_code == 403 and "Trusted users and rescuers" in answer.content.decode()
    assert not Rescue.objects.exists()


def test_a_text_sent_after_the_session_is_kept(as_, diary):
    assert as_(None).post(f"/diaries/{diary.pk}/nominate/", SAID)["Location"] == "/accounts/login/?next=%2Faccounts%2Fkept%2F"


def test_nobody_rescues_an_own_diary(as_, alice, diary):
    for role in ("trusted", "rescuer", "moderator"):
        alice.grant(role)
    answer = as_(alice).post(f"/diaries/{diary.pk}/nominate/", SAID)
    assert answer.status_code == 403 and "Nobody rescues an own diary." in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"note": "x" * 2_001, "blurb": "b"}, "too long"),
        ({"note": "Kept words"}, "required"),
        ({"note": "Kept words", "blurb": "\u200b \n"}, "Say in a sentence"),
        ({"blurb": "x" * 401}, "At most 400 characters"),
        ({"blurb": "a\x00b"}, ""),
    ],
)
def test_a_bad_form_comes_back_with_its_text(as_, tess, diary, said, words):
    answer = as_(tess).post(f"/diaries/{diary.pk}/nominate/", said)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert said.get("note", "")[:10] in answer.content.decode() and not Rescue.objects.exists()


def test_a_second_nominator_is_told_and_keeps_the_text(as_, rita, nominated, diary):
    answer = as_(rita).post(f"/diaries/{diary.pk}/nominate/", SAID)
    assert answer.status_code == 409
    assert "Somebody has nominated this diary already" in answer.content.decode() and SAID["note"] in answer.content.decode()


def test_old_talked_over_and_hidden_diaries_need_no_rescue(as_, tess, alice, diary, monkeypatch):
    place = f"/diaries/{diary.pk}/nominate/"
    Diary.objects.filter(pk=diary.pk).update(comment_count=51)
    answer = as_(tess).post(place, SAID)
    assert answer.status_code == 403 and "found its readers" in answer.content.decode()
    Diary.objects.filter(pk=diary.pk).update(comment_count=50, published_at=timezone.now() - 48 * HOUR)
    assert "within 48 hours" in as_(tess).post(place, SAID).content.decode()
    set_rule("rescue.window", "49")
    assert as_(tess).get(place).status_code == 200
    Diary.objects.filter(pk=diary.pk).update(tip_jar_hidden=True)
    assert as_(tess).post(place, SAID).status_code == 403
    diary.take_back(by=alice)
    assert as_(tess).post(place, SAID).status_code == 404


def test_a_declined_diary_may_be_brought_again_by_another(as_, nominated, diary, rita, rob, tess):
    nominated.decline(by=rob, reason="Not yet.")
    again = Rescue.objects.nominate(diary, by=rita, blurb="Now it is.")
    assert again.pk != nominated.pk and Rescue.objects.nominate(diary, by=tess, blurb="x") == nominated
    text = page(as_(rob))
    assert "Not yet." in text and "Now it is." in text


def test_a_nomination_that_nobody_seconded_lapses_by_itself(as_, nominated, diary, rita, rob):
    Rescue.objects.update(nominated_at=timezone.now() - 48 * HOUR)
    nominated.refresh_from_db()
    assert nominated.status(timezone.now()) == "expired" and "No nomination waits." in page(as_(rob))
    answer = as_(rita).post(f"/rescue/{nominated.pk}/second/")
    assert answer.status_code == 409 and "Its time on the desk is over." in answer.content.decode()
    Rescue.objects.nominate(diary, by=rita, blurb="Once more.")
    nominated.refresh_from_db()
    assert nominated.outcome == "expired" and nominated.ended_at == nominated.nominated_at + 48 * HOUR


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
