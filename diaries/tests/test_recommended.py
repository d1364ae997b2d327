"""The recommended list: what is on it, in which order, at what cost, and what it says of itself."""

import random
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from community.models import set_rule
from diaries import ranking
from diaries.models import Diary, Recommendation, Tag
from diaries.why import Why

NOW = datetime.fromisoformat("2026-11-20T12:00:00+00:00")


def before(**length):
    return NOW - timedelta(**length)


@pytest.fixture
def write(member):
    """A diary of an author of its own, published so long before NOW."""

    def published(name, **age):
        at = before(**age)
        author = User.objects.filter(username=f"author-{name}").first() or member(f"author-{name}")
        diary = Diary.objects.start(by=author, title=f"Diary {name}", intro="x", tags=f"Tag {name}", at=at)
        diary.publish(by=author, at=at)
        return diary

    return published


@pytest.fixture
def crowd(member):
    """Enough members, the first of them trusted."""
    return [member(f"giver{n}", *(["trusted"] if not n else [])) for n in range(8)]


def give(diary, *users, **age):
    for user in users:
        Recommendation.objects.recommend(diary, by=user, at=before(**age))


def order(at=NOW):
    return [entry.diary for entry in ranking.recommended(at=at)]


def test_the_score_by_hand(write, crowd):
    diary = write("a", hours=3)
    give(diary, crowd[0], minutes=90)
    give(diary, crowd[1], minutes=45)
    give(diary, crowd[2], minutes=0)
    [entry] = ranking.recommended(at=NOW)
    assert (entry.rank, entry.diary) == (1, diary.pk)
    assert entry.score == pytest.approx(0.25 + 0.5 + 1, rel=1e-12)


def test_it_needs_a_trusted_user_and_losing_trust_later_changes_nothing(write, crowd):
    diary = write("a", hours=2)
    give(diary, *crowd[1:], minutes=30)
    assert order() == [] and ranking.waiting(at=NOW) == [diary.pk]
    crowd[1].grant("trusted", at=before(minutes=20))
    assert order() == []  # it counts what one was when one gave it
    give(diary, crowd[0], minutes=10)
    crowd[0].revoke("trusted", at=before(minutes=5))
    assert order() == [diary.pk] and ranking.waiting(at=NOW) == []
    Recommendation.objects.unrecommend(diary, by=crowd[0], at=before(minutes=2))
    assert order() == [] and order(before(minutes=3)) == [diary.pk]


def test_ties_go_to_the_newer(write, crowd):
    older, newer = write("older", hours=5), write("newer", hours=4)
    twin = write("twin", hours=4)
    for diary in (older, twin, newer):
        give(diary, crowd[0], crowd[1], hours=1)
    assert order() == [twin.pk, newer.pk, older.pk]


def test_the_window_ends_after_24_hours_to_the_second(write, crowd):
    diary = write("a", hours=24)
    give(diary, crowd[0], hours=23)
    assert order(NOW) == []
    assert order(NOW - timedelta(microseconds=1)) == [diary.pk]


def test_twelve_places_the_best_first(write, crowd):
    diaries = [write(f"{n:02}", hours=2, minutes=n) for n in range(14)]
    for n, diary in enumerate(diaries):
        give(diary, crowd[0], minutes=60 - n)
    assert order() == [diary.pk for diary in reversed(diaries)][:12]
    set_rule("recommended.length", "3", at=before(minutes=1))
    assert len(order()) == 3 and len(order(before(minutes=2))) == 12


def test_tip_jar_hidden_taken_back_and_removed_are_off_and_come_back(write, crowd, trusted):
    diary = write("a", hours=5)
    give(diary, crowd[0], hours=4)
    tips = diary.comments.get(number=1)
    raters = trusted(5)
    for user in raters[:2]:
        tips.hide(by=user, rule=1, at=before(hours=3))
    for user in raters[2:]:  # only they see it by now
        tips.recommend(by=user, at=before(hours=2))
    diary.take_back(by=diary.author, at=before(minutes=60))
    diary.publish(by=diary.author, at=before(minutes=50))
    diary.remove(by=diary.author, at=before(minutes=10))
    shown = [bool(order(before(minutes=minutes))) for minutes in (301, 240, 239, 180, 121, 120, 61, 60, 51, 50, 11, 10, 0)]
    assert shown == [False, True, True, False, False, True, True, False, False, True, True, False, False]


def test_numbers_without_bottom_neither_vanish_nor_change_the_order(write, crowd):
    set_rule("recommended.half_life", "1", at=before(days=9))
    first, second = write("first", hours=23), write("second", hours=23)
    give(first, crowd[0], hours=22)
    give(second, crowd[0], crowd[1], hours=22)
    assert order() == [second.pk, first.pk]  # 2^-1320 is 0 for a float
    assert ranking.recommended(at=NOW)[0].score == 0.0


