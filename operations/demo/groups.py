"""Plays the groups: operations/demo/groups.toml. Their queues hold something in every state."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from community.models import Site
from core.clock import calendar_day
from diaries.models import Diary
from groups.calendar import Calendar
from groups.models import Group, QueueEntry
from operations.demo.banners import banner

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WRITTEN = ("title", "intro", "body", "tags")
People = dict[str, User]


def play(people: People, now: datetime) -> None:
    for part in tomllib.loads((Path(__file__).parent / "groups.toml").read_text())["group"]:
        group = _found(part, people, now)
        for fate in ("republished", "withdrawn", "taken_off", "waiting", "scheduled"):
            for each in part.get(fate, []):
                _bring(group, each, fate, people, now)
        for each in part["draft"]:
            _draft(group, each, people, now)


def _found(part: dict[str, Any], people: People, now: datetime) -> Group:
    founder, at = people[part["founder"]], now - part["days_ago"] * DAY
    said = {name: part[name].strip() for name in ("description", "rules", "slots")}
    group = Group.objects.found(part["name"], by=founder, at=at, **said)
    group.picture(banner(part["banner"]), by=founder)
    for number, name in enumerate([*part["editors"], *part["contributors"]], 1):
        group.invite(people[name], by=founder, at=at + number * HOUR)
        group.accept(by=people[name], at=at + number * HOUR * 3)
    for name in part["editors"]:
        group.promote(people[name], to="editor", by=founder, at=at + 2 * DAY)
    for name in part["invited"]:
        group.invite(people[name], by=founder, at=now - 5 * HOUR)
    for each in part["asks"]:
        group.join(by=people[each["member"]], words=each["words"], at=now - 3 * HOUR)
    return group


def _bring(group: Group, part: dict[str, Any], fate: str, people: People, now: datetime) -> None:
    """A diary that was published already."""
    diary = Diary.objects.select_related("author").get(title__startswith=part["diary"])
    assert diary.published_at
    at = max(now - part.get("days_ago", 0) * DAY - 6 * HOUR, diary.published_at + (now - diary.published_at) * 0.3)
    by = people[part["by"]]
    entry = QueueEntry.objects.add(diary, group, by=by, words=part.get("words", ""), at=at)
    later = at + (now - at) * 0.2
    if fate in ("republished", "withdrawn", "taken_off"):
        entry.republish(by=people[part["editor"]], at=later)
    if fate == "withdrawn":
        entry.withdraw(by=diary.author, at=at + (now - at) * 0.4)
    if fate == "taken_off":
        entry.take_off(by=people[part["editor"]], words=part["notes"], at=at + (now - at) * 0.3)
    if fate == "scheduled":
        entry.schedule(Calendar(group, at=now).free[1], by=people[part["editor"]], at=later)


def _draft(group: Group, part: dict[str, Any], people: People, now: datetime) -> None:
    """A draft, and what the editors have made of it so far."""
    author, fate = people[part["author"]], part["fate"]
    at = now - part.get("days_ago", 1) * DAY - len(part["title"]) * HOUR / 10  # each at a time of its own
    draft = Diary.objects.start(by=author, at=at - 20 * HOUR, **{name: part[name].strip() for name in WRITTEN})
    entry = QueueEntry.objects.add(draft, group, by=author, words=part.get("words", ""), at=at - 18 * HOUR)
    editor = people[part.get("editor", part["author"])]
    if fate == "published":
        entry.claim(by=editor, at=at - HOUR)
        entry.publish(by=editor, at=_free_moment(author, at))
    elif fate == "claimed":
        entry.claim(by=editor, at=now - HOUR / 4)
    elif fate == "sent back":
        entry.send_back(by=editor, words=part["notes"], at=at)
    elif fate == "declined":
        entry.decline(by=editor, words=part["notes"], at=at)
    elif fate == "scheduled":
        entry.schedule(Calendar(group, at=now).free[3], by=editor, at=at)


def _free_moment(author: User, at: datetime) -> datetime:
    """The nearest day before, on which the author has published nothing yet."""
    while True:
        day, after = calendar_day(at, Site.current().zone)
        if not author.diaries.filter(published_at__gte=day, published_at__lt=after).exists():
            return at
        at -= DAY
