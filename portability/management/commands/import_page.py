"""Imports a saved page of the old kind."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from portability.importers.page import NotASavedPage, Page, outline, read_page
from portability.importers.page_shelve import Shelved, shelve


class Command(BaseCommand):
    help = "Import a diary with its thread from a saved page, plain text or HTML. Again changes nothing; a later save adds what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", default="", help="for a page that gives none (the text form)")
        parser.add_argument("--tags", default="", help="comma-separated, for a page that gives none")
        parser.add_argument("--dry-run", action="store_true", help="show what was read, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            page = read_page(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror or error}.") from error
        except NotASavedPage as error:
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            self.stdout.write(outline(page))
            return
        try:
            shelved = shelve(page, title=options["title"], tags=options["tags"], say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(page, shelved, title=options["title"], tags=options["tags"])

    def _report(self, page: Page, shelved: Shelved, *, title: str, tags: str) -> None:
        diary = shelved.diary
        word = "Imported" if shelved.is_new else "Known already"
        self.stdout.write(f"{word}: “{diary.title}” by {diary.author}, {diary.get_absolute_url()}")
        self.stdout.write(f"{len(shelved.added)} comments added, {shelved.known} were here already.")
        answered = {"title": bool(title), "tags": bool(tags)}
        for gap in [*page.gaps, *shelved.gaps]:
            filled = next(
                (name for name, given in answered.items() if given and gap.startswith("The page gives no ") and name in gap), ""
            )
            self.stdout.write(f"Gap: {gap}{f' Filled by --{filled}.' if filled else ''}")
        for line in page.not_understood:
            self.stdout.write(f"Not understood: {line}")
