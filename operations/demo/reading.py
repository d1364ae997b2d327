"""Plays what members keep, follow, ask and add: operations/demo/reading.toml."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import User
from comments.models import Comment, ReadMark
from community.models import Site
from diaries.models import Diary, HotlistEntry, Poll, Update
from notifications.models import Notification
from stream.models import Follow


@cache
def _script() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "reading.toml").read_text())


def ask(diary: Diary) -> None:
    """Give the diary its poll, while it is a draft."""
    poll = _script()["poll"]
    if diary.title.startswith(poll["diary"]):
        Poll.objects.write(diary, question=poll["question"], choices=poll["choices"])


def play(people: dict[str, User], now: datetime) -> None:
    script = _script()
    _vote(script["poll"], people, now)
    for part in script["update"]:
        diary = _named(part["diary"])
        assert diary.published_at
        at = min(diary.published_at + timedelta(hours=part["after_hours"]), now)
        Update.objects.add(diary, by=diary.author, body=part["body"].strip(), at=at)
    for part in script["scheduled"]:
        _schedule(part, people, now)
    for hours, part in enumerate(reversed(script["hotlist"]), 5):
        HotlistEntry.objects.hotlist(
            _named(part["diary"]), by=people[part["user"]], note=part.get("note", ""), at=now - timedelta(hours=hours)
        )
    for part in script["follow"]:
        for name in part["members"]:
            Follow.objects.follow(people[name], by=people[part["by"]], at=now - timedelta(days=1))
    _have_read(now)


def _named(beginning: str) -> Diary:
    return Diary.objects.select_related("author").get(title__startswith=beginning)


def _vote(part: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    diary = _named(part["diary"])
    poll = Poll.objects.get(diary=diary)
    for choice, names in zip(poll.choices.all(), part["votes"], strict=True):
        for name in names:
            poll.vote(by=people[name], choice=choice, at=now - timedelta(hours=3))


def _schedule(part: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    author = people[part["author"]]
    hour, minute = map(int, part["time"].split(":"))
    local = now.astimezone(Site.current().zone) + timedelta(days=part["days_ahead"])
    words = {name: part[name].strip() for name in ("title", "tags", "tip", "intro", "body")}
    diary = Diary.objects.start(by=author, at=now - timedelta(hours=2), **words)
    diary.schedule(local.replace(hour=hour, minute=minute, second=0, microsecond=0), by=author, at=now)


def _have_read(now: datetime) -> None:
    """Everybody has read a thread as far as they last spoke in it; what came after is new to them. So with what they were told."""
    spoke = Comment.objects.order_by().values_list("author", "diary").annotate(Max("number"), Max("posted_at"))
    marks = [ReadMark(user_id=user, diary_id=diary, seen_number=number, at=at) for user, diary, number, at in spoke]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
    mark = ReadMark.objects.filter(user=OuterRef("receiver"), diary=OuterRef("within"), at__gte=OuterRef("at"))
    Notification.objects.filter(Exists(mark) | Q(at__lt=now - timedelta(days=5))).read(at=now)
