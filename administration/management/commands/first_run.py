"""Tells the operator of an empty site how to become its administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from administration.models import FirstRun


class Command(BaseCommand):
    help = "Print the link with which the first administrator of an empty site is made; it is good once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-new", action="store_true", help="say nothing where there is an administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = FirstRun.objects.waiting()
        if waiting:
            self.stdout.write(
                f"\n  This site is new. Open this address to become its administrator; it is good once:\n\n    {waiting.link}\n"
            )
        elif not options["if_new"]:
            self.stdout.write(
                "This site has its administrator. Others are made in the browser, or by `manage.py grant NAME administrator`."
            )
