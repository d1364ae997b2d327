"""What waits in the queues that a member looks after."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Min, Q

from accounts.models import User
from core import marks
from core.shelf import Shelf
from groups.models import Membership, Stage
from groups.models.queue import OPEN

EDITORS = Shelf(256 * 1024)
FRESH_FOR = 10.0  # seconds: what another machine changed is never older than this


class Waiting(NamedTuple):
    """One group's queue in figures. oldest: since when the first of what waits has waited."""

    name: str
    slug: str
    waiting: int
    scheduled: int
    returned: int
    oldest: datetime | None


def waiting_for(member: User) -> list[Waiting]:
    """Every group whose queue they look after, by name: one query, and none for who looks after no queue."""
    edits = EDITORS.made(
        member.pk, (marks.SITE,), lambda: member.memberships.editing().exists(), seconds=FRESH_FOR, size=100
    )  # fmt: skip
    return [Waiting(*row) for row in _figures(member)] if edits else []


def _figures(member: User) -> list[tuple]:
    """Asked anew each time, so that nobody who is no editor any more is told of anything."""
    stages = {stage: Count("open", filter=Q(open__stage=stage)) for stage in (Stage.WAITING, Stage.SCHEDULED, Stage.RETURNED)}
    figures = {f"{stage.value}_count": count for stage, count in stages.items()}
    rows = Membership.objects.editing().filter(member=member)
    rows = rows.annotate(open=FilteredRelation("group__entries", condition=Q(group__entries__stage__in=OPEN)))
    oldest = Min("open__changed_at", filter=Q(open__stage=Stage.WAITING))
    return list(rows.order_by("group__key").values_list("group__name", "group__slug").annotate(**figures, oldest=oldest))
