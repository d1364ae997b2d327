"""The site's identity and numbers, read and changed by its operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from community.models import Site, rule, set_identity, set_rule
from community.rules import RULES


class Command(BaseCommand):
    help = "List what this site says of itself and the numbers it keeps, or change one: rules --set throttle.comments=0"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="changes")

    @transaction.atomic  # all of the changes or none
    def handle(self, *args: Any, **options: Any) -> None:
        for change in options["changes"]:
            name, equals, typed = change.partition("=")
            if not equals:
                raise CommandError(f"--set takes NAME=VALUE, not {change!r}.")
            try:
                self.stdout.write(self._change(name.strip(), typed))
            except ValueError as error:
                raise CommandError(str(error)) from error
        if not options["changes"]:
            for name, value in Site.identity().items():
                self.stdout.write(f"{name} = {value}")
            for each in RULES.values():
                self.stdout.write(f"{each.name} = {rule(each.name)} {each.unit} (default {each.default})  {each.meaning}")

    def _change(self, name: str, typed: str) -> str:
        """What has been changed, in words."""
        if name not in Site.identity():
            return f"{name} is {set_rule(name, typed)} {RULES[name].unit} from now on."
        value = set_identity(name, typed)
        again = " Times in comments written before follow with `manage.py rerender`." if name == "site.time_zone" else ""
        return f"{name} is “{value}” from now on.{again}"
