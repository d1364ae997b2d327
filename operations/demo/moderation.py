"""Plays what mo and ada had to do this month: reports in every state, acts, appeals, one line with words blacked out."""

from datetime import datetime, timedelta

from accounts.models import User
from comments.models import Comment
from diaries.models import Diary
from moderation.deeds import DEEDS, perform
from moderation.models import Appeal, Case, ModerationAction, Redaction, Report
from moderation.schedule import lapse_due
from operations.demo import hiding

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRANGERS = {"brassrail": 30, "thistle_down": 34, "gower_mill": 61, "nettle_and_dock": 21}  # days since they joined
VERB = {deed.verb: deed for deed in DEEDS}


class Month:
    """The people and the moments of it."""

    def __init__(self, people: dict[str, User], now: datetime) -> None:
        self.people, self.now = dict(people), now
        password = next(iter(people.values())).password
        for name, days in STRANGERS.items():
            stranger = User.objects.join(name, email=f"{name}@example.org", at=now - days * DAY)
            User.objects.filter(pk=stranger.pk).update(password=password)
            self.people[name] = stranger

    def say(self, who: str, diary: str, hours: float, body: str, subject: str = "") -> Comment:
        found = Diary.objects.select_related("author").get(title__startswith=diary)
        assert found.published_at
        at = min(found.published_at + hours * HOUR, self.now - HOUR)
        return found.comments.post(by=self.people[who], subject=subject, body=body, at=at)  # type: ignore[attr-defined]

    def report(self, thing: Comment | Diary | User, who: str, at: datetime, words: str = "", rule: int | None = None) -> Case:
        return Report.objects.report(thing, by=self.people[who], rule=rule, words=words, at=at).case

    def do(
        self, verb: str, thing: Comment | Diary | User, who: str, at: datetime, rule: int, reason: str, *, days: int = 0, case: Case | None = None
    ) -> ModerationAction:  # fmt: skip
        return perform(VERB[verb], thing, by=self.people[who], rule=rule, reason=reason, days=days, case=case, at=at)


def play(people: dict[str, User], now: datetime) -> None:
    month = Month(people, now)
    hiding.play(month)
    _advertisement(month)
    _lapsed(month)
    _upheld(month)
    _puppet(month)
    _waiting(month)


def _advertisement(month: Month) -> None:
    """Reported twice, removed, its author suspended; the appeal is rejected."""
    pumps = month.say(
        "brassrail", "Soup for forty", 3, "Lovely soup. Our brass hand pumps move forty bowls a minute and this week they are half price, "
        "write to me for the list.", "Pumps, half price",
    )  # fmt: skip
    at = pumps.posted_at or month.now
    case = month.report(pumps, "bob", at + HOUR, "Third diary today in which he sells me a pump.", 4)
    month.report(pumps, "Marisol", at + 2 * HOUR, rule=4)
    case.claim(by=month.people["mo"], at=at + 4 * HOUR)
    month.do("remove", pumps, "mo", at + 5 * HOUR, 4, "An advertisement, the third in one afternoon.", case=case)
    month.do(
        "suspend", month.people["brassrail"], "mo", at + 5 * HOUR, 4,
        "Asked twice to stop selling under other people's diaries. He gave 555 0142 as the number to order at.", days=90, case=case,
    )  # fmt: skip
    line = case.lines.get(kind="suspend")
    Redaction.objects.redact(
        line,
        by=month.people["ada"],
        words=["555 0142"],
        reason="A telephone number that is somebody else's by now.",
        rule=2,
        at=at + DAY,
    )
    appeal = Appeal.objects.appeal(
        case, by=month.people["brassrail"], words="A pump is to soup what a pen is to a letter. I was on topic.", at=at + 26 * HOUR
    )
    appeal.reject(
        by=month.people["ada"], rule=4, reason="Somebody who cooks may name a pump. Somebody who sells it may not.", at=at + 3 * DAY
    )


def _lapsed(month: Month) -> None:
    """Nobody had the time to decide."""
    said = month.say(
        "thistle_down", "In praise of the missed connection", 6,
        "Whoever praises waiting has never done it with two children and a birthday cake. It is a timetable written by bachelors.",
    )  # fmt: skip
    at = said.posted_at or month.now
    line = month.do("remove", said, "mo", at + 2 * HOUR, 1, "It goes for the author and not for the timetable.")
    assert line.case
    Appeal.objects.appeal(
        line.case,
        by=month.people["thistle_down"],
        words="I have two children and there was a cake. Nobody is named.",
        at=at + 9 * HOUR,
    )
    lapse_due(at=at + 9 * HOUR + 7 * DAY)


