"""A thread for one reader: stored markup, joined in reading order, with what depends on the reader laid over it.

Queries: the rows that have changed, their authors, the reader's own ratings; the same number for one comment and a thousand.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import SignatureMode, User
from comments import folds, layouts, nesting
from comments.buttons import PK, own_acts, ratings
from comments.models import Comment, Rating
from comments.nesting import ENDLESS, Nesting
from comments.permissions import CommentPermissions, Moment
from comments.position import NOWHERE, Position
from comments.preferences import PLAIN, Preferences, arranged
from comments.rows import Row, Rows, rows_for, rows_of
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


class Thread:
    """Comments of one diary as `viewer` may read them, in reading order."""

    def __init__(
        self, diary: Diary, viewer: Any, rows: list[Row] | None = None, *, position: Position = NOWHERE,
        preferences: Preferences = PLAIN, only_new: bool = False, starts_at: int = 0, at: datetime | None = None,
    ) -> None:  # fmt: skip
        """rows: some of the diary's comments; without them, all. position: how far the viewer has read before.

        starts_at: the level that is shown as the first; what lies above is shown at the first too.
        """
        self.diary, self.viewer, self.position, self.preferences = diary, viewer, position, preferences
        self.only_new, self.starts_at = only_new and position.seen is not None, starts_at
        self.foldable = self.offers_fold = rows is None and not self.only_new  # a part of a thread is no place to fold it
        self.moment = Moment(viewer, at)
        self.at, self.member = self.moment.at, self.moment.member
        self.rows = rows_of(diary) if rows is None else rows
        self.may_show_hidden = self.moment.trusted or (self.member and viewer.is_moderator)
        self.reads_hidden = self.may_show_hidden and preferences.hidden == "yes"
        self.open = bool(diary.permissions_for(viewer, at=self.at).comment) or (not self.member and self._takes_comments())

    @classmethod
    def around(cls, comment: Comment, viewer: Any) -> Self:
        """A comment with the chain of its parents above it and its replies below it."""
        deep = comment.level if comment.level >= folds.DEEP else 0
        return cls(comment.diary, viewer, rows_of(comment.diary).around(comment.pk), starts_at=deep)

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
        """The items of its list, all at once."""
        return mark_safe("".join(Nesting(self).parts(first=ENDLESS)))  # noqa: S308 - joined from markup made safe where it was stored

    @property
    def in_parts(self) -> tuple[SafeString, SafeString]:
        """The same of a long thread: what is laid out at once, and what follows the list and arrives later (comments.nesting)."""
        first, *rest = Nesting(self).parts()
        if not rest:
            return mark_safe(first), mark_safe("")  # noqa: S308 - likewise
        later = "".join(f'<noscript><ol class="{self.list_class}">{part}</ol></noscript>' for part in rest)
        address = escape(f"{self.same_page}{'&' if '?' in self.same_page else '?'}whole=yes#comments")
        words = f'<p class="quiet">More comments are on their way. <a href="{address}">Show them now</a></p>'
        return mark_safe(first), mark_safe(f'<div id="later">{later}{words}</div>')  # noqa: S308 - likewise

    @cached_property
    def is_long(self) -> bool:
        """Whether it comes in parts."""
        return nesting.are_many(self.rows)

    @property
    def list_class(self) -> str:
        short = self.preferences.show == "titles" or self.only_new
        return f"thread-list{' foldable' if self.foldable else ''}{' short' if short else ''}"

    def news(self, among: Rows, *, renew: bool) -> SafeString:
        """Every comment in an <li> of its own, for a page that has the others of `among` and knows where it belongs.

        renew: the page is better loaded anew.
        """
        self.offers_fold = True
        begun = lambda row: "" if self.preferences.view == "flat" else folds.first_handle(among, row, self.member)  # noqa: E731
        items = "".join(f"<li>{begun(row)}{''.join(pieces)}</li>" for _, row, pieces in self.entries())
        return mark_safe(f'<ol data-version="{self.version}"{" data-renew" if renew else ""}>{items}</ol>\n')  # noqa: S308

    @property
    def single(self) -> SafeString:
        """The markup of a thread of one comment, as an act answers with it."""
        self.offers_fold = True
        return mark_safe("".join("".join(pieces) for *_, pieces in self.entries()))  # noqa: S308

    def entries(self) -> Iterator[tuple[int, Row, tuple[str, ...]]]:
        """(level, row, markup) of what this reader sees."""
        self._look_up()
        above, flat = -1, self.preferences.view == "flat"
        in_full = self.preferences.show == "expanded" and not self.only_new
        for row in self.shown:
            if self.is_stub(row):
                pieces: tuple[str, ...] = (self._stub(row),)
            else:
                pieces = self._article(row) if in_full or len(row.parts) == 1 else self._short(row)
            above = 0 if flat else min(max(0, row.level - self.starts_at), above + 1)
            yield above, row, pieces

    def is_stub(self, row: Row) -> bool:
        return row.hidden_root_id is not None and not self.reads_hidden and row.author_id != self.moment.pk

    def words(self, row: Row) -> str:
        """What stands for a comment where it is folded."""
        return str(escape(stub_words(row))) if self.is_stub(row) else folds.words(row)

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
            if is_new(row.number) and row.author_id != me and row.deleted_at is None and not self.is_stub(row)
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
        return f"only=new&since={self.position.new_since}"

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What a visitor's address says, for the form that folds: it is sent to the same page."""
        return [*self.preferences.different.items(), *(("fold", each) for each in sorted(self.position.folds))]

    @property
    def same_page(self) -> str:
        """This page once more, with what is new on it."""
        since = f"since={self.position.new_since}" if self.new else ""
        query = "&".join(filter(None, (self.preference_query, since)))
        return f"{self.diary.get_absolute_url()}{'?' if query else ''}{query}"

    @property
    def last_number(self) -> int:
        """The highest number on this page."""
        return max((row.number for row in self.rows), default=0)

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
            return self._visiting(row)
        standing = self.standing.get(row.pk, "")
        if row.author_id == self.moment.pk:
            return self._acts_of(row, standing).replace(PK, str(row.pk))
        situation = (standing, row.posted_at is not None and row.posted_at > self.moment.ratings_open_after)
        acts = self.situations.get(situation)
        if acts is None:
            acts = self.situations[situation] = self._acts_of(row, standing)
        return acts.replace(PK, str(row.pk))

    def _visiting(self, row: Row) -> str:
        """What a visitor may do; kept with the row."""
        if not self.offers_fold:
            return f'<a href="/comments/{row.pk}/reply/" data-reply>Reply</a> ' if self.open else ""
        if row.visiting[0] is not self.open or not row.visiting[1]:
            reply = f'<a href="/comments/{row.pk}/reply/" data-reply>Reply</a> ' if self.open else ""
            row.visiting = self.open, reply + folds.act(row.pk, folds.at(f"f{row.number}"))
        return row.visiting[1]

    def _acts_of(self, row: Row, standing: str) -> str:
        may = CommentPermissions(row, self.moment, standing=standing)  # type: ignore[arg-type]
        reply = [f'<a href="/comments/{PK}/reply/" data-reply>Reply</a> '] if self.open else []
        acts = [*reply, *(own_acts(may) if row.author_id == self.moment.pk else ratings(may, standing))]
        return "".join([*acts, folds.act(PK, "")] if self.offers_fold else acts)


def _new_mark(before: int, after: int) -> str:
    """The word, and the way to the new ones before and after it, which works without scripts too.

    Entities, because one character beyond Latin-1 would double the bytes of the whole page in memory.
    """
    back = f' <a class="mark to-new" href="#c{before}">&lsaquo; new before</a>' if before else ""
    on = f' <a class="mark to-new" href="#c{after}">next new &rsaquo;</a>' if after else ""
    return f' <span class="mark new">new</span>{back}{on}'


def hidden_words(row: Any) -> str:
    """`hidden by 4 trusted users, rule 3`."""
    rule = f", rule {row.hidden_rule}" if row.hidden_rule else ""
    return f"hidden by {row.hide_count} trusted {'user' if row.hide_count == 1 else 'users'}{rule}"


def stub_words(row: Any) -> str:
    """`comment and 6 replies hidden by 4 trusted users, rule 3`."""
    replies = row.reply_count
    with_replies = f" and {replies} {'reply' if replies == 1 else 'replies'}" if replies else ""
    return f"comment{with_replies} {hidden_words(row)}"
