"""Mojo, recomputed from the ratings."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments import check_mojo


class Command(BaseCommand):
    help = "Compute everybody's mojo from the ratings, say what was different and write it. --check writes nothing and exits 1 if something is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only look; exit 1 when a stored figure is not what the ratings say"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        different = seen = 0
        for seen, found in check_mojo.differences():
            for difference in found:
                different += 1
                trusted = difference.member.is_trusted
                if not options["check"]:
                    check_mojo.mend(difference.member)
                self.stdout.write(f"{difference}{self._trust(trusted, difference.member.is_trusted)}")
            self.stdout.write(f"  {seen:,} members looked at, {different:,} different")
        if different and options["check"]:
            self.stderr.write(f"{different} of {seen} members differ. `update_mojo` writes what the ratings say.")
            sys.exit(1)
        self.stdout.write(f"{seen:,} members: {different:,} {'mended' if different else 'different; all is as the ratings say'}.")

    @staticmethod
    def _trust(before: bool, after: bool) -> str:
        if before == after:
            return ""
        return "; a trusted user from now on" if after else "; no longer a trusted user"
