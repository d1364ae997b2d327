"""Warns of unsent comments that will soon be gone, and takes away those whose time is over or that were posted."""

from typing import Any

from django.core.management.base import BaseCommand

from comments.models import Unsent


class Command(BaseCommand):
    help = "Tell the writers of unsent comments that will soon be gone; take away what is older than the rule comments.unsent says."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{Unsent.objects.warn()} warned of, {Unsent.objects.sweep()} taken away.")
