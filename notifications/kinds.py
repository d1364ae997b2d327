"""What members are told of. A capability adds its kind, and the record it is about, here: one line each.

The record answers `get_absolute_url()` and, where its text would not do as a heading, `heading`; then
`user.notifications.tell("its name", about=record, by=actor)` is all it takes. Apps beside this one are named, not imported.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from comments.models import Comment, Lock, Unsent
from diaries.models import Diary
from groups.models import MembershipChange, QueueStep


class Kind(NamedTuple):
    says: str  # what has happened; {by} is who did it. The record's heading stands beside it
    label: str  # in the preferences
    topic: str = ""  # of all kinds of one topic a member is told once about one record


SAID = "said"
KINDS: dict[str, Kind] = {
    "reply": Kind("{by} answered your comment", "Replies to my comments", SAID),
    "mention": Kind("{by} mentioned you", "Mentions of my name (@name) in comments and diaries", SAID),
    "comment": Kind("{by} commented on your diary", "Comments in my diaries", SAID),
    "queue": Kind("News from the queue of a group", "What becomes of my diaries in the queues of groups"),
    "queued": Kind("{by} brought a diary to the queue of your group", "New in the queues that I look after"),
    "group": Kind("News from a group", "Invitations, requests to join, and my part in groups"),
    "moderation": Kind("From the public log of moderation", "Moderation of what is mine"),
    "unsent": Kind("Unsent, and soon gone", "Unsent comments of mine that will soon be gone"),
    "throttled": Kind(
        "Locked out for as long as the rules allow", "Members who are throttled for the longest time (for moderators)"
    ),
    "report": Kind("Moderators have decided", "What came of my reports"),
}
SOMEBODY = "Somebody"  # whose name is not known any more

# Records by their label: those that a member may see, with what a row of the list shows of them.
RECORDS: dict[str, Callable[[Any], QuerySet]] = {
    "comments.comment": lambda user: Comment.objects.visible_to(user).standing().for_listing(),
    "comments.lock": lambda user: Lock.objects.readable(user).select_related("user"),
    "comments.unsent": lambda user: Unsent.objects.listed_for(user).waiting(),
    "moderation.moderationaction": lambda user: user.moderation_lines.model.objects.told_to(user).for_listing(),
    "moderation.report": lambda user: user.reports.for_listing(),
    "groups.queuestep": lambda user: QueueStep.objects.readable(user).for_listing(),
    "groups.membershipchange": lambda user: MembershipChange.objects.readable(user).select_related("group", "member", "by"),
    "diaries.diary": lambda user: Diary.objects.visible_to(user).defer("intro", "intro_html", "body", "body_html", "tip"),
}
