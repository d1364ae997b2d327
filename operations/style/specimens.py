"""What /about/style/ shows: people, diaries and threads that exist nowhere, in every state in which a page can show them.

They are records that were never saved, so whatever makes the pages makes their markup too, and nothing is asked of the database.
"""

from copy import copy
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
from comments.thread import Thread
from community.models import ConductRule
from core.html import render
from diaries.models import Diary, Tag

RULES = (
    ConductRule(number=1, title="Attack on a person", text="Argue with what was said, not with who said it."),
    ConductRule(number=2, title="Spam"),
)
LOGO = {
    "name": "The Weir Courier", "tagline": "News, arguments and recipes from both banks", "logo": "demo/weir.svg", "logo_width": 800,
    "logo_height": 450,
}  # fmt: skip
VERBS = "recommend unrecommend hotlist share republish nominate update edit versions close moderate remove report tag".split()
NAMES = "alder_of_the_long_weir_and_lock brook 森の新聞 كاتبة finch gale".split()
FERRY = '<p><img src="/media/demo/ferry.svg" width="1200" height="675" alt="A chain ferry at its landing, a mill behind it"></p>'

ELEVEN = (
    "Eleven, on a Tuesday and a Saturday, from the first boat to the last, with a sheet and a pencil on a string. "
    "The sheet hangs at the landing, and whoever doubts it may count again."
)
# number, parent, author, hours ago, subject, body, recommends, what is special about it
SAID: list[tuple[int, int, int, float, str, str, int, dict[str, Any]]] = [
    (1, 0, 0, 30, "Tips", "Thanks to the lock-keeper, who let me count.", 4, {}),
    (2, 1, 1, 29, "A question of method", "> let me count\n\nHow many *hours*, and on which days?", 9, {}),
    (3, 2, 0, 28, "", ELEVEN, 2, {}),
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

DEEP: list[tuple[Any, ...]] = [(n, n - 1, n % 4, 30 - n, f"Answer number {n}", "And so on.", 0, {}) for n in range(1, 18)]

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

A rule parts what belongs apart. Short links with nothing between them are a finger apart:

[a](/tags/) [b](/tags/) [c](/tags/)

[^1]: A footnote is small, and knows the way back.
"""


def may(*verbs: str) -> SimpleNamespace:
    """Verdicts about a diary: yes to these acts, no to every other."""
    return SimpleNamespace(**{verb: verb in verbs for verb in VERBS})


class Listed(list[Any]):
    """The rows of a page, with others before them."""

    number, newer, older = 1, "", "/?before=9"

    @property
    def items(self) -> list[Any]:
        return list(self)


class Cast:
    """Everybody and everything that is shown, as it is at this moment."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.people = people(self.now)
        self.author, self.trusted, _, _, self.reader, self.stranger = self.people
        self.diaries = diaries(self.people, self.now)
        self.diary = self.diaries[0]

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def follow(self, *, following: bool = False, muted: bool = False) -> dict[str, Any]:
        """What the buttons on the page of the first of them know."""
        acts = dict.fromkeys(("follow", "unfollow", "mute", "unmute"), "/")
        allowed = {"may_follow": not (following or muted), "may_mute": not muted}
        return {"id": "follow", "what": self.author, "following": following, "muted": muted, **allowed, **acts}

    def thread(self, said: list[tuple[Any, ...]] = SAID, *, reader: Any = None, only: slice = slice(None), **how: Any) -> Thread:
        """One of the invented threads, as one of them reads it. Nothing is folded and nothing new unless `how` says so."""
        rows = _rows(said, self.diary, self.people, self.now)[only]
        return _Shown(copy(self.diary), reader or self.reader, self.people, rows, at=self.now, **how)


def people(now: datetime) -> list[User]:
    """The cast, the fifth of whom (finch) is the reader."""
    made = [
        User(pk=n, username=name, name=name, email="", mojo=3.9 - n / 2, joined=now - timedelta(days=900 - 140 * n))
        for n, name in enumerate(NAMES, 1)
    ]
    made[0].avatar, made[0].home_page, made[0].roles = "icon.svg", "https://example.org/weir", [Role.TRUSTED]
    made[0].biography_html = "<p>I count what passes, and write down who helped.</p>"
    made[1].roles, made[1].signature_html = [Role.TRUSTED, Role.RESCUER], "Measure twice, post once."
    return made


def diaries(cast: list[User], now: datetime) -> list[Diary]:
    river, ferry, given = (Tag(name=name, slug=name.lower(), key=name.lower()) for name in ("River", "Ferry", "Recommended"))
    told: tuple[tuple[Any, ...], ...] = (
        ("Thirty-seven crossings, and who counted them", "On a Tuesday and a Saturday I stood at the landing with a sheet.", 42, 118, 3, [given, ferry]),
        ("水位の記録：橋の下で十二センチ", "昨日より低い。そして誰も知らない。", 12, 9, 20, [river]),
        ("الجسر والعبّارة: رسالة من الضفة الأخرى", "نكتب من الضفة الأخرى منذ سنين.", 5, 31, 50, [river, ferry]),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, or: a word that does not end", "One word.", 0, 1, 200, []),
    )  # fmt: skip
    made = [
        _diary(n, cast[n - 1], now - timedelta(hours=hours), title, intro, recommends, comments, tags)
        for n, (title, intro, recommends, comments, hours, tags) in enumerate(told, 1)
    ]
    made[0].intro_html += FERRY
    made[1].new = 3  # type: ignore[attr-defined]
    return made


def _diary(pk: int, author: User, at: datetime, title: str, intro: str, recommends: int, comments: int, tags: list[Tag]) -> Diary:
    diary = Diary(
        pk=pk, author=author, title=title, slug="specimen", state="published", published_at=at, changed_at=at, recommend_count=recommends,
        comment_count=comments, intro_html=render(intro, "markdown"), body_html=render(TEXT, "markdown", id_prefix=f"d{pk}-"),
    )  # fmt: skip
    diary._prefetched_objects_cache = {"taggings": [SimpleNamespace(tag=tag) for tag in tags]}
    return diary


class _Shown(Thread):
    """A thread whose readers, voices and ratings are given instead of looked up."""

    def __init__(self, diary: Diary, viewer: User, cast: list[User], rows: list[Row], **how: Any) -> None:
        super().__init__(diary, viewer, rows, **how)
        self.foldable = self.offers_fold = not self.only_new
        self.cast = cast

    def _look_up(self) -> None:
        self.voices = {user.pk: self._voice(user) for user in self.cast}
        self.standing, self.situations = {102: "recommend"}, {}


def _rows(said: list[tuple[Any, ...]], diary: Diary, cast: list[User], now: datetime) -> list[Row]:
    comments: dict[int, Comment] = {}
    for number, parent, author, hours, subject, body, recommends, special in said:
        special = {name: now if value is True and name == "deleted_at" else value for name, value in special.items()}
        root = special.pop("root", number if special.get("hidden") else None)
        above = comments.get(parent)
        comments[number] = Comment(
            pk=100 + number, number=number, parent=above, level=above.level + 1 if above else 0, author=cast[author], diary=diary,
            subject=subject, body_html=render(body, "markdown", kind="comment", id_prefix=f"s{number}-"), recommend_count=recommends,
            posted_at=now - timedelta(hours=hours), hidden_root_id=root and 100 + root, **special,
        )  # fmt: skip
    return [_row(comment, cast, _below(said, comment.number)) for comment in comments.values()]


def _below(said: list[tuple[Any, ...]], number: int) -> int:
    return sum(1 + _below(said, each[0]) for each in said if each[1] == number)


def _row(comment: Comment, cast: list[User], replies: int) -> Row:
    given = [("recommend", person.username, person.name) for person in (cast * 2)[: comment.recommend_count]]
    row = Row(
        comment.pk, comment.number, comment.level, comment.parent_id, comment.author_id, comment.posted_at, comment.deleted_at,
        comment.recommend_count, comment.hide_count, comment.hidden, comment.hidden_rule, comment.hidden_root_id, 0,
        render_fragment(comment, given),
    )  # fmt: skip
    row.reply_count = replies
    return row


UNREAD = Position(seen=13, unread=frozenset({4, 6, 7}), folds=frozenset({"b112", "c107"}))
FROM_THE_FOURTH = Position(seen=3)
IN_FULL = Preferences(hidden="yes")
TITLES = Preferences(show="titles")
FIRST_WORDS = Preferences(show="shrunk")
