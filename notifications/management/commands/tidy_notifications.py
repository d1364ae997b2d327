"""Takes away notifications that are too old to be shown."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.models import tidy


class Command(BaseCommand):
    help = "Take away notifications that are older than the rule notifications.keep says."

    def handle(self, *args: Any, **options: Any) -> None:
        count = tidy()
        self.stdout.write(f"{count} {'notification' if count == 1 else 'notifications'} taken away.")
