"""Rows of the list, each with what it is about: one query for every kind of record."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from community.models import Site
from core.clock import spoken
from notifications.kinds import RECORDS
from notifications.models import Notification


def with_records(rows: Iterable[Notification], member: User) -> list[Any]:
    """The rows whose record this member may see at this very moment, with `heading`, `address`, `place` and `day`."""
    rows = list(rows)
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.about_type].add(row.about_id)
    found = {label: RECORDS[label](member).in_bulk(pks) for label, pks in wanted.items()}
    zone = Site.current().zone
    shown: list[Any] = [row for row in rows if row.about_id in found[row.about_type]]
    for row in shown:
        record = found[row.about_type][row.about_id]
        row.heading = getattr(record, "heading", None) or str(record)
        row.address = getattr(record, "in_thread_url", None) or record.get_absolute_url()
        row.place = record.diary if row.about_type == "comments.comment" else None
        row.day = spoken(row.at, zone).partition(" at ")[0]
    return _gathered(shown)


def _gathered(rows: list[Any]) -> list[Any]:
    """A day's comments in one diary are one row: the newest, and how many `more` there are."""
    kept: list[Any] = []
    heads: dict[tuple, Any] = {}
    for row in rows:
        row.more = 0
        key = (row.day, row.within, row.read_at is None) if row.kind == "comment" else (row.pk,)
        if key in heads:
            heads[key].more += 1
        else:
            heads[key] = row
            kept.append(row)
    return kept
