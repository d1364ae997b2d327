"""Pages that the operator writes: /about/, /about/faq/, /about/<slug>/. Every version is kept."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from community.change import Change, require_seen
from community.known import known
from community.rules import RULES
from core.errors import Refused
from core.html import render
from core.text import slugify

RESERVED = frozenset({"rules", "style", "feed", "new", "write", "edit", "versions"})
LONGEST_TITLE = 100
LONGEST_BODY = 100_000  # characters
_PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
_TEXTS = Path(__file__).parent / "texts"


class Default(NamedTuple):
    """A page that every site has from the first day on, until its operator writes an own one."""

    slug: str
    title: str

    @property
    def body(self) -> str:
        return (_TEXTS / f"{self.slug}.md").read_text()


DEFAULTS = {each.slug: each for each in (Default("about", "About"), Default("faq", "Questions and answers"))}


def address_of(slug: str) -> str:
    return reverse("about") if slug == "about" else reverse("page", args=[slug])


def rendered(body: str, values: dict[str, Any]) -> SafeString:
    """Its HTML. `{hiding.a_day}` in the source is the number in force, `{site.name}` the name: so no page grows untrue."""
    filled = _PLACE.sub(lambda place: str(values.get(place[1], place[0])), body)
    return render(filled, "markdown", kind="page", id_prefix="p-")


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> "PageQuerySet":
        return self.exclude(published_at=None)

    def visible_to(self, user: Any) -> "PageQuerySet":
        """Drafts are the administrators' alone."""
        return self.all() if getattr(user, "is_administrator", False) else self.published()


class PageManager(models.Manager.from_queryset(PageQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def start(self, *, by: Any = None, title: str, body: str, slug: str = "", at: datetime | None = None) -> "Page":
        """A draft. Its address is made from the slug or the title, and given once. Raises Refused for one that is taken."""
        slug = slugify(slug or title, reserved=RESERVED, empty="page")
        if self.filter(slug=slug).exists():
            raise Refused(f"There is a page at {address_of(slug)} already.")
        page = self.create(slug=slug)
        page.write(by=by, title=title, body=body, at=at)
        return page

    def default_of(self, slug: str, *, by: Any = None) -> "Page":
        """The row of a page that stood there by default, made when its operator first changes it; it is public as before."""
        default = DEFAULTS[slug]
        with transaction.atomic():
            page, made = self.get_or_create(slug=slug, defaults={"published_at": timezone.now(), "in_footer": True})
            if made:
                page.versions.create(title=default.title, body=default.body)
                self.filter(pk=page.pk).update(title=default.title, body=default.body)
        return self.get(pk=page.pk)

    def addresses(self) -> list[str]:
        """Of all that everybody may read: published ones, and those that every site has from the first day on."""
        rows = {page.slug: page.is_published for page in self.all()}
        return sorted(address_of(slug) for slug in {**dict.fromkeys(DEFAULTS, True), **rows} if rows.get(slug, True))

    def in_footer(self) -> list[tuple[str, str]]:
        """(title, address) of the pages that every page links to."""
        return known("footer pages", self._in_footer)

    def _in_footer(self) -> list[tuple[str, str]]:
        rows = {page.slug: page for page in self.all()}
        own = [page for page in rows.values() if page.is_published and page.in_footer]
        by_default = [each for slug, each in DEFAULTS.items() if slug not in rows]
        order = sorted([*own, *by_default], key=lambda each: list(DEFAULTS).index(each.slug) if each.slug in DEFAULTS else 99)
        return [(each.title, address_of(each.slug)) for each in order]


class Page(models.Model):
    """Derived: title and body are those of its newest version. The slug, once given, stays."""

    slug = models.CharField(max_length=90, unique=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField(max_length=LONGEST_BODY)
    published_at = models.DateTimeField(null=True)
    in_footer = models.BooleanField(default=False)

    objects = PageManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.slug)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def words(self) -> str:
        """How the log of changes names it."""
        return f"the page “{self.title}”"

    def _held(self) -> "Page":
        return Page.objects.select_for_update().get(pk=self.pk)

    @transaction.atomic
    def write(self, *, by: Any = None, title: str, body: str, seen: str | None = None, at: datetime | None = None) -> None:
        """A new version, in force at once. Raises Refused when it is not as it was seen, core.html.TooComplex."""
        held, at = self._held(), at or timezone.now()
        require_seen(seen, held.title, held.body)
        if (held.title, held.body) == (title, body):
            return
        rendered(body, {})
        self.title, self.body = title, body
        self.save(update_fields=["title", "body"])
        self.versions.create(title=title, body=body, by=by, at=at)
        Change.objects.note(f"the title of the page at {self.get_absolute_url()}", held.title, title, by=by, at=at)
        Change.objects.note(f"the text of {self.words}", held.body, body, by=by, at=at)

    @transaction.atomic
    def publish(self, *, by: Any = None, at: datetime | None = None) -> None:
        if not self._held().is_published:
            self.published_at = at or timezone.now()
            self.save(update_fields=["published_at"])
            Change.objects.note(self.words, "a draft", "published", by=by, at=at)

    @transaction.atomic
    def take_back(self, *, by: Any = None, at: datetime | None = None) -> None:
        if self._held().is_published:
            self.published_at = None
            self.save(update_fields=["published_at"])
            Change.objects.note(self.words, "published", "a draft", by=by, at=at)

    @transaction.atomic
    def list_in_footer(self, listed: bool, *, by: Any = None, at: datetime | None = None) -> None:
        if self._held().in_footer != listed:
            self.in_footer = listed
            self.save(update_fields=["in_footer"])
            words = ("in the footer", "not in the footer")
            Change.objects.note(self.words, words[listed], words[not listed], by=by, at=at)


class PageVersion(models.Model):
    """What a page said from a moment on. by: None for the text that came with the program, or the operator at the machine."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField(max_length=LONGEST_BODY)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.at:%Y-%m-%d}"


def places() -> dict[str, str]:
    """What can stand in braces in a page's text, and what it means."""
    return {"site.name": "the site’s name"} | {name: each.meaning for name, each in RULES.items()}
