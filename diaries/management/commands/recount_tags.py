"""Proves what is counted of tags: how many listed diaries each has, and since when each of these is listed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from diaries.models import Diary, Tag, Tagging
from diaries.models.tagging import UNDATED

LISTED = Diary.objects.listed().filter(pk=OuterRef("content_object")).values(at=Coalesce("published_at", Value(UNDATED)))
USES = Tagging.objects.filter(tag=OuterRef("pk"), listed_at__isnull=False).order_by().values("tag")


class Command(BaseCommand):
    help = "Compare what is counted of tags with the diaries themselves; exits 1 where they differ, --repair mends them"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        with transaction.atomic():
            dates = self._differ(Tagging.objects.annotate(true=Subquery(LISTED)), "listed_at", repair)
            counted = Tag.objects.annotate(true=Coalesce(Subquery(USES.annotate(count=Count("pk")).values("count")), 0))
            uses = self._differ(counted, "uses", repair)
        words = f"{dates} taggings and {uses} tags said something else than their diaries"
        if (dates or uses) and not repair:
            raise CommandError(f"{words}. --repair mends them.")
        self.stdout.write(f"{words}, and are mended." if dates or uses else "Every tag says what its diaries say.")

    def _differ(self, rows: Any, column: str, repair: bool) -> int:
        have, none = f"{column}__isnull", Q(true=None)
        unlike = (
            Q(**{have: True}) & ~none
            | Q(**{have: False}) & none
            | Q(**{have: False, "true__isnull": False}) & ~Q(**{column: F("true")})
        )
        wrong = list(rows.filter(unlike).values_list("pk", "true"))
        for pk, true in wrong if repair else ():
            rows.model.objects.filter(pk=pk).update(**{column: true})
        return len(wrong)
