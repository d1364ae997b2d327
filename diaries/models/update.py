"""Quick updates: dated blocks under a diary, added without opening its text."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.newcomers import link_verdict
from community.models import rule
from core import marks
from core.errors import Refused
from core.html import plain, render
from core.pictures import names_in
from core.text import check_text
from diaries.models.diary import Diary, Markup
from diaries.models.picture import Picture


class UpdateQuerySet(models.QuerySet["Update"]):
    def standing(self) -> "UpdateQuerySet":
        """Not removed by their author."""
        return self.filter(removed_at=None)

    @transaction.atomic
    def add(self, diary: Diary, *, by: User, body: str, token: str = "", at: datetime | None = None) -> "Update":
        """Put a dated block under the diary. The same token is the same update.

        Raises Refused, ValidationError or core.html.TooComplex in the writer's words.
        """
        at = at or timezone.now()
        said = check_text(body, limit=1024 * int(rule("text.comment", at=at)))
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        sent = self.filter(diary=diary, token=token).first() if token else None
        if sent:
            return sent
        now = Diary.objects.select_for_update(no_key=True).get(pk=diary.pk)
        verdict = now.permissions_for(by, at=at).update
        if not verdict:
            raise Refused(f"{verdict} Your text is kept.", status=409)
        update = Update(diary=diary, body=said, token=token or None, at=at)
        update.save()
        update.render()
        if not plain(update.body_html).strip() and "<img" not in update.body_html:
            raise Refused("An update needs some text.")
        linked = link_verdict(by, update.body_html, at=at)
        if not linked:
            raise Refused(str(linked))
        update.save(update_fields=["body_html"])
        update.show_pictures()
        diary.tell_mentioned(update.body_html, at=at)
        marks.touch(marks.of_diary(diary.pk))
        return update


class Update(models.Model):
    """One dated block. Derived: body_html (render)."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="updates")
    body = models.TextField()
    body_html = models.TextField(blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    token = models.CharField(max_length=64, null=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["diary", "token"], name="an_update_token_once_a_diary")]

    def __str__(self) -> str:
        return f"update of {self.diary} at {self.at}"

    def render(self) -> None:
        """Fill body_html from its source. Raises core.html.TooComplex."""
        self.body_html = render(self.body, Markup.MARKDOWN, kind="diary", id_prefix=f"u{self.pk}-", images=1)

    def remove(self, *, by: User, at: datetime | None = None) -> None:
        """Take the block away; its row stays. Twice is once."""
        Update.objects.standing().filter(pk=self.pk).update(removed_at=at or timezone.now())
        self.show_pictures()
        marks.touch(marks.of_diary(self.diary_id))

    def show_pictures(self) -> None:
        """Let readers see the pictures that it shows, or no longer."""
        if names_in(self.body_html):
            Picture.objects.show_in(self.diary)
