"""The site itself: who it is, and the rules it keeps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from community.rules import RULES, Number
from core import marks
from core.shelf import Shelf

FRESH_FOR = 5.0  # seconds that a process trusts what it knows; changes on this machine are seen at once (core.marks)


_known = Shelf(1_000_000)


def known(name: str, load: Callable[[], Any]) -> Any:
    """What every page asks and hardly ever changes, kept by the process."""
    return _known.made(name, (marks.SITE,), load, seconds=FRESH_FOR)


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"{name!r} is no time zone. One looks like America/Los_Angeles.")


class SignUp(models.TextChoices):
    OPEN = "open", "everybody"
    INVITED = "invited", "whom a member has invited"
    CLOSED = "closed", "nobody just now"


class Site(models.Model):
    """Whose site this is. One row; without it the defaults stand."""

    name = models.CharField(max_length=60, default="Rostrum")
    tagline = models.CharField(max_length=160, default="Diaries by the people who read them", blank=True)
    accent = models.CharField(max_length=7, default="#b8420f", validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    time_zone = models.CharField(max_length=64, default="America/Los_Angeles", validators=[check_zone])
    sign_up = models.CharField("who may join", max_length=8, choices=SignUp, default=SignUp.OPEN)
    about = models.TextField(blank=True)
    support_url = models.URLField("address of “Subscribe or Donate”", blank=True)

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
        return {f"site.{field.name}": getattr(current, field.name) for field in cls._meta.fields if not field.primary_key}


def set_identity(name: str, typed: str) -> str:
    """Change what the site says of itself. Raises ValueError in words for the operator."""
    site = Site.objects.filter(pk=1).first() or Site(pk=1)
    field = name.removeprefix("site.")
    setattr(site, field, typed.strip())
    try:
        site.full_clean(validate_unique=False)
    except ValidationError as error:
        raise ValueError(f"{name}: {' '.join(error.message_dict.get(field, error.messages))}") from error
    site.save()
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

    @classmethod
    def in_force(cls, at: datetime | None = None) -> dict[str, Number]:
        """The numbers that differ from the default, at a moment (default: now)."""
        if at is None:
            return known("rules", lambda: dict(cls.objects.values_list("name", "value")))
        return {name: value for name, value, when in known("changes", cls._history) if when <= at}

    @classmethod
    def _history(cls) -> list[tuple[str, Number, datetime]]:
        return list(cls.objects.values_list("name", "value", "at"))


class ConductRule(models.Model):
    """One of the numbered rules that a hide, a removal or a warning has to name."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @classmethod
    def all(cls) -> list[Self]:
        return known("conduct", lambda: list(cls.objects.all()))


def rule(name: str, *, at: datetime | None = None) -> Number:
    """The number in force, now or at a past moment. Raises KeyError for a name that is no rule."""
    default = RULES[name].default
    return RuleChange.in_force(at).get(name, default)


def set_rule(name: str, typed: str, *, by: Any = None, at: datetime | None = None) -> Number:
    """Change a number from now on. Raises ValueError, in words for the operator, for a name or value that cannot be."""
    if name not in RULES:
        raise ValueError(f"There is no rule named {name!r}. `manage.py rules` lists them all.")
    value = RULES[name].parse(typed)
    RuleChange.objects.create(name=name, value=value, by=by, at=at or timezone.now())
    return value
