"""Sets of diaries, each named once: page, feed, search, mail and test say the same word."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from accounts.models import User
from community.models import Site, rule
from core.clock import calendar_day
from core.errors import Refused
from diaries.models.state import State
from diaries.models.tag import Tag
from diaries.models.tagging import Tagging

if TYPE_CHECKING:
    from diaries.models.diary import Diary

TAGS_TOO = Prefetch("taggings", Tagging.objects.select_related("tag"))


class DiaryQuerySet(models.QuerySet["Diary"]):
    def published(self) -> "DiaryQuerySet":
        return self.filter(state=State.PUBLISHED)

    def listed(self) -> "DiaryQuerySet":
        """Published, and not taken off the lists by a hidden tip jar."""
        return self.published().filter(tip_jar_hidden=False)

    def drafts_of(self, user: User) -> "DiaryQuerySet":
        return self.filter(author=user, state=State.DRAFT).order_by("-changed_at")

    def waiting_of(self, user: User) -> "DiaryQuerySet":
        """Scheduled ones, the next first, then those in the queue of a group and those that were removed."""
        waiting = [State.SCHEDULED, State.QUEUED, State.REMOVED]
        return self.filter(author=user, state__in=waiting).order_by("scheduled_for", "-changed_at", "pk")

    def due(self, at: datetime) -> "DiaryQuerySet":
        """Scheduled for a moment that has come."""
        return self.filter(state=State.SCHEDULED, scheduled_for__lte=at).order_by("scheduled_for", "pk")

    def due_in_queues(self, at: datetime) -> "DiaryQuerySet":
        """Which a group has scheduled for a moment that has come."""
        theirs = {"queue_entries__stage": "scheduled", "queue_entries__scheduled_for__lte": at}
        return self.filter(**theirs).order_by("queue_entries__scheduled_for", "pk")

    def visible_to(self, user: Any) -> "DiaryQuerySet":
        """What this person, member or anonymous, may read at its own address."""
        if not user.is_authenticated:
            return self.published()
        own = Q(author=user)
        if user.is_moderator:
            was_public = Q(published_at__isnull=False) | Q(imported_from__isnull=False)
            return self.filter(Q(state=State.PUBLISHED) | Q(was_public, state=State.REMOVED) | own)
        return self.filter(Q(state=State.PUBLISHED) | own)

    def tagged(self, tag: Tag) -> "DiaryQuerySet":
        """Listed diaries that carry it, the newest first, found by an index alone."""
        theirs = self.filter(taggings__tag=tag, taggings__listed_at__isnull=False).annotate(listed_at=F("taggings__listed_at"))
        return theirs.order_by("-listed_at", "-taggings__content_object")

    def shown_by(self, group: models.Model) -> "DiaryQuerySet":
        """What a group shows, published to it and republished, with the moment as `shown_at`, the newest first."""
        theirs = self.filter(republications__group=group, republications__ended_at=None)
        return theirs.annotate(shown_at=F("republications__at")).order_by("-shown_at", "-pk")

    def recent(self) -> "DiaryQuerySet":
        """What the site's lists show, newest first; a diary without a known date has no place among them."""
        return self.listed().filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def discussed(self, *, days: int = 7, at: datetime | None = None) -> "DiaryQuerySet":
        """Most comments first, among those of the last days."""
        since = (at or timezone.now()) - timedelta(days=days)
        return self.listed().filter(published_at__gte=since, comment_count__gt=1).order_by("-comment_count", "-pk")

    def beside(self, diary: "Diary") -> "DiaryQuerySet":
        """The ones that its author published last before it and first after it, in this order, as far as lists show them."""
        theirs = self.listed().filter(author=diary.author_id)
        earlier = theirs.filter(published_at__lt=diary.published_at).order_by("-published_at", "-pk").values("pk")[:1]
        later = theirs.filter(published_at__gt=diary.published_at).order_by("published_at", "pk").values("pk")[:1]
        either = Q(pk=models.Subquery(earlier)) | Q(pk=models.Subquery(later))
        return self.filter(either).order_by("published_at").only("title", "slug", "published_at")

    def newest_first(self) -> "DiaryQuerySet":
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def for_listing(self) -> "DiaryQuerySet":
        """With all that a row of a list shows, and without the bodies."""
        return self.select_related("author").prefetch_related(TAGS_TOO).defer("body", "body_html", "intro", "tip")

    def for_page(self) -> "DiaryQuerySet":
        return self.select_related("author", "poll").prefetch_related("taggings__tag")

    @transaction.atomic
    def start(self, *, by: User, token: str = "", at: datetime | None = None, **written: Any) -> "Diary":
        """A new draft; the same token is the same draft, however often it is sent. Raises what write() raises."""
        now = at or timezone.now()
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        sent = self.filter(author=by, token=token).first() if token else None
        diary = sent or self.model(author=by, token=token or None, created_at=now, changed_at=now)
        diary.write(by=by, at=now, **written)
        return diary

    def require_free_day(self, author: User, *, at: datetime) -> None:
        """One diary a calendar day of the site's zone, counting published and removed ones. Raises Refused (429)."""
        limit, zone = rule("diaries.a_day", at=at), Site.current().zone
        if not limit or author.is_moderator:
            return
        day, after = calendar_day(at, zone)
        taken = self.filter(author=author, published_at__gte=day, published_at__lt=after).count()
        if taken >= limit:
            opens = after.astimezone(zone).strftime("%a %b %d at %I:%M %p %Z")
            raise Refused(
                f"You have published {taken} {'diary' if taken == 1 else 'diaries'} today, and the limit is {limit} a day. "
                f"Your draft is kept; the next slot opens {opens}.",
                status=429,
            )

    def disown(self, *, erase: bool, at: datetime) -> None:
        """Their author leaves: drafts go, scheduled ones too, published diaries stay or are removed."""
        waiting = [State.SCHEDULED, State.QUEUED]
        self.filter(state__in=[State.DRAFT, *waiting], published_at=None).delete()
        for diary in self.filter(state__in=waiting).select_related("author"):
            diary.take_back(by=diary.author, at=at)
        if erase:
            held = list(self.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
            Tag.objects.hold(set(Tagging.objects.filter(content_object__in=held).values_list("tag", flat=True)))
            for diary in self.exclude(state=State.REMOVED).select_related("author"):
                diary.remove(by=diary.author, at=at)
