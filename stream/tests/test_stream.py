"""/stream/: the diaries of those whom and what one follows, each once, with the reasons."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import set_rule
from core.shelf import clear_all
from diaries.models import Diary, Tag
from groups.models import Group, Republication
from stream import newest
from stream.models import Follow, Mute
from stream.stream import Place, Stream


@pytest.fixture
def publish(db):
    set_rule("diaries.a_day", "0", at=timezone.now() - timedelta(days=999))

    def publish(author, title, tags="Other", **ago):
        at = timezone.now() - timedelta(**ago)
        diary = Diary.objects.start(by=author, title=title, intro="x", tags=tags, at=at)
        diary.publish(by=author, at=at)
        return diary

    return publish


def titles(browser, place="/stream/"):
    return re.findall(r'class="row-title"><a [^>]+>([^<]+)<', browser.get(place).content.decode())


def tag(name):
    return Tag.objects.get(name=name)


def test_it_merges_members_and_tags_each_diary_once_with_its_reasons(as_, publish, alice, bob, tess):
    publish(alice, "Of alice", hours=5)
    publish(tess, "Of the ferry", "Ferry", hours=4)
    publish(tess, "Neither", "Bread", hours=3)
    publish(alice, "Both", "Ferry, Bread, Weir", hours=2)
    Follow.objects.follow(alice, by=bob)
    for name in ("Ferry", "Weir"):
        Follow.objects.follow(tag(name), by=bob)
    assert titles(as_(bob)) == ["Both", "Of the ferry", "Of alice"]
    both, ferry, of_alice = ([f"{word} {name}" for word, name, _ in each.reasons] for each in Stream(bob).diaries())
    assert (both, ferry, of_alice) == (["by alice", "tagged Ferry", "tagged Weir"], ["tagged Ferry"], ["by alice"])
    assert titles(as_(alice)) == [] and "Nothing has come in yet" in as_(alice).get("/stream/").content.decode()


def test_mutes_are_respected(as_, publish, alice, bob, tess):
    publish(alice, "Of alice", hours=5)
    publish(alice, "Noise", "Noise", hours=4)
    publish(tess, "Ferry, of tess", "Ferry", hours=3)
    Follow.objects.follow(alice, by=bob)
    Follow.objects.follow(tag("Ferry"), by=bob)
    Mute.objects.mute(tag("Noise"), by=bob)
    Mute.objects.mute(tess, by=bob)
    assert titles(as_(bob)) == ["Of alice"]
    Mute.objects.mute(alice, by=bob)
    assert titles(as_(bob)) == []
    for what in (alice, tess, tag("Noise")):
        Mute.objects.unmute(what, by=bob)
    assert titles(as_(bob)) == ["Ferry, of tess", "Noise", "Of alice"]


def test_nothing_that_is_not_on_the_lists_comes_in(as_, publish, alice, bob, trusted):
    Follow.objects.follow(alice, by=bob)
    kept = publish(alice, "Kept", "Ferry", hours=5)
    Follow.objects.follow(tag("Ferry"), by=bob)
    gone, back, hidden = (publish(alice, f"Canary{n}", "Ferry", hours=n) for n in (1, 2, 3))
    Diary.objects.start(by=alice, title="Canarydraft", tags="Ferry")
    gone.remove(by=alice)
    back.take_back(by=alice)
    for user in trusted(2):
        hidden.comments.get().hide(by=user, rule=1)
    assert titles(as_(bob)) == [kept.title]
    back.publish(by=alice)
    assert titles(as_(bob)) == ["Canary2", "Kept"]


def test_what_groups_show_comes_in_when_they_show_it_unless_it_had_come_in_before(as_, publish, alice, bob, tess):
    night, river = (Group.objects.found(name, by=tess) for name in ("Night shift", "River Watch"))
    for group in (night, river):
        Follow.objects.follow(group, by=bob)
    Follow.objects.follow(alice, by=bob)
    now = timezone.now()
    old, known, first = publish(tess, "Old", hours=90), publish(alice, "Known", hours=80), publish(tess, "First", hours=5)
    Republication.show(old, river, first=False, by=tess, at=now - timedelta(hours=10))
    Republication.show(old, night, first=False, by=tess, at=now - timedelta(hours=2))
    Republication.show(known, night, first=False, by=tess, at=now - timedelta(hours=1))
    Republication.show(first, night, first=True, by=tess, at=first.published_at)
    assert titles(as_(bob)) == ["First", "Old", "Known"]
    reasons = [[f"{word} {name}" for word, name, _ in each.reasons] for each in Stream(bob).diaries()]
    assert reasons == [
        ["published by Night shift"], ["republished by Night shift", "republished by River Watch"], ["by alice", "republished by Night shift"],
    ]  # fmt: skip
    Republication.end(old, river, by=tess, at=now)
    assert titles(as_(bob)) == ["Old", "First", "Known"]
    Follow.objects.unfollow(night, by=bob)
    assert titles(as_(bob)) == ["Known"]


def test_pages_follow_each_other_without_gap_or_double(as_, publish, alice, bob, tess):
    for number in range(26):
        publish((alice, tess)[number % 2], f"Day {number:02}", "Ferry, Weir" if number % 3 else "Weir", hours=100 - number)
    for what in (alice, tag("Ferry"), tag("Weir")):
        Follow.objects.follow(what, by=bob)
    page = as_(bob).get("/stream/").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', page)[1]
    publish(alice, "Meanwhile", hours=0)
    assert titles(as_(bob), older) == [f"Day {number:02}" for number in range(5, -1, -1)]
    assert titles(as_(bob))[:2] == ["Meanwhile", "Day 25"]
    assert 'rel="next"' not in as_(bob).get(older).content.decode()


@pytest.mark.parametrize("kept", [1, 8, 25, 300])
def test_it_is_what_a_plain_look_at_everything_says(publish, member, tess, monkeypatch, kept):
    """Against an oracle, with sources that share diaries, prolific and silent ones, for every page length.

    kept: how many of the newest of the site are looked through before every source is asked.
    """
    monkeypatch.setattr(newest, "KEPT", kept)
    people = [member(f"writer{n}") for n in range(5)]
    reader = member("reader")
    groups = [Group.objects.found(name, by=tess) for name in ("One", "Two")]
    made, at = [], timezone.now() - timedelta(hours=100)
    for number in range(40):
        author = people[(number * number) % 5 if number % 4 else 0]
        tags = [name for place, name in enumerate("ABCD") if (number * 7 + place) % (2 + place) == 0] or ["Z"]
        diary = publish(author, f"{number}", ", ".join(tags), hours=100 - number)
        shown = [at + timedelta(hours=number + 7 * (place + number % 3), minutes=place + 1) for place in range(number % 3)]
        for group, moment in zip(groups, shown, strict=False):
            Republication.show(diary, group, first=False, by=tess, at=moment)
        made.append((diary, author, set(tags), shown))
    for what in (people[0], tag("D"), *groups):
        Follow.objects.follow(what, by=reader)
    Mute.objects.mute(people[4], by=reader)
    Mute.objects.mute(tag("C"), by=reader)
    came = {}
    for diary, author, tags, shown in made:
        if author != people[4] and "C" not in tags:
            followed = author == people[0] or "D" in tags
            came |= {diary.pk: diary.published_at} if followed else {diary.pk: min(shown)} if shown else {}
    expected = sorted(came, key=lambda pk: (came[pk], pk), reverse=True)
    assert 15 < len(expected) < 35
    clear_all()
    for size in (1, 2, 7, 100):
        found, page = [], Stream(reader).diaries(size=size)
        while page:
            found += [diary.pk for diary in page]
            page = Stream(reader).diaries(before=page[-1].place, size=size)
        assert found == expected, size


def test_the_number_of_statements_is_the_same_for_one_source_and_many(
    as_, publish, alice, bob, tess, member, django_assert_num_queries, django_assert_max_num_queries
):
    one = publish(alice, "One", "Ferry", hours=200)
    Republication.show(one, Group.objects.found("Night shift", by=tess), first=False, by=tess, at=timezone.now())
    Follow.objects.follow(Group.objects.get(), by=bob)
    Follow.objects.follow(alice, by=bob)
    newest.newest()
    with django_assert_num_queries(4):
        assert len(Stream(bob).diaries()) == 1
    for number in range(30):
        author = member(f"writer{number}")
        publish(author, f"{number}", f"Tag {number}, Ferry", hours=number)
        Follow.objects.follow(author, by=bob)
        Follow.objects.follow(tag(f"Tag {number}"), by=bob)
    newest.newest()
    with django_assert_max_num_queries(4):
        assert len(Stream(bob).diaries()) == 20
    browser = as_(bob)
    browser.get("/stream/")
    with django_assert_max_num_queries(8):
        browser.get("/stream/")


@pytest.mark.parametrize("before", ["x", "-", "1", "1-x", "9" * 30 + "-1", "-1-1", "1-" + "9" * 30, "١-١"])
def test_a_place_that_is_none_is_404(as_, bob, before):
    assert as_(bob).get("/stream/", {"before": before}).status_code == 404


def test_a_place_survives_its_address(db):
    place = Place(timezone.now(), 42)
    assert Place.of(str(place)) == place


def test_visitors_log_in(as_, db):
    assert as_(None).get("/stream/")["Location"].startswith("/accounts/login/")
    assert as_(None).get("/stream/mutes/")["Location"].startswith("/accounts/login/")
