"""Does what is due: publishes scheduled diaries, lets appeals lapse."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from diaries.schedule import do_due, run


class Command(BaseCommand):
    help = "Do what is due (publish scheduled diaries, let appeals lapse), once, or every so many seconds until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="keep running, and look so often")

    def handle(self, *args: Any, every: float | None = None, **options: Any) -> None:
        if every is None:
            self.stdout.write("\n".join(do_due()))
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        run(every=max(every, 0.1), stop=stop)
