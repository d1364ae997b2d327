"""People, what they keep to themselves, and how their figures and places come about."""

from types import SimpleNamespace
from typing import Any

from diaries.forms import NoteForm
from operations.style.piece import Chapter, piece
from operations.style.specimens import Cast

LETTER = "Hello finch,\n\nbrook has answered your comment.\n\nhttps://example.org/comments/104/"
SECRET = {"stream": "https://example.org/stream/feed/4f2a9c…/", "replies": "https://example.org/replies/feed/4f2a9c…/"}


def people(cast: Cast) -> Chapter:
    return Chapter("People", "Known by their names. What is somebody’s own says that nobody else sees it.", [
        piece("Head of a member’s page", "Who it is, since when, and what others make of them; what one can do about it.", "accounts/_head.html", {
            "A member, as another sees them": {"person": cast.author, "user": cast.reader, "follow": cast.follow(following=True)},
            "A rescuer, for a visitor": {"person": cast.trusted},
        }),
        piece("Hotlist", "Diaries to come back to, with what is new in them and a private note.",
              "stream/_hotlist_rows.html", page=[_entry(cast)], request=SimpleNamespace(get_full_path="/hotlist/")),
        piece("Notifications", "What is unread has a line at its side, and says so.",
              "notifications/_told.html", day=SimpleNamespace(list=_told(cast))),
        piece("Above them", "Everything at once, or what to be told at all.", "notifications/_acts.html", bell=2, newest=2),
        piece("Muted", "Each line with the way back.", "stream/_mutes.html", page=_mutes(cast)),
        piece("Secret addresses", "Shown on a page of its owner’s alone.", "stream/_feed_addresses.html", addresses=SECRET),
        piece("Letter", "What the site sends, as the demonstration shows it: plain text.", "operations/_letter.html", text=LETTER),
    ])  # fmt: skip


def _entry(cast: Cast) -> SimpleNamespace:
    note = "Ask the lock-keeper."
    return SimpleNamespace(diary=cast.diaries[1], diary_id=2, new=3, note=note, form=NoteForm(initial={"note": note}))


def _told(cast: Cast) -> list[SimpleNamespace]:
    answered = {"heading": "Then the figure holds", "words": "gale answered you", "place": cast.diary, "kind": "reply", "more": 2}
    mentioned = {"heading": "A question of method", "words": "brook mentioned you", "place": None, "kind": "mention", "more": 0}
    return [
        SimpleNamespace(pk=1, read_at=None, address="/", at=cast.ago(1), **answered),
        SimpleNamespace(pk=2, read_at=cast.now, address="/", at=cast.ago(20), **mentioned),
    ]


def _mutes(cast: Cast) -> list[SimpleNamespace]:
    tag = cast.diary.tag_list[1]
    return [
        SimpleNamespace(tag=None, member=cast.stranger, what=cast.stranger, unmute="/"),
        SimpleNamespace(tag=tag, what=tag, unmute="/"),
    ]


def standing(cast: Cast) -> Chapter:
    given = [SimpleNamespace(user=each, trusted=each is cast.trusted, at=cast.ago(n)) for n, each in enumerate(cast.people[1:4], 1)]
    why = _why(cast)
    return Chapter("Standing", "Nothing is decided in secret: every list explains its places, every figure how it comes about.", [
        piece("Where it stands", "The answer first.", "diaries/_why_place.html", why=why),
        piece("A sum", "The arithmetic, one line for each thing that counts; a wide table scrolls in its own frame.",
              "diaries/_why_sum.html", why=why),
        piece("Hour by hour", "Its place in each of the last hours.", "diaries/_why_hours.html", why=why),
        piece("Who recommended it", "Public, in the order in which it was given.", "diaries/_givers.html", page=given),
        piece("A figure of one’s own", "On a phone each line stands below its comment.",
              "comments/_mojo_sum.html", lines=[_rated(cast)], above="1,080", below="270", person=cast.trusted),
    ])  # fmt: skip


def _why(cast: Cast) -> SimpleNamespace:
    def line(by: Any, age: str, fading: float, factor: float, closed: float) -> dict[str, Any]:
        sum_of = SimpleNamespace(trusted=factor == 1, factor=factor, fading=fading, worth=fading * factor)
        return {"user": by, "line": sum_of, "age": age, "closed": closed}

    return SimpleNamespace(
        place=SimpleNamespace(rank=3, listed=True), score=1.482, unguarded=1.752, numbers=SimpleNamespace(length=12),
        shown=[line(cast.trusted, "6 min", 0.912, 1.0, 0.0), line(cast.author, "11 min", 0.84, 0.679, 0.32)],
        hours=[
            SimpleNamespace(at=cast.ago(1), listed=True, words="number 3 of the list"),
            SimpleNamespace(at=cast.ago(2), listed=False, words="number 14; the list has 12 places"),
        ],
    )  # fmt: skip


def _rated(cast: Cast) -> SimpleNamespace:
    comment = SimpleNamespace(
        deleted_at=None,
        reachable=True,
        get_absolute_url="/",
        heading="A question of method",
        hidden=False,
        posted_at=cast.ago(29),
        r=9,
        h=0,
    )
    return SimpleNamespace(comment=comment, weight=30, ratings=9, mean=4.0, above="1,080", below="270")
