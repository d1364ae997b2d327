"""Who belongs to a group: one record a member, and one for everything that changed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.permissions import MembershipPermissions

LONGEST_WORDS = 1_000  # characters of a request


class Role(models.TextChoices):
    ADMIN = "admin", "an admin"
    EDITOR = "editor", "an editor"
    CONTRIBUTOR = "contributor", "a contributor"
    INVITED = "invited", "invited"


RANKS = {Role.INVITED.value: 0, Role.CONTRIBUTOR.value: 1, Role.EDITOR.value: 2, Role.ADMIN.value: 3}
IN_IT = (Role.ADMIN.value, Role.EDITOR.value, Role.CONTRIBUTOR.value)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def by_rank(self) -> "MembershipQuerySet":
        """Admins, editors, contributors, and at the end those who are invited."""
        rank = Case(*[When(role=role, then=Value(rank)) for role, rank in RANKS.items()], output_field=IntegerField())
        return self.annotate(rank=rank).order_by("-rank", "since", "pk")

    def in_it(self) -> "MembershipQuerySet":
        """Admins, editors and contributors; an invitation is no membership yet."""
        return self.by_rank().filter(role__in=IN_IT)

    def editing(self) -> "MembershipQuerySet":
        """Those who look after the queue."""
        return self.filter(role__in=[Role.EDITOR, Role.ADMIN])

    def invited(self) -> "MembershipQuerySet":
        return self.filter(role=Role.INVITED).order_by("since", "pk")

    def disown(self, *, at: datetime) -> None:
        """The account behind them is deleted."""
        for membership in self.select_related("group", "member").order_by("group"):
            membership.group.lose(membership.member, at=at)


class Membership(models.Model):
    """What a member is in a group, now. "invited" waits for an answer, as long as it takes."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=11, choices=Role)
    since = models.DateTimeField(default=timezone.now)  # when the member was invited or came in
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")  # who made it so

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="a_membership_once")]
        indexes = [models.Index(fields=["group", "role"])]

    def __str__(self) -> str:
        return f"{self.member} is {self.words} of {self.group}"

    @property
    def words(self) -> str:
        """an admin, an editor, a contributor, invited."""
        return Role(self.role).label

    @property
    def promoted_to(self) -> str:
        """The role above, or nothing."""
        return {Role.CONTRIBUTOR.value: Role.EDITOR.value, Role.EDITOR.value: Role.ADMIN.value}.get(self.role, "")

    @property
    def demoted_to(self) -> str:
        return {Role.ADMIN.value: Role.EDITOR.value, Role.EDITOR.value: Role.CONTRIBUTOR.value}.get(self.role, "")

    def permissions_for(self, user: User, *, role: str | None = None) -> MembershipPermissions:
        """role: what `user` is in the group, if the caller knows it."""
        return MembershipPermissions(self, user, role=role)


class Act(models.TextChoices):
    FOUNDED = "founded", "founded the group"
    INVITED = "invited", "was invited"
    UNINVITED = "uninvited", "is not invited any more"
    ACCEPTED = "accepted", "accepted the invitation"
    DECLINED = "declined", "declined the invitation"
    ASKED = "asked", "asked to join"
    TOOK_BACK = "took back", "took the request back"
    ADMITTED = "admitted", "was let in"
    TURNED_DOWN = "turned down", "was not let in"
    PROMOTED = "promoted", "was made"
    DEMOTED = "demoted", "was made"
    SUCCEEDED = "succeeded", "followed as the last one there and became"
    EXPELLED = "expelled", "was expelled"
    LEFT = "left", "left"


TO_MEMBER = {Act.INVITED, Act.ADMITTED, Act.TURNED_DOWN, Act.PROMOTED, Act.DEMOTED, Act.EXPELLED, Act.SUCCEEDED}
TO_ADMINS = {Act.ASKED, Act.ACCEPTED, Act.DECLINED}


class ChangeQuerySet(models.QuerySet["MembershipChange"]):
    def readable(self, user: Any) -> "ChangeQuerySet":
        """What is about this person, and what happens in the groups of which they are an admin."""
        led = Membership.objects.filter(member=user, role=Role.ADMIN).values("group")
        return self.filter(Q(member=user) | Q(group__in=led))


class MembershipChange(models.Model):
    """Something changed about a member of a group: what, through whom and when."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="changes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership_changes")
    act = models.CharField(max_length=11, choices=Act)
    role = models.CharField(max_length=11, choices=Role, blank=True)  # what the member became by it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["group", "-at"]), models.Index(fields=["group", "member", "-at"])]

    def __str__(self) -> str:
        return f"{self.member} {self.words}"

    @classmethod
    def note(cls, group: Any, act: Act, member: User, *, by: User, at: datetime, role: str = "") -> None:
        """Leave the record, and tell whom it concerns."""
        change = cls.objects.create(group=group, member=member, act=act, role=role, by=by, at=at)
        told: dict[int | None, str] = {member.pk: "group"} if act in TO_MEMBER else {}
        if act in TO_ADMINS:
            admins = group.memberships.filter(role=Role.ADMIN).values_list("member", flat=True)
            told = dict.fromkeys(admins, "group")
        member.notifications.tell_all(told, about=change, by=by, at=at)

    @property
    def words(self) -> str:
        """`was made an editor`"""
        named = Role(self.role).label if self.act in (Act.PROMOTED, Act.DEMOTED, Act.SUCCEEDED) and self.role else ""
        return f"{Act(self.act).label} {named}".strip()

    @property
    def heading(self) -> str:
        """For whoever is told of it."""
        return f"{self.group}: {self}"

    def get_absolute_url(self) -> str:
        """Where one goes on from it: admins answer requests on the members' page."""
        return reverse("group_members" if self.act in TO_ADMINS else "group", args=[self.group.slug])

    @property
    def through(self) -> bool:
        """Whether somebody else did it."""
        return self.by_id is not None and self.by_id != self.member_id


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> "JoinRequestQuerySet":
        return self.filter(outcome="").order_by("at", "pk")


class JoinRequest(models.Model):
    """A member asks to be let in. An outcome of "" is open."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="requests")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=9, blank=True, choices=[(each, each) for each in ("accepted", "declined", "withdrawn")])
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], condition=Q(outcome=""), name="one_open_request_a_group"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="an_answer_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} asks to join {self.group}"
