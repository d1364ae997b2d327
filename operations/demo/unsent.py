"""Plays what members have typed and not sent: operations/demo/unsent.toml."""

import tomllib
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from accounts.models import User
from comments.models import Comment, Place, Unsent
from diaries.models import Diary, PendingEdit


def play(people: dict[str, User], now: datetime) -> None:
    script = tomllib.loads((Path(__file__).parent / "unsent.toml").read_text())
    for number, part in enumerate(script["comment"], 1):
        diary = Diary.objects.get(title__startswith=part["diary"])
        parent = Comment.objects.get(diary=diary, number=part["parent"]) if part.get("parent") else None
        Unsent.objects.keep(
            by=people[part["user"]], token=f"demo-unsent-{number}", revision=0, subject=part.get("subject", ""), body=part["body"].strip(),
            place=partial(Place, diary, parent), at=now - timedelta(days=part.get("days_ago", 0), hours=part.get("hours_ago", 0)),
        )  # fmt: skip
    for part in script["pending"]:
        diary = Diary.objects.select_related("author").get(title__startswith=part["diary"])
        PendingEdit.objects.keep(
            diary, by=diary.author, token=f"demo-pending-{diary.pk}", revision=0, at=now - timedelta(hours=part["hours_ago"]), title=diary.title,
            intro=diary.intro, body=(diary.body + part["adds"]).strip(), markup=diary.markup, tags=diary.tags_text,
        )  # fmt: skip
