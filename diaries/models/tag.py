"""Tags: what readers look for. Comma-separated, several words allowed, unique without regard to case."""

import unicodedata
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from taggit.models import ItemBase

from core.errors import Refused
from core.text import is_blank, slugify

LONGEST = 60  # characters of one tag
LONGEST_KEY = 4 * LONGEST  # there are letters that NFKC spells out as eighteen
RESERVED_SLUGS = frozenset({"feed", "new", "cloud", "search", "history"})
RESCUED, RECOMMENDED = "Rescued", "Recommended"
SYSTEM_TAGS = frozenset({"rescued", "recommended"})  # keys: what the site alone sets and takes away


def parse_tags(text: str) -> list[str]:
    """The tags in a comma-separated line, in their order, without blanks and doubles; `/` becomes `-`.

    The site's own tags are left out: nobody types them onto a diary.

    Raises Refused (422) for a tag that is too long.
    """
    found: dict[str, str] = {}
    for piece in text.split(","):
        name = unicodedata.normalize("NFC", piece).replace("/", "-")
        name = "".join(
            c for c in name if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or c == "\u200d"
        )
        name = " ".join(name.split())
        if len(name) > LONGEST or len(tag_key(name)) > LONGEST_KEY:
            raise Refused(f"The tag “{name[:30]}…” is too long: {LONGEST} characters at most. Separate tags with commas.")
        if not is_blank(name) and tag_key(name) not in SYSTEM_TAGS:
            found.setdefault(tag_key(name), name)
    return list(found.values())


def tag_key(name: str) -> str:
    """Equal for the names of one tag."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


class TagQuerySet(models.QuerySet["Tag"]):
    def named(self, names: list[str]) -> list["Tag"]:
        """The tags of these names, made where they are new, in the same order. The first writer's case stays."""
        keys = [tag_key(name) for name in names]
        known: dict[str, Tag] = {tag.key: tag for tag in self.filter(key__in=keys)}
        for key, name in zip(keys, names, strict=True):
            if key not in known:
                known[key], _ = self.get_or_create(key=key, defaults={"name": name, "slug": self._free_slug(name)})
        return [known[key] for key in keys]

    def on_published(self) -> "TagQuerySet":
        """Tags that a reader can know of: those of drafts and removed diaries are nobody's business."""
        return self.filter(taggings__content_object__state="published").distinct()

    def in_use(self) -> "TagQuerySet":
        """Tags of listed diaries, with their number of diaries as `uses`, in alphabetical order."""
        listed = Q(taggings__content_object__state="published", taggings__content_object__tip_jar_hidden=False)
        return self.annotate(uses=Count("taggings", filter=listed)).filter(uses__gt=0).order_by("key")

    def of_the_day(self, *, most: int, at: datetime) -> list["Tag"]:
        """Most used on the diaries of the last 24 hours; on a quiet day those of the week."""
        listed = Q(taggings__content_object__state="published", taggings__content_object__tip_jar_hidden=False)
        week = self.filter(listed, taggings__content_object__published_at__gt=at - timedelta(days=7))
        today = Count("taggings", filter=Q(taggings__content_object__published_at__gt=at - timedelta(hours=24)))
        found = list(week.annotate(today=today, week=Count("taggings")).order_by("-today", "-week", "key")[:most])
        return [tag for tag in found if tag.today] or found  # type: ignore[attr-defined, return-value]

    def _free_slug(self, name: str) -> str:
        slug = wanted = slugify(name, reserved=RESERVED_SLUGS, empty="tag")
        number = 2
        while self.filter(slug=slug).exists():
            slug, number = f"{wanted}-{number}", number + 1
        return slug


class Tag(models.Model):
    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    slug = models.CharField(max_length=120, unique=True)

    objects = TagQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class Tagging(ItemBase):
    """One tag on one diary."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    content_object = models.ForeignKey("diaries.Diary", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_tag_once_a_diary")]

    def __str__(self) -> str:
        return str(self.tag)

    @classmethod
    def stamp(cls, diary: models.Model, name: str) -> None:
        """The site's own tag on a diary. Twice is once."""
        cls.objects.bulk_create([cls(content_object=diary, tag=Tag.objects.named([name])[0])], ignore_conflicts=True)

    @classmethod
    def unstamp(cls, diary: models.Model, name: str) -> None:
        cls.objects.filter(content_object=diary, tag__key=tag_key(name)).delete()

    @classmethod
    def names(cls, taggings: list[Self]) -> str:
        return ", ".join(tagging.tag.name for tagging in taggings)
