"""What moderators do about groups: close and reopen one, clear its page of what breaks the rules, take a diary off it.

Each is atomic, holds the group, and is a line of the public log that its admins are told of; twice is once. Where somebody has
reported the group, the act decides that case.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from diaries.models import Diary
from groups.models import Group, QueueEntry, Republication, Role
from groups.models.queue import SHOWN
from moderation.models import Act, Case, ModerationAction
from moderation.models.case import Outcome

PARTS = {"banner": "The banner", "description": "The description", "rules": "The rules"}


@transaction.atomic
def close(group: Group, *, by: User, rule: int, reason: str, at: datetime | None = None) -> None:
    """Nothing new appears in it; what it shows stays. Raises Refused."""
    group = _hold(group, by, at)
    if not group.locked_at:
        group.close(by=by, at=at)
        _log(group, f"closed the group “{group.name}”", by=by, rule=rule, reason=reason, at=at)


@transaction.atomic
def reopen(group: Group, *, by: User, rule: int, reason: str, at: datetime | None = None) -> None:
    """Its members go on. Raises Refused."""
    group = _hold(group, by, at)
    if group.locked_at:
        group.reopen(by=by)
        _log(group, f"reopened the group “{group.name}”", by=by, rule=rule, reason=reason, at=at)


@transaction.atomic
def clear(group: Group, *, by: User, parts: list[str], rule: int, reason: str, at: datetime | None = None) -> None:
    """These PARTS of its page go; its admins can write others. Raises Refused."""
    group = _hold(group, by, at)
    gone = [part for part in PARTS if part in parts and getattr(group, part)]
    texts = [part for part in gone if part != "banner"]
    if "banner" in gone:
        group.unpicture(by=by)
    if texts:
        group.describe(by=by, **dict.fromkeys(texts, ""))
    if gone:
        what = f"removed {' and '.join(f'the {part}' for part in gone)} of the group “{group.name}”"
        _log(group, what, by=by, rule=rule, reason=reason, at=at)


@transaction.atomic
def take_off(group: Group, diary: Diary, *, by: User, rule: int, reason: str, at: datetime | None = None) -> None:
    """The group shows the diary no more; it stays as it is everywhere else, and its author is told. Raises Refused."""
    at = at or timezone.now()
    group = _hold(group, by, at)
    if not Republication.objects.standing().filter(group=group, diary=diary).exists():
        return
    entry = QueueEntry.objects.for_page().filter(group=group, diary=diary, stage__in=SHOWN).first()
    if entry:
        entry.take_off(by=by, words=reason, at=at)
    else:
        Republication.end(diary, group, by=by, at=at)
    what = f"took a diary by {diary.author.name} off the page of the group “{group.name}”"
    _log(group, what, by=by, rule=rule, reason=reason, at=at, diary=diary)


def _hold(group: Group, by: User, at: datetime | None) -> Group:
    """As it is now, ours alone until the transaction ends. Raises Refused (403)."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    verdict = group.permissions_for(by, at=at).moderate
    if not verdict:
        raise Refused(str(verdict), status=403)
    return group


def _log(group: Group, what: str, *, by: User, rule: int, reason: str, at: datetime | None, diary: Diary | None = None) -> None:
    at = at or timezone.now()
    case = Case.objects.open().of(group).first()
    if case:
        case.hold()
        case.require_free(by, at)
    line = ModerationAction.objects.record(
        Act.GROUP, by=by, what=what, reason=reason, rule=rule, group=group, diary=diary, case=case, at=at
    )
    if case:
        case.decide(Outcome.ACTED, by=by, answer=reason, at=at, line=line)
    admins = group.memberships.filter(role=Role.ADMIN).values_list("member", flat=True)
    by.notifications.tell_all(dict.fromkeys(admins, "moderation"), about=line, by=by, at=at)
