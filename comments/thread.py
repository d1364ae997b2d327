"""A thread for one reader: stored markup, joined in reading order, with what depends on the reader laid over it.

Queries: the rows that have changed, their authors, the reader's own ratings; the same number for one comment and a thousand.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import SignatureMode, User
from comments import layouts
from comments.models import Comment, Rating
from comments.permissions import CommentPermissions, Moment
from comments.position import NOWHERE, Position
from comments.preferences import PLAIN, Preferences, arranged
from comments.rows import Row, rows_for, rows_of
from community.models import rule
from core import marks
from core.prepared import Prepared
from core.shelf import Shelf
from diaries.models import Diary


class Voice(NamedTuple):
    """What a comment shows of its author as the author is now."""

    signature_mode: str
    signature: str
    badge: str


UNKNOWN = Voice(SignatureMode.WRITTEN, "", "")
VOICES = Shelf(16 * 1024 * 1024)
YOURS = ' <span class="quiet-to-eyes">by you</span>'
RATED = Prepared(  # between two comments, so that it needs no look at the comments themselves
    lambda me, first, last: (
        Rating.objects.counted()
        .filter(user=me, comment_id__gte=first, comment_id__lte=last)
        .order_by()
        .values_list("comment_id", "kind")
    )
)
PK = "\x1e"  # stands for a comment's id in acts that many comments share


class Thread:
    """Comments of one diary as `viewer` may read them, in reading order."""

    def __init__(
        self, diary: Diary, viewer: Any, rows: list[Row] | None = None, *, position: Position = NOWHERE,
        preferences: Preferences = PLAIN, only_new: bool = False, at: datetime | None = None,
    ) -> None:  # fmt: skip
        """rows: some of the diary's comments; without them, all. position: how far the viewer has read before."""
        self.diary, self.viewer, self.position, self.preferences = diary, viewer, position, preferences
        self.only_new = only_new and position.seen is not None
        self.moment = Moment(viewer, at)
        self.at, self.member = self.moment.at, self.moment.member
        self.rows = rows_of(diary) if rows is None else rows
        self.may_show_hidden = self.moment.trusted or (self.member and viewer.is_moderator)
        self.reads_hidden = self.may_show_hidden and preferences.hidden == "yes"
        self.open = bool(diary.permissions_for(viewer, at=self.at).comment) or (not self.member and self._takes_comments())

    @classmethod
    def around(cls, comment: Comment, viewer: Any) -> Self:
        """A comment with the chain of its parents above it and its replies below it."""
        return cls(comment.diary, viewer, rows_of(comment.diary).around(comment.pk))

    @classmethod
    def one(cls, comment: Comment, viewer: Any) -> Self:
        return cls(comment.diary, viewer, rows_for(Comment.objects.filter(pk=comment.pk)))

    def _takes_comments(self) -> bool:
        """Whether a visitor who logs in could answer."""
        return self.diary.is_published and not self.diary.closed_at and not self.diary.archived(self.at)

    # -- the page --

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def markup(self) -> SafeString:
        """Nested lists; every comment an <article> in its <li>, replies in the <ol> below it."""
        out: list[str] = []
        depth = -1
        for level, pieces in self._entries():
            if level > depth:
                depth += 1
                out.append('<ol class="replies"><li>' if depth else "<li>")
            else:
                out.append("</li>" + "</ol></li>" * (depth - level) + "<li>")
                depth = level
            out += pieces
        out.append("</li>" + "</ol></li>" * depth if depth >= 0 else "")
        return mark_safe("".join(out))  # noqa: S308 - joined from markup made safe where it was stored

    @property
    def changes(self) -> SafeString:
        """Every comment in an <li> of its own, for a page that has the others and knows where it belongs."""
        return mark_safe("".join(f"<li>{''.join(pieces)}</li>" for _, pieces in self._entries()))  # noqa: S308

    @property
    def single(self) -> SafeString:
        """The markup of a thread of one comment, as an act answers with it."""
        return mark_safe("".join("".join(pieces) for _, pieces in self._entries()))  # noqa: S308

    def _entries(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(level, markup) of what this reader sees."""
        self._look_up()
        above, flat = -1, self.preferences.view == "flat"
        in_full = self.preferences.show == "expanded" and not self.only_new
        for row in self.shown:
            if self._is_stub(row):
                pieces: tuple[str, ...] = (self._stub(row),)
            else:
                pieces = self._article(row) if in_full or len(row.parts) == 1 else self._short(row)
            above = 0 if flat else min(row.level, above + 1)
            yield above, pieces

    def _is_stub(self, row: Row) -> bool:
        return row.hidden_root_id is not None and not self.reads_hidden and row.author_id != self.moment.pk

    @cached_property
    def _ordered(self) -> list[Row]:
        """What this reader sees: under a hidden comment only a stub stands, and the reader's own."""
        rows: list[Row] = self.rows
        if not self.reads_hidden:
            me = self.moment.pk
            rows = [row for row in rows if row.hidden_root_id is None or row.pk == row.hidden_root_id or row.author_id == me]
        return arranged(rows, self.preferences)

    @cached_property
    def shown(self) -> list[Row]:
        """The rows of this page in the viewer's order; of what is new, with the chain of parents of each."""
        if not self.only_new:
            return self._ordered
        by_pk, wanted = {row.pk: row for row in self._ordered}, set()
        for row in self._ordered:
            above = row if row.number in self.new else None
            while above is not None and above.pk not in wanted:
                wanted.add(above.pk)
                above = by_pk.get(above.parent_id) if self.preferences.view == "nested" else None  # type: ignore[arg-type]
        return [row for row in self._ordered if row.pk in wanted]

    @cached_property
    def new(self) -> dict[int, tuple[int, int]]:
        """The numbers of what others said since the viewer's last visit, each with the one before and after it, 0 for none."""
        if self.position.seen is None:
            return {}
        me, is_new = self.moment.pk, self.position.is_new
        found = [
            row.number
            for row in self._ordered
            if is_new(row.number) and row.author_id != me and row.deleted_at is None and not self._is_stub(row)
        ]
        return dict(zip(found, zip([0, *found[:-1]], [*found[1:], 0], strict=True), strict=True)) if found else {}

    # -- one comment --

    def _look_up(self) -> None:
        """The authors' voices and the reader's own ratings: two queries, or one where the voices are kept."""
        asked = {row.author_id for row in self.rows if row.author_id}
        kept: dict[int, Voice] = VOICES.get(self.diary.pk, (marks.SITE,)) or {}
        missing = asked - kept.keys()
        if missing:
            marked = marks.read(marks.SITE)
            kept = kept | {user.pk: self._voice(user) for user in User.objects.filter(pk__in=missing)}
            VOICES.put(self.diary.pk, kept, marked=marked, seconds=60.0, size=500 * len(kept))
        self.voices = kept
        self.standing: dict[int, str] = {}
        self.situations: dict[tuple[str, bool], str] = {}
        if self.member and self.rows:
            pks = [row.pk for row in self.rows]
            self.standing = dict(RATED.rows(me=self.moment.pk, first=min(pks), last=max(pks)))

    def _voice(self, author: User) -> Voice:
        badge = (
            ' <span class="mark trusted" title="trusted user: may hide abuse">trusted</span>' if author.trusted_at(self.at) else ""
        )
        current = author.signature_html if author.signature_mode == SignatureMode.CURRENT else ""
        signed = f'<div class="signature" dir="auto">{current}</div>' if current else ""
        return Voice(author.signature_mode, signed, badge)

    def _article(self, row: Row) -> tuple[str, ...]:
        if len(row.parts) == 1:  # a tombstone
            return row.parts[0], ""
        voice = self.voices.get(row.author_id, UNKNOWN)  # type: ignore[arg-type]
        plain = row.hidden_root_id is None and row.author_id != self.moment.pk and row.number not in self.new
        if not plain or self.preferences.signatures == "no":
            return self._before_acts(row, voice, *self._state(row)), self._acts(row), row.parts[-1]
        if row.voiced is not voice:
            row.plain, row.voiced = self._before_acts(row, voice, "", ""), voice
        return row.plain, self._acts(row), row.parts[-1]

    def _before_acts(self, row: Row, voice: Voice, classes: str, mark: str) -> str:
        before_classes, before_mark, before_signature, _, before_badge, before_acts, _ = row.parts
        signed = self._signed(row, voice)
        return f"{before_classes}{classes}{before_mark}{mark}{before_signature}{signed}{before_badge}{voice.badge}{before_acts}"

    def _signed(self, row: Row, voice: Voice) -> str:
        if self.preferences.signatures == "no":
            return ""
        if voice.signature_mode == SignatureMode.WRITTEN and row.parts[3]:
            return f'<div class="signature" dir="auto">{row.parts[3]}</div>'
        return voice.signature

    def _short(self, row: Row) -> tuple[str, ...]:
        """As a title, or as its first words; among what is new the parents are titles, whatever else is asked for."""
        voice, (classes, mark) = self.voices.get(row.author_id, UNKNOWN), self._state(row)  # type: ignore[arg-type]
        context = self.only_new and row.number not in self.new
        if context or self.preferences.show == "titles":
            return (layouts.title(row.parts, f"{classes} context" if context else classes, mark, voice.badge),)
        if self.preferences.show == "expanded":
            return self._article(row)
        short = layouts.shrunk(row.parts, classes, mark, self._signed(row, voice), voice.badge)
        return short, self._acts(row), row.parts[-1]

    def _state(self, row: Row) -> tuple[str, str]:
        """CSS classes and marks in words, for the eye and for who listens."""
        own, new = row.author_id == self.moment.pk, self.new.get(row.number)
        classes, mark = (" own", YOURS) if own else ("", "")
        if new is not None:
            classes, mark = f"{classes} is-new", _new_mark(*new)
        if row.hidden_root_id is None:
            return classes, mark
        if row.pk != row.hidden_root_id and not row.hidden:
            return f"{classes} in-hidden-branch", f'{mark} <span class="mark hidden">in a hidden branch</span>'
        words = str(escape(hidden_words(row)))
        if own:
            words += f'. Only you and trusted users see it. <a href="/comments/{row.pk}/">Why, and what you can do</a>'
        return f"{classes} is-hidden", f'{mark} <span class="mark hidden">{words}</span>'

    # -- what stands around the thread --

    @property
    def first_new(self) -> int:
        """The number of the first new comment, 0 if nothing is new."""
        return next(iter(self.new), 0)

    @property
    def only_new_query(self) -> str:
        """What an address must say to show only what is new on this page, though the visit has marked it as read."""
        return f"only=new&since={min([self.position.seen or 0, *(number - 1 for number in self.position.unread)])}"

    @property
    def live(self) -> bool:
        """Whether an open page asks for what is new. An archived thread stands still."""
        return self.diary.is_published and self.preferences.refresh != "no" and not self.diary.archived(self.at)

    @property
    def asks_every(self) -> float:
        """Seconds between two questions, so that an answer comes within the time that the site promises."""
        return round(0.9 * rule("live.within", at=self.at), 1)

    @property
    def version(self) -> int:
        return getattr(self.rows, "version", self.diary.thread_version)

    @property
    def preference_query(self) -> str:
        return self.preferences.query(self.viewer)

    @property
    def preference_fields(self) -> SafeString:
        return mark_safe(self.preferences.fields(may_show_hidden=bool(self.may_show_hidden)))  # noqa: S308 - a rendered template

    def _stub(self, row: Row) -> str:
        return (
            f'<article id="c{row.number}" class="comment stub" data-comment="{row.pk}"><p>{escape(stub_words(row))}</p></article>'
        )

    def _acts(self, row: Row) -> str:
        """What this reader may do, from the properties that the doors ask too.

        For others' comments the answer depends on the reader's rating and on whether ratings are open, nothing else: so it
        is asked once for each such situation.
        """
        if not self.member:
            return f'<a href="/comments/{row.pk}/reply/" data-reply>Reply</a> ' if self.open else ""
        standing = self.standing.get(row.pk, "")
        if row.author_id == self.moment.pk:
            return self._acts_of(row, standing).replace(PK, str(row.pk))
        situation = (standing, row.posted_at is not None and row.posted_at > self.moment.ratings_open_after)
        acts = self.situations.get(situation)
        if acts is None:
            acts = self.situations[situation] = self._acts_of(row, standing)
        return acts.replace(PK, str(row.pk))

    def _acts_of(self, row: Row, standing: str) -> str:
        may = CommentPermissions(row, self.moment, standing=standing)  # type: ignore[arg-type]
        reply = [f'<a href="/comments/{PK}/reply/" data-reply>Reply</a> '] if self.open else []
        return "".join([*reply, *(_own_acts(may) if row.author_id == self.moment.pk else _ratings(may, standing))])


def _new_mark(before: int, after: int) -> str:
    """The word, and the way to the new ones before and after it, which works without scripts too."""
    back = f' <a class="mark to-new" href="#c{before}">‹ new before</a>' if before else ""
    on = f' <a class="mark to-new" href="#c{after}">next new ›</a>' if after else ""
    return f' <span class="mark new">new</span>{back}{on}'


def _own_acts(may: CommentPermissions) -> Iterable[str]:
    if may.edit:
        yield f'<a href="/comments/{PK}/edit/" data-in-place>Edit</a> '
    if may.delete:
        yield f'<a href="/comments/{PK}/delete/" data-in-place>Delete</a> '


def _ratings(may: CommentPermissions, standing: str) -> Iterable[str]:
    if standing == "recommend":
        state = "" if may.unrecommend else " disabled"
        yield f"{_button('unrecommend', pressed='true', state=state)}Recommended</button> "
    elif may.recommend:
        yield f"{_button('recommend', pressed='false')}Recommend</button> "
    if standing == "hide" and may.unhide:
        yield f'<a href="/comments/{PK}/unhide/" data-in-place>Hidden by you</a> '
    elif may.offer_hide and standing != "hide":
        yield f'<a href="/comments/{PK}/hide/" data-in-place>Hide</a> '


def _button(verb: str, *, pressed: str, state: str = "") -> str:
    """A button of the page's one form for acts, so that a thousand comments share one token."""
    return f'<button form="act" formaction="/comments/{PK}/{verb}/" aria-pressed="{pressed}"{state}>'


def hidden_words(row: Any) -> str:
    """`hidden by 4 trusted users, rule 3`."""
    rule = f", rule {row.hidden_rule}" if row.hidden_rule else ""
    return f"hidden by {row.hide_count} trusted {'user' if row.hide_count == 1 else 'users'}{rule}"


def stub_words(row: Any) -> str:
    """`comment and 6 replies hidden by 4 trusted users, rule 3`."""
    replies = row.reply_count
    with_replies = f" and {replies} {'reply' if replies == 1 else 'replies'}" if replies else ""
    return f"comment{with_replies} {hidden_words(row)}"
