"""The guard of the comment trees."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from comments import check


class Command(BaseCommand):
    help = "Check that every thread is as its comments say; exits 1 when one is not. --repair mends what it finds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the damaged figures anew from parents and ratings")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._look(repair=options["repair"])
        if found and options["repair"]:
            self.stdout.write("Looking again after the repair.")
            found = self._look(repair=False)
        if found:
            self.stderr.write(f"{found} faults. `check_comment_trees --repair` mends them.")
            sys.exit(1)
        self.stdout.write("Every tree, number and count is as it should be.")

    def _look(self, *, repair: bool) -> int:
        """The number of faults, each said in a line and mended if asked."""
        kinds: list[tuple[str, Callable, Callable]] = [
            ("comment", check.stray_faults, check.mend_stray),
            ("comment", check.rating_faults, check.mend_comment),
            ("tree", check.tree_faults, check.mend_tree),
            ("diary", check.diary_faults, check.mend_diary),
        ]
        found = 0
        for name, faults, mend in kinds:
            for record, sentence in list(faults()):
                found += 1
                self.stdout.write(f"{name} {getattr(record, 'pk', record)} {sentence}.")
                if repair:
                    mend(record)
        return found
