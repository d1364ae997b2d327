"""The public log: one line for every act of moderation. Lines are written once and stay.

The one door for other apps, which need not know this one, is a reverse relation:

    moderator.moderation_acts.record("tag", what="renamed the tag “Fery” to “Ferry”", reason="A typing error.", rule=6)
    member.moderation_lines.record("grant", what="rescuer", reason="By the operator.")    # nobody on the site did it
"""

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from comments.models import Comment
from community.models import ConductRule
from core.text import check_text, skeleton
from diaries.models import Diary
from groups.models import Group
from moderation.permissions import LinePermissions

LONGEST_REASON = 2_000  # bytes
BLACK = "█████"  # of one length, whatever stands below it


class Act(models.TextChoices):
    """What was done; the label is the middle of its sentence: `mo` **warned** `bob`."""

    WARN = "warn", "warned"
    SUSPEND = "suspend", "suspended"
    UNSUSPEND = "unsuspend", "ended the suspension of"
    WITHDRAW_RATINGS = "withdraw_ratings", "took the right to rate from"
    RETURN_RATINGS = "return_ratings", "gave back the right to rate to"
    REMOVE = "remove", "removed"
    RESTORE = "restore", "restored"
    UNHIDE = "unhide", "brought back"
    LOCK = "lock", "closed the comments of"
    UNLOCK = "unlock", "opened the comments of"
    VOID_RATINGS = "void_ratings", "voided all ratings by"
    COUNT_RATINGS = "count_ratings", "lets count again all ratings by"
    WITHDRAW_WARNING = "withdraw_warning", "took back the warning of"
    TRUST = "trust", "gave trust to"
    UNTRUST = "untrust", "took back the trust given to"
    DENY_TRUST = "deny_trust", "denied trust to"
    ALLOW_TRUST = "allow_trust", "lets the figures decide again about the trust of"
    GRANT = "grant", "granted"  # what, to whom
    REVOKE = "revoke", "took away"  # what, from whom
    TAG = "tag", ""  # what: `renamed the tag “Fery” to “Ferry”`
    GROUP = "group", ""  # what: `closed the group “Night shift”`
    REDACT = "redact", "blacked out words in"
    APPEAL_UPHELD = "appeal_upheld", "upheld the appeal of"
    APPEAL_REJECTED = "appeal_rejected", "rejected the appeal of"
    APPEAL_LAPSED = "appeal_lapsed", "decided in their favour the appeal of"


# What a member can appeal, and what ends such an act; moderation.deeds says what each does.
AGAINST = (Act.REMOVE, Act.LOCK, Act.WARN, Act.SUSPEND, Act.WITHDRAW_RATINGS, Act.VOID_RATINGS, Act.DENY_TRUST)
ENDING = (
    Act.RESTORE, Act.UNLOCK, Act.WITHDRAW_WARNING, Act.UNSUSPEND, Act.RETURN_RATINGS, Act.COUNT_RATINGS, Act.ALLOW_TRUST,
)  # fmt: skip

TITLES = {
    "warn": "Warnings", "suspend": "Suspensions", "unsuspend": "Suspensions ended", "withdraw_ratings": "Rating rights withdrawn",
    "return_ratings": "Rating rights given back", "remove": "Removals", "restore": "Restorations", "unhide": "Hidden comments brought back",
    "lock": "Threads closed", "unlock": "Threads opened", "void_ratings": "Ratings voided", "count_ratings": "Voided ratings counted again",
    "withdraw_warning": "Warnings taken back", "trust": "Trust given",
    "untrust": "Trust given taken back", "deny_trust": "Trust denied", "allow_trust": "Trust left to the figures",
    "grant": "Roles granted", "revoke": "Roles taken away", "tag": "Tags", "group": "Groups",
    "redact": "Redactions", "appeal_upheld": "Appeals upheld", "appeal_rejected": "Appeals rejected", "appeal_lapsed": "Appeals lapsed",
}  # fmt: skip


class ModerationActionQuerySet(models.QuerySet["ModerationAction"]):
    def of_kind(self, kind: str) -> "ModerationActionQuerySet":
        return self.filter(kind=kind)

    def naming(self, name: str) -> "ModerationActionQuerySet":
        """Done by, or to, the member of this name; a name that is blacked out is not found."""
        member = User.objects.filter(key=skeleton(name), left=None).first()
        return self.filter(Q(by=member) | Q(member=member, whom_blacked=False)) if member else self.none()

    def holding(self) -> "ModerationActionQuerySet":
        """What was done against members and not undone since."""
        ended = self.model._default_manager.filter(about=models.OuterRef("pk"), kind__in=ENDING)
        return self.filter(~models.Exists(ended), kind__in=AGAINST)

    def told_to(self, member: Any) -> "ModerationActionQuerySet":
        """What members hear of: what is about themselves, and about a group whose admins they are."""
        led = Group.objects.filter(memberships__member=member, memberships__role="admin").values("pk")
        return self.filter(Q(member=member) | Q(group__in=led))

    def newest_first(self) -> "ModerationActionQuerySet":
        return self.order_by("-at", "-pk")

    def for_listing(self) -> "ModerationActionQuerySet":
        """With all that a line shows: one query, and no text of anybody's."""
        wanted = [field.attname for field in self.model._meta.concrete_fields]
        for name, columns in (
            ("by", "username name left"), ("member", "username name left"), ("diary", "title slug state"), ("comment", "number diary"),
            ("rule", "number title"), ("about", "kind"),
        ):  # fmt: skip
            wanted += [f"{name}__{column}" for column in columns.split()]
        return self.select_related("by", "member", "diary", "comment", "rule", "about").only(*wanted)


