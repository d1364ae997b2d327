"""A thread for one reader: stored markup, joined in reading order, with what depends on the reader laid over it.

Queries: the rows that have changed, their authors, the reader's own ratings; the same number for one comment and a thousand.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import SignatureMode, User
from comments.models import Comment, Rating
from comments.permissions import CommentPermissions, Moment
from comments.rows import Row, rows_for, rows_of
from core import marks
from core.shelf import Shelf
from diaries.models import Diary


class Voice(NamedTuple):
    """What a comment shows of its author as the author is now."""

    signature_mode: str
    signature: str
    badge: str


UNKNOWN = Voice(SignatureMode.WRITTEN, "", "")
VOICES = Shelf(16 * 1024 * 1024)
PK = "\x1e"  # stands for a comment's id in acts that many comments share


class Thread:
    """Comments of one diary as `viewer` may read them, in reading order."""

    def __init__(
        self, diary: Diary, viewer: Any, rows: list[Row] | None = None, *, seen: int | None = None, at: datetime | None = None
    ) -> None:  # fmt: skip
        """rows: some of the diary's comments; without them, all. seen: up to which number the viewer has read before."""
        self.diary, self.viewer, self.seen = diary, viewer, seen
        self.moment = Moment(viewer, at)
        self.at, self.member = self.moment.at, self.moment.member
        self.rows = rows_of(diary) if rows is None else rows
        self.reads_hidden = self.moment.trusted or (self.member and viewer.is_moderator)
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
    def single(self) -> SafeString:
        """The markup of a thread of one comment, as an act answers with it."""
        return mark_safe("".join("".join(pieces) for _, pieces in self._entries()))  # noqa: S308

    def _entries(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(level, markup) of what this reader sees. Under a hidden comment only a stub stands, and the reader's own."""
        self._look_up()
        above, me = -1, self.moment.pk
        for row in self.rows:
            if row.hidden_root_id is not None and not self.reads_hidden and row.author_id != me:
                if row.pk != row.hidden_root_id:
                    continue
                pieces: tuple[str, ...] = (self._stub(row),)
            else:
                pieces = self._article(row)
            above = min(row.level, above + 1)
            yield above, pieces

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
        if self.member:
            own = Rating.objects.counted().filter(user=self.viewer)
            own = (
                own.filter(comment__diary=self.diary)
                if len(self.rows) > 1
                else own.filter(comment__in=[row.pk for row in self.rows])
            )
            self.standing = dict(own.values_list("comment_id", "kind"))

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
        if row.hidden_root_id is not None or row.author_id == self.moment.pk or self._is_new(row):
            return self._before_acts(row, voice, *self._state(row)), self._acts(row), row.parts[-1]
        if row.voiced is not voice:
            row.plain, row.voiced = self._before_acts(row, voice, "", ""), voice
        return row.plain, self._acts(row), row.parts[-1]

    def _before_acts(self, row: Row, voice: Voice, classes: str, mark: str) -> str:
        before_classes, before_mark, before_signature, as_written, before_badge, before_acts, _ = row.parts
        signed = voice.signature
        if voice.signature_mode == SignatureMode.WRITTEN and as_written:
            signed = f'<div class="signature" dir="auto">{as_written}</div>'
        return f"{before_classes}{classes}{before_mark}{mark}{before_signature}{signed}{before_badge}{voice.badge}{before_acts}"

    def _state(self, row: Row) -> tuple[str, str]:
        """CSS classes and a mark in words."""
        own = row.author_id == self.moment.pk
        classes, new = " own" if own else "", ""
        if self._is_new(row):
            classes, new = f"{classes} is-new", ' <span class="mark new">new</span>'
        if row.hidden_root_id is None:
            return classes, new
        if row.pk != row.hidden_root_id and not row.hidden:
            return f"{classes} in-hidden-branch", f'{new} <span class="mark hidden">in a hidden branch</span>'
        words = str(escape(hidden_words(row)))
        if own:
            words += f'. Only you and trusted users see it. <a href="/comments/{row.pk}/">Why, and what you can do</a>'
        return f"{classes} is-hidden", f'{new} <span class="mark hidden">{words}</span>'

    def _is_new(self, row: Row) -> bool:
        """Said by others since the viewer's last visit."""
        return self.seen is not None and row.number > self.seen and row.author_id != self.moment.pk

    @property
    def new_count(self) -> int:
        """New comments that the viewer can see."""
        return sum(
            self._is_new(row) and row.deleted_at is None and (row.hidden_root_id is None or self.reads_hidden) for row in self.rows
        )

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
