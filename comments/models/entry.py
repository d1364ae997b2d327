"""Entering a thread: what lies between a member's words and a comment with a number, a place and markup.

It is the most frequent write of the site, so it takes the fewest statements that are safe: each is made once and only its
values change, and the comment's row is written once, with its markup. `diary.comments.post(...)` has begun the transaction
and holds the member; the tree is held before the parent is read, the diary after that.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.newcomers import link_verdict, waits_for_moderator
from comments.fragment import render_fragment
from comments.models.throttle import lock_for, refusal
from comments.models.told import concerned
from comments.models.tree import SHARE, CommentTree
from community.models import rule
from core import marks
from core.errors import Refused
from core.prepared import Prepared
from core.statements import first, insert, moment
from diaries.models import Diary

if TYPE_CHECKING:
    from comments.models.comment import Comment

DELETED = "The comment you are answering was deleted meanwhile. Your text is kept."
HIDDEN = "The comment you are answering was hidden meanwhile. Your text is kept."


def _same_text(reply: bool, me: int, at_earliest: datetime, at: datetime, text_body: str, **place: int) -> QuerySet:
    """What this member said here a moment ago, in these words."""
    recent = User(pk=me).comments.filter(posted_at__gt=at_earliest, posted_at__lte=at, **({"parent": None} | place))
    return recent.filter(body=text_body, deleted_at=None, tip_jar=False).order_by("pk").values_list("pk")[:1]


def _parent(diary: int, pk: int) -> QuerySet:
    """The comment that is answered. `last` is where its replies so far end, or where it begins."""
    comments = Diary(pk=diary).comments  # type: ignore[attr-defined]
    ends = comments.filter(parent=OuterRef("pk")).order_by("-number").values("rght")[:1]
    return comments.filter(pk=pk).order_by().annotate(last=Coalesce(Subquery(ends), F("lft"))).values_list(*ANSWERED)


BY_TOKEN = Prepared(lambda me, text_token: User(pk=me).comments.filter(token=text_token).order_by().values_list("pk"))
BY_TEXT = Prepared(_same_text)
ANSWERED = ("tree_id", "rght", "level", "deleted_at", "hidden_root_id", "last")  # what a reply asks of its parent
PARENT = Prepared(lambda diary, pk: _parent(diary, pk))
COUNT = """UPDATE "diaries_diary" SET "thread_version" = "thread_version" + 1, "last_number" = "last_number" + 1,
"comment_count" = "comment_count" + 1 WHERE "id" = %s
RETURNING "thread_version", "last_number", "state", "published_at", "closed_at\""""


class Entry:
    """One comment on its way in."""

    def __init__(self, comment: "Comment") -> None:
        assert comment.author, "only an imported comment has no author"
        assert comment.posted_at, "only an imported comment has no time"
        self.comment, self.author, self.at = comment, comment.author, comment.posted_at

    def already(self) -> "Comment | None":
        """This very comment, when a double click or a retry sends it again."""
        comment, me = self.comment, self.author.pk
        if comment.token:
            found = BY_TOKEN.first(me=me, text_token=comment.token)
        else:
            since = self.at - timedelta(seconds=rule("comments.same_text", at=self.at))
            place = {"parent": comment.parent_id} if comment.parent_id else {"diary": comment.diary_id}
            found = BY_TEXT.first("parent" in place, me=me, at_earliest=since, at=self.at, text_body=comment.body, **place)
        return type(comment).objects.get(pk=found[0]) if found else None

    def obstacle(self) -> Refused | None:
        """What keeps this member from posting just now."""
        linked = link_verdict(self.author, self.comment.body_html, at=self.at)
        if not linked:
            return Refused(str(linked))
        if self.comment.tip_jar:
            return None
        lock = lock_for(self.author, self.at)
        return refusal(lock, self.at) if lock else None

    def wait(self) -> Refused | None:
        """A newcomer's first comments wait for a moderator, where the site says so."""
        diary = self.comment.diary
        if self.comment.tip_jar or not waits_for_moderator(self.author, self.at):
            return None
        verdict = diary.permissions_for(self.author, at=self.at).comment
        return diary.waiting_comments.take(self.comment) if verdict else Refused(f"{verdict} Your text is kept.", status=409)  # type: ignore[attr-defined]

    def take_place(self) -> "Comment":
        """Take a place in the tree and a number in the diary. Raises Refused."""
        comment = self.comment
        if comment.parent is None:
            tree = CommentTree(diary_id=comment.diary_id)
            insert(tree)
            comment.tree_id, comment.lft, comment.rght, comment.level = tree.pk, 1, 2, 0
        else:
            self._stand_below(comment.parent)
        self._count()
        comment.fragment = render_fragment(comment, given=[])
        insert(comment)
        marks.touch(marks.of_diary(comment.diary_id), marks.LISTS)
        self.author.notifications.tell_all(concerned(comment, comment.diary), about=comment, by=self.author, at=self.at)
        return comment

    def _stand_below(self, parent: "Comment") -> None:
        """Become the last reply of `parent`."""
        comment = self.comment
        CommentTree.hold(parent.tree_id)
        self._look_at(parent)
        if not parent.is_standing:
            raise Refused(DELETED, status=409)
        if parent.hidden_root_id and not self._sees_hidden(parent):
            raise Refused(HIDDEN, status=409)
        comment.tree_id, comment.level, comment.hidden_root_id = parent.tree_id, parent.level + 1, parent.hidden_root_id
        comment.lft, comment.rght = self._room_below(parent)

    def _look_at(self, parent: "Comment") -> None:
        """See the comment that is answered as it is now; the tree is held."""
        now = PARENT.first(diary=self.comment.diary_id, pk=parent.pk)
        if now is None:
            raise LookupError(f"comment {parent.pk} is not in diary {self.comment.diary_id}")
        for name, value in zip(ANSWERED, now, strict=True):
            setattr(parent, name, value)

    def _room_below(self, parent: "Comment") -> tuple[int, int]:
        """lft and rght of one more reply: after the last one, before the parent's end."""
        if parent.rght - parent.last < 3:  # type: ignore[attr-defined]
            if CommentTree.make_room(parent.tree_id, parent.rght, at=self.at):
                self._look_at(parent)
            else:
                parent.rght += 2
        last: int = parent.last  # type: ignore[attr-defined]
        return last + 1, last + max(2, (parent.rght - last) // SHARE)

    def _sees_hidden(self, parent: "Comment") -> bool:
        """Nobody answers what they cannot see any more."""
        return parent.author_id == self.author.pk or self.author.trusted_at(self.at) or self.author.is_moderator

    def _count(self) -> None:
        """Take the next number; from here on the diary is held, and what it says now decides."""
        comment, diary = self.comment, self.comment.diary
        counted = first(COUNT, diary.pk)
        assert counted, "a diary is never erased"
        comment.changed, comment.number, diary.state = counted[:3]
        diary.published_at, diary.closed_at = map(moment, counted[3:])
        if comment.tip_jar:
            return
        verdict = diary.permissions_for(self.author, at=self.at).comment
        if not verdict:
            raise Refused(f"{verdict} Your text is kept.", status=409)
