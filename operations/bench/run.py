"""`make bench`: the common workload on both engines beside the floor, in one run. Writes bench.json and prints the same as a table.

Runs under scripts/with-postgres. Every figure is CPU of the server's and the database's processes per request; every ratio is to
the floor on PostgreSQL of this run.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from operations.bench.measure import Target, memory
from operations.corpus import text

HERE = Path(__file__).resolve().parents[2]
STREAM_TIMES = 40
TIMES = {"front": 60, "t100": 60, "t1000": 40}
POSTS = {1: 60, 4: 120}
Row = dict[str, Any]


def say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def server(command: list[str], env: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env={**os.environ, **env}, cwd=HERE, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def python(*words: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words], env={**os.environ, **env}, cwd=HERE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def new_database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))


def postmaster(url: str) -> int:
    """The process that all of the database's processes descend from."""
    with psycopg.connect(url) as connection:
        backend = connection.info.backend_pid
    try:
        with psycopg.connect(url) as connection:
            fields = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
            return int(fields[1])
    except OSError as error:
        raise SystemExit(f"The database's processes cannot be seen from here (backend {backend}): {error}") from error


# -- the floor ----------------------------------------------------------------------------------------------------------


def floor(url: str) -> dict[str, float]:
    """CPU ms of each page and of a write, by the bare program."""
    address, port = new_database(url, "rostrum_floor"), free_port()
    python("-m", "operations.bench.floor", address, env={})
    command = [
        "--interface",
        "asgi",
        "--workers",
        "2",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "error",
    ]
    out = {}
    with server(
        [str(Path(sys.executable).with_name("granian")), *command, "operations.bench.floor:app"], {"FLOOR_DSN": address}, port
    ) as process:
        target = Target(port, [process.pid, postmaster(url)])
        for page in ("front", "t100", "t1000"):
            out[page] = target.pages(f"/{page}", {}, times=TIMES[page])["cpu_ms"]
        r = random.Random(1)
        for writers, count in POSTS.items():
            jobs: list[list[tuple[str, str, dict[str, str]]]] = [
                [(f"/w?parent={r.randint(101, 1100)}", _form(r), {}) for _ in range(count // writers)] for _ in range(writers)
            ]
            out[f"post{writers}"] = target.posts(jobs)["cpu_ms"]
    return out


def _form(r: random.Random, **fields: Any) -> str:
    words = text.passage(r, 90) + f" {r.random()}"
    return urllib.parse.urlencode({"subject": text.sentence(r, 4)[:-1], "body": words, **fields})


# -- Rostrum ------------------------------------------------------------------------------------------------------------


class Site:
    """Rostrum under its production server on one engine, with the common workload."""

    def __init__(self, engine: str, url: str, folder: Path, base: dict[str, float]) -> None:
        self.engine, self.folder, self.base = engine, folder, base
        database = new_database(url, "rostrum_bench") if engine == "postgresql" else f"sqlite:///{folder / 'bench.sqlite3'}"
        self.env = {
            "DATA_DIR": str(folder), "DATABASE_URL": database, "DEMO": "1", "LOG_LEVEL": "WARNING", "REQUEST_LOG_LEVEL": "WARNING", "PREPARED": "1",
        }  # fmt: skip
        self.database = [postmaster(url)] if engine == "postgresql" else []
        self.rows: list[Row] = []

    def prepare(self, *corpus: str) -> None:
        python("manage.py", "migrate", "-v0", env=self.env)
        said = python("manage.py", "corpus", *corpus, env=self.env)
        say(f"{self.engine}: {said.strip().splitlines()[-1]}")
        python("manage.py", "collectstatic", "--noinput", "-v0", env=self.env)
        self.told = json.loads(python("-m", "operations.bench.reader", env=self.env).splitlines()[-1])

    def measure(self, *, writes: bool = True) -> None:
        port = free_port()
        with server(["scripts/serve"], {**self.env, "PORT": str(port), "WORKERS": "2"}, port) as process:
            self.target = Target(port, [process.pid, *self.database])
            for page in ("front", "t100", "t1000"):
                self._page(page, "anonymous", "warm", {})
                self._page(page, "anonymous", "compressed", {"Accept-Encoding": "gzip, deflate, br"})
                self._page(page, "member", "warm", {"Cookie": self.told["member"]})
            measured = self.target.pages(self.told["stream"], {"Cookie": self.told["writers"][0]}, times=STREAM_TIMES)
            self._row("stream", "member", "1,000 follows", measured, None, rps=None)
            if writes:
                self._changed()
                for writers, count in POSTS.items():
                    self._post(writers, count)
            peak = memory([process.pid])
        for row in self.rows:
            row["memory_mb"] = round(peak)

    def _row(self, page: str, who: str, state: str, measured: Row, floor_ms: float | None, **more: Any) -> None:
        row = {"engine": self.engine, "page": page, "as": who, "state": state, **measured, "floor_cpu_ms": floor_ms}
        row["ratio"] = round(measured["cpu_ms"] / floor_ms, 2) if floor_ms else None  # a page that has no floor
        self.rows.append({**row, "queries": self.told["queries"].get(page, {}).get(who), **more})
        say(f"{self.engine} {page} {who} {state}: {measured['cpu_ms']} ms, {row['ratio'] or 'no'} x the floor")

    def _page(self, page: str, who: str, state: str, headers: dict[str, str]) -> None:
        path = self.told["pages"][page]
        measured = self.target.pages(path, headers, times=TIMES[page] * (10 if who == "anonymous" else 1))
        self._row(page, who, state, measured, self.base[page], rps=self.target.rate(path, headers))

    def _changed(self) -> None:
        """The first view after a rating or a new comment, by turns; the write itself is not counted."""
        r, turn = random.Random(2), [0]
        connection = self.target.connect()

        def change() -> None:
            turn[0] += 1
            cookie, pk = self.told["writers"][0], r.choice(self.told["comments"])
            verb = "reply" if turn[0] % 2 else ("recommend" if turn[0] % 4 else "unrecommend")
            body = _form(r, csrfmiddlewaretoken="b" * 32)
            connection.request(
                "POST", f"/comments/{pk}/{verb}/", body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
            )
            connection.getresponse().read()

        measured = self.target.pages(self.told["pages"]["t1000"], {}, times=16, before=change)
        self._row("t1000", "anonymous", "changed", measured, self.base["t1000"], rps=None)

    def _post(self, writers: int, count: int) -> None:
        r = random.Random(3 + writers)
        jobs: list[list[tuple[str, str, dict[str, str]]]] = []
        for writer in range(writers):
            headers = {"Cookie": self.told["writers"][writer]}
            form = lambda: _form(r, csrfmiddlewaretoken="b" * 32, parent=r.choice(self.told["comments"]))  # noqa: E731
            jobs.append([(f"/diaries/{self.told['diary']}/comments/", form(), headers) for _ in range(count // writers)])
        measured = self.target.posts(jobs)
        rps = measured.pop("rps")
        self._row("t1000", "post", str(writers), {**measured, "bytes": None}, self.base[f"post{writers}"], rps=rps)


# -- the report ---------------------------------------------------------------------------------------------------------


def table(rows: list[Row]) -> str:
    columns = [
        "engine",
        "page",
        "as",
        "state",
        "cpu_ms",
        "best_ms",
        "floor_cpu_ms",
        "ratio",
        "queries",
        "bytes",
        "rps",
        "memory_mb",
    ]
    cells = [columns, *[["" if row.get(name) is None else str(row[name]) for name in columns] for row in rows]]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)


def main() -> None:
    url = os.environ["DATABASE_URL"]
    large = "--large" in sys.argv
    rows: list[Row] = []
    base = floor(url)
    say(f"floor: {base}")
    for engine in ("postgresql", "sqlite"):
        for corpus in [("2000", "2000")] if not large else [("2000", "2000"), ("100000", "1000000")]:
            with tempfile.TemporaryDirectory() as folder:
                site = Site(engine, url, Path(folder), base)
                site.prepare("--diaries", corpus[0], "--comments", corpus[1], "--thread", "100", "--thread", "1000")
                site.measure(writes=not large)
                rows += [{**row, "diaries": int(corpus[0])} for row in site.rows]
    Path("bench.json").write_text(json.dumps({"rows": rows}, indent=1) + "\n")
    print(table(rows))


if __name__ == "__main__":
    main()
