"""The site itself: who it is, and the rules it keeps."""

import hashlib
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from community.change import Change, require_seen
from community.colour import on_dark, on_light
from community.footer import FooterLink
from community.known import known
from community.page import Page, PageVersion  # noqa: F401 - records of ours, in a file of their own
from community.rules import RULES, Number
from core.errors import Refused
from core.languages import PAGES, check_language


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"{name!r} is no time zone. One looks like America/Los_Angeles.")


class SignUp(models.TextChoices):
    OPEN = "open", "everybody"
    INVITED = "invited", "whom a member has invited"
    CLOSED = "closed", "nobody just now"


class LogoPlace(models.TextChoices):
    BESIDE = "beside", "beside the name"
    ALONE = "alone", "instead of the name, which the picture holds"


# What a form or the command line changes, and how the log of changes names it.
IDENTITY = {
    "name": "the site’s name", "tagline": "the tagline", "accent": "the colour", "time_zone": "the time zone",
    "language": "the language", "sign_up": "who may join",
    "support_url": "the address of “Subscribe or Donate”", "about": "the words about the site", "logo_place": "where the logo stands",
}  # fmt: skip


DEFAULT_ACCENT = "#b8420f"  # as static/css/rostrum.css has it


class Site(models.Model):
    """Whose site this is. One row; without it the defaults stand. The logo's columns are written by show_logo alone."""

    name = models.CharField(max_length=60, default="Rostrum")
    tagline = models.CharField(max_length=160, default="Diaries by the people who read them", blank=True)
    accent = models.CharField(max_length=7, default=DEFAULT_ACCENT, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    time_zone = models.CharField(max_length=64, default="America/Los_Angeles", validators=[check_zone])
    language = models.CharField(max_length=12, default=PAGES, db_default=PAGES, validators=[check_language])  # of its texts
    sign_up = models.CharField("who may join", max_length=8, choices=SignUp, default=SignUp.OPEN)
    about = models.TextField(blank=True, max_length=2_000)
    support_url = models.URLField("address of “Subscribe or Donate”", blank=True)
    logo = models.CharField(max_length=120, blank=True, default="", db_default="", editable=False)  # path of the stored picture
    logo_width = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    logo_vanishes = models.CharField(
        max_length=5, blank=True, default="", db_default="", editable=False
    )  # on "light" or "dark" paper, unless it stands on a plate
    logo_place = models.CharField(
        "where the logo stands", max_length=6, choices=LogoPlace, default=LogoPlace.BESIDE, db_default="beside"
    )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        return known("site", lambda: cls.objects.filter(pk=1).first() or cls(pk=1))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def identity(cls) -> dict[str, str]:
        """What the site says of itself, under the names by which it is changed: site.name, site.tagline ..."""
        current = cls.current()
        return {f"site.{field}": getattr(current, field) for field in IDENTITY}

    @classmethod
    def held(cls) -> Self:
        """The row, so that nobody else changes what the site is until this transaction ends."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    def said(self) -> dict[str, str]:
        return {field: getattr(self, field) for field in IDENTITY}

    @classmethod
    @transaction.atomic
    def describe(cls, *, by: Any = None, seen: str | None = None, at: datetime | None = None, **said: str) -> None:
        """Change what the site says of itself. Raises ValidationError, and Refused when it is not as it was seen."""
        site = cls.held()
        before = site.said()
        require_seen(seen, before)
        for field, value in said.items():
            setattr(site, field, value.strip())
        site.full_clean(validate_unique=False)
        site.save(update_fields=[*said])
        for field, words in IDENTITY.items():
            Change.objects.note(words, before[field], getattr(site, field), by=by, at=at)

    # -- how it looks --

    @classmethod
    @transaction.atomic
    def show_logo(
        cls, path: str, *, width: int = 0, height: int = 0, vanishes: str = "", by: Any = None, at: datetime | None = None
    ) -> str:
        """Show the stored picture from now on, or none; the path of the one before."""
        site = cls.held()
        before, site.logo = site.logo, path
        site.logo_width, site.logo_height, site.logo_vanishes = width, height, vanishes
        site.save(update_fields=["logo", "logo_width", "logo_height", "logo_vanishes"])
        Change.objects.note("the logo", before and "a picture", path and (f"a picture of {width} × {height} pixels"), by=by, at=at)
        return before if before != path else ""

    @property
    def logo_url(self) -> str:
        return f"/media/{self.logo}" if self.logo else ""

    @property
    def logo_stands_alone(self) -> bool:
        return bool(self.logo) and self.logo_place == LogoPlace.ALONE

    @property
    def logo_size(self) -> tuple[int, int]:
        """Width and height in CSS pixels in the masthead: 44 high, unless that makes it wider than 220."""
        scale = min(44 / (self.logo_height or 44), 220 / (self.logo_width or 220))
        return max(1, round(self.logo_width * scale)), max(1, round(self.logo_height * scale))

    @property
    def accents(self) -> tuple[str, str]:
        """The colour as it is shown on light and on dark paper: for a browser's own frame."""
        return on_light(self.accent), on_dark(self.accent)

    @property
    def theme_url(self) -> str:
        """Of the stylesheet with its colour: another address for another colour, so browsers may keep it. Empty for the colour
        that static/css/rostrum.css has already: nobody waits for a file that changes nothing.
        """
        return "" if self.accent == DEFAULT_ACCENT else f"{reverse('theme')}?{self.accent[1:]}"

    @property
    def icon_key(self) -> str:
        """Changes whenever the icon looks different."""
        return hashlib.sha256(f"{self.name} {self.accent} {self.logo}".encode()).hexdigest()[:8]

    @property
    def icon_url(self) -> str:
        """For a browser's tab: SVG without a logo, PNG with one."""
        return f"{reverse('favicon')}?{self.icon_key}"

    @property
    def icon_type(self) -> str:
        return "image/png" if self.logo else "image/svg+xml"

    @property
    def touch_icon_url(self) -> str:
        """For a phone's home screen; community.home_icons draws it."""
        return f"{reverse('site_icon', args=['180'])}?v={self.icon_key}"

    # -- the foot of every page --

    @property
    def footer_links(self) -> list[tuple[str, str]]:
        """The operator's own: (words, address)."""
        return FooterLink.objects.shown()

    @property
    def footer_pages(self) -> list[tuple[str, str]]:
        """(title, address) of /about/ and the pages beside it."""
        return Page.objects.in_footer()


def set_identity(name: str, typed: str, *, by: Any = None) -> str:
    """Change what the site says of itself. Raises ValueError in words for the operator."""
    field = name.removeprefix("site.")
    try:
        said: dict[str, Any] = {field: typed}
        Site.describe(by=by, **said)
    except ValidationError as error:
        raise ValueError(f"{name}: {' '.join(error.message_dict.get(field, error.messages))}") from error
    return typed.strip()


class RuleChange(models.Model):
    """One change of one number, so that every past moment can be judged by the rules of its day."""

    name = models.CharField(max_length=60)
    value = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["name", "at"])]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"

    @property
    def words(self) -> str:
        """`0 comments`."""
        return f"{self.value} {RULES[self.name].unit}".strip() if self.name in RULES else str(self.value)

    @classmethod
    def in_force(cls, at: datetime | None = None) -> dict[str, Number]:
        """The numbers that differ from the default, at a moment (default: now)."""
        if at is None:
            return known("rules", lambda: dict(cls.objects.values_list("name", "value")))
        return {name: value for name, value, when in known("changes", cls._history) if when <= at}

    @classmethod
    def _history(cls) -> list[tuple[str, Number, datetime]]:
        return list(cls.objects.values_list("name", "value", "at"))


