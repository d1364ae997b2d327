"""Who recommends what in the demonstration: by chance, but by the same chance every time."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from diaries.models import Diary, Recommendation
from diaries.ranking import note_listed

# How much a member recommends, and whom with pleasure. The ferry's friends like each other, and others too.
KEEN = {
    "rita": 0.7, "tess": 0.5, "juniper_moss": 0.55, "kwame.o": 0.5, "mo": 0.4, "harlan": 0.3, "alice": 0.5, "ada": 0.3, "bob": 0.45,
    "old_ferryman": 0.25, "Marisol": 0.35, "bartholomew_of_the_upper_mills": 0.4, "Zoë": 0.5, "grumblefish": 0.08, "piper22": 0.6, "newt": 0.4,
}  # fmt: skip
FOND = {("bob", "old_ferryman"), ("old_ferryman", "bob"), ("Zoë", "old_ferryman"), ("piper22", "juniper_moss"), ("rita", "Zoë")}
UNSEEN = "piper22"  # whose diary of today waits for a first trusted reader
USUAL_DELAY = 4.0  # hours


def give(people: dict[str, User], *, now: datetime) -> int:
    """Everybody recommends, each at a moment between publication and now, in the order of time. Returns how often."""
    people = {name: User.objects.get(pk=user.pk) for name, user in people.items()}  # with the mojo that they have by now
    planned = []
    for diary in Diary.objects.published().select_related("author").order_by("published_at", "pk"):
        planned += _plan(diary, people, now)
    planned.sort(key=lambda each: each[0])
    listed: set[int] = set()
    for at, member, diary in planned:
        given = Recommendation.objects.recommend(diary, by=member, at=at)
        if given.trusted and diary.pk not in listed:
            listed.update(note_listed(at=at))
    if planned:  # somebody thought better of it
        _, member, diary = planned[len(planned) // 2]
        Recommendation.objects.unrecommend(diary, by=member, at=now - timedelta(minutes=3))
    return len(planned)


def _plan(diary: Diary, people: dict[str, User], now: datetime) -> list[tuple[datetime, User, Diary]]:
    assert diary.published_at
    r = random.Random(f"{diary.title} recommended")
    liked = r.uniform(0.5, 1.5)
    unseen = diary.author.name == UNSEEN and now - diary.published_at < timedelta(hours=24)
    planned = []
    for name, keen in KEEN.items():
        chance = 0.9 if unseen or (name, diary.author.name) in FOND else min(0.95, keen * liked)
        delay = timedelta(hours=r.expovariate(1 / USUAL_DELAY))
        if r.random() >= chance or name == diary.author.name:
            continue
        if unseen and people[name].trusted_at(now):
            continue
        room = now - diary.published_at
        at = diary.published_at + (delay if delay < room else room * r.uniform(0.2, 0.95))
        if at > people[name].joined:
            planned.append((at, people[name], diary))
    return planned
