"""Tags: what readers look for. Comma-separated, several words allowed, unique without regard to case."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from community.models import rule
from core.errors import Refused
from core.text import is_blank, skeleton, slugify

LONGEST = 60  # characters of one tag
LONGEST_KEY = 4 * LONGEST  # there are letters that NFKC spells out as eighteen
RESERVED_SLUGS = frozenset({"all", "cloud", "feed", "history", "new", "search", "suggestions"})
RESCUED, RECOMMENDED = "Rescued", "Recommended"
SYSTEM_TAGS = frozenset({"rescued", "recommended"})  # keys: what the site alone sets and takes away
_SYSTEM_LOOKS = frozenset(map(skeleton, SYSTEM_TAGS))
MARKS = 4  # accents and vowel signs on one letter
_JOINERS = "\u200c\u200d"  # between letters of Persian or Hindi, and within an emoji; a key has none
_UNSEEN = dict.fromkeys(map(ord, _JOINERS + "".join(map(chr, range(0xFE00, 0xFE10)))))
YOUNG = 12  # tags: with fewer that are used a lot, the cloud shows what there is


def parse_tags(text: str) -> list[str]:
    """The tags in a comma-separated line, in their order, without blanks and doubles; `/` becomes `-`.

    The site's own tags are left out, and what looks like them: nobody types them onto a diary.

    Raises Refused (422) for a tag that is too long.
    """
    found: dict[str, str] = {}
    for piece in text.split(","):
        name = _name(piece)
        if len(name) > LONGEST or len(tag_key(name)) > LONGEST_KEY:
            raise Refused(f"The tag “{name[:30]}…” is too long: {LONGEST} characters at most. Separate tags with commas.")
        if not is_blank(name) and not is_system(name):
            found.setdefault(tag_key(name), name)
    return list(found.values())


def merged(now: str, *, seen: str, typed: str) -> str:
    """The tags that are there `now`, without those that somebody who has `seen` others has taken out of the line, and with those put into it."""
    before, after = (dict.fromkeys(map(tag_key, parse_tags(line))) for line in (seen, typed))
    kept = [name for name in parse_tags(now) if tag_key(name) in after or tag_key(name) not in before]
    new = [name for name in parse_tags(typed) if tag_key(name) not in before]
    return ", ".join(parse_tags(", ".join([*kept, *new])))


def _name(piece: str) -> str:
    """What is kept of a name that was typed: no controls, no bidi marks, no characters that nobody sees, no heaps of accents, single blanks."""
    name = unicodedata.normalize("NFC", piece).replace("/", "-")
    name = "".join(c for c in name if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or c in _JOINERS)
    return " ".join(word for each in name.split() if (word := _without_heaps(each).strip(_JOINERS)))


def _without_heaps(word: str) -> str:
    """No accent before the first letter, and at most MARKS on each."""
    kept, heap = "", 0
    for char in word:
        heap = heap + 1 if unicodedata.category(char)[0] == "M" else 0
        kept += char if heap <= (MARKS if kept else 0) else ""
    return kept


def tag_key(name: str) -> str:
    """Equal for the names of one tag, whatever joins or colours their signs."""
    name = unicodedata.normalize("NFKC", name.translate(_UNSEEN))
    return unicodedata.normalize("NFKC", name.casefold().translate(_UNSEEN))


def is_system(name: str) -> bool:
    """Whether it is one of the site's own tags, or looks like one."""
    return skeleton(name) in _SYSTEM_LOOKS


def system_tag_in(text: str) -> str:
    """The first of the typed names that only the site itself gives; "" if there is none."""
    return next((name for piece in text.split(",") if is_system(name := _name(piece))), "")


