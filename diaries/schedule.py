"""What happens by itself, publishing scheduled diaries first of all: `manage.py run_schedule`, or a thread beside the web server of the embedded default.

Any number of them may run: each diary is published inside a transaction that holds its row and looks at its state again, so
one does it and the others find it done. One that dies half-way leaves the diary scheduled for the next.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from diaries.models import Diary
from diaries.ranking import note_listed

EVERY = 30.0  # seconds between two looks
TIDY_EVERY = 3_600.0
log = logging.getLogger("rostrum.schedule")


def publish_due(*, at: datetime | None = None) -> int:
    """Publish everything whose moment has come, however long ago; returns how many. One that fails holds up no other."""
    published = 0
    now = at or timezone.now()
    own = list(Diary.objects.due(now).values_list("pk", flat=True))
    in_queues = list(Diary.objects.due_in_queues(now).values_list("pk", flat=True))
    for pk, publish in [*((pk, _own) for pk in own), *((pk, _in_queues) for pk in in_queues)]:
        try:
            published += publish(Diary.objects.select_related("author").get(pk=pk), at or timezone.now())
        except Diary.DoesNotExist:
            continue
        except DatabaseError:
            raise
        except Exception:
            log.exception("Diary %s could not be published as scheduled; it is tried again", pk)
    return published


def tidy() -> None:
    """Take away what is older than the rules say, each app its own (settings.TIDIED)."""
    for name in settings.TIDIED:
        import_string(name)()


def list_due() -> int:
    """Record what has come on the recommended list; returns how many diaries that were."""
    return len(note_listed())


def do_due() -> list[str]:
    """Everything of settings.BY_ITSELF whose time has come: each answers how much it did. In words: `2 diaries published`."""
    return [words.format(import_string(name)()) for name, words in settings.BY_ITSELF.items()]


def _own(diary: Diary, at: datetime) -> int:
    """As its author has scheduled it."""
    return diary.publish_if_due(at=at)


def _in_queues(diary: Diary, at: datetime) -> int:
    """As the editors of groups have scheduled it: a draft in their queue, or a diary to be republished."""
    return diary.queue_entries.publish_due(at=at)  # type: ignore[attr-defined]


def run(*, every: float, stop: threading.Event) -> None:
    """Look again and again until told to stop; a database that does not answer is asked again next time."""
    tidied = -TIDY_EVERY
    while not stop.is_set():
        close_old_connections()
        try:
            do_due()
            if time.monotonic() - tidied > TIDY_EVERY:
                tidy()
                tidied = time.monotonic()
        except DatabaseError as error:
            log.warning("The schedule could not reach its database: %s", error)
            connections.close_all()
        stop.wait(every)


@contextmanager
def turn(path: Path) -> Iterator[bool]:
    """Whether it is this process's turn: one at a time, and a dead one's turn is over."""
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _beside_the_server(stop: threading.Event) -> None:
    """Of several web processes one looks; the others wait to take its place."""
    while not stop.is_set():
        with turn(settings.DATA_DIR / "schedule.lock") as ours:
            if ours:
                run(every=EVERY, stop=stop)
        stop.wait(EVERY)


def start_beside_the_server() -> None:
    """Called once by the web server's process. The thread ends with it."""
    threading.Thread(target=_beside_the_server, args=[threading.Event()], name="schedule", daemon=True).start()
