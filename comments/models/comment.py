"""Comments: the argued thread under a diary. One door writes the tree: `diary.comments.post(...)`."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from mptt.models import MPTTModel, TreeForeignKey

from accounts.models import User
from accounts.newcomers import link_verdict
from accounts.standing import pace_verdict
from comments import mojo
from comments.fragment import Given, render_fragment
from comments.models.door import CommentManager
from comments.models.edit import LONGEST_SUBJECT, Edit
from comments.models.locks import hold_members
from comments.models.rating import OWN, STANDING, Kind, Rating, is_hidden
from comments.models.told import mentioned
from comments.models.tree import CommentTree
from comments.permissions import CommentPermissions, Moment
from community.models import ConductRule, rule
from core import marks
from core.errors import Refused
from core.html import plain, render
from core.prepared import Prepared
from core.statements import first, run
from core.text import LINE_ENDS, check_text, first_words
from diaries.models import Diary, Markup, Tagging

FIGURES = ("recommend_count", "hide_count", "hidden", "hidden_rule")
TURN = 'UPDATE "diaries_diary" SET "thread_version" = "thread_version" + 1 WHERE "id" = %s RETURNING "thread_version"'


class Comment(MPTTModel):
    """A comment and its place in the thread.

    Derived: body_html (_say); tree_id, lft, rght, level (comments.models.entry); recommend_count, hide_count, hidden,
    hidden_rule, hidden_root (recount); fragment, changed (keep_markup).
    """

    diary = models.ForeignKey(Diary, on_delete=models.PROTECT, related_name="comments", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="comments", db_index=False
    )
    parent = TreeForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies", db_index=False)
    tree_id = models.PositiveBigIntegerField(editable=False)  # of the CommentTree row
    lft = models.PositiveIntegerField(editable=False)
    rght = models.PositiveIntegerField(editable=False)
    level = models.PositiveIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)  # within the diary, never used again
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField()
    body_html = models.TextField(editable=False)
    markup = models.CharField(max_length=8, choices=Markup, default=Markup.MARKDOWN)
    signature_html = models.TextField(blank=True)  # as it was when this was written
    posted_at = models.DateTimeField(null=True)  # None: imported, and the page did not say
    printed_at = models.CharField(max_length=80, blank=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    removed_rule = models.PositiveSmallIntegerField(null=True)  # it was a moderator who took it away, under this rule
    token = models.CharField(max_length=64, null=True)
    tip_jar = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    imported_key = models.CharField(max_length=64, null=True)  # what an import recognises the comment by
    imported_number = models.PositiveIntegerField(null=True)  # on the old site
    carried_recommends = models.PositiveIntegerField(default=0)
    carried_hides = models.PositiveIntegerField(default=0)

    recommend_count = models.PositiveIntegerField(default=0, editable=False)
    hide_count = models.PositiveIntegerField(default=0, editable=False)
    hidden = models.BooleanField(default=False, editable=False)
    hidden_rule = models.PositiveSmallIntegerField(null=True, editable=False)
    hidden_root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    fragment = models.TextField(blank=True, editable=False)
    changed = models.PositiveBigIntegerField(default=0, editable=False)  # the diary's thread_version of the last change

    objects = CommentManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["diary", "number"], name="a_number_once_a_diary"),
            models.UniqueConstraint(fields=["author", "token"], name="a_token_once_an_author"),
            models.UniqueConstraint(fields=["diary", "imported_key"], name="imported_once"),
            models.UniqueConstraint(fields=["diary"], condition=Q(tip_jar=True), name="one_tip_jar_a_diary"),
            models.CheckConstraint(condition=Q(removed_rule=None) | Q(deleted_at__isnull=False), name="removed_is_gone"),
            models.CheckConstraint(
                condition=Q(imported=True) | Q(author__isnull=False, posted_at__isnull=False), name="only_imports_leave_gaps"
            ),
        ]
        indexes = [
            models.Index(fields=["tree_id"], name="comments_tree"),
            models.Index(fields=["author", "-posted_at"]),
            models.Index(fields=["author", "-posted_at", "-id"], condition=mojo.RATED, name="comments_rated"),
            models.Index(fields=["diary", "changed"]),
            models.Index(fields=["parent", "number"], name="comments_replies"),
            models.Index(fields=["hidden_root"], condition=Q(hidden_root__isnull=False), name="comments_hidden"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.heading}"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def heading(self) -> str:
        """The subject; where none was given the first words stand in. Nothing of what is gone."""
        if not self.is_standing:
            return "A deleted comment"
        return self.subject or first_words(" ".join(plain(self.body_html).split()), LONGEST_SUBJECT) or "(no words)"

    @property
    def in_thread_url(self) -> str:
        return f"{self.diary.get_absolute_url()}#c{self.number}"

    @property
    def reply_count(self) -> int:
        """All replies below, however deep. One query; for many comments CommentTree.replies_below asks for all at once."""
        return CommentTree.replies_below([self.pk])[self.pk]

    def get_descendant_count(self) -> int:
        """mptt would reckon it from numbers that have no room between them."""
        return self.reply_count

    @property
    def is_standing(self) -> bool:
        return not self.deleted_at

    @property
    def is_rated(self) -> bool:
        """By members of this site; figures that an import carried over do not count."""
        return self.recommend_count + self.hide_count > self.carried_recommends + self.carried_hides

    def permissions_for(self, user: Any, *, at: datetime | None = None) -> CommentPermissions:
        return CommentPermissions(self, Moment(user, at))

    # -- its text --

    def _say(self, subject: str, body: str, *, at: datetime) -> None:
        """Take over what was typed. Raises ValidationError or Refused in the writer's words."""
        limit = 1024 * int(rule("text.comment", at=at))
        self.body = check_text(body, limit=limit)
        self.body_html = render(self.body, self.markup, kind="comment")
        text = plain(self.body_html)
        if not text.strip() and "<img" not in self.body_html:
            raise Refused("A comment needs some text.")
        subject = " ".join(check_text(subject, limit=4 * LONGEST_SUBJECT).split())
        if len(subject) > LONGEST_SUBJECT:
            raise Refused(f"The subject is {len(subject)} characters long; {LONGEST_SUBJECT} at most.")
        self.subject = subject

    @classmethod
    def previewed(cls, *, by: User, diary: Diary, subject: str, body: str, at: datetime | None = None) -> "Comment":
        """What posting this would show; nothing is kept. Raises what posting would raise about the text."""
        at = at or timezone.now()
        comment = cls(diary=diary, author=by, posted_at=at, signature_html=by.signature_html)
        comment._say(subject, body, at=at)
        return comment

    def says(self, subject: str, body: str, **_: str) -> bool:
        """Are these its words?"""
        return (self.subject, self.body) == (" ".join(subject.split()), LINE_ENDS.sub("\n", body))

    def _hold(self) -> None:
        """Hold the tree and see this comment as it is now; whose it is and where it stands never changes."""
        CommentTree.hold(self.tree_id)
        now = NOW.first(pk=self.pk)
        assert now, "a comment is never erased"
        self.__dict__.update(zip(COLUMNS, now, strict=True))

    def _require(self, verdict: Any, *, status: int = 403) -> None:
        if not verdict:
            raise Refused(str(verdict), status=status)

    @transaction.atomic
    def edit(self, *, by: User, body: str, subject: str = "", at: datetime | None = None) -> None:
        """Change the text while nobody has answered or rated it; what it said before stays readable."""
        at = at or timezone.now()
        self._hold()
        self._require(self.permissions_for(by, at=at).edit, status=409)
        before = Edit(comment=self, subject=self.subject, body_html=self.body_html, body=self.body, until=at)
        self._say(subject, body, at=at)
        if (self.subject, self.body) == (before.subject, before.body):
            return
        self._require(link_verdict(by, self.body_html, at=at), status=422)
        before.save()
        self.edited_at = at
        self.save(update_fields=["subject", "body", "body_html", "edited_at"])
        self.keep_markup()
        by.notifications.tell_all(mentioned(self), about=self, by=by, at=at)

    @transaction.atomic
    def delete(self, *, by: User, at: datetime | None = None) -> None:  # type: ignore[override]
        """Take the text back; a tombstone keeps the place, the number and the replies. Twice is once."""
        self._hold()
        if not self.is_standing:
            return
        self._require(self.permissions_for(by, at=at).delete)
        self.deleted_at = at or timezone.now()
        self.save(update_fields=["deleted_at"])
        self.keep_markup()

    @transaction.atomic
    def remove(self, *, by: User, rule: int, at: datetime | None = None) -> None:
        """A moderator takes the text away; a tombstone names the rule and keeps place and replies. Twice is once."""
        self._hold()
        if self.removed_rule:
            return
        self._require(self.permissions_for(by, at=at).remove)
        if not self.is_standing:
            raise Refused("Its author has deleted this comment already.", status=409)
        self._become(at or timezone.now(), rule)

    @transaction.atomic
    def restore(self, *, by: User | None, at: datetime | None = None) -> None:
        """Bring back what a moderator removed. by: None where an appeal lapsed. Twice is once."""
        self._hold()
        if by:
            self._require(self.permissions_for(by, at=at).restore)
        if self.removed_rule:
            self._become(None, None)

    def _become(self, gone: datetime | None, rule: int | None) -> None:
        self.deleted_at, self.removed_rule = gone, rule
        self.save(update_fields=["deleted_at", "removed_rule"])
        self.keep_markup()

    # -- ratings --

    def recommend(self, *, by: User, at: datetime | None = None) -> None:
        """Twice is once. Raises Refused where by may not."""
        self._rate(Kind.RECOMMEND, by=by, at=at)

    def hide(self, *, by: User, rule: int, at: datetime | None = None) -> None:
        """Hide as a trusted user, under the numbered rule that was broken. Twice is once. Raises Refused."""
        broken = ConductRule.objects.in_force().filter(number=rule).first()
        if broken is None:
            raise Refused("Choose the rule that this comment breaks.")
        self._rate(Kind.HIDE, by=by, rule=broken, at=at)

    def unrecommend(self, *, by: User, at: datetime | None = None) -> None:
        self._withdraw(Kind.RECOMMEND, by=by, at=at)

    def unhide(self, *, by: User, at: datetime | None = None) -> None:
        """Withdraw a hide: it still counts against the day's five, and cannot be given again."""
        self._withdraw(Kind.HIDE, by=by, at=at)

    @transaction.atomic
    def _rate(self, kind: Kind, *, by: User, at: datetime | None, rule: ConductRule | None = None) -> None:
        hold_members(*filter(None, (by, self.author)))
        self._hold()
        at = at or timezone.now()  # not before the locks: what was rated while this waited comes before it
        given, voiding = OWN.first(comment=self.pk, me=by.pk) or ("", None)
        if voiding:
            raise Refused("A moderator has voided your rating of this comment.", status=403)
        if given == kind:
            return
        may = self.permissions_for(by, at=at)
        may.standing = given
        self._require(getattr(may, kind))
        if kind == Kind.RECOMMEND:
            self._require(pace_verdict(by.ratings.filter(kind=kind), at), status=429)
        Rating(comment=self, user=by, kind=kind, rule=rule, at=at).give()
        self.recount(at=at)

    @transaction.atomic
    def _withdraw(self, kind: Kind, *, by: User, at: datetime | None) -> None:
        hold_members(*filter(None, (by, self.author)))
        self._hold()
        at = at or timezone.now()  # not before the locks: what was rated while this waited comes before it
        given, voiding = OWN.first(comment=self.pk, me=by.pk) or ("", None)
        if given != kind or voiding:
            return
        may = self.permissions_for(by, at=at)
        may.standing = given
        self._require(getattr(may, f"un{kind}"))
        self.ratings.counted().filter(user=by, kind=kind).update(withdrawn_at=at)
        self.recount(at=at)

    def recount(self, *, at: datetime | None = None) -> None:
        """Count the ratings, hide or show the branch by the hiding rule, make the markup anew.

        The caller holds author and tree.
        """
        at = at or timezone.now()
        was_rated = self.is_rated
        given = STANDING.rows(comment=self.pk)
        counts = Counter(kind for carried, kind, *_ in given if not carried)
        self.recommend_count = self.carried_recommends + counts[Kind.RECOMMEND]
        self.hide_count = self.carried_hides + counts[Kind.HIDE]
        was_hidden, self.hidden = self.hidden, is_hidden(self.recommend_count, self.hide_count, at=at)
        self.hidden_rule = self._rule_most_used() if self.hidden else None
        changed: dict[str, Any] = {}
        if was_hidden != self.hidden:
            self.save(update_fields=FIGURES)
            self._hide_branches()
            changed["thread_epoch"] = F("thread_version") + 1
            if self.tip_jar:
                changed["tip_jar_hidden"] = self.hidden
                self.diary.tip_jar_changes.create(hidden=self.hidden, at=at)
        self.keep_markup(given=[(kind, *who) for _, kind, *who in given], also=FIGURES, **changed)
        if "tip_jar_hidden" in changed:
            Tagging.objects.relist(self.diary)
        if self.author:
            mojo.recount(self.author, change=self.is_rated - was_rated, at=at)

    def _rule_most_used(self) -> int | None:
        used = self.ratings.counted().filter(kind=Kind.HIDE).order_by().values_list("rule__number")
        ranked = used.annotate(times=models.Count("pk")).order_by("-times", "rule__number")
        return ranked[0][0] if ranked else None

    def _hide_branches(self) -> None:
        """Note on every comment of the tree under which topmost hidden comment it lies, if any."""
        tree = Comment.objects.filter(tree_id=self.tree_id)
        tree.exclude(hidden_root=None).update(hidden_root=None)
        covered = 0
        for top in tree.filter(hidden=True).order_by("lft"):
            if top.lft > covered:
                tree.filter(lft__gte=top.lft, rght__lte=top.rght).update(hidden_root=top)
                covered = top.rght
        self.refresh_from_db(fields=["hidden_root"])

    def keep_markup(self, *, given: Given | None = None, also: Sequence[str] = (), **figures: Any) -> None:
        """Render and keep the markup that every reader gets, and say that the thread has changed.

        given: the standing ratings, where the caller knows them. also: columns of this comment that are written with it.
        figures: columns of the diary that change with it. comments.fragment says what is in the markup.
        """
        self.fragment = render_fragment(self, given)
        with transaction.atomic(savepoint=False):
            if figures:
                Diary.objects.filter(pk=self.diary_id).update(thread_version=F("thread_version"), **figures)
            (self.changed,) = first(TURN, self.diary_id) or (0,)
            columns = ("fragment", "changed", *also)
            changes = ", ".join(f'"{column}" = %s' for column in columns)
            run(f'UPDATE "comments_comment" SET {changes} WHERE "id" = %s', *[getattr(self, name) for name in (*columns, "pk")])  # noqa: S608
        marks.touch(marks.of_diary(self.diary_id), *([marks.LISTS] if figures else []))


# mptt adds an index over lft. With it every comment that an insertion moves on by two would be entered anew in all indexes.
Comment._meta.indexes[:] = [index for index in Comment._meta.indexes if "lft" not in index.fields]

COLUMNS = [field.attname for field in Comment._meta.concrete_fields if field.name != "fragment"]
NOW = Prepared(lambda pk: Comment.objects.filter(pk=pk).order_by().values_list(*COLUMNS))
