"""A site of its own for tests with real processes: its own database on the engine under test, and programs run against it."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

PREAMBLE = "import django; django.setup()\n"
# A process that has loaded the site once and forks for every program: half a second instead of two for each of a crowd.
# What it forks are processes like any other, with connections and memory of their own.
NURSERY = """
import json, os, signal, sys, traceback
import django; django.setup()
import config.urls, django.test
from django.db import connections

def child(program, words, place):
    for stream, kind in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{place}.{kind}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), stream)
    signal.alarm(300)
    sys.argv = ["-c", *words]
    status = 0
    try:
        exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    connections.close_all()
    sys.stdout.flush(); sys.stderr.flush()
    os._exit(status)

for line in sys.stdin:
    program, crowd, folder = json.loads(line)
    connections.close_all()
    running = []
    for number, words in enumerate(crowd):
        pid = os.fork()
        if not pid:
            child(program, words, f"{folder}/{number}")
        running.append(pid)
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in running]), flush=True)
"""


class OwnSite:
    """manage(...) runs a command to its end; start(...) runs Python text beside us and returns the process."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self._forks: subprocess.Popen[str] | None = None

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run([str(settings.BASE_DIR / "manage.py"), *words])

    def python(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return self._forked(program, [words])[0]

    def start(self, program: str, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PREAMBLE + program, *words]
        return subprocess.Popen(command, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def all_at_once(self, program: str, crowd: list[tuple[str, ...]]) -> list[str]:
        """Run the program once for every set of words, all at the same time; what they printed. A failure fails the test."""
        ended = self._forked(program, crowd)
        failed = [each.stderr or f"ended with {each.returncode}" for each in ended if each.returncode]
        assert not failed, failed[0]
        return [each.stdout.strip() for each in ended]

    def _forked(self, program: str, crowd: list[tuple[str, ...]]) -> list[subprocess.CompletedProcess[str]]:
        nursery = self._nursery()
        assert nursery.stdin and nursery.stdout
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps([program, crowd, folder]), file=nursery.stdin, flush=True)
            answer = nursery.stdout.readline()
            assert answer, "the process that forks is gone"
            return [
                subprocess.CompletedProcess(
                    crowd[number], status, Path(folder, f"{number}.out").read_text(), Path(folder, f"{number}.err").read_text()
                )
                for number, status in enumerate(json.loads(answer))
            ]

    def _nursery(self) -> "subprocess.Popen[str]":
        if self._forks is None:
            command = [sys.executable, "-c", NURSERY]
            self._forks = subprocess.Popen(command, env=self.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._forks

    def close(self) -> None:
        if self._forks is not None:
            self._forks.kill()
            self._forks.communicate()

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], env=self.env, text=True, capture_output=True, timeout=300, check=False)


@contextmanager
def own_site(folder: Path) -> Iterator[OwnSite]:
    """An empty, migrated site on the engine of this test run; gone afterwards."""
    if connection.vendor == "sqlite":
        shutil.copytree(_migrated_folder(), folder, dirs_exist_ok=True)
        with closing(OwnSite(folder, f"sqlite:///{folder / 'own.sqlite3'}")) as site:
            yield site
        return
    name = f"rostrum_own_{uuid.uuid4().hex[:10]}"
    template = _migrated_database()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        with closing(OwnSite(folder, _url_of(name))) as site:
            yield site
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


# What such a site begins with is migrated once in a test run and then copied.


@cache
def _migrated_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rostrum-own-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(OwnSite(folder, f"sqlite:///{folder / 'own.sqlite3'}"))
    return folder


@cache
def _migrated_database() -> str:
    name = f"rostrum_own_{uuid.uuid4().hex[:10]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    atexit.register(_drop, name, _url_of("postgres"))
    with tempfile.TemporaryDirectory() as folder:
        _migrate(OwnSite(Path(folder), _url_of(name)))
    return name


def _drop(name: str, url: str) -> None:
    with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]


def _url_of(name: str) -> str:
    have = connection.settings_dict
    user = quote(have["USER"] or "", safe="")
    password = f":{quote(have['PASSWORD'], safe='')}" if have["PASSWORD"] else ""
    host, port = have["HOST"] or "", f"&port={have['PORT']}" if have["PORT"] else ""
    return f"postgres://{user}{password}@/{name}?host={quote(host, safe='')}{port}"


def _migrate(site: OwnSite) -> None:
    done = site.manage("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
