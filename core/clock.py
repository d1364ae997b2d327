"""How moments are written: in the site's zone, with its name, as the old sites did."""

from datetime import UTC, datetime, timedelta, tzinfo
from html import escape
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken(at: datetime, zone: tzinfo, *, seconds: bool = False) -> str:
    """`Mon Mar 31, 2008 at 09:51 AM PDT`; with seconds `... at 09:53:46 AM PDT`. Never the server's locale."""
    local = at.astimezone(zone)
    clock = local.strftime("%I:%M:%S %p" if seconds else "%I:%M %p")
    return f"{_DAYS[local.weekday()]} {_MONTHS[local.month - 1]} {local.day:02d}, {local.year} at {clock} {local.tzname()}"


def stamp(at: datetime | None, zone: tzinfo, *, seconds: bool = False, printed: str = "") -> SafeString:
    """The moment as a <time> element. `printed` is what an imported page said, and wins; None is an unknown time."""
    if at is None:
        return mark_safe(f"an unknown time{f' ({escape(printed)})' if printed else ''}")  # noqa: S308 - escaped here
    machine = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return mark_safe(f'<time datetime="{machine}">{escape(printed or spoken(at, zone, seconds=seconds))}</time>')  # noqa: S308


def day(at: datetime, zone: tzinfo) -> SafeString:
    """`Mar 31, 2008` as a <time> element: where the exact moment stands elsewhere on the page."""
    local = at.astimezone(zone)
    return mark_safe(f'<time datetime="{local.date().isoformat()}">{_MONTHS[local.month - 1]} {local.day}, {local.year}</time>')  # noqa: S308


def moment_of(said: datetime, zone: tzinfo) -> datetime:
    """The moment at which a clock on the wall of this zone shows `said` (which names no zone).

    Raises ValueError, in words for whoever typed it, where clocks are put forward (there is no such time) or back (there are two).
    """
    try:
        first, second = (said.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        moment = first.astimezone(UTC)
    except OverflowError:
        raise ValueError("That is no date for this site.") from None
    if first.utcoffset() == second.utcoffset():
        return moment
    clock = f"{said.strftime('%I:%M %p')} on {_DAYS[said.weekday()]} {_MONTHS[said.month - 1]} {said.day:02d}, {said.year}"
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) != said:
        raise ValueError(
            f"There is no {clock}: the clocks are put forward over it, from {first.tzname()} to {second.tzname()}. Choose an earlier or a later time."
        )
    raise ValueError(
        f"{clock} comes twice: the clocks are put back, from {first.tzname()} to {second.tzname()}. Choose an earlier or a later time."
    )


def calendar_day(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Beginning and end of the day around a moment, in a zone: 23, 24 or 25 hours."""
    local = at.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    following = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight, following