def _upheld(month: Month) -> None:
    """ada saw a private address where there was a street of the year 1911."""
    said = month.say(
        "gower_mill", "Lost property on line 14", 5,
        "The umbrella stand is ours! My great-grandfather kept it at 3 Chandler's Row, until the shop burned down in 1911.",
        "The stand",
    )  # fmt: skip
    at = said.posted_at or month.now
    line = month.do("remove", said, "ada", at + HOUR, 2, "It gives the address of a private house.")
    assert line.case
    appeal = Appeal.objects.appeal(
        line.case,
        by=month.people["gower_mill"],
        words="Number 3 is the hardware shop. It was mine before it was mo's.",
        at=at + 3 * HOUR,
    )
    appeal.uphold(
        by=month.people["mo"],
        rule=2,
        reason="That is my shop, and I do not mind. Nobody has lived there since the fire.",
        at=at + 8 * HOUR,
    )


def _puppet(month: Month) -> None:
    """An account that existed to recommend another: its ratings are voided, its trust denied."""
    puppet = month.people["nettle_and_dock"]
    for hours, body in (
        (2, "Billhooks go blunt in the hands of those who cannot turn one."),
        (4, "A gadget is an edge for people with a purse."),
    ):
        said = month.say("thistle_down", "How to put an edge on a billhook", hours, body)
        said.recommend(by=puppet, at=(said.posted_at or month.now) + HOUR / 4)
    at = month.now - 15 * DAY
    case = month.report(
        puppet, "harlan", at, "It has said nothing in a week and recommends one person only, within the quarter hour."
    )
    month.do(
        "void-ratings",
        puppet,
        "mo",
        at + 6 * HOUR,
        5,
        "A second account of somebody who has one. Its ratings were for itself.",
        case=case,
    )
    month.do("deny-trust", puppet, "mo", at + 6 * HOUR, 5, "It never was a second person.", case=case)


def _waiting(month: Month) -> None:
    """What is on the desk today, and what waits for its members."""
    now, people = month.now, month.people
    month.do(
        "warn", people["thistle_down"], "mo", now - 20 * HOUR, 6, "The third thread this week that ends at the same school governor. Write a diary about him.",
    )  # fmt: skip
    month.do(
        "withdraw-ratings", people["thistle_down"], "mo", now - 20 * HOUR, 5, "Rated with two accounts until last month.", days=30
    )
    hidden = Comment.objects.filter(hidden=True, author=people["grumblefish"]).select_related("diary").first()
    if hidden:
        Appeal.objects.appeal_hiding(
            hidden,
            by=people["grumblefish"],
            words="I called a pamphlet a pamphlet. Hide me for the spelling, if you must.",
            at=now - 2 * DAY,
        )
    bakery = month.say("Zoë", "Four things I got wrong", 30, "The fifth is the bakery, which you like too much to count.")
    dismissed = month.report(bakery, "piper22", now - 5 * DAY, "she is being mean about alice", 1)
    dismissed.dismiss(
        by=people["mo"], reason="She teases, and alice has laughed. No rule against that.", at=now - 5 * DAY + 3 * HOUR
    )
    _on_the_desk(month)


def _on_the_desk(month: Month) -> None:
    """Reported today, by two, by one, and a case that mo has taken."""
    now = month.now
    tram = month.say(
        "thistle_down",
        "Thirty-one hours",
        50,
        "Ask the school governor what he reads. I have asked him at his door, and at his mother's.",
    )
    month.report(tram, "rita", now - 9 * HOUR, "At his mother's door! That is no longer about the library.", 2)
    month.report(tram, "newt", now - 7 * HOUR)
    month.report(
        month.people["thistle_down"], "kwame.o", now - 6 * HOUR, "It is the whole profile by now: every thread, one man.", 6
    )
    claimed = month.report(
        Diary.objects.get(title__startswith="Everything you people love"), "piper22", now - 4 * HOUR, "is this even allowed", 3
    )
    claimed.claim(by=month.people["mo"], at=now - 2 * HOUR)
