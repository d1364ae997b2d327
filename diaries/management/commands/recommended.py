"""The recommended list of any moment, made from the dated rows."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diaries.ranking import recommended


class Command(BaseCommand):
    help = "Print the recommended list as rank, diary's id, score: recommended --at 2026-11-20T12:00:00Z (default: now)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", default="", metavar="MOMENT", help="ISO 8601; without a zone it is UTC")

    def handle(self, *args: Any, **options: Any) -> None:
        for entry in recommended(at=_moment(options["at"]) if options["at"] else None):
            self.stdout.write(f"{entry.rank} {entry.diary} {entry.score:.9g}")


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CommandError(f"--at takes a moment such as 2026-11-20T12:00:00Z, not {text!r}.") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
