"""`make bench-live`: what 2,000 readers with an open thread of 1,000 comments cost the machine. Bounded: loopback, half a minute each.

Every reader asks for the thread's version as often as the page does, knowing the answer before; where comments come in, each then asks
once for what has changed. As much as 2,000 pages ask is sent through a few connections, since it is the requests that cost.
"""

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from operations.bench.measure import Target, cpu
from operations.bench.run import Site, _form, free_port, random, say, server

READERS, EVERY, SECONDS, SENDERS = 2_000, 18.0, 30.0, 8


class Crowd:
    """`READERS` open pages of one diary, all of visitors or all of one member."""

    def __init__(self, target: Target, told: dict[str, Any], cookie: str) -> None:
        self.target, self.told = target, told
        self.own = {"Cookie": cookie} if cookie else {}
        self.base = f"/diaries/{told['diary']}/"
        self.asked = self.unchanged = 0
        connection = target.connect()
        connection.request("GET", f"{self.base}version/")
        answer = connection.getresponse()
        self.known = dict.fromkeys(range(READERS), (answer.read().decode(), answer.headers["ETag"]))  # version and ETag of each
        self.lock = threading.Lock()

    def run(self, *, writes_every: float | None) -> dict[str, float]:
        until, began = time.monotonic() + SECONDS, cpu(self.target.pids)
        work = [threading.Thread(target=self._send, args=(number, until)) for number in range(SENDERS)]
        if writes_every:
            work.append(threading.Thread(target=self._write, args=(writes_every, until)))
        for each in work:
            each.start()
        for each in work:
            each.join()
        spent = (cpu(self.target.pids) - began) / 1_000 / SECONDS
        machine = 100 * spent / (os.cpu_count() or 1)
        return {
            "requests_s": round(self.asked / SECONDS, 1),
            "unchanged_s": round(self.unchanged / SECONDS, 1),
            "machine_percent": round(machine, 2),
        }

    def _send(self, number: int, until: float) -> None:
        """This sender's share of the readers, one after the other at their pace."""
        readers, connection = range(number, READERS, SENDERS), self.target.connect()
        pause, turn, due = EVERY / len(readers), 0, time.monotonic()
        while (now := time.monotonic()) < until:
            if now < due:
                time.sleep(due - now)
            self._ask(connection, readers[turn % len(readers)])
            turn, due = turn + 1, due + pause

    def _ask(self, connection: Any, reader: int) -> None:
        version, etag = self.known[reader]
        connection.request("GET", f"{self.base}version/", headers={"If-None-Match": etag})
        answer = connection.getresponse()
        now = answer.read().decode()
        asked = 1
        if answer.status == 200:
            if now != version:
                connection.request("GET", f"{self.base}since/{version}/", headers={**self.own, "Accept-Encoding": "gzip"})
                connection.getresponse().read()
                asked = 2
            self.known[reader] = (now, answer.headers["ETag"])
        with self.lock:
            self.asked += asked
            self.unchanged += answer.status == 304

    def _write(self, every: float, until: float) -> None:
        r, headers = random.Random(), {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.told["writers"][0]}
        while time.monotonic() < until:
            connection = self.target.connect()
            connection.request(
                "POST", f"/comments/{r.choice(self.told['comments'])}/reply/", _form(r, csrfmiddlewaretoken="b" * 32), headers
            )
            connection.getresponse().read()
            time.sleep(every)


def main() -> None:
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        site = Site("postgresql" if url else "sqlite", url, Path(folder), {})
        site.prepare("--diaries", "40", "--comments", "400", "--thread", "1000")
        port = free_port()
        with server(["scripts/serve"], {**site.env, "PORT": str(port), "WORKERS": "2", "SCHEDULER": "0"}, port) as process:
            target = Target(port, [process.pid, *site.database])
            for words, cookie, every in (
                ("nothing is said", "", None),
                ("a comment every 20 s, visitors", "", 20.0),
                ("a comment every 20 s, members", site.told["member"], 20.0),
            ):
                crowd = Crowd(target, site.told, cookie)
                say(f"{READERS} readers, {words}: {crowd.run(writes_every=every)}")


if __name__ == "__main__":
    main()
