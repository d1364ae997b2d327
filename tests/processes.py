"""A site of its own for tests with real processes: its own database on the engine under test, and programs run against it."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

PREAMBLE = "import django; django.setup()\n"


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

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run([str(settings.BASE_DIR / "manage.py"), *words])

    def python(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(["-c", PREAMBLE + program, *words])

    def start(self, program: str, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PREAMBLE + program, *words]
        return subprocess.Popen(command, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def all_at_once(self, program: str, crowd: list[tuple[str, ...]]) -> list[str]:
        """Run the program once for every set of words, all at the same time; what they printed. A failure fails the test."""
        running = [self.start(program, *words) for words in crowd]
        answers = [process.communicate(timeout=300) for process in running]
        failed = [error for process, (_, error) in zip(running, answers, strict=True) if process.returncode]
        assert not failed, failed[0]
        return [out.strip() for out, _ in answers]

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], env=self.env, text=True, capture_output=True, timeout=300, check=False)


@contextmanager
def own_site(folder: Path) -> Iterator[OwnSite]:
    """An empty, migrated site on the engine of this test run; gone afterwards."""
    if connection.vendor == "sqlite":
        shutil.copytree(_migrated_folder(), folder, dirs_exist_ok=True)
        yield OwnSite(folder, f"sqlite:///{folder / 'own.sqlite3'}")
        return
    name = f"rostrum_own_{uuid.uuid4().hex[:10]}"
    template = _migrated_database()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield OwnSite(folder, _url_of(name))
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
