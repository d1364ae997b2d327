"""Groups: members who publish together, under a name, with a queue of their own.

Who is what in a group changes under the lock of its row, so that two admins who leave at once cannot leave it without one;
`admin_count` is recounted there, and the database refuses a zero.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts import avatars
from accounts.models import User
from community.models import rule
from core.errors import Refused
from core.html import render
from core.text import first_words, plain, skeleton, slugify
from groups.models.membership import IN_IT, RANKS, Act, JoinRequest, Membership, MembershipChange, Role
from groups.models.tally import Tally
from groups.names import LONGEST, LONGEST_KEY, RESERVED_SLUGS, TAKEN
from groups.permissions import GroupPermissions, found_verdict

LONGEST_DESCRIPTION, LONGEST_RULES, LONGEST_SLOTS = 2_000, 10_000, 200  # characters
BANNER = (1408, 352)  # pixels: twice the width of the page
SORTS = {
    "active": ("-tally__activity", "-tally__diaries", "key"),
    "newest": ("-founded_at", "-pk"),
    "prolific": ("-tally__diaries", "-tally__activity", "key"),
    "name": ("key",),
}


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: Any) -> "GroupQuerySet":
        """Groups are public, whoever asks."""
        return self.all()

    def for_page(self, user: Any) -> "GroupQuerySet":
        """With its tally, and what this person is in it as `viewer_role`."""
        self = self.select_related("tally")
        if not user.is_authenticated:
            return self.annotate(viewer_role=Value(""))
        theirs = Membership.objects.filter(group=OuterRef("pk"), member=user).values("role")
        return self.annotate(viewer_role=Coalesce(Subquery(theirs), Value("")))

    def of(self, member: User) -> "GroupQuerySet":
        """Those that a member belongs to, by name."""
        return self.filter(memberships__member=member, memberships__role__in=IN_IT).order_by("key")

    def matching(self, words: str) -> "GroupQuerySet":
        """Every word stands in the name or in the description."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(description__icontains=word) | Q(key__contains=skeleton(word) or word))
        return found

    def sorted_by(self, sort: str) -> "GroupQuerySet":
        return self.select_related("tally").order_by(*SORTS[sort])

    @transaction.atomic
    def found(
        self, name: str, *, by: User, description: str = "", rules: str = "", slots: str = "", at: datetime | None = None
    ) -> "Group":
        """A new group with `by` as its admin. Raises Refused (403, 409, 429) or core.html.TooComplex.

        name: checked by groups.names.check_name.
        """
        at = at or timezone.now()
        founder = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        verdict = found_verdict(founder, at=at)
        if not verdict:
            raise Refused(str(verdict), status=403)
        most = rule("groups.a_day", at=at)
        if most and self.filter(founded_by=founder, founded_at__gt=at - timedelta(days=1), founded_at__lte=at).count() >= most:
            raise Refused(f"A member can found {most} groups in 24 hours. What you typed is kept; try again tomorrow.", status=429)
        key = skeleton(name)
        if self.filter(key=key).exists():
            raise Refused(TAKEN, status=409)
        group = self.model(name=name, key=key, slug=self._free_slug(name), founded_by=founder, founded_at=at, admin_count=1)
        group.describe(description=description, rules=rules, slots=slots or group.slots, by=founder)
        Tally.objects.create(group=group)
        group._enter(founder, Role.ADMIN, Act.FOUNDED, by=founder, at=at)
        return group

    def _free_slug(self, name: str) -> str:
        slug = wanted = slugify(name, reserved=RESERVED_SLUGS, empty="group")
        number = 2
        while self.filter(slug=slug).exists():
            slug, number = f"{wanted}-{number}", number + 1
        return slug


