"""Pictures for diaries: uploaded while one writes, named in the text by their address (core.pictures), kept as long as anything names them.

A name is 128 random bits, so nobody guesses it; and a picture is still read only by whoever may read a diary whose text shows it now.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import partial
from html import escape
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from community.models import rule
from core import markdown
from core.errors import Refused
from core.pictures import WIDTHS, files_of, names_in, scaled, taken_in
from diaries.models.diary import Diary
from diaries.models.pending import PendingEdit
from diaries.models.version import Version

LONGEST_ALT = 500  # characters
LONGEST_CAPTION = 500
NO_ROOM = "The site has no room for the picture just now, so it was not kept. Your text is. Try again later, or tell a moderator."


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: Any) -> "PictureQuerySet":
        """One's own, and those that a diary shows which this person may read."""
        shown = Q(Exists(Diary.objects.visible_to(user).filter(pictures=OuterRef("pk"))))
        return self.filter(shown | Q(owner=user) if user.is_authenticated else shown)

    def with_public(self) -> "PictureQuerySet":
        """Each with `is_public`: does a published diary show it?"""
        return self.annotate(is_public=Exists(Diary.objects.published().filter(pictures=OuterRef("pk"))))

    def newest_first(self) -> "PictureQuerySet":
        return self.order_by("-uploaded_at", "-pk")

    def upload(self, file: File, *, by: User, alt: str, caption: str = "", at: datetime | None = None) -> "Picture":
        """Take a picture in. The same file from the same member is the same picture, with the newer words.

        Raises ValidationError for what is no picture, Refused (403, 429, 507) in the member's words; then nothing is kept.
        """
        at = at or timezone.now()
        verdict = by.may_write_at(at)
        if not verdict:
            raise Refused(str(verdict), status=403)
        digest = _digest(file)
        limits = {"megabytes": rule("pictures.megabytes", at=at), "megapixels": rule("pictures.megapixels", at=at)}
        with taken_in(file, **limits, wanted=(WIDTHS[-1], WIDTHS[-1])) as picture:
            (width, height), copies = scaled(picture)
        said = {"alt": alt, "caption": caption}
        weight = sum(map(len, copies.values()))
        made = {"name": f"{secrets.token_hex(16)}-{width}x{height}", "weight": weight, "uploaded_at": at}
        record, is_new = self._row(by, digest, said=said, made=made, at=at)
        try:
            record.keep(copies)
        except OSError as error:
            if is_new:
                record.discard()
            raise Refused(NO_ROOM, status=507) from error
        return record

    @transaction.atomic
    def _row(self, by: User, digest: str, *, said: dict[str, str], made: dict[str, Any], at: datetime) -> tuple["Picture", bool]:
        """The row comes first, so that no file is ever without one. Raises Refused (429)."""
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        there = self.filter(owner=by, digest=digest).first()
        if there:
            self.filter(pk=there.pk).update(**said)
            there.alt, there.caption = said["alt"], said["caption"]
            return there, False
        most = rule("pictures.a_day", at=at)
        if most and self.filter(owner=by, uploaded_at__gt=at - timedelta(days=1)).count() >= most:
            raise Refused(
                f"You have added {most} pictures in the last 24 hours, which is the limit. Your text is kept.", status=429
            )
        return self.create(owner=by, digest=digest, **said, **made), True

    def show_in(self, diary: Diary) -> None:
        """Note which of its author's pictures the diary shows, in its text and its updates."""
        updates = diary.updates.standing().values_list("body_html", flat=True)  # type: ignore[attr-defined]
        named = names_in(diary.intro_html, diary.body_html, *updates)
        diary.pictures.set(self.filter(owner=diary.author_id, name__in=named) if named else [])  # type: ignore[attr-defined]

    def unused(self) -> "PictureQuerySet":
        """Those that no text shows or has shown in a version that can come back."""
        named = [picture.pk for picture in self.filter(diaries=None) if picture.is_named()]
        return self.filter(diaries=None).exclude(pk__in=named)

    def sweep(self, *, at: datetime | None = None) -> int:
        """Discard what was uploaded long ago and stands in no text; how many."""
        before = (at or timezone.now()) - timedelta(days=rule("pictures.keep", at=at))
        gone = list(self.filter(uploaded_at__lt=before).unused())
        for picture in gone:
            picture.discard()
        return len(gone)

    def disown(self, *, erase: bool) -> None:
        """Their owner leaves: what published diaries show stays with them, everything goes if they erase what they wrote."""
        stays = Diary.objects.published().filter(pictures=OuterRef("pk"))
        for picture in self.all() if erase else self.filter(~Exists(stays)):
            picture.discard()


class Picture(models.Model):
    """A picture that `owner` has uploaded. Derived: diaries (show_in)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pictures")
    name = models.CharField(max_length=48, unique=True)  # it says width and height too: core.pictures
    weight = models.PositiveIntegerField()  # bytes of all its files
    alt = models.CharField(max_length=LONGEST_ALT, blank=True)  # empty: it only decorates
    caption = models.CharField(max_length=LONGEST_CAPTION, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the file that was sent, which is not kept
    uploaded_at = models.DateTimeField(default=timezone.now)
    diaries = models.ManyToManyField(Diary, related_name="pictures")

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "digest"], name="a_picture_once_an_owner")]
        indexes = [models.Index(fields=["owner", "-uploaded_at"], name="pictures_of_owner")]

    def __str__(self) -> str:
        return self.alt or self.name

    def get_absolute_url(self) -> str:
        return reverse("picture_file", args=[f"{self.name}.webp"])

    @property
    def width(self) -> int:
        return int(self.name.partition("-")[2].partition("x")[0])

    @property
    def height(self) -> int:
        return int(self.name.rpartition("x")[2])

    @property
    def in_markdown(self) -> str:
        """The line that shows it in a text written in Markdown."""
        return markdown.picture(self.get_absolute_url(), self.alt, self.caption)

    @property
    def in_html(self) -> str:
        """The same in HTML."""
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return f'<figure><img src="{self.get_absolute_url()}" alt="{escape(self.alt)}">{caption}</figure>'

    @property
    def small_url(self) -> str:
        """Its narrowest copy."""
        return f"/media/{min(files_of(self.name).items())[1]}"

    def keep(self, copies: dict[int, bytes]) -> None:
        """Store its files, those that are there already excepted. Raises OSError."""
        for width, path in files_of(self.name).items():
            if width in copies and not default_storage.exists(path):
                default_storage.save(path, ContentFile(copies[width]))

    def discard(self) -> None:
        """Row and files; the files once it is certain that the row is gone."""
        Picture.objects.filter(pk=self.pk).delete()
        for path in files_of(self.name).values():
            transaction.on_commit(partial(default_storage.delete, path))

    def is_named(self) -> bool:
        """Does a version of one of its owner's diaries, or a change that waits, name it?"""
        within = Q(intro__contains=self.name) | Q(body__contains=self.name)
        versions = Version.objects.filter(within, diary__author=self.owner_id)
        return versions.exists() or PendingEdit.objects.filter(within, by=self.owner_id).exists()


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def sweep() -> int:
    """What settings.TIDIED calls once an hour."""
    return Picture.objects.sweep()
