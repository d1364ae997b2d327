"""Feeds of one member's own: the stream, and the replies to their comments. Whoever knows the address may read them, as the member could.

The address holds the member's number and a signature over it and over how often the addresses were renewed. Nothing secret is stored, and
one look tells whether it is true.
"""

from datetime import datetime
from hashlib import blake2b
from html import escape
from typing import Any

from django.contrib.syndication.views import Feed
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.models import User
from community.models import Site
from diaries.feeds import LENGTH, Atom, RecentFeed
from diaries.models import Diary
from stream.models import FeedKey
from stream.stream import Stream

_SALT = "stream.feeds"


def token_of(member: User) -> str:
    number = FeedKey.objects.filter(member=member).values_list("number", flat=True).first() or 0
    return _token(member.pk, number)


def _token(pk: int, number: int) -> str:
    return f"{pk}-{salted_hmac(_SALT, f'{pk}/{number}', algorithm='sha256').hexdigest()[:40]}"


def addresses(request: HttpRequest, token: str) -> dict[str, str]:
    return {
        "stream": request.build_absolute_uri(reverse("stream_feed", args=[token])),
        "replies": request.build_absolute_uri(reverse("replies_feed", args=[token])),
    }


@transaction.atomic
def renew(member: User, *, at: datetime | None = None) -> None:
    """From now on the addresses are others."""
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    key, _ = FeedKey.objects.get_or_create(member=member)
    FeedKey.objects.filter(pk=key.pk).update(number=key.number + 1, renewed_at=at or timezone.now())


def _owner(token: str) -> User:
    """Whose address it is. Raises Http404 for one that is not true (any more), and when its member cannot log in."""
    pk, _, _ = token.partition("-")
    known = pk.isascii() and pk.isdigit() and len(pk) <= 18
    member = User.objects.filter(pk=int(pk), is_active=True, left=None).first() if known else None
    expected = token_of(member) if member else _token(0, 0)
    if not constant_time_compare(token.encode(), expected.encode()) or member is None or member.is_suspended:
        raise Http404("There is no such feed.")
    return member


class StreamFeed(RecentFeed):
    """What came into the stream, each with its reasons above the text."""

    def get_object(self, request: HttpRequest, token: str) -> User:
        return _owner(token)

    def title(self, record: User) -> str:
        return f"Stream of {record.name} - {Site.current().name}"

    def link(self, record: User) -> str:
        return reverse("stream")

    def items(self, record: User) -> list[Diary]:
        came = {diary.pk: diary for diary in Stream(record).diaries(size=LENGTH)}
        full = {diary.pk: diary for diary in self.with_all(Diary.objects.listed().filter(pk__in=came))}
        for pk, diary in full.items():
            diary.reasons, diary.place = came[pk].reasons, came[pk].place  # type: ignore[attr-defined]
        return [full[pk] for pk in came if pk in full]

    def item_description(self, item: Any) -> str:
        why = ", ".join(f"{reason.word} {reason.name}" for reason in item.reasons)
        return f"<p><em>{escape(why)}</em></p>{super().item_description(item)}"

    def item_pubdate(self, item: Any) -> datetime:
        return item.place.at

    def item_updateddate(self, item: Any) -> datetime:
        return max(super().item_updateddate(item), item.place.at)


class RepliesFeed(Feed):
    """What others answered to one's comments, as far as one may read it."""

    feed_type = Atom

    def get_object(self, request: HttpRequest, token: str) -> User:
        return _owner(token)

    def title(self, record: User) -> str:
        return f"Replies to {record.name} - {Site.current().name}"

    def link(self, record: User) -> str:
        return reverse("hotlist")

    def items(self, record: User) -> list[Any]:
        return list(record.read_marks.replies(record)[:LENGTH])

    def item_title(self, item: Any) -> str:
        return f"{item.heading} - {item.diary.title}"

    def item_description(self, item: Any) -> str:
        return item.body_html

    def item_author_name(self, item: Any) -> str:
        return item.author.name if item.author else ""

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.posted_at

    def item_updateddate(self, item: Any) -> datetime | None:
        return item.edited_at or item.posted_at


_STREAM, _REPLIES = StreamFeed(), RepliesFeed()


@require_safe
def stream_feed(request: HttpRequest, token: str) -> HttpResponse:
    return _for_its_owner_only(_STREAM, request, token)


@require_safe
def replies_feed(request: HttpRequest, token: str) -> HttpResponse:
    return _for_its_owner_only(_REPLIES, request, token)


def _for_its_owner_only(feed: Feed, request: HttpRequest, token: str) -> HttpResponse:
    """Kept by nobody, found by no search engine; 304 for a reader that has it already."""
    response: HttpResponse = feed(request, token=token)
    etag = quote_etag(blake2b(response.content, digest_size=16).hexdigest())
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