def test_how_it_is_added_up_does_not_matter():
    def line(minutes):
        return ranking.Line(giver=1, at=NOW, trusted=True, factor=1.0, half_lives=minutes / 45)

    r = random.Random(7)
    lines = [line(r.uniform(0, 1440)) for _ in range(300)]
    first = ranking.log_score(lines)
    for _ in range(20):
        r.shuffle(lines)
        assert ranking.log_score(lines) == first
    two, one = [line(45), line(45)], [line(0)]
    assert round(ranking.log_score(two), ranking.DIGITS) == round(ranking.log_score(one), ranking.DIGITS)


def naive(at):
    """The published formula, once more, without guard and by loops."""
    scored = []
    for diary in Diary.objects.filter(published_at__gt=at - timedelta(hours=24), published_at__lte=at):
        given = [r for r in diary.recommendations.all() if r.at <= at and not (r.withdrawn_at and r.withdrawn_at <= at)]
        states = [c.state for c in diary.state_changes.order_by("at", "pk") if c.at <= at]
        jars = [c.hidden for c in diary.tip_jar_changes.order_by("at", "pk") if c.at <= at]
        if any(r.trusted for r in given) and states[-1] == "published" and not (jars and jars[-1]):
            scored.append((sum(2 ** (-(at - r.at).total_seconds() / 2700) for r in given), diary.published_at, diary.pk))
    return sorted(scored, reverse=True)[:12]


def test_it_agrees_with_the_formula_written_down_again(write, crowd):
    r = random.Random(20261120)
    set_rule("guard.free", "1", at=before(days=9))
    for n in range(30):
        age = r.uniform(1, 40)
        diary = write(f"{n}", hours=age)
        for user in r.sample(crowd, r.randint(0, 8)):
            give(diary, user, hours=r.uniform(0, age))
    for _ in range(25):
        at = before(hours=r.uniform(0, 20))
        found = [(entry.diary, entry.score) for entry in ranking.recommended(at=at)]
        wanted = [(pk, pytest.approx(score)) for score, _, pk in naive(at)]
        assert found == wanted


def test_the_command_prints_rank_id_score(write, crowd):
    diary = write("a", hours=3)
    give(diary, crowd[0], minutes=45)
    out = StringIO()
    call_command("recommended", "--at", "2026-11-20T12:00:00Z", stdout=out)
    assert out.getvalue() == f"1 {diary.pk} 0.5\n"
    for same in ("2026-11-20T04:00:00-08:00", "2026-11-20T12:00:00"):
        again = StringIO()
        call_command("recommended", "--at", same, stdout=again)
        assert again.getvalue() == out.getvalue()
    with pytest.raises(CommandError, match="2026-11-20T12:00:00Z"):
        call_command("recommended", "--at", "yesterday")


# -- what it costs --------------------------------------------------------------------------------------------------------


def test_what_it_reads_does_not_grow_with_the_sites_age(write, crowd):
    diary = write("a", hours=3)
    give(diary, crowd[0], minutes=45)
    costs = []
    for days in ((), range(40, 140)):
        for day in days:
            old = write(f"old{day}", days=day)
            give(old, *crowd, days=day)
        numbers = {NOW: ranking.Numbers.of(NOW)}
        with CaptureQueriesContext(connection) as queries:
            ledger = ranking.Ledger(numbers)
            ledger.board(NOW).ranked(NOW)
        costs.append((len(queries), len(ledger.rows), len(ledger.steps)))
    assert costs[0] == costs[1] == (2, 1, 2)


def ago(**length):
    return timezone.now() - timedelta(**length)


@pytest.mark.parametrize("place", ["/", "/recommended/", "/recommended/feed/"])
@pytest.mark.parametrize("reader", [None, "bob"])
def test_a_full_list_costs_as_many_queries_as_a_short_one(as_, bob, member, crowd, place, reader):
    browser, counts = as_(bob if reader else None), []
    for more in (range(1), range(1, 12)):
        for n in more:
            author = member(f"writer{n}")
            diary = Diary.objects.start(by=author, title=f"Diary {n}", intro="x", tags=f"A, B, Tag{n}", at=ago(hours=2))
            diary.publish(by=author, at=ago(hours=2))
            for user in crowd[: n % 7 + 1]:
                Recommendation.objects.recommend(diary, by=user, at=ago(minutes=30))
            waiting = Diary.objects.start(by=crowd[n % 8], title=f"Waiting {n}", intro="x", tags="C", at=ago(hours=3))
            if n < 8:
                waiting.publish(by=crowd[n], at=ago(hours=3))
                Recommendation.objects.recommend(
                    waiting, by=crowd[(n or 7) % 7 + 1] if crowd[(n or 7) % 7 + 1] != crowd[n] else crowd[1], at=ago(minutes=9)
                )
        browser.get(place)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(place)
        assert page.status_code == 200
        assert page.content.decode().count(">Diary ") >= len(more)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


# -- the pages -----------------------------------------------------------------------------------------------------------