class TagQuerySet(models.QuerySet["Tag"]):
    def named(self, names: list[str], *, also: Iterable[int] = ()) -> list["Tag"]:
        """The tags of these names, made where they are new, in the same order and each once.

        The first writer's case stays, and an alias is the tag it stands for. Their rows, and those of `also`, are held until the transaction
        ends: nobody merges a tag away while somebody writes it onto a diary. New ones are made first, the rows are held afterwards, both in
        one order for everybody, so that nobody waits in a circle. Raises Refused for a banned one.
        """
        keys = [tag_key(name) for name in names]
        self._refuse_banned(names)
        known: dict[str, Tag] = {tag.key: tag for tag in self.filter(key__in=keys)}
        for key, name in sorted(zip(keys, names, strict=True)):
            if key not in known:
                known[key] = self.make(key, name)[0]
        held = self._hold_all({*also, *(pk for tag in known.values() for pk in (tag.pk, tag.alias_of_id) if pk)})
        meant = [held[known[key].pk] for key in keys]
        return list(dict.fromkeys(held[tag.alias_of_id] if tag.alias_of_id else tag for tag in meant))

    def _hold_all(self, pks: set[int]) -> dict[int, "Tag"]:
        """Hold these, and what those stand for that were merged at this very moment: then all are let go and held anew, in their order."""
        while True:
            here = transaction.savepoint()
            held = self.hold(pks)
            strays = {tag.alias_of_id for tag in held.values() if tag.alias_of_id} - held.keys()
            if not strays:
                transaction.savepoint_commit(here)
                return held
            transaction.savepoint_rollback(here)
            pks |= strays  # type: ignore[arg-type]

    def hold(self, pks: set[int]) -> dict[int, "Tag"]:
        """Wait for these rows, in the order of their numbers, and see them as they are then."""
        return {tag.pk: tag for tag in self.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")}

    def make(self, key: str, name: str) -> tuple["Tag", bool]:
        """The tag of this key and whether it is new; another that is made in the same moment with the same name or address comes first."""
        for _ in range(10):
            try:
                with transaction.atomic():
                    return self.get_or_create(key=key, defaults={"name": name, "slug": self.free_slug(name)})
            except IntegrityError:
                continue  # somebody took the address
        raise Refused("Many people are adding tags just now. Try again in a moment.", status=409)

    def _refuse_banned(self, names: list[str]) -> None:
        """Neither a banned tag nor what looks like one."""
        looks = {skeleton(tag.name): tag.name for tag in self.banned()}
        for name in names if looks else ():
            if banned := looks.get(skeleton(name)):
                raise Refused(f"The tag “{banned}” cannot be used here any more. Leave it out; everything else is kept.")

    def without_banned(self, text: str) -> str:
        """The typed line, as far as it can be used today."""
        looks = {skeleton(tag.name) for tag in self.banned()}
        return ", ".join(name for name in parse_tags(text) if skeleton(name) not in looks)

    def called(self, text: str) -> "Tag | None":
        """The one that is meant by this name."""
        tag = self.filter(key=tag_key(_name(text.strip().rstrip(",")))).select_related("alias_of").first()
        return tag and (tag.alias_of or tag)

    def banned(self) -> "TagQuerySet":
        return self.exclude(banned_at=None)

    def standing(self) -> "TagQuerySet":
        """Neither banned nor another name of a tag."""
        return self.filter(banned_at=None, alias_of=None)

    def on_published(self) -> "TagQuerySet":
        """Tags that a reader can know of: those of drafts and removed diaries are nobody's business."""
        published = Tag.objects.filter(pk=OuterRef("pk"), taggings__content_object__state="published")
        return self.standing().filter(Exists(published))

    def visible_to(self, user: Any) -> "TagQuerySet":
        """What this person can know of: moderators the banned ones too."""
        if user.is_authenticated and user.is_moderator:
            return self.on_published() | self.banned()
        return self.on_published()

    def in_use(self) -> "TagQuerySet":
        """Tags of listed diaries, in alphabetical order; `uses` is the number of these diaries."""
        return self.standing().filter(uses__gt=0).order_by("key")

    def top(self) -> list["Tag"]:
        """The cloud: the tags used most, if they are used a lot; on a young site those that there are."""
        most, least = int(rule("tags.top")), int(rule("tags.top_least"))
        found = list(self.in_use().order_by("-uses", "key")[:most])
        strong = [tag for tag in found if tag.uses >= least]
        return strong if len(strong) >= YOUNG else found

    def beginning_with(self, text: str) -> "TagQuerySet":
        """Those whose name, or one of whose other names, begins so; the most used first."""
        key = tag_key(_name(text))
        if not key:
            return self.none()
        also = self.filter(key__startswith=key, banned_at=None).exclude(alias_of=None).values("alias_of")
        return self.in_use().filter(Q(key__startswith=key) | Q(pk__in=also)).order_by("-uses", "key")

    def of_the_day(self, *, most: int, at: datetime) -> list["Tag"]:
        """Most used on the diaries of the last 24 hours, on a quiet day of the week; the site's own say nothing of what these are about."""
        week = self.standing().exclude(key__in=SYSTEM_TAGS).filter(taggings__listed_at__gt=at - timedelta(days=7))
        today = Count("taggings", filter=Q(taggings__listed_at__gt=at - timedelta(hours=24)))
        found = list(week.annotate(today=today, week=Count("taggings")).order_by("-today", "-week", "key")[:most])
        return [tag for tag in found if tag.today] or found  # type: ignore[attr-defined, return-value]

    def free_slug(self, name: str) -> str:
        slug = wanted = slugify(name, reserved=RESERVED_SLUGS, empty="tag")
        number = 2
        while self.filter(slug=slug).exists():
            slug, number = f"{wanted}-{number}", number + 1
        return slug


class Tag(models.Model):
    """A tag, or another name that stands for one (`alias_of`).

    Derived: uses (Tagging.objects.relist); alias_of, banned_at (moderation.tagcare, each with its line in the log).
    """

    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    slug = models.CharField(max_length=120, unique=True)
    alias_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases")
    banned_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # listed diaries that carry it

    if TYPE_CHECKING:  # what others hang on a tag
        taggings: Any
        aliases: Any
        followers: Any
        mutes: Any

    objects = TagQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-uses", "key"], condition=Q(uses__gt=0), name="tags_by_use")]
        constraints = [
            models.CheckConstraint(condition=~Q(alias_of=F("pk")), name="no_tag_stands_for_itself"),
            models.CheckConstraint(condition=Q(alias_of=None) | Q(banned_at=None), name="an_alias_is_not_banned"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    @property
    def is_shown(self) -> bool:
        return self.banned_at is None

    @property
    def is_system(self) -> bool:
        return self.key in SYSTEM_TAGS
