"""A member who follows a thousand members, tags and groups: what the stream is measured with."""

import random

from django.utils import timezone

from accounts.models import User
from diaries.models import Diary, Tag
from groups.models import Group, Republication
from stream.models import Follow

FOLLOWS, SHOWN = 1_000, 30  # sources; diaries that each of the groups shows


def follow_a_thousand(member: User) -> int:
    """Everybody who writes and all tags, the rest groups that show diaries from the whole archive. Returns how many there are."""
    r, now = random.Random(11), timezone.now()
    follows = [
        Follow(by=member, member=other, at=now) for other in User.objects.exclude(pk=member.pk).order_by("pk")[: FOLLOWS // 2]
    ]
    follows += [Follow(by=member, tag=tag, at=now) for tag in Tag.objects.order_by("pk")[: FOLLOWS // 4]]
    groups = Group.objects.bulk_create(
        [
            Group(name=f"Group {number}", key=f"group {number}", slug=f"group-{number}", founded_by=member, admin_count=1)
            for number in range(FOLLOWS - len(follows))
        ]
    )
    diaries = list(Diary.objects.recent().values_list("pk", "published_at"))
    Republication.objects.bulk_create(
        [
            Republication(group=group, diary_id=pk, by=member, at=at or now)
            for group in groups
            for pk, at in r.sample(diaries, min(SHOWN, len(diaries)))
        ],
        batch_size=2_000,
    )
    Follow.objects.bulk_create([*follows, *(Follow(by=member, group=group, at=now) for group in groups)])
    return member.following.count()
