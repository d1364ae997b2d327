"""Makes stored markup anew, after a change of the templates, the sanitiser or the site's zone."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import models, transaction

from accounts.models import User
from comments.models import Comment, Edit, Waiting
from core.html import TooComplex, render
from diaries.models import Diary, Update
from groups.models import Group


def _say(comment: Any) -> None:
    comment.body_html = render(comment.body, comment.markup, kind="comment")
    if comment.signature_html:  # of its day: there is no source of it
        comment.signature_html = render(comment.signature_html, "html", kind="line")


def _wait(waiting: Any) -> None:
    waiting.body_html = render(waiting.body, waiting.markup, kind="comment")


def _edit(edit: Any) -> None:
    edit.body_html = render(edit.body, edit.comment.markup, kind="comment")


class Command(BaseCommand):
    help = "Render every stored text anew from its source, then the markup of every comment. Safe on a live site, and to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self._anew(User, "biography_html", "signature_html", by=User.render)
        self._anew(Diary, "intro_html", "body_html", by=Diary.render)
        self._anew(Update, "body_html", by=Update.render)
        self._anew(Group, "description_html", "rules_html", by=Group.render)
        self._anew(Comment, "body_html", "signature_html", by=_say)
        self._anew(Edit, "body_html", by=_edit)
        self._anew(Waiting, "body_html", by=_wait)
        total, done = Comment.objects.count(), 0
        for comment in Comment.objects.select_related("author", "diary", "parent").iterator(chunk_size=500):
            comment.keep_markup()
            done += 1
            if done % 1_000 == 0 or done == total:
                self.stdout.write(f"{done} of {total} comments")

    def _anew(self, model: type[models.Model], *fields: str, by: Callable[[Any], None]) -> None:
        """Row by row, so that nobody waits; what cannot be rendered any more stays as it is, and is told."""
        changed = 0
        for key in model._default_manager.values_list("pk", flat=True).iterator(chunk_size=2_000):
            with transaction.atomic():
                row = model._default_manager.select_for_update(of=("self",)).filter(pk=key).first()
                before = [getattr(row, field) for field in fields]
                try:
                    if row is not None:
                        by(row)
                except TooComplex as error:
                    self.stderr.write(f"{row}: {error} It stays as it was.")
                    continue
                if row is not None and [getattr(row, field) for field in fields] != before:
                    row.save(update_fields=fields)
                    changed += 1
        self.stdout.write(f"{changed} {model._meta.verbose_name_plural} changed")
