"""Reads the demonstration's texts: members, diaries, threads."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_HEADER = re.compile(r"^@(\d+)(?: > (\d+))? (\S+) \+(\d+)([mhd])(?:: (.{1,80}))?$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass
class Line:
    """One comment of a thread file: `@12 > 7 tess +9m: Subject`, its text, and what others made of it."""

    number: int
    parent: int | None
    author: str
    after: timedelta  # since the comment before it
    subject: str
    body: list[str] = field(default_factory=list)
    recommended_by: list[str] = field(default_factory=list)
    hidden_by: list[tuple[str, int]] = field(default_factory=list)
    deleted: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.body).strip()

    def act(self, words: str) -> None:
        for word in words.split():
            if word == "deleted":
                self.deleted = True
            elif word.startswith("+"):
                self.recommended_by.append(word[1:])
            else:
                name, _, rule = word[1:].partition(":")
                self.hidden_by.append((name, int(rule)))


def members() -> list[dict[str, Any]]:
    return tomllib.loads((HERE / "members.toml").read_text())["member"]


def diaries() -> Iterator[dict[str, Any]]:
    """Front matter with intro and body."""
    for path in sorted((HERE / "diaries").glob("*.md")):
        _, front, text = path.read_text().split("+++\n", 2)
        intro, _, body = text.partition("<!-- fold -->")
        yield {**tomllib.loads(front), "intro": intro.strip(), "body": body.strip()}


def thread(name: str) -> list[Line]:
    lines: list[Line] = []
    for raw in (HERE / "threads" / f"{name}.txt").read_text().splitlines():
        header = _HEADER.match(raw)
        if header:
            number, parent, author, count, unit, subject = header.groups()
            after = timedelta(**{_UNITS[unit]: int(count)})
            lines.append(Line(int(number), int(parent) if parent else None, author, after, subject or ""))
        elif raw.startswith("= "):
            lines[-1].act(raw[2:])
        elif lines:
            lines[-1].body.append(raw)
    return lines
