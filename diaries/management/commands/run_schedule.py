"""Publishes scheduled diaries."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from diaries.ranking import note_listed
from diaries.schedule import publish_due, run


class Command(BaseCommand):
    help = "Publish the scheduled diaries whose moment has come, once, or every so many seconds until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="keep running, and look so often")

    def handle(self, *args: Any, every: float | None = None, **options: Any) -> None:
        if every is None:
            count = publish_due()
            note_listed()
            self.stdout.write(f"{count} {'diary' if count == 1 else 'diaries'} published.")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        run(every=max(every, 0.1), stop=stop)
