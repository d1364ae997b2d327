"""Following and muting: what a member wants to see in the stream, and what not. Following is public, both ways; muting is nobody else's business."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from diaries.models import Tag
from groups.models import Group
from stream.permissions import follow_verdict, mute_verdict

Followed = User | Tag | Group
KINDS: dict[type, str] = {User: "member", Tag: "tag", Group: "group"}


def _named(what: Any) -> dict[str, Any]:
    """`what` under the name of its column."""
    return {KINDS[type(what)]: what}


def _exactly_one(*names: str) -> Q:
    """One of the columns is filled, and no other."""
    one = Q()
    for name in names:
        one |= Q(**{f"{each}__isnull": each != name for each in names})
    return one


class FollowQuerySet(models.QuerySet["Follow"]):
    @transaction.atomic
    def follow(self, what: Followed, *, by: User, at: datetime | None = None) -> None:
        """From now on `by` follows this member, tag or group. Twice is once. Raises Refused."""
        verdict = follow_verdict(by, what)
        if not verdict:
            raise Refused(str(verdict), status=403)
        self.get_or_create(by=by, **_named(what), defaults={"at": at or timezone.now()})

    def unfollow(self, what: Followed, *, by: User) -> None:
        """Twice is once."""
        self.filter(by=by, **_named(what)).delete()

    def figures(self, person: User, *, viewer: Any) -> dict[str, Any]:
        """How many follow a person, how much they follow, and the buttons for `viewer`: one query."""
        counts = {
            "following_count": self._count("by"),
            "follower_count": self._count("member"),
        }
        row: dict[str, Any] = User.objects.filter(pk=person.pk).values(**counts, **self._standing(person, viewer)).get()  # type: ignore[assignment]
        standing: dict[str, Any] = {"is_followed": row.pop("is_followed"), "is_muted": row.pop("is_muted")}
        return row | {"follow": self._buttons(person, viewer, **standing)}

    def buttons(self, what: Followed, *, viewer: Any) -> dict[str, Any]:
        """What the buttons on the page of a member, a tag or a group need to know. One query, none for visitors."""
        standing: dict[str, Any] = {"is_followed": False, "is_muted": False}
        if viewer.is_authenticated:
            standing = User.objects.filter(pk=viewer.pk).values(**self._standing(what, viewer)).get()  # type: ignore[assignment]
        return self._buttons(what, viewer, **standing)

    @staticmethod
    def _count(column: str) -> Coalesce:
        rows = Follow.objects.present().order_by().filter(**{column: OuterRef("pk")}).values(column)
        return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)

    @staticmethod
    def _standing(what: Followed, viewer: Any) -> dict[str, Exists]:
        """Whether the viewer follows it and has muted it."""
        own = {"by": viewer.pk, **_named(what)}
        muted = Mute.objects.filter(**own) if KINDS[type(what)] in Mute.KINDS else Mute.objects.none()
        return {"is_followed": Exists(Follow.objects.filter(**own)), "is_muted": Exists(muted)}

    @staticmethod
    def _buttons(what: Followed, viewer: Any, *, is_followed: bool, is_muted: bool) -> dict[str, Any]:
        kind = KINDS[type(what)]
        ending, at = ("", what.username) if isinstance(what, User) else (f"_{kind}", what.slug)
        can_be_muted = kind in Mute.KINDS
        acts = ("follow", "unfollow", *(("mute", "unmute") if can_be_muted else ()))
        return {
            "what": what,
            "id": f"follow-{kind}-{what.pk}",
            "following": is_followed,
            "muted": is_muted,
            "may_follow": follow_verdict(viewer, what),
            "may_mute": can_be_muted and mute_verdict(viewer, what),
            **{act: reverse(f"{act}{ending}", args=[at]) for act in acts},
        }

    def present(self) -> "FollowQuerySet":
        """By people who are still here, and of what a reader can know of."""
        return self.filter(Q(tag=None) | Q(tag__banned_at=None, tag__uses__gt=0), by__left=None, member__left=None)

    def for_listing(self) -> "FollowQuerySet":
        return self.select_related("by", "member", "tag", "group")


class Follow(models.Model):
    """`by` follows a member, a tag or a group: alice.following are hers, alice.followers those of others who follow her."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "member"], name="a_follow_once"),
            models.UniqueConstraint(fields=["by", "tag"], name="a_tag_followed_once"),
            models.UniqueConstraint(fields=["by", "group"], name="a_group_followed_once"),
            models.CheckConstraint(condition=~Q(by=F("member")), name="nobody_follows_themselves"),
            models.CheckConstraint(condition=_exactly_one("member", "tag", "group"), name="one_thing_is_followed"),
        ]

    def __str__(self) -> str:
        return f"{self.by} follows {self.what}"

    @property
    def what(self) -> Any:
        return self.member or self.tag or self.group


class MuteQuerySet(models.QuerySet["Mute"]):
    @transaction.atomic
    def mute(self, what: User | Tag, *, by: User, at: datetime | None = None) -> None:
        """Keep this member or tag out of one's stream. Twice is once, nobody is told. Raises Refused."""
        verdict = mute_verdict(by, what)
        if not verdict:
            raise Refused(str(verdict), status=403)
        self.get_or_create(by=by, **_named(what), defaults={"at": at or timezone.now()})

    def unmute(self, what: User | Tag, *, by: User) -> None:
        """Twice is once."""
        self.filter(by=by, **_named(what)).delete()

    def for_listing(self) -> "MuteQuerySet":
        return self.select_related("member", "tag").filter(member__left=None)


class Mute(models.Model):
    """`by` does not want to see a member's diaries, or those with a tag, in the stream. Nobody else ever learns it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="muted_by")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="mutes")
    at = models.DateTimeField(default=timezone.now)

    KINDS = ("member", "tag")
    objects = MuteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "member"], name="a_mute_once"),
            models.UniqueConstraint(fields=["by", "tag"], name="a_tag_muted_once"),
            models.CheckConstraint(condition=~Q(by=F("member")), name="nobody_mutes_themselves"),
            models.CheckConstraint(condition=_exactly_one("member", "tag"), name="one_thing_is_muted"),
        ]

    def __str__(self) -> str:
        return f"mute {self.pk}"  # says nothing: it may end up in a log of the server

    @property
    def what(self) -> Any:
        return self.member or self.tag


class FeedKey(models.Model):
    """How often a member has renewed the secret address of their feeds: the number goes into the address, so that older ones end."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_key")
    number = models.PositiveIntegerField(default=0)
    renewed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key {self.pk}"
