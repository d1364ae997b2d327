"""Loads an invented community of any size, for measuring."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from operations.corpus.load import load, sizes_of


class Command(BaseCommand):
    help = "Load invented diaries and threads in bulk. For measuring; do not run it on a site with readers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--diaries", type=int, default=2_000)
        parser.add_argument("--comments", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--thread", type=int, action="append", default=[], help="a newest diary with exactly so many comments; repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options["diaries"], 1) < 1 or options["comments"] < 0:
            raise CommandError("There must be at least one diary, and no negative number of comments.")
        began = time.monotonic()
        sizes = sizes_of(options["diaries"], options["comments"], seed=options["seed"]) + options["thread"]
        plan = load(sizes, seed=options["seed"], now=timezone.now(), say=self.stdout.write)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        last = plan.diary + len(sizes) - 1
        self.stdout.write(
            f"{len(sizes):,} diaries, {sum(sizes):,} comments in {time.monotonic() - began:.0f} s; the newest diary is {last}."
        )
