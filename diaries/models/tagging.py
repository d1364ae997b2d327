"""Which diary carries which tag, and how that changed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from taggit.models import ItemBase

from accounts.models import User
from community.models import rule
from core.errors import Refused
from diaries.models.state import State
from diaries.models.tag import SYSTEM_TAGS, Tag, parse_tags, system_tag_in, tag_key

if TYPE_CHECKING:
    from diaries.models.diary import Diary


UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # for what was imported without a date: after everything else


class TaggingQuerySet(models.QuerySet["Tagging"]):
    def shown(self) -> "TaggingQuerySet":
        """Without those of banned tags: they wait, in case the ban is lifted."""
        return self.filter(tag__banned_at=None)

    def typed(self) -> "TaggingQuerySet":
        """What people wrote onto it, in the order in which it came."""
        return self.shown().exclude(tag__key__in=SYSTEM_TAGS).order_by("pk")

    def relist(self, diary: "Diary", *, also: Iterable[int] = ()) -> None:
        """Let tags and taggings say of this diary what is true by now: `listed_at`, and how many listed diaries a tag has.

        also: ids of tags that it carried until now.
        """
        listed = type(diary)._default_manager.filter(pk=diary.pk, state=State.PUBLISHED, tip_jar_hidden=False)
        at = listed.values_list(Coalesce("published_at", Value(UNDATED)), flat=True).first()
        own = self.filter(content_object=diary)
        own.exclude(listed_at=at).update(listed_at=at)
        self.recount({*own.values_list("tag", flat=True), *also})

    def recount(self, tags: set[int]) -> None:
        """Count the diaries of these tags anew. Their rows are held first, so that two who count see each other's."""
        Tag.objects.hold(tags)
        uses = (
            self.filter(tag=OuterRef("pk"), listed_at__isnull=False)
            .order_by()
            .values("tag")
            .annotate(count=Count("pk"))
            .values("count")
        )
        Tag.objects.filter(pk__in=tags).update(uses=Coalesce(Subquery(uses), 0))


class Tagging(ItemBase):
    """One tag on one diary.

    Derived: listed_at (relist), the diary's date as long as lists show it, so that an index alone finds the newest diaries of a tag.
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    content_object = models.ForeignKey("diaries.Diary", on_delete=models.CASCADE, related_name="taggings")
    listed_at = models.DateTimeField(null=True, editable=False)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_tag_once_a_diary")]
        indexes = [
            models.Index(
                fields=["tag", "-listed_at", "-content_object"], condition=Q(listed_at__isnull=False), name="taggings_listed"
            )
        ]

    def __str__(self) -> str:
        return str(self.tag)

    @classmethod
    def stamp(cls, name: str, *diaries: "Diary") -> None:
        """The site's own tag on diaries, all at once: their tags are held in one order. Twice is once."""
        have = cls.objects.filter(content_object__in=diaries).values_list("tag", flat=True)
        tag = Tag.objects.named([name], also=have)[0]
        cls.objects.bulk_create([cls(content_object=diary, tag=tag) for diary in diaries], ignore_conflicts=True)
        for diary in diaries:
            cls.objects.relist(diary)

    @classmethod
    def unstamp(cls, name: str, diary: "Diary") -> None:
        own = cls.objects.filter(content_object=diary, tag__key=tag_key(name))
        tags = list(own.values_list("tag", flat=True))
        own.delete()
        cls.objects.relist(diary, also=tags)

    @classmethod
    def carry(cls, diary: "Diary", names: list[str], *, by: User | None, at: datetime) -> None:
        """Let the diary carry exactly these, beside the site's own; banned ones wait unseen. Once it is out, that is a record."""
        have = list(cls.objects.filter(content_object=diary).select_related("tag"))
        typed = [each for each in have if each.tag.is_shown and not each.tag.is_system]
        if [each.tag.key for each in typed] == list(map(tag_key, names)):
            return
        wanted = Tag.objects.named(names, also=[each.tag_id for each in have])
        gone = [each for each in typed if each.tag not in wanted]
        new = [cls(content_object=diary, tag=tag) for tag in wanted if tag.pk not in {each.tag_id for each in have}]
        if not gone and not new:
            return
        cls.objects.filter(pk__in=[each.pk for each in gone]).delete()
        cls.objects.bulk_create(new, ignore_conflicts=True)
        if diary.state == State.PUBLISHED:
            cls.objects.relist(diary, also=[each.tag_id for each in gone])
            if by:
                TagChange.note(diary, before=cls.names(typed), by=by, at=at)

    @classmethod
    def names(cls, taggings: Iterable[Self]) -> str:
        return ", ".join(tagging.tag.name for tagging in taggings)