class Group(models.Model):
    """A group. Its name never changes.

    Derived: key (from name), description_html, rules_html (describe); admin_count, member_count (_recount_members).
    """

    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=LONGEST_KEY, unique=True)  # equal for names that look alike
    slug = models.CharField(max_length=120, unique=True)
    description = models.TextField(max_length=LONGEST_DESCRIPTION, blank=True)
    description_html = models.TextField(blank=True, editable=False)
    rules = models.TextField(max_length=LONGEST_RULES, blank=True)
    rules_html = models.TextField(blank=True, editable=False)
    banner = models.CharField(max_length=120, blank=True)  # path of the stored image
    slots = models.CharField(max_length=LONGEST_SLOTS, default="08:00, 12:00, 18:00", blank=True)  # on the site's clock
    founded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="founded_groups")
    founded_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)  # its last member has left
    locked_at = models.DateTimeField(null=True, blank=True)  # closed by a moderator (moderation.groupcare)

    admin_count = models.PositiveIntegerField(default=0, editable=False)
    member_count = models.PositiveIntegerField(default=0, editable=False)

    _stored_name: str | None = None
    if TYPE_CHECKING:  # what others hang on a group
        tally: Any
        memberships: Any
        changes: Any
        requests: Any
        republications: Any
        entries: Any
        followers: Any

    objects = GroupQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-founded_at"], name="groups_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(admin_count__gte=1) | Q(closed_at__isnull=False), name="never_without_an_admin"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        group = super().from_db(*args, **kwargs)
        group._stored_name = group.__dict__.get("name")
        return group

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A name, once given, stays."""
        if self._stored_name not in (None, self.name):
            raise ValueError("The name of a group never changes.")
        super().save(*args, **kwargs)
        self._stored_name = self.name

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.slug])

    @property
    def banner_url(self) -> str:
        return f"/media/{self.banner}" if self.banner else ""

    @property
    def summary(self) -> str:
        """The beginning of its description, for lists and feeds."""
        return first_words(plain(self.description_html), 180)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None or self.locked_at is not None

    def permissions_for(self, user: Any, *, role: str | None = None, at: datetime | None = None) -> GroupPermissions:
        """role: what `user` is in the group, if the caller knows it."""
        return GroupPermissions(self, user, role=role, at=at)

    def role_of(self, user: Any) -> str:
        """admin, editor, contributor, invited, or nothing."""
        if not user.is_authenticated:
            return ""
        return self.memberships.filter(member=user).values_list("role", flat=True).first() or ""

    # -- what it says of itself --

    @transaction.atomic
    def describe(self, *, by: User, **said: str) -> None:
        """Change description, rules or slots; what stood there is kept. Raises core.html.TooComplex."""
        if self.pk:
            self.earlier_texts.keep(Group.objects.select_for_update(no_key=True).get(pk=self.pk), said, by=by)
        vars(self).update(said)
        self.render()
        self.save(update_fields=[*said, "description_html", "rules_html"] if self.pk else None)

    def render(self) -> None:
        """Fill the HTML columns from the sources. Raises core.html.TooComplex."""
        self.description_html = render(self.description, "markdown", kind="comment", id_prefix="group-")
        self.rules_html = render(self.rules, "markdown", kind="comment", id_prefix="rules-")

    def picture(self, upload: File, *, by: User) -> None:
        """Show this banner from now on; the one before is gone. Raises ValidationError for what is no picture."""
        self._show(avatars.keep(self.pk, avatars.encode(upload, size=BANNER), folder="banners"))

    def unpicture(self, *, by: User) -> None:
        self._show("")

    def _show(self, path: str) -> None:
        before, self.banner = self.banner, path
        self.save(update_fields=["banner"])
        if before != path:
            transaction.on_commit(lambda: avatars.discard(before))

    @transaction.atomic
    def close(self, *, by: User, at: datetime | None = None) -> None:
        """A moderator closes it: nothing new appears in it, and what it shows stays. Twice is once."""
        if self._held().locked_at is None:
            self.locked_at = at or timezone.now()
            self.save(update_fields=["locked_at"])

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Its members go on. Twice is once."""
        self._held().locked_at = None
        self.save(update_fields=["locked_at"])

    # -- who belongs to it --

    @transaction.atomic
    def invite(self, member: User, *, by: User, at: datetime | None = None) -> None:
        """Ask a member in; it stays open until answered. Whoever has asked to join is in at once. Raises Refused."""
        at = at or timezone.now()
        self._require(self._held().permissions_for(by, at=at).invite)
        role = self.role_of(member)
        if role == Role.INVITED:
            return
        if role:
            raise Refused(f"{member} belongs to this group already.", status=409)
        if member.imported or not member.may_write_at(at):
            raise Refused(f"{member} cannot be invited: nobody writes under this name just now.")
        if self.requests.waiting().filter(member=member).exists():
            self.admit(member, by=by, at=at)
            return
        pause = timedelta(days=rule("groups.ask_again", at=at))
        if self.changes.filter(member=member, act=Act.DECLINED, at__gt=at - pause).exists():
            raise Refused(f"{member} has declined an invitation to this group lately.", status=409)
        self._enter(member, Role.INVITED, Act.INVITED, by=by, at=at)

    @transaction.atomic
    def accept(self, *, by: User, at: datetime | None = None) -> None:
        """Take the invitation. Twice is once. Raises Refused."""
        if self._held().role_of(by) not in IN_IT:
            self._require(self.permissions_for(by, at=at).accept)
            self._enter(by, Role.CONTRIBUTOR, Act.ACCEPTED, by=by, at=at)

    @transaction.atomic
    def decline(self, *, by: User, at: datetime | None = None) -> None:
        """Decline the invitation. Twice is once."""
        if self._held().role_of(by) == Role.INVITED:
            self._part(by, Act.DECLINED, by=by, at=at)

    @transaction.atomic
    def join(self, *, by: User, words: str = "", at: datetime | None = None) -> None:
        """Ask to become a member; whoever is invited is in at once. Twice is once. Raises Refused."""
        at = at or timezone.now()
        may = self._held().permissions_for(by, at=at)
        if may.role == Role.INVITED:
            self.accept(by=by, at=at)
        elif may.asked is None:
            self._require(may.join)
            JoinRequest.objects.create(group=self, member=by, words=words, at=at)
            MembershipChange.note(self, Act.ASKED, by, by=by, at=at)

    @transaction.atomic
    def unjoin(self, *, by: User, at: datetime | None = None) -> None:
        """Take one's request back. Twice is once."""
        self._held()._answer(by, "withdrawn", Act.TOOK_BACK, by=by, at=at or timezone.now())

    @transaction.atomic
    def admit(self, member: User, *, by: User, at: datetime | None = None) -> None:
        """Accept a request to join. Twice is once. Raises Refused."""
        at = at or timezone.now()
        self._require(self._held().permissions_for(by, at=at).invite)
        if self.role_of(member) in IN_IT:
            return
        if not self._answer(member, "accepted", Act.ADMITTED, by=by, at=at):
            raise Refused(f"{member} has taken the request back, or somebody has answered it meanwhile.", status=409)
        self._enter(member, Role.CONTRIBUTOR, "", by=by, at=at)

    @transaction.atomic
    def turn_down(self, member: User, *, by: User, at: datetime | None = None) -> None:
        """Decline a request to join. Twice is once. Raises Refused."""
        at = at or timezone.now()
        self._require(self._held().permissions_for(by, at=at).invite)
        if self.role_of(member) in IN_IT:
            raise Refused(f"{member} is in the group by now.", status=409)
        self._answer(member, "declined", Act.TURNED_DOWN, by=by, at=at)

    @transaction.atomic
    def promote(self, member: User, *, to: str, by: User, at: datetime | None = None) -> None:
        """Contributor to editor, editor to admin. `to` says which, so that pressing twice is once. Raises Refused."""
        self._move(member, to, Act.PROMOTED, by=by, at=at)

    @transaction.atomic
    def demote(self, member: User, *, to: str, by: User, at: datetime | None = None) -> None:
        """Admin to editor, editor to contributor; never the last admin. Raises Refused."""
        self._move(member, to, Act.DEMOTED, by=by, at=at)

    def _move(self, member: User, to: str, act: Act, *, by: User, at: datetime | None) -> None:
        membership = self._held()._membership_of(member)
        if membership.role == to:
            return
        verb = "promote" if act == Act.PROMOTED else "demote"
        verdict = getattr(membership.permissions_for(by), verb)
        if verdict and getattr(membership, f"{verb}d_to") != to:
            raise Refused(f"{member} is {membership.words} by now. Look again.", status=409)
        self._require(verdict)
        self._enter(member, Role(to), act, by=by, at=at)

    @transaction.atomic
    def expel(self, member: User, *, by: User, at: datetime | None = None) -> None:
        """Take a member out, or an invitation back. Twice is once. Raises Refused."""
        membership = self._held().memberships.filter(member=member).first()
        if membership is None:
            self._require(self.permissions_for(by).invite)
            return
        self._require(membership.permissions_for(by).expel)
        self._part(member, Act.UNINVITED if membership.role == Role.INVITED else Act.EXPELLED, by=by, at=at)

    @transaction.atomic
    def leave(self, *, by: User, at: datetime | None = None) -> None:
        """Leave the group; its only admin cannot. Twice is once. Raises Refused."""
        if self._held().role_of(by) in IN_IT:
            self._require(self.permissions_for(by, at=at).leave)
            self._part(by, Act.LEFT, by=by, at=at)

    @transaction.atomic
    def lose(self, member: User, *, at: datetime) -> None:
        """A member's account is gone. Who has served longest follows its only admin; without anybody left the group closes."""
        if self._held().role_of(member) == Role.ADMIN and self.admin_count == 1:
            heirs = self.memberships.filter(role__in=IN_IT).exclude(member=member).select_related("member")
            heir = min(heirs, key=lambda each: (-RANKS[each.role], each.since, each.pk), default=None)
            if heir:
                self._enter(heir.member, Role.ADMIN, Act.SUCCEEDED, by=member, at=at)
            else:
                self.closed_at = at
                self.save(update_fields=["closed_at"])
        self._answer(member, "withdrawn", Act.TOOK_BACK, by=member, at=at)
        self._part(member, Act.LEFT, by=member, at=at)

    # -- under its lock --

    def _held(self) -> "Group":
        """Hold the group's row, and see it as it is now."""
        Group.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db(fields=["admin_count", "member_count", "closed_at", "locked_at"])
        return self

    def _require(self, verdict: Any) -> None:
        if not verdict:
            raise Refused(str(verdict), status=getattr(verdict, "status", 403))

    def _membership_of(self, member: User) -> Membership:
        found = self.memberships.filter(member=member).select_related("group", "member").first()
        if found is None:
            raise Refused(f"{member} does not belong to this group any more.", status=409)
        found.group = self
        return found

    def _enter(self, member: User, role: Role, act: str, *, by: User, at: datetime | None) -> None:
        """Give a member this part in the group. The caller holds the group."""
        at = at or timezone.now()
        Membership.objects.update_or_create(
            group=self, member=member, defaults={"role": role, "by": by}, create_defaults={"role": role, "by": by, "since": at}
        )
        if act:
            MembershipChange.note(self, Act(act), member, by=by, at=at, role=role)
        self._recount_members()

    def _part(self, member: User, act: Act, *, by: User, at: datetime | None) -> None:
        """End a membership, and with it what the member had waiting in the queue. The caller holds the group."""
        at = at or timezone.now()
        self.entries.part(member, by=by, at=at)
        if self.memberships.filter(member=member).delete()[0]:
            MembershipChange.note(self, act, member, by=by, at=at)
        self._recount_members()

    def _answer(self, member: User, outcome: str, act: Act, *, by: User, at: datetime) -> bool:
        """Settle an open request to join; whether there was one."""
        settled = self.requests.waiting().filter(member=member)
        if not settled.update(outcome=outcome, answered_at=at, answered_by=by):
            return False
        MembershipChange.note(self, act, member, by=by, at=at)
        return True

    def _recount_members(self) -> None:
        counts = self.memberships.aggregate(
            admins=Count("pk", filter=Q(role=Role.ADMIN)), members=Count("pk", filter=Q(role__in=IN_IT))
        )
        self.admin_count, self.member_count = counts["admins"], counts["members"]
        self.save(update_fields=["admin_count", "member_count"])
