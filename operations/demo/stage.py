"""Plays the demonstration's script through the domain's own verbs, each at its moment of the last thirty days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from comments.models import Comment
from community.models import Site
from diaries.models import Diary
from operations.demo import groups, house, moderation, pictures, reading, recommendations, rescues, script, tags, unsent

PASSWORD = "rostrum-demo"  # noqa: S105 - printed for everybody to read
Say = Callable[[str], None]


def is_filled() -> bool:
    return User.objects.filter(username="alice", imported=False).exists()


@transaction.atomic
def fill(*, now: datetime, say: Say) -> None:
    """All of it or nothing. now: the moment up to which everything has happened."""
    Site(
        name="Tolliver Commons", tagline="News, arguments and recipes from up and down the valley", time_zone="America/Los_Angeles",
        support_url="https://example.org/support",
    ).save()  # fmt: skip
    people = _join(now)
    say(f"{len(people)} members have joined.")
    cast = sorted(script.diaries(), key=lambda each: -each["days_ago"])
    for number, part in enumerate(cast, 1):
        diary = _write(part, people, now)
        if part.get("thread"):
            _talk(diary, script.thread(part["thread"]), people, now, say)
        if number % 10 == 0 or number == len(cast):
            say(f"{number} of {len(cast)} diaries are written.")
    given = recommendations.give(people, now=now)
    say(f"{given} recommendations are given.")
    reading.play(people, now)
    rescues.play(people, now)
    groups.play(people, now)
    unsent.play(people, now)
    moderation.play(people, now)
    tags.play(people, now)
    house.play(people, now)


def _join(now: datetime) -> dict[str, User]:
    people: dict[str, User] = {}
    for member in sorted(script.members(), key=lambda member: -member["joined_days_ago"]):
        joined = now - timedelta(days=member["joined_days_ago"], hours=3)
        if not member["joined_days_ago"]:
            joined = now - timedelta(hours=12)
        user = User.objects.join(member["name"], email=member["email"], at=joined)
        user.password = _password(people)
        user.save(update_fields=["password"])
        user.describe(
            biography=member.get("biography", "").strip(), signature=member.get("signature", ""), signature_mode=member["signature_mode"],
            home_page=member.get("home_page", ""), time_zone=member.get("time_zone", ""),
        )  # fmt: skip
        for role in member.get("roles", []):
            user.grant(role, at=joined)
        people[member["name"]] = user
    return people


def _password(people: dict[str, User]) -> str:
    """The one password, hashed once: sixteen slow hashes would be half of the time that all this takes."""
    if people:
        return next(iter(people.values())).password
    user = User()
    user.set_password(PASSWORD)
    return user.password


def _moment(part: dict[str, Any], now: datetime) -> datetime:
    """`time` on the day `days_ago`, in the site's zone; today's diaries share what there is of today."""
    today = now.astimezone(Site.current().zone)
    hour, minute = map(int, part["time"].split(":"))
    at = (today - timedelta(days=part["days_ago"])).replace(hour=hour, minute=minute, second=part["days_ago"], microsecond=0)
    if at < today:
        return at
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (today - midnight) * ((hour * 60 + minute) / (24 * 60))


def _write(part: dict[str, Any], people: dict[str, User], now: datetime) -> Diary:
    author = people[part["author"]]
    at = _moment(part, now)
    begun = at - timedelta(minutes=50)
    intro, body = (pictures.place(part, part[name], by=author, at=begun) for name in ("intro", "body"))
    diary = Diary.objects.start(
        by=author, at=begun, title=part["title"], intro=intro, body=body, markup=part["markup"],
        tags=", ".join(part["tags"]), tip=part.get("tip", ""),
    )  # fmt: skip
    reading.ask(diary)
    if part["state"] == "published":
        diary.publish(by=author, at=at)
    return diary


def _talk(diary: Diary, lines: list[script.Line], people: dict[str, User], now: datetime, say: Say) -> None:
    assert diary.published_at
    length = sum((line.after for line in lines), timedelta())
    pace = min(1.0, (now - diary.published_at - timedelta(minutes=10)) / length)
    at = diary.published_at
    said = {1: Comment.objects.get(diary=diary, number=1)}
    for line in lines:
        at += line.after * pace
        parent, author = said[line.parent] if line.parent else None, people[line.author]
        # Whoever joined today speaks after that, and is answered after that, at whatever hour the stage is set.
        moments = (at, author.joined + timedelta(minutes=1), parent.posted_at + timedelta(seconds=20) if parent else at)
        said[line.number] = diary.comments.post(  # type: ignore[attr-defined]
            by=author,
            parent=parent,
            subject=line.subject,
            body=line.text,
            at=max(moments),
            token=f"demo-{diary.pk}-{line.number}",
        )
        if line.number % 100 == 0:
            say(f"{line.number} comments under “{diary.title}” …")
    for line in lines:  # all of these first: who rates has seen the comment, and hides come late
        _recommend(said[line.number], line, people, now)
    for line in lines:
        _hide(said[line.number], line, people, now)


def _pace(comment: Comment, line: script.Line, now: datetime) -> tuple[datetime, timedelta]:
    assert comment.posted_at
    return comment.posted_at, min(
        timedelta(minutes=11), (now - comment.posted_at) / (len(line.recommended_by) + len(line.hidden_by) + 2)
    )


def _recommend(comment: Comment, line: script.Line, people: dict[str, User], now: datetime) -> None:
    at, step = _pace(comment, line, now)
    for place, name in enumerate(line.recommended_by, 1):
        comment.recommend(by=people[name], at=at + place * step)


def _hide(comment: Comment, line: script.Line, people: dict[str, User], now: datetime) -> None:
    at, step = _pace(comment, line, now)
    at += len(line.recommended_by) * step
    for name, rule in line.hidden_by:
        at += step
        comment.hide(by=people[name], rule=rule, at=at)
    if line.deleted:
        comment.delete(by=people[line.author], at=at + step)
