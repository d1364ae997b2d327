"""Members: who they are, what they say of themselves, what they were entrusted with."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.core.files.base import File
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import avatars, standing, trust
from accounts.invitations import Invitation  # noqa: F401 - a record of ours, in a file of its own
from accounts.mojo import bars
from community.models import check_zone, rule
from core.errors import Refused
from core.html import render
from core.http import Verdict
from core.mentions import names_in
from core.text import skeleton


class UserManager(BaseUserManager["User"]):
    def join(self, username: str, *, email: str, password: str | None = None, at: datetime | None = None) -> "User":
        """A new member, whose address counts as verified by the caller. For the demonstration, imports and tests;
        people join through sign-up.
        """
        user = self.model(username=username, name=username, email=self.normalize_email(email), joined=at or timezone.now())
        user.set_password(password)
        user.save()
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def placeholder(self, name: str) -> "User":
        """The account that stands for a person named on an imported page: no password, marked, never a member's.

        The same printed name is the same placeholder.
        """
        found = self.filter(imported=True, name=name).first()
        if found:
            return found
        base = "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip("-.") or "somebody"
        username = f"{base[:100]}~imported"
        if self.filter(username=username).exists():
            username = f"{base[:100]}~imported-{self.filter(imported=True).count() + 1}"
        user = self.model(username=username, name=name, key=f"imported:{username}", imported=True, signature_mode="written")
        user.set_unusable_password()
        user.save()
        return user

    def moderators(self) -> models.QuerySet:
        """The keys of all moderators and administrators."""
        roles = [Role.MODERATOR, Role.ADMINISTRATOR]
        return self.filter(grants__role__in=roles, grants__ended=None).order_by("pk").values_list("pk", flat=True).distinct()

    def named(self, name: str) -> "User":
        """The member of this name or one that looks like it. Raises User.DoesNotExist."""
        return self.get(key=skeleton(name))

    def mentioned_in(self, *texts: str, at: datetime | None = None) -> list[int]:
        """The members that these texts (sanitised HTML) name with @, by primary key: one query, none where there is no @."""
        html = "\n".join(text for text in texts if "@" in text)
        names = names_in(html, most=int(rule("notifications.mentions", at=at))) if html else []
        keys = {skeleton(reading) for readings in names for reading in readings}
        known = dict(self.filter(key__in=keys, imported=False, left=None).values_list("key", "pk")) if keys else {}
        found = [next((known[key] for key in map(skeleton, readings) if key in known), None) for readings in names]
        return [pk for pk in dict.fromkeys(found) if pk]

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.named(username or "")


class Role(models.TextChoices):
    TRUSTED = "trusted", "trusted user"
    DENIED = "denied", "never a trusted user"
    RESCUER = "rescuer", "rescuer"
    MODERATOR = "moderator", "moderator"
    ADMINISTRATOR = "administrator", "administrator"


class SignatureMode(models.TextChoices):
    CURRENT = "current", "Show my signature as it is now"
    WRITTEN = "written", "Show it as it was when each comment was written"
    NONE = "none", "Show none"


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]
    """A member, or the placeholder for a person on an imported page.

    Derived: key (from username), biography_html and signature_html (from their sources), roles (Grant.objects),
    mojo and rated_comments (comments.mojo), suspended_until, unrated_until and has_notice (moderation.deeds).
    """

    username = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "Somebody has this name, or one that looks like it."}
    )
    name = models.CharField(max_length=120)  # what people read; a member's is the username
    key = models.CharField(max_length=200, unique=True)  # equal for names that look alike
    email = models.EmailField(blank=True)
    imported = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    left = models.DateTimeField(null=True, blank=True)

    biography = models.TextField(max_length=10_000, blank=True)
    biography_html = models.TextField(blank=True, editable=False)
    signature = models.CharField(max_length=300, blank=True)
    signature_html = models.TextField(blank=True, editable=False)
    signature_mode = models.CharField(max_length=8, choices=SignatureMode, default=SignatureMode.CURRENT)
    home_page = models.URLField(blank=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[check_zone])
    avatar = models.CharField(max_length=120, blank=True)  # path of the stored image

    reading = models.JSONField(null=True, editable=False)  # how they read threads: comments.preferences
    roles = models.JSONField(default=list, editable=False)
    mojo = models.FloatField(null=True, editable=False)
    rated_comments = models.PositiveIntegerField(default=0, editable=False)
    suspended_until = models.DateTimeField(null=True, editable=False)  # accounts.standing.FOR_GOOD where it does not end by itself
    unrated_until = models.DateTimeField(null=True, editable=False)  # rates no comments until then
    has_notice = models.BooleanField(default=False, editable=False)  # a warning that has not been acknowledged

    _stored_username: str | None = None
    if TYPE_CHECKING:  # what others hang on a member
        comments: Any
        diaries: Any
        followers: Any
        following: Any
        hotlist: Any
        moderation_acts: Any
        mutes: Any
        muted_by: Any
        moderation_lines: Any
        cases: Any
        reports: Any
        voidings: Any
        notifications: Any
        memberships: Any
        pending_edits: Any
        pictures: Any
        read_marks: Any
        shares: Any
        unsent: Any
        waiting_comments: Any
        invitations: Any
        emailaddress_set: Any
        authenticator_set: Any
        usersession_set: Any

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]
    objects = UserManager()

    class Meta:
        indexes = [models.Index(fields=["email"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        user = super().from_db(*args, **kwargs)
        user._stored_username = user.__dict__.get("username")
        return user

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Renders what the member wrote; a name, once given, stays."""
        if self._stored_username not in (None, self.username):
            raise ValueError("A user name never changes.")
        if self._state.adding:
            self.name = self.name or self.username
            self.key = self.key or skeleton(self.username)
        super().save(*args, **kwargs)
        self._stored_username = self.username

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.username])

    @property
    def uid(self) -> int:
        """The order of joining."""
        return self.pk

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.time_zone) if self.time_zone else None

    @property
    def avatar_url(self) -> str:
        return f"/media/{self.avatar}" if self.avatar else ""

    @property
    def bars(self) -> int:
        """Mojo as it is shown, 0 to 5."""
        return bars(self.mojo)

    @property
    def is_suspended(self) -> bool:
        return standing.runs(self.suspended_until, timezone.now())

    @property
    def suspended_words(self) -> str:
        """`until Mon Mar 31, 2008 at 09:51 AM PDT`, or `for good`."""
        return standing.until_words(self.suspended_until) if self.suspended_until else ""

    def may_write_at(self, at: datetime) -> Verdict:
        """May this member write, rate, recommend and vote at this moment? A refusal says until when not."""
        return standing.may_write(self, at)

    def may_rate_at(self, at: datetime) -> Verdict:
        """May this member recommend and hide comments, as far as their standing goes?"""
        return standing.may_rate(self, at)

    # -- what they say of themselves --

    def describe(self, **said: Any) -> None:
        """Change biography, signature, signature_mode, home_page or time_zone. Raises core.html.TooComplex."""
        for field, value in said.items():
            setattr(self, field, value)
        rendered = [f"{field}_html" for field in ("biography", "signature") if field in said]
        if rendered:
            self.render()
        self.save(update_fields=[*said, *rendered])

    def render(self) -> None:
        """Fill the HTML columns from the sources. Raises core.html.TooComplex."""
        self.biography_html = render(self.biography, "markdown", kind="comment")
        self.signature_html = render(self.signature, "markdown", kind="line")

    def picture(self, upload: File) -> None:
        """Show this from now on; the picture before is gone. Raises ValidationError for what is no picture."""
        self._show(avatars.keep(self.pk, avatars.encode(upload)))

    def unpicture(self) -> None:
        self._show("")

    def _show(self, path: str) -> None:
        before, self.avatar = self.avatar, path
        self.save(update_fields=["avatar"])
        if before != path:
            transaction.on_commit(lambda: avatars.discard(before))

    # -- what they were entrusted with --

    def has_role(self, role: str) -> bool:
        return role in self.roles

    @property
    def is_moderator(self) -> bool:
        """Administrators can do whatever moderators can."""
        return self.has_role(Role.MODERATOR) or self.has_role(Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def is_rescuer(self) -> bool:
        return self.has_role(Role.RESCUER)

    @property
    def is_staff(self) -> bool:
        return self.is_moderator

    def trusted_at(self, at: datetime) -> bool:
        """May this member hide abuse at this moment? A person's decision first, then the figures."""
        if not self.may_write_at(at) or self.imported or self.has_role(Role.DENIED):
            return False
        if self.has_role(Role.TRUSTED):
            return True
        return trust.by_figures(self, at)

    @property
    def is_trusted(self) -> bool:
        return self.trusted_at(timezone.now())

    @classmethod
    def as_reader(cls, pk: int, *, trusted: bool, moderator: bool) -> "User":
        """A member by what decides what they may read, without their row: for prepared statements (core.prepared)."""
        return cls(pk=pk, roles=[Role.TRUSTED if trusted else Role.DENIED, *([Role.MODERATOR] if moderator else [])])

    @transaction.atomic
    def grant(self, role: str, *, by: "User | None" = None, at: datetime | None = None) -> None:
        """Entrust a role from now on; a second time changes nothing."""
        Grant.objects.get_or_create(
            user=self, role=Role(role).value, ended=None, defaults={"by": by, "given": at or timezone.now()}
        )
        self._recount_roles()

    @transaction.atomic
    def revoke(self, role: str, *, by: "User | None" = None, at: datetime | None = None) -> None:
        """Raises Refused where the site would be left without an administrator."""
        if role == Role.ADMINISTRATOR:
            self._require_another_administrator()
        self.grants.filter(role=role, ended=None).update(ended=at or timezone.now(), ended_by=by)
        self._recount_roles()

    def _require_another_administrator(self) -> None:
        """Of two who leave at the same moment the second waits for the first, and then is the last one."""
        User.objects.select_for_update(no_key=True).get(pk=self.pk)  # members come before what hangs on them
        running = Grant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, ended=None).order_by("pk")
        if [grant.user_id for grant in running] == [self.pk]:
            raise Refused("This is the only administrator. Make somebody else one first: a site needs one.", status=409)

    def _recount_roles(self) -> None:
        self.roles = sorted(self.grants.filter(ended=None).values_list("role", flat=True))
        self.save(update_fields=["roles"])

    # -- leaving --

    def _lists_of_their_own(self) -> tuple[Any, ...]:
        """What goes with them, whatever they choose."""
        kept = (self.hotlist, self.read_marks, self.following, self.followers, self.mutes, self.muted_by)
        return (*kept, self.shares, self.notifications, self.unsent, self.pending_edits, self.waiting_comments)

    @transaction.atomic
    def leave(self, *, erase: bool = False, at: datetime | None = None) -> None:
        """Delete the account. What the member wrote stays as by "former member", or goes with them if `erase`.

        The row stays as the former member: threads hang on it. Name, address, words about oneself, sessions go. Raises Refused
        for the only administrator.
        """
        at = at or timezone.now()
        self._require_another_administrator()
        self.memberships.disown(at=at)
        self.diaries.disown(erase=erase, at=at)
        self.pictures.disown(erase=erase)
        self.comments.disown(erase=erase, at=at)
        for list_of_their_own in self._lists_of_their_own():
            list_of_their_own.all().delete()
        self.emailaddress_set.all().delete()
        self.authenticator_set.all().delete()
        for session in self.usersession_set.all():
            session.end()
        self.grants.filter(ended=None).update(ended=at)
        self._show("")
        gone = f"former-member~{self.pk}"  # "~" is in no name that can be chosen
        type(self).objects.filter(pk=self.pk).update(
            username=gone, name="former member", key=f"left:{self.pk}", email="", is_active=False, left=at, roles=[],
            password=make_password(None), biography="", biography_html="", home_page="", time_zone="", reading=None,
            signature="", signature_html="", signature_mode=SignatureMode.NONE,
        )  # fmt: skip
        self.refresh_from_db()
        self._stored_username = self.username
        self.comments.rerender()
        self.ratings.rerender()


class Grant(models.Model):
    """A role given to a member, and when it ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    given = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], condition=models.Q(ended=None), name="one_running_grant_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()}"
