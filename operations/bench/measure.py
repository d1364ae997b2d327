"""Requests to a server on this machine, and what they cost its processes. CPU is what the kernel counted, in nanoseconds."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 3


def family(roots: list[int]) -> list[int]:
    """The processes and all their descendants."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    out, todo = [], list(roots)
    while todo:
        pid = todo.pop()
        out.append(pid)
        todo += children.get(pid, [])
    return out


def cpu(roots: list[int]) -> float:
    """Milliseconds that these processes have run so far."""
    total = 0
    for pid in family(roots):
        for file in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(file.read_text().split()[0])
            except (OSError, IndexError):
                continue
    return total / 1e6


def memory(roots: list[int]) -> float:
    """The largest of the processes at its peak, in MB."""
    peaks = []
    for pid in family(roots):
        try:
            found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        except OSError:
            continue
        peaks.append(int(found[1]) / 1024 if found else 0)
    return max(peaks, default=0)


class Target:
    """A server: its port and the processes whose work counts."""

    def __init__(self, port: int, pids: list[int]) -> None:
        self.port, self.pids = port, pids

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}: {body[:300]!r}")
        return body

    def pages(self, path: str, headers: dict[str, str], *, times: int, before: Callable[[], None] | None = None) -> dict[str, Any]:
        """CPU of a page, the median of some rounds; `before` runs uncounted before every request."""
        connection = self.connect()
        for _ in range(6):
            body = self.get(connection, path, headers)
        spent = []
        for _ in range(ROUNDS):
            used = 0.0
            for _round in range(times if before else 1):
                if before:
                    before()
                began = cpu(self.pids)
                for _ in range(1 if before else times):
                    self.get(connection, path, headers)
                used += cpu(self.pids) - began
            spent.append(used / times)
        connection.close()
        return {"cpu_ms": round(statistics.median(spent), 3), "best_ms": round(min(spent), 3), "bytes": len(body)}

    def rate(self, path: str, headers: dict[str, str], seconds: int = 3) -> float:
        """Pages a second at four connections."""
        address = f"http://127.0.0.1:{self.port}{path}"
        if shutil.which("wrk"):
            words = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
            out = subprocess.run(
                ["wrk", "-t1", "-c4", f"-d{seconds}s", *words, address], capture_output=True, text=True, check=True
            ).stdout
            found = re.search(r"Requests/sec:\s+([\d.]+)", out)
            return float(found[1]) if found else 0.0
        counts: list[int] = []
        readers = [threading.Thread(target=self._read, args=(path, headers, time.monotonic() + seconds, counts)) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        return round(sum(counts) / seconds, 1)

    def _read(self, path: str, headers: dict[str, str], until: float, counts: list[int]) -> None:
        connection, count = self.connect(), 0
        while time.monotonic() < until:
            self.get(connection, path, headers)
            count += 1
        counts.append(count)

    def posts(self, requests: list[list[tuple[str, str, dict[str, str]]]]) -> dict[str, Any]:
        """CPU of a write: one list of (path, body, headers) for every writer, all writing at once."""
        failures: list[str] = []

        def write(jobs: list[tuple[str, str, dict[str, str]]]) -> None:
            connection = self.connect()
            for path, body, headers in jobs:
                connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
                response = connection.getresponse()
                response.read()
                if response.status not in (200, 302):
                    failures.append(f"{path}: {response.status}")

        began, clock = cpu(self.pids), time.monotonic()
        writers = [threading.Thread(target=write, args=(jobs,)) for jobs in requests]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        count = sum(map(len, requests))
        if failures:
            raise RuntimeError(f"{len(failures)} of {count} writes failed: {failures[0]}")
        time.sleep(0.2)
        return {"cpu_ms": round((cpu(self.pids) - began) / count, 3), "rps": round(count / (time.monotonic() - clock - 0.2), 1)}