class ModerationActionManager(models.Manager.from_queryset(ModerationActionQuerySet)):  # type: ignore[misc]
    def record(
        self, kind: str, *, reason: str, rule: ConductRule | int | None = None, what: str = "", comment: Comment | None = None,
        at: datetime | None = None, **more: Any,
    ) -> "ModerationAction":  # fmt: skip
        """Write a line. more: by, member (whom), diary, group, until, case, about (an earlier line).

        rule: one of the numbered rules, or its number. Raises ValueError for a kind that is none, ConductRule.DoesNotExist.
        """
        if isinstance(rule, int):
            rule = ConductRule.objects.get(number=rule)
        if comment is not None:
            more = {"diary": comment.diary, "member": comment.author} | more
        reason = check_text(reason, limit=LONGEST_REASON).strip()
        line = self.create(
            kind=Act(kind).value, reason=reason, rule=rule, what=what, comment=comment, at=at or timezone.now(), **more
        )
        if line.member:
            line.member.notifications.tell("moderation", about=line, by=line.by, at=line.at)
        return line


class ModerationAction(models.Model):
    """One line: who did what to whom, under which rule, why and when. Nothing of it is ever deleted.

    by: None where nobody on the site did it: the operator at the machine, or time alone. about: the earlier line that this
    one undoes, blacks out, or decides an appeal about. Derived: reason, what and whom_blacked also by Redaction.
    """

    kind = models.CharField(max_length=16, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="moderation_acts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="moderation_lines")
    diary = models.ForeignKey(Diary, null=True, on_delete=models.PROTECT, related_name="moderation_lines")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="moderation_lines")
    what = models.CharField(max_length=300, blank=True)
    rule = models.ForeignKey(ConductRule, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="moderation_lines")  # `what` names it
    until = models.DateTimeField(null=True)  # of what ends by itself
    case = models.ForeignKey("moderation.Case", null=True, on_delete=models.PROTECT, related_name="lines")
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    at = models.DateTimeField(default=timezone.now)
    whom_blacked = models.BooleanField(default=False)

    objects = ModerationActionManager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="log_by_time"),
            models.Index(fields=["kind", "-at"], name="log_by_kind"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"  # says nothing: it may end up in a log of the server

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValueError("A line of the public log stays as it was written; redact() blacks out words in it.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValueError("Nothing is deleted from the public log.")

    def get_absolute_url(self) -> str:
        return reverse("log_line", args=[self.pk])

    def permissions_for(self, user: Any) -> LinePermissions:
        return LinePermissions(self, user)

    # -- as everybody reads it: the same for all, so that it can be shared --

    @property
    def heading(self) -> str:
        """As it stands behind the bell of whom it is about."""
        return self.words

    @property
    def by_words(self) -> str:
        if self.by:
            return self.by.name
        return "Time" if self.case_id else "The operator"

    @property
    def whom(self) -> str:
        """The member's name; black where it was blacked out, empty where it is about nobody."""
        if self.whom_blacked:
            return BLACK
        return self.member.name if self.member else ""

    @property
    def is_black(self) -> bool:
        return self.whom_blacked or BLACK in self.reason or BLACK in self.what

    @property
    def thing(self) -> str:
        """`comment 7`, `a diary`: what it was done to, if not to a person."""
        if self.comment:
            return f"comment {self.comment.number}"
        return "a diary" if self.diary else ""

    @property
    def title(self) -> str:
        """Of the diary, as long as everybody may read it."""
        return self.diary.title if self.diary and self.diary.is_published and not self.whom_blacked else ""

    @property
    def address(self) -> str:
        """Of the thing, as long as everybody may go there."""
        if not self.diary or not self.diary.is_published or self.whom_blacked:
            return ""
        return self.comment.get_absolute_url() if self.comment else self.diary.get_absolute_url()

    @property
    def is_about_thing(self) -> bool:
        """Whether its sentence names the thing and not only the member."""
        return not self.kind.startswith("appeal_")

    @property
    def is_for_good(self) -> bool:
        """It does not end by itself."""
        return self.until is None and self.kind in (Act.SUSPEND, Act.WITHDRAW_RATINGS)

    @property
    def words(self) -> str:
        """The whole line without its reason: `mo removed comment 7 by bob in “The ferry”`."""
        if self.kind in (Act.TAG, Act.GROUP):
            return f"{self.by_words} {self.what}"
        if self.kind == Act.APPEAL_LAPSED:
            return f"Nobody decided in time, so the appeal of {self.whom} lapsed in their favour"
        parts = [self.by_words, self.get_kind_display()]
        if self.kind in (Act.GRANT, Act.REVOKE):
            parts += [self.what, "to" if self.kind == Act.GRANT else "from", self.whom]
        elif self.kind == Act.REDACT:
            parts.append(f"line {self.about_id}")
        elif self.thing and self.is_about_thing:
            parts += [self.thing, *(["by", self.whom] if self.whom else []), *([f"in “{self.title}”"] if self.title else [])]
        else:
            parts.append(self.whom)
        return " ".join(parts)
