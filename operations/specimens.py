"""What /about/style/ shows: people, diaries and a thread that exist nowhere, in every state in which a page can show them.

They are records that were never saved, so whatever makes the pages makes their markup too, and nothing is asked of the database.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from comments.fragment import render_fragment
from comments.models import Comment
from comments.position import Position
from comments.preferences import Preferences
from comments.rows import Row
from comments.thread import Thread, Voice
from core.html import render
from diaries.models import Diary, Tag

NAMES = "alder_of_the_long_weir_and_lock brook 森の新聞 كاتبة finch gale".split()

# number, parent, author, hours ago, subject, body, recommends, what is special about it
SAID: list[tuple[int, int, int, float, str, str, int, dict[str, Any]]] = [
    (1, 0, 0, 30, "Tips", "Thanks to the lock-keeper, who let me count.", 4, {}),
    (2, 1, 1, 29, "A question of method", "> let me count\n\nHow many *hours*, and on which days?", 9, {}),
    (3, 2, 0, 28, "", "Eleven, on a Tuesday and a Saturday. The sheet is at the landing.", 2, {}),
    (4, 3, 5, 1, "Then the figure holds", "I had it at forty. I was wrong by three.", 0, {}),
    (5, 2, 4, 0.1, "Mine, just now", "What I say myself can be edited for ten minutes.", 0, {}),
    (6, 0, 2, 20, "水位について", "橋の下の水位は、昨日より十二センチ低い。", 5, {}),
    (7, 6, 3, 19, "", "الجسر القديم أوضح دليل.", 1, {}),
    (8, 0, 1, 18, "Nobody reads this any more", "Its text is seen by its author and by trusted users.", 0, {"hidden": True, "hide_count": 4, "hidden_rule": 3}),
    (9, 8, 5, 17, "", "What is below a hidden comment goes with it.", 0, {"root": 8}),
    (10, 0, 5, 16, "", "", 0, {"deleted_at": True}),
    (11, 10, 1, 15, "", "", 0, {"deleted_at": True, "removed_rule": 4}),
    (12, 0, 4, 14, "Folded away", "A branch that a reader has folded.", 3, {}),
    (13, 12, 1, 13, "An answer in it", "One line stands for all of it.", 0, {}),
]  # fmt: skip

TEXT = """A diary begins with an introduction, a little larger than what follows. It is what lists show, so it says **what it is about** and leaves \
the *how* to the body.

## A heading within a diary

Paragraphs are set in a measure of sixty-six characters, which is where the eye finds the next line without looking for it. A [link](/about/rules/) \
is underlined; `code` stands on a quiet ground, *emphasis* leans, and what was ~~wrong~~ stays legible.[^1]

## Quotations and lists

> A quotation has a hairline and a softer ink, never a box: it is somebody's voice, not a warning.
>
> > And a quotation within it has another.

- a list of things
- that have no order
  - with things in them

1. first the landing
2. then the lock

### A smaller heading

| At the landing | Crossings | Share |
|:--|--:|--:|
| Tuesday | 214 | 41 % |
| Saturday | 307 | 59 % |

    for hour in tuesday:
        count += crossings(hour)   # a long line of code scrolls within its own frame and never moves the page sideways

## The end of it

---

A rule parts what belongs apart.

