"""The stream and its secret feeds."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import members_only
from core import marks
from core.frames import framed, kept, kept_page
from core.http import MemberRequest
from stream import feeds
from stream.models import FeedKey
from stream.places import NOW, Entry, Place, Source
from stream.stream import ON_A_PAGE, Records, Stream, in_order

KEPT_FOR = 60.0  # seconds: what "3 h" on a row may lag behind
ON = (marks.SITE, marks.LISTS)


@require_safe
@members_only
def stream(request: MemberRequest) -> HttpResponse:
    """The diaries of those whom and what one follows. `?before=` goes on where the page before ended."""
    asked = request.GET.get("before", "")
    found = Stream(request.user).entries(before=Place.of(asked) if asked else NOW, size=ON_A_PAGE + 1)
    older = f"{request.path}?before={found[ON_A_PAGE - 1].place}" if len(found) > ON_A_PAGE else ""
    shown = [(entry, in_order(entry)) for entry in found[:ON_A_PAGE]]
    blocks = kept_page(
        request,
        "stream/stream.html",
        lambda: {"rows": _rows(request, shown), "older": older, "later": bool(asked)},
        key=(request.user.username, older, bool(asked), *((entry.place, *sources) for entry, sources in shown)),
        on=ON,
        seconds=KEPT_FOR,
    )
    return framed(request, blocks)


def _rows(request: HttpRequest, shown: list[tuple[Entry, list[Source]]]) -> list[tuple[SafeString, list[SafeString]]]:
    """Rows and reasons are the same for everybody who gets them: each is kept by itself, and read only where it is not."""
    records = Records([entry for entry, _ in shown])

    def row(entry: Entry) -> SafeString:
        return _kept(request, "row", lambda pk: {"diary": records.diaries.get(pk)}, entry.place.diary)

    rows = [(row(entry), _reasons(request, entry, sources, records)) for entry, sources in shown]
    return [(row, reasons) for row, reasons in rows if row.strip()]  # a diary may have gone in this very moment


def _reasons(request: HttpRequest, entry: Entry, sources: list[Source], records: Records) -> list[SafeString]:
    def reason(kind: str, pk: int) -> dict[str, Any]:
        diary = records.diaries.get(entry.place.diary)
        return {"reason": diary and records.reason(diary, (kind, pk))}

    return [_kept(request, "reason", reason, *source) for source in sources]


def _kept(request: HttpRequest, name: str, context: Callable[..., dict[str, Any]], *key: Any) -> SafeString:
    return kept(request, f"stream/_{name}.html", lambda: context(*key), key=key, on=ON, seconds=KEPT_FOR)


@require_safe
@members_only
def feed_addresses(request: HttpRequest) -> HttpResponse:
    """The secret addresses of one's own feeds, and how to renew them."""
    token = feeds.token_of(request.user)
    return render(
        request,
        "stream/feeds.html",
        {"addresses": feeds.addresses(request, token), "key": FeedKey.objects.filter(member=request.user).first()},
    )


@require_POST
@members_only
def renew_feeds(request: HttpRequest) -> HttpResponse:
    """Other addresses from now on; the old ones end at once."""
    feeds.renew(request.user)
    messages.success(request, "Your feeds have new addresses. The old ones have ended; tell your feed reader the new ones.")
    return redirect("my_feeds")
