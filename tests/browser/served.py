"""A site that is really served: granian on a database of its own, beside it a process that plays what a journey needs."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from tests.processes import PREAMBLE, OwnSite, own_site

UP_WITHIN = 60.0  # seconds; two cores may be busy with other tests


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """url: where it answers. start(), stop(), kill() (-9, all of it at once), restart(). play(program), manage(words).

    places: the parts of the addresses of open things, as tests.addresses.filled() wants them; empty for an empty site.
    """

    def __init__(self, site: OwnSite) -> None:
        self.site, self.port = site, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        site.env |= {"DEMO": "1", "SITE_URL": self.url, "PORT": str(self.port), "SCHEDULER": "0", "REQUEST_LOG_LEVEL": "ERROR"}
        self.folder = Path(site.env["DATA_DIR"])
        self._server: subprocess.Popen[bytes] | None = None
        self._stage: subprocess.Popen[str] | None = None
        self.world: dict[str, Any] = {}

    @property
    def places(self) -> dict[str, Any]:
        return self.world.get("public", {})

    def start(self) -> None:
        command = [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "127.0.0.1", "--port",
            str(self.port), "--workers", "1", "--blocking-threads", "4", "--runtime-mode", "st", "--log-level", "warning", "--no-access-log",
            "config.wsgi:application",
        ]  # fmt: skip
        with open(self.folder / "server.log", "ab") as log:
            self._server = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.site.env, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + UP_WITHIN
        while not self._answers():
            assert self._server.poll() is None and time.monotonic() < until, (self.folder / "server.log").read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        with suppress(URLError, OSError), urlopen(f"{self.url}/healthz", timeout=5) as answer:
            return answer.status == 200
        return False

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut would: nobody says goodbye."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _end(self, how: int) -> None:
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, how)
            try:
                self._server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self._server.pid, signal.SIGKILL)
                self._server.wait(timeout=20)
            self._server = None

    def manage(self, *words: str) -> str:
        """What `manage.py words...` prints; a failure fails the test."""
        done = self.site.manage(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def play(self, program: str, **words: Any) -> Any:
        """Run Python text on the site's database (names: tests/browser/stage.py) and return what it leaves in `answer`."""
        if self._stage is None:
            stage = [sys.executable, "-c", PREAMBLE + "from tests.browser.stage import main\nmain()"]
            self._stage = subprocess.Popen(
                stage, cwd=settings.BASE_DIR, env=self.site.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        assert self._stage.stdin and self._stage.stdout
        self._stage.stdin.write(json.dumps({"program": textwrap.dedent(program), "words": words}) + "\n")
        self._stage.stdin.flush()
        out = json.loads(self._stage.stdout.readline() or '{"failed": "the stage has gone"}')
        assert "failed" not in out, out["failed"]
        return out["answer"]

    def close(self) -> None:
        self._end(signal.SIGKILL)
        if self._stage is not None:
            self._stage.kill()
            self._stage.communicate()


@contextmanager
def served(folder: Path, *, peopled: bool, collected: bool = False) -> Iterator[Served]:
    """A site on the engine of this run. peopled: with the world of tests/access/world.py; collected: static files as in production."""
    folder.mkdir(parents=True, exist_ok=True)
    with own_site(folder) as site:
        it = Served(site)
        try:
            if collected:
                it.manage("collectstatic", "--noinput", "--verbosity", "0")
            if peopled:
                it.world = it.play("answer = world()")
            it.start()
            yield it
        finally:
            it.close()
