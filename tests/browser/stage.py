"""Stands beside a served site and plays programs on its database: one JSON line in, one out.

A program sees the names below and leaves what it has to say in `answer`. Whoever plays one is `Served.play`.
"""

import json
import sys
import traceback
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from accounts.models import User
from comments.models import Comment
from community.models import Site, set_identity, set_rule
from core.sessions import SessionStore
from diaries.models import Diary
from tests.access.world import World
from tests.furnished import furnish
from tests.pages import addresses

PASSWORD = "rostrum-demo"


@cache
def _hash() -> str:
    """The one password of everybody, hashed once: twenty slow hashes would take longer than all the rest."""
    user = User()
    user.set_password(PASSWORD)
    return user.password


def member(name: str, *roles: str, days: int = 400) -> User:
    """The member of this name; who is not there joins, so many days ago."""
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.join(name, email=f"{name}@example.org", at=timezone.now() - timedelta(days=days))
        User.objects.filter(pk=user.pk).update(password=_hash())
        user.refresh_from_db()
    for role in roles:
        user.grant(role)
    return user


def diary(by: User, title: str, *, body: str = "", comments: int = 0, hours: float = 1.0, tags: str = "Ferry") -> Diary:
    """A published diary, so many hours old, with so many comments of its author's neighbours beside the tip jar."""
    at = timezone.now() - timedelta(hours=hours)
    made = Diary.objects.start(by=by, title=title, intro=f"What there is to say about {title}.", body=body, tags=tags, at=at)
    made.publish(by=by, at=at)
    crowd = [member(f"neighbour{n}") for n in range(min(comments, 6))]
    said: list[Comment] = []
    for n in range(comments):
        parent = said[n * 7 % len(said)] if said and n % 3 else None
        words = f"Comment {n + 2} has something to add. " * (2 + n % 5)
        when = at + timedelta(minutes=50 * hours * (n + 1) / (comments + 1))
        said.append(made.comments.post(by=crowd[n % len(crowd)], body=words, parent=parent, at=when, token=f"stage-{made.pk}-{n}"))
    return Diary.objects.get(pk=made.pk)


def session(name: str) -> str:
    """The key of a new session of this member."""
    user = member(name)
    store: SessionBase = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "accounts.backend.MemberBackend"
    store.create()
    return str(store.session_key)


def world() -> dict[str, Any]:
    """Everybody and everything of tests/access/world.py and furnished.py; no limit stands in a journey's way."""
    long_ago = timezone.now() - timedelta(days=3_000)  # an act is judged by the rules of its own day
    set_rule("throttle.comments", "0", at=long_ago)
    set_rule("diaries.a_day", "0", at=long_ago)
    made = World(member)
    people = {role: user and user.username for role, user in made.people.items()}
    every = [*addresses(made.public), *furnish(made)]
    return {"public": made.public, "places": made.places, "people": people, "addresses": every}


NAMES = {
    "Comment": Comment, "Diary": Diary, "Site": Site, "User": User, "diary": diary, "member": member, "now": timezone.now,
    "session": session, "set_identity": set_identity, "set_rule": set_rule, "timedelta": timedelta, "world": world,
}  # fmt: skip


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        names = {**NAMES, **asked["words"], "answer": None}
        try:
            exec(compile(asked["program"], "<played>", "exec"), names)  # a test's own text
            out = {"answer": names["answer"]}
        except Exception:
            out = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(out, default=str) + "\n")
        sys.stdout.flush()
