"""The site's numbers, read and changed by its operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from community.models import rule, set_rule
from community.rules import RULES


class Command(BaseCommand):
    help = "List the numbers this site keeps, or change one: rules --set throttle.comments=0"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="changes")

    @transaction.atomic  # all of the changes or none
    def handle(self, *args: Any, **options: Any) -> None:
        for change in options["changes"]:
            name, equals, typed = change.partition("=")
            if not equals:
                raise CommandError(f"--set takes NAME=VALUE, not {change!r}.")
            try:
                value = set_rule(name.strip(), typed)
            except ValueError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{name.strip()} is {value} {RULES[name.strip()].unit} from now on.")
        if not options["changes"]:
            for each in RULES.values():
                self.stdout.write(f"{each.name} = {rule(each.name)} {each.unit} (default {each.default})  {each.meaning}")
