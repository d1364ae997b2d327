"""Fills a site with the demonstration community."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from operations.demo import stage


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration community; a site that has it is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if stage.is_filled():
            self.stdout.write("The demonstration is there already; what was written since is kept.")
            return
        if User.objects.exists():
            raise CommandError(
                "This site has members of its own. The demonstration needs an empty one: set DATA_DIR to a new folder."
            )
        self.stdout.write("Filling the demonstration community: about half a minute.")
        stage.fill(now=timezone.now(), say=lambda words: self.stdout.write(f"  {words}"))
