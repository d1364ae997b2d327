"""Plays what the community makes of its tags: operations/demo/tags.toml."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from diaries.models import Diary, Tag
from moderation import tagcare
from stream.models import Follow, Mute


def play(people: dict[str, User], now: datetime) -> None:
    script: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "tags.toml").read_text())
    for verb in ("add", "retag"):
        for part in script[verb]:
            diary = Diary.objects.get(title__startswith=part["diary"])
            getattr(diary, "tag" if verb == "add" else verb)(part["tags"], by=people[part["by"]], at=_at(part, now))
    for verb in ("merge", "alias", "rename", "ban"):
        for part in script[verb]:
            words: dict[str, Any] = {name: part[name] for name in ("name", "reason", "rule") if name in part}
            if "into" in part:
                words["into"] = Tag.objects.get(name=part["into"])
            getattr(tagcare, verb)(Tag.objects.get(name=part["tag"]), by=people["mo"], at=_at(part, now), **words)
    for act in ("follow", "mute"):
        records: Any = {"follow": Follow.objects, "mute": Mute.objects}[act]
        for part in script[act]:
            for name in part["tags"]:
                getattr(records, act)(Tag.objects.get(name=name), by=people[part["by"]], at=now - timedelta(days=1))


def _at(part: dict[str, Any], now: datetime) -> datetime:
    return now - timedelta(days=part["days_ago"])