def test_the_list_shows_at_once_what_was_just_recommended(as_, diary, tess, bob):
    browser = as_(None)
    assert "Nothing is on the list just now." in browser.get("/recommended/").content.decode()
    as_(bob).post(f"/diaries/{diary.pk}/recommend/")
    page = browser.get("/recommended/").content.decode()
    assert "Waiting for a first recommendation by a trusted user" in page and "The ferry" in page
    as_(tess).post(f"/diaries/{diary.pk}/recommend/")
    for place in ("/recommended/", "/"):
        page = browser.get(place).content.decode()
        assert f'<a class="why" href="/diaries/{diary.pk}/why/">why?</a>' in page
        assert "2 recommends</a>" in page and "Waiting for" not in page
    assert "The ferry and the bridge" in browser.get("/recommended/feed/").content.decode()
    as_(tess).post(f"/diaries/{diary.pk}/unrecommend/")
    assert "ferry" not in browser.get("/recommended/feed/").content.decode()
    assert list(browser.get("/").context["recommended"]) == []


def test_why_shows_the_sum_and_the_places(as_, diary, alice, tess, bob):
    browser, address = as_(None), f"/diaries/{diary.pk}/why/"
    assert "Nobody has recommended it yet." in browser.get(address).content.decode()
    Recommendation.objects.recommend(diary, by=bob, at=ago(minutes=45))
    page = browser.get(address).content.decode()
    assert "It is waiting for a first recommendation by a trusted user." in page and "45 min" in page and ">bob</a>" in page
    Recommendation.objects.recommend(diary, by=tess, at=ago(minutes=0))
    answer = browser.get(address)
    page, why = answer.content.decode(), answer.context["why"]
    assert "It is <strong>number 1</strong> of the" in page and "score of <strong>1.500</strong>" in page
    assert why.score == pytest.approx(sum(each["line"].worth for each in why.shown()))
    assert [place.rank for place in why.hours] == [1, None]
    diary.take_back(by=alice)
    assert browser.get(address).status_code == 404
    assert "It is not published just now." in as_(alice).get(address).content.decode()


def test_why_of_an_old_diary(as_, write, crowd):
    diary = write("old", days=50)
    give(diary, crowd[0], days=49)
    page = as_(None).get(f"/diaries/{diary.pk}/why/").content.decode()
    assert "It was not published within the last 24 hours." in page and "Its time on the list is over" in page


def test_why_knows_the_place_of_each_of_the_last_24_hours(write, crowd):
    first, second = write("first", hours=10), write("second", hours=10)
    give(first, crowd[0], hours=8)
    give(second, crowd[0], hours=5)
    give(first, crowd[1], crowd[2], crowd[3], hours=2)
    places = [place.rank for place in Why(first, at=NOW).hours]
    assert places == [1, 1, 1, 2, 2, 2, 1, 1, 1, None, None]
    for place in Why(first, at=NOW).hours:
        assert place.rank == next((entry.rank for entry in ranking.recommended(at=place.at) if entry.diary == first.pk), None)


def test_the_guard_shows_on_the_why_page(as_, member):
    ring = [member(f"ring{n}", "trusted") for n in range(3)]
    diaries = []
    for author in ring:
        diary = Diary.objects.start(by=author, title=f"By {author}", intro="x", tags="x", at=ago(hours=2))
        diary.publish(by=author, at=ago(hours=2))
        diaries.append(diary)
    for diary in diaries:
        for user in ring:
            if user != diary.author:
                Recommendation.objects.recommend(diary, by=user, at=ago(hours=1))
    page = as_(None).get(f"/diaries/{diaries[0].pk}/why/").content.decode()
    assert page.count("× 0.05") == 2 and "closed 0.67" in page
    assert ranking.recommended()[0].score == pytest.approx(0.1 * 2 ** -(60 / 45), rel=0.01)


def test_tags_of_the_day_are_those_of_the_day_or_else_of_the_week(alice, bob):
    def tagged(user, tags, **age):
        diary = Diary.objects.start(by=user, title="x y", intro="x", tags=tags, at=ago(**age))
        diary.publish(by=user, at=ago(**age))

    def names():
        return [tag.name for tag in Tag.objects.of_the_day(most=12, at=timezone.now())]

    assert names() == []
    tagged(alice, "Months ago", days=30)
    tagged(alice, "River, Fog", days=4)
    tagged(bob, "River, Eels", days=3)
    assert names() == ["River", "Eels", "Fog"]
    tagged(alice, "Bread, Fog", hours=3)
    tagged(bob, "Bread", hours=2)
    assert names() == ["Bread", "Fog"]


def test_the_formula_stands_on_the_rules_page(as_, db):
    page = as_(None).get("/about/rules/").content.decode()
    assert 'id="recommended"' in page and "2^(−age ÷ half-life)" in page and "recommended.half_life" in page
    assert 'id="guard"' in page and "guard.lookback" in page


def test_pages_are_read_only(as_, diary):
    for place in (
        "/recommended/",
        "/recommended/feed/",
        f"/diaries/{diary.pk}/why/",
        f"/diaries/{diary.pk}/recommenders/",
        "/people/alice/recommended/",
    ):
        assert as_(None).head(place).status_code == 200
        assert as_(None).post(place).status_code == 405