[^1]: A footnote is small, and knows the way back.
"""


def people() -> list[User]:
    """The cast, the fifth of whom (finch) is the reader."""
    made = [User(pk=n, username=name, name=name, email="", mojo=3.9 - n / 2) for n, name in enumerate(NAMES, 1)]
    made[1].roles = [Role.TRUSTED]
    return made


def diaries(cast: list[User], now: datetime) -> list[Diary]:
    river, ferry, given = (Tag(name=name, slug=name.lower(), key=name.lower()) for name in ("River", "Ferry", "Recommended"))
    told: tuple[tuple[Any, ...], ...] = (
        ("Thirty-seven crossings, and who counted them", "On a Tuesday and a Saturday I stood at the landing with a sheet.", 42, 118, 3, [given, ferry]),
        ("水位の記録：橋の下で十二センチ", "昨日より低い。そして誰も知らない。", 12, 9, 20, [river]),
        ("الجسر والعبّارة: رسالة من الضفة الأخرى", "نكتب من الضفة الأخرى منذ سنين.", 5, 31, 50, [river, ferry]),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, or: a word that does not end", "One word.", 0, 1, 200, []),
    )  # fmt: skip
    return [
        _diary(n, cast[n - 1], now - timedelta(hours=hours), title, intro, recommends, comments, tags)
        for n, (title, intro, recommends, comments, hours, tags) in enumerate(told, 1)
    ]


def _diary(pk: int, author: User, at: datetime, title: str, intro: str, recommends: int, comments: int, tags: list[Tag]) -> Diary:
    diary = Diary(
        pk=pk, author=author, title=title, slug="specimen", state="published", published_at=at, recommend_count=recommends,
        comment_count=comments, intro_html=render(intro, "markdown"), body_html=render(TEXT, "markdown", id_prefix=f"d{pk}-"),
    )  # fmt: skip
    diary._prefetched_objects_cache = {"taggings": [SimpleNamespace(tag=tag) for tag in tags]}
    return diary


class Shown(Thread):
    """A thread whose readers, voices and ratings are given instead of looked up."""

    def __init__(self, diary: Diary, viewer: User, cast: list[User], rows: list[Row], **how: Any) -> None:
        super().__init__(diary, viewer, rows, **how)
        self.foldable = self.offers_fold = True
        self.cast = cast

    def _look_up(self) -> None:
        voiced = {user.pk: self._voice(user) for user in self.cast}
        self.voices = voiced | {
            2: Voice("current", '<div class="signature" dir="auto">Measure twice, post once.</div>', voiced[2].badge)
        }
        self.standing, self.situations = {102: "recommend"}, {}


def rows(diary: Diary, cast: list[User], now: datetime, *, first: int = 0) -> list[Row]:
    """The thread; `first` is added to every number, so that a page can show it twice."""
    comments: dict[int, Comment] = {}
    for number, parent, author, hours, subject, body, recommends, special in SAID:
        special = {name: now if value is True and name == "deleted_at" else value for name, value in special.items()}
        root = special.pop("root", number if special.get("hidden") else None)
        above = comments.get(parent)
        comments[number] = Comment(
            pk=100 + first + number, number=first + number, parent=above, level=above.level + 1 if above else 0, author=cast[author], diary=diary,
            subject=subject, body_html=render(body, "markdown", kind="comment", id_prefix=f"s{first + number}-"), recommend_count=recommends,
            posted_at=now - timedelta(hours=hours), hidden_root_id=root and 100 + first + root, **special,
        )  # fmt: skip
    return [_row(comment, cast, first) for comment in comments.values()]


def _below(number: int) -> int:
    return sum(1 + _below(each[0]) for each in SAID if each[1] == number)


def _row(comment: Comment, cast: list[User], first: int) -> Row:
    given = [("recommend", person.username, person.name) for person in (cast * 2)[: comment.recommend_count]]
    row = Row(
        comment.pk, comment.number, comment.level, comment.parent_id, comment.author_id, comment.posted_at, comment.deleted_at,
        comment.recommend_count, comment.hide_count, comment.hidden, comment.hidden_rule, comment.hidden_root_id, 0,
        render_fragment(comment, given),
    )  # fmt: skip
    row.reply_count = _below(comment.number - first)
    return row


def threads() -> dict[str, Any]:
    """The thread as a member reads it, and once more as titles, as a trusted user does."""
    now, cast = timezone.now(), people()
    listed = diaries(cast, now)
    reader, trusted = cast[4], cast[1]
    position = Position(seen=3, unread=frozenset(), folds=frozenset({"b112"}))
    unread = position._replace(unread=frozenset({4}), seen=13)
    as_trusted = Preferences(hidden="yes")
    short = Preferences(show="titles")
    return {
        "listed": listed,
        "cast": cast,
        "thread": Shown(listed[0], reader, cast, rows(listed[0], cast, now), position=unread, at=now),
        "hidden": Shown(listed[0], trusted, cast, rows(listed[0], cast, now, first=20)[7:9], preferences=as_trusted, at=now),
        "titles": Shown(listed[0], trusted, cast, rows(listed[0], cast, now, first=40)[:4], preferences=short, at=now),
    }
