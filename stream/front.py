"""The front page, which shows members the newest of their stream, and editors what waits in their queues."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.models import User
from core import marks
from core.shelf import Shelf
from diaries.views import front as lists
from groups.desk import waiting_for
from stream.hotlist import Hotlist
from stream.stream import Stream

SHOWN = 5  # diaries of the stream
HOTLISTED = 5  # diaries of the hotlist
FRESH_FOR = 60.0  # seconds that "3 h" stays as it is
MARKUP = Shelf(4 * 1024 * 1024)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return lists.front(request)
    member, first = request.user, request.GET.get("page", "1") == "1"
    beside = lambda: hotlist_of(member) + queues_of(member) + stream_of(member) if first else ""  # noqa: E731
    return lists.front(request, beside=beside)


def hotlist_of(member: User) -> str:
    """Where on the hotlist something is new; nothing for who has read it all."""
    rows = Hotlist(member).latest
    if not rows:
        return ""
    shown = {"news": [(each.diary, each.new) for each in rows[:HOTLISTED]], "more": len(rows) - HOTLISTED}
    return str(
        MARKUP.made(
            ("hotlist", *rows),
            (marks.SITE,),
            lambda: render_to_string("stream/_front_hotlist.html", shown),
            seconds=FRESH_FOR,
            size=2_000,
        )
    )


def queues_of(member: User) -> str:
    """Nothing for who looks after no queue."""
    queues = waiting_for(member)
    if not queues:
        return ""
    shown = lambda: render_to_string("groups/_front.html", {"queues": queues})  # noqa: E731
    return str(MARKUP.made(("queues", *queues), (marks.SITE,), shown, seconds=FRESH_FOR, size=2_000))


def stream_of(member: User) -> str:
    """One query for what belongs to it; the rows themselves are kept, as long as no list has changed."""
    stream = Stream(member)
    key = tuple((entry.place, *entry.sources) for entry in stream.entries(size=SHOWN))
    on = (marks.SITE, marks.LISTS)
    return str(MARKUP.made(key, on, lambda: _markup(stream), seconds=FRESH_FOR, size=4_000))


def _markup(stream: Stream) -> str:
    return render_to_string("stream/_front.html", {"diaries": stream.diaries(size=SHOWN)})
