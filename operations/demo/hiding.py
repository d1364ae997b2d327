"""Plays what trusted users and the site's own limits had to do: a hidden branch, a come-back, a hidden tip jar, haste, a choir."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts.models import User
from comments.models import Comment
from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary

if TYPE_CHECKING:
    from operations.demo.moderation import Month

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Who came for this alone: hours since they joined.
CHOIR = {"lantern_wick": 700, "brine_and_bell": 699, "cooper_street": 697, "ninth_plank": 696, "fog_signal": 695}
NEW = {"towpath_tom": 9 * 24, "first_oar": 7, "aunt_bessel": 5}
# What the choir sings to: the beginning of a diary's title, hours after it, and what thistle_down said there.
SONGS = (
    ("The ferry, the bridge", 4, "Nobody asks what a ferry does at eight in the morning with sixty schoolchildren on it. It waits. That is all it does."),
    ("The wall at Brennan", 5, "4.9 metres, and the school yard lies at 4.7. I have measured it with the caretaker’s tape, since nobody else would."),
    ("I said I'd hate", 3, "Dark is a pleasure for people who are home before it."),
    ("The repair bench, one", 6, "You have mended my toaster and not the reason why everybody in this town owns the same toaster."),
    ("118 names", 7, "Nine plots that grow nothing still grow more than the school garden, which grows a fence."),
    ("Line 14: the same", 3, "A timetable that can be kept is one that leaves somebody behind. Guess who stands at the school gate."),
)  # fmt: skip
COUNT = (
    "Counting swans from the towpath, live.", "Two.", "A third, but it may be a bag.", "It is a bag.", "Still two.", "One has gone behind the weir.",
    "So: one, visible.", "The bag is back.", "Somebody is waving. Not at me.", "Rain. The swan does not mind.",
)  # fmt: skip
MORE = "And now a heron, which I hold to be worth"  # so many swans


def play(month: "Month") -> None:
    _join(month)
    _tip_jar(month)
    _came_back(month)
    _branch(month)
    _choir(month)
    _haste(month)
    _first_words(month)


def _join(month: "Month") -> None:
    password = next(iter(month.people.values())).password
    for name, hours in sorted({**CHOIR, **NEW}.items(), key=lambda each: -each[1]):
        joined = User.objects.join(name, email=f"{name}@example.org", at=month.now - hours * HOUR)
        User.objects.filter(pk=joined.pk).update(password=password)
        month.people[name] = User.objects.get(pk=joined.pk)


def _hide(comment: Comment, month: "Month", *who: str, rule: int, after: timedelta) -> None:
    for number, name in enumerate(who):
        at = min((comment.posted_at or month.now) + after + 4 * number * MINUTE, month.now - MINUTE)
        Comment.objects.select_related("author", "diary").get(pk=comment.pk).hide(by=month.people[name], rule=rule, at=at)


def _tip_jar(month: "Month") -> None:
    """An advertisement in the shape of a diary: its tip jar is hidden, so no list shows it."""
    soup = Diary.objects.get(title__startswith="Soup for forty")
    at = (soup.published_at or month.now) + HOUR
    pumps = Diary.objects.start(
        by=month.people["brassrail"], at=at - HOUR / 2, title="Five reasons why your kitchen wants a brass hand pump", tags="Kitchens, Pumps",
        intro="I have looked at a great many kitchens and hardly any had a pump. Reason one: it shines.",
        body="Reason two: it pumps. Reasons three to five come with the price list, which I send to everybody who asks, and to some who do not.",
        tip="Ask for the list. The list is free. The pump is not.",
    )  # fmt: skip
    pumps.publish(by=month.people["brassrail"], at=at)
    _hide(Comment.objects.get(diary=pumps, number=1), month, "harlan", "juniper_moss", rule=4, after=HOUR)


def _came_back(month: "Month") -> None:
    """Hidden for its tone, and brought back by those who thought that it had a point."""
    said = month.say(
        "gower_mill", "Fish stock, quickly", 2, "Forty minutes! That is a bath and not a stock. My grandmother would have taken the ladle away.",
        "The ladle",
    )  # fmt: skip
    _hide(said, month, "harlan", "juniper_moss", rule=3, after=20 * MINUTE)
    at = min((said.posted_at or month.now) + HOUR, month.now - 40 * MINUTE)
    for number, name in enumerate(("rita", "kwame.o", "Marisol")):  # Marisol sees it again once rita has brought it back
        fresh = Comment.objects.select_related("author", "diary").get(pk=said.pk)
        fresh.recommend(by=month.people[name], at=at + 3 * number * MINUTE)
    month.say("Marisol", "Fish stock, quickly", 5, "She may come and hold the ladle. I was at the boats at four.")


def _branch(month: "Month") -> None:
    """Hidden today, with what was answered: it can still come back."""
    said = month.say(
        "thistle_down", "One day at the wheel", 2, "He drives past the school gate every day and has never got out. Some people are driven by their bus.",
        "Past the gate",
    )  # fmt: skip
    for minutes, name, words in (
        (9, "piper22", "hey, he waves at us though? every morning"),
        (14, "grumblefish", "Getting out would be against the timetable, which you praise elsewhere."),
        (21, "thistle_down", "Waving is free. So is looking away."),
    ):
        at = min((said.posted_at or month.now) + minutes * MINUTE, month.now - 30 * MINUTE)
        parent = Comment.objects.select_related("author", "diary").get(pk=said.pk)
        parent.diary.comments.post(by=month.people[name], body=words, parent=parent, at=at)
    _hide(said, month, "tess", "rita", rule=1, after=30 * MINUTE)


def _choir(month: "Month") -> None:
    """Five accounts that recommend one member within minutes, wherever that one speaks: evidence for the finder, and for a person."""
    for diary, hours, words in SONGS:
        song = month.say("thistle_down", diary, hours, words)
        for number, name in enumerate(CHOIR):
            at = min((song.posted_at or month.now) + (3 + 2 * number) * MINUTE, month.now - MINUTE)
            Comment.objects.select_related("author", "diary").get(pk=song.pk).recommend(by=month.people[name], at=at)


def _haste(month: "Month") -> None:
    """Ten comments in as many minutes, and then against the lock until it is as long as it can be."""
    tom, at = month.people["towpath_tom"], month.now - 80 * MINUTE
    diary = Diary.objects.select_related("author").get(title__startswith="An eighth weir")
    for number in range(len(COUNT) + 9):
        body = COUNT[number] if number < len(COUNT) else f"{MORE} {number} swans."
        with suppress(Refused):
            diary.comments.post(by=tom, body=body, at=at + number * MINUTE / 2)  # type: ignore[attr-defined]


def _first_words(month: "Month") -> None:
    """For a moment ada let first comments wait, and two are waiting still."""
    moment: datetime = month.now - HOUR  # at which month.say() says what comes late
    set_rule("newcomers.approval", "1", by=month.people["ada"], at=moment - MINUTE)
    for name, diary, words in (
        ("first_oar", "Two words for mud", "The rowing club has a third one. It is what you say when you fall in, and I am asked to leave it out."),
        ("aunt_bessel", "What came off the boats", "Is the ling still to be had on Fridays? I come by the 14, so not before ten."),
    ):  # fmt: skip
        with suppress(Refused):
            month.say(name, diary, 1_000, words)
    set_rule("newcomers.approval", "0", by=month.people["ada"], at=moment + MINUTE)