class TagChangeQuerySet(models.QuerySet["TagChange"]):
    """What people do to the tags of a published diary. Each holds its row, asks again, and keeps to the pace that members are allowed."""

    @transaction.atomic
    def tag(self, diary: "Diary", text: str, *, by: User, at: datetime | None = None) -> None:
        at = at or timezone.now()
        if system := system_tag_in(text):
            raise Refused(f"“{system}” is given by the site itself.")
        names = parse_tags(text)
        if not names:
            raise Refused("Type at least one tag.")
        self._hold(diary, "tag", by, at)
        self._carry(diary, ", ".join([diary.typed_tags, *names]), by, at)

    @transaction.atomic
    def retag(self, diary: "Diary", text: str, *, by: User, seen: str | None = None, at: datetime | None = None) -> None:
        at = at or timezone.now()
        self._hold(diary, "retag", by, at)
        self._carry(diary, diary.with_added(diary.typed_tags, text, seen), by, at)

    def _hold(self, diary: "Diary", act: str, by: User, at: datetime) -> None:
        type(diary).objects.select_for_update(no_key=True).get(pk=diary.pk)
        diary.refresh_from_db(fields=["state"])
        verdict = getattr(diary.permissions_for(by, at=at), act)
        if not verdict:
            raise Refused(str(verdict), status=403)
        TagChange.require_pace(by, at)

    def _carry(self, diary: "Diary", text: str, by: User, at: datetime) -> None:
        """The newest version stays the diary as it stands, whoever tagged it."""
        diary.carry(text, by=by, at=at)
        newest = diary.versions.first()  # type: ignore[attr-defined]
        if newest:
            type(newest).objects.filter(pk=newest.pk).update(tags=diary.typed_tags)


class TagChange(models.Model):
    """Somebody changed the tags of a published diary. Everybody may read it."""

    diary = models.ForeignKey("diaries.Diary", on_delete=models.CASCADE, related_name="tag_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="tag_changes")
    at = models.DateTimeField(default=timezone.now)
    before = models.TextField(blank=True)  # comma-separated
    after = models.TextField(blank=True)

    objects = TagChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["diary", "-at"]), models.Index(fields=["by", "-at"])]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"

    @classmethod
    def note(cls, diary: "Diary", *, before: str, by: User, at: datetime) -> None:
        """How it was, and how it is now."""
        after = Tagging.names(Tagging.objects.filter(content_object=diary).typed().select_related("tag"))
        if after != before:
            cls.objects.create(diary=diary, by=by, at=at, before=before, after=after)

    @classmethod
    def since_it_was_out(cls, diary: "Diary", *, by: User, at: datetime) -> None:
        """It is published: the history begins, or goes on from where it was when it was taken back."""
        last = cls.objects.filter(diary=diary).first()
        cls.note(diary, before=last.after if last else "", by=by, at=at)

    @classmethod
    def require_pace(cls, by: User, at: datetime) -> None:
        """Nobody retags the whole archive in an evening. Raises Refused (429)."""
        most = int(rule("tags.an_hour", at=at))
        if most and cls.objects.filter(by=by, at__gt=at - timedelta(hours=1), at__lte=at).count() >= most:
            raise Refused(
                f"You have changed the tags of {most} diaries within an hour. Go on a little later; what you typed is kept.",
                status=429,
            )

    @property
    def added(self) -> list[str]:
        return [name for name in self._names(self.after) if name not in self._names(self.before)]

    @property
    def taken(self) -> list[str]:
        return [name for name in self._names(self.before) if name not in self._names(self.after)]

    @staticmethod
    def _names(text: str) -> list[str]:
        return [name for name in text.split(", ") if name]
