"""The calendar of a group: its slots of the coming days, and what is scheduled when."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from community.models import Site
from core.clock import moment_of, spoken
from groups.forms import times_of
from groups.models import Group, QueueEntry

DAYS = 14


@dataclass
class Slot:
    """A moment on the calendar; without an entry it is free."""

    at: datetime
    entry: QueueEntry | None = None
    title: str = ""  # as its viewer may know it


@dataclass
class Day:
    name: str
    slots: list[Slot] = field(default_factory=list)


class Calendar:
    """One query, however much is scheduled."""

    def __init__(self, group: Group, *, at: datetime | None = None) -> None:
        self.group, self.at = group, at or timezone.now()
        zone = Site.current().zone
        today = self.at.astimezone(zone).date()
        taken = {entry.scheduled_for: entry for entry in group.entries.filter(stage="scheduled").for_listing()}
        days = {today + timedelta(days=number): Day("") for number in range(DAYS)}
        later = Day("Later")
        for at in sorted({*taken, *self._regular(list(days))}):
            day = days.get(at.astimezone(zone).date(), later if at > self.at else days[today])
            day.slots.append(Slot(at, taken.get(at)))
        for when, day in days.items():
            noon = datetime.combine(when, time(12), tzinfo=zone)
            day.name = spoken(noon, zone).partition(" at ")[0]
        self.days = [*days.values(), *([later] if later.slots else [])]

    def _regular(self, days: list[date]) -> list[datetime]:
        """The slots of these days that are still to come; hours that the clocks skip or repeat are left out."""
        found = []
        for day in days:
            for clock in times_of(self.group.slots):
                try:
                    at = moment_of(datetime.combine(day, clock), Site.current().zone)
                except ValueError:
                    continue
                if at > self.at:
                    found.append(at)
        return found

    def seen_by(self, user: Any, *, is_editor: bool) -> "Calendar":
        """Editors see what is scheduled, others what of it is theirs, and that the rest is taken."""
        for slot in (slot for day in self.days for slot in day.slots):
            if slot.entry and (is_editor or user.pk in (slot.entry.added_by_id, slot.entry.diary.author_id)):
                slot.title = slot.entry.title_for(user)
        return self

    @property
    def free(self) -> list[datetime]:
        return [slot.at for day in self.days for slot in day.slots if slot.entry is None]