class ConductRuleManager(models.Manager["ConductRule"]):
    def in_force(self) -> models.QuerySet["ConductRule"]:
        return self.filter(retired_at=None)

    @transaction.atomic
    def add(self, *, by: Any = None, title: str, text: str = "", at: datetime | None = None) -> "ConductRule":
        """A rule with the next number; a number that was given once is never given again."""
        Site.held()
        last = self.aggregate(last=models.Max("number"))["last"] or 0
        added = self.create(number=last + 1, title=title, text=text)
        Change.objects.note(f"rule {added.number}", "", added.wording, by=by, at=at)
        return added


class ConductRule(models.Model):
    """One of the numbered rules that a hide, a removal or a warning has to name.

    Lines of the public log name it for ever, so it is never deleted nor numbered anew: it is reworded, or retired.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True, max_length=2_000)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ConductRuleManager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @classmethod
    def all(cls) -> list[Self]:
        """Those in force, which an act can name."""
        return known("conduct", lambda: list(cls.objects.in_force()))

    @classmethod
    def retired(cls) -> list[Self]:
        """Those that only earlier lines of the log name."""
        return known("retired conduct", lambda: list(cls.objects.exclude(retired_at=None)))

    @property
    def wording(self) -> str:
        return f"{self.title}. {self.text}".strip()

    def _held(self) -> "ConductRule":
        return type(self).objects.select_for_update().get(pk=self.pk)

    @transaction.atomic
    def reword(self, *, by: Any = None, title: str, text: str, seen: str | None = None, at: datetime | None = None) -> None:
        """Raises Refused when it is not as it was seen."""
        held = self._held()
        require_seen(seen, held.title, held.text)
        self.title, self.text = title, text
        self.save(update_fields=["title", "text"])
        Change.objects.note(f"rule {self.number}", held.wording, self.wording, by=by, at=at)

    @transaction.atomic
    def retire(self, *, by: Any = None, at: datetime | None = None) -> None:
        """No act can name it any more. Raises Refused for the last one: whoever hides has to have a rule to name."""
        Site.held()
        if self._held().retired_at:
            return
        if type(self).objects.in_force().count() == 1:
            raise Refused("This is the last rule in force. Add another one first: a hide has to name one.", status=409)
        self.retired_at = at or timezone.now()
        self.save(update_fields=["retired_at"])
        Change.objects.note(f"rule {self.number}", "in force", "retired", by=by, at=at)

    @transaction.atomic
    def reinstate(self, *, by: Any = None, at: datetime | None = None) -> None:
        if self._held().retired_at:
            self.retired_at = None
            self.save(update_fields=["retired_at"])
            Change.objects.note(f"rule {self.number}", "retired", "in force", by=by, at=at)


def rule(name: str, *, at: datetime | None = None) -> Number:
    """The number in force, now or at a past moment. Raises KeyError for a name that is no rule."""
    default = RULES[name].default
    return RuleChange.in_force(at).get(name, default)


@transaction.atomic
def set_rule(name: str, typed: str, *, by: Any = None, seen: str | None = None, at: datetime | None = None) -> Number:
    """Change a number from now on. Raises ValueError, in words for the operator, for a name or value that cannot be.

    seen: the number as the form's reader saw it; Refused when somebody else has changed it since.
    """
    if name not in RULES:
        raise ValueError(f"There is no rule named {name!r}. `manage.py rules` lists them all.")
    value = RULES[name].parse(typed)
    if seen is not None:
        Site.held()
    newest = RuleChange.objects.filter(name=name).last()
    before = newest.value if newest else RULES[name].default
    require_seen(seen, before)
    RuleChange.objects.create(name=name, value=value, by=by, at=at or timezone.now())
    Change.objects.note(name, before, value, by=by, at=at)
    return value


def page_values() -> dict[str, Any]:
    """What stands in the places of a page's text: the site's name and every number in force."""
    return {"site.name": Site.current().name} | {name: rule(name) for name in RULES}
