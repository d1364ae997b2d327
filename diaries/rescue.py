"""The rescue desk: who has read what of the last days, what is to be read next, and how the desk fares."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from html import escape
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Role, User
from community.models import Site, rule
from core.clock import spoken
from core.errors import Refused
from diaries import ranking
from diaries.models import Diary, Listing, Markup, Outcome, Rescue, RescueClaim
from diaries.models.queryset import DiaryQuerySet
from diaries.models.rescue import spotlight_length, window

TRIES = 20  # so many rescuers may press "take the next" at the same moment
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


def on_the_list() -> list[int]:
    """Diaries on the recommended list at this moment."""
    return [entry.diary for entry in ranking.recommended()]


def away(diary: Diary) -> str:
    """Why a diary needs no rescue any more, in words; empty if it does."""
    most = rule("rescue.most_comments")
    if diary.comment_count > most:
        return f"This diary has left the desk by itself: it has more than {most} comments."
    if diary.pk in on_the_list():
        return "This diary has left the desk by itself: it is on the recommended list."
    return ""


def require_at_desk(rescue: Rescue, *, by: User, at: datetime | None = None) -> None:
    """Raises Refused (409) for a nominated diary that has found its readers, and notes the end of its rescue."""
    words = away(rescue.diary)
    if words and rescue.status(at or timezone.now()) == "nominated":
        rescue.leave(by=by, at=at)
        raise Refused(words, status=409)


@dataclass
class Line:
    """One diary of the window, as the desk shows it."""

    diary: Diary
    own: bool
    readers: list[User] = field(default_factory=list)
    takers: list[User] = field(default_factory=list)  # took it lately, and have not opened it
    rescue: Rescue | None = None  # nominated or in the spotlight
    status: str = ""
    may_nominate: bool = False
    declined: list[Rescue] = field(default_factory=list)


class Coverage:
    """Who among the rescuers has read which of these diaries, or has taken it to read: three queries."""

    def __init__(self, diaries: DiaryQuerySet, at: datetime) -> None:
        grants = {"grants__role": Role.RESCUER, "grants__ended": None}
        self.rescuers = {user.pk: user for user in User.objects.filter(**grants, is_active=True).order_by("pk")}
        self.readers: dict[int, set[int]] = defaultdict(set)
        self.takers: dict[int, set[int]] = defaultdict(set)
        self.places: Counter[int] = Counter()  # how many claims there are on a diary, old ones too
        read = diaries.order_by().filter(read_marks__user__in=list(self.rescuers))
        for diary, author, reader in read.values_list("pk", "author_id", "read_marks__user_id"):
            if reader != author:
                self.readers[diary].add(reader)
        fresh = at - timedelta(minutes=rule("rescue.claim"))
        for claim in RescueClaim.objects.filter(diary__in=diaries.order_by().values("pk")):
            self.places[claim.diary_id] = max(self.places[claim.diary_id], claim.place + 1)
            if claim.at > fresh and claim.rescuer_id in self.rescuers and claim.rescuer_id not in self.readers[claim.diary_id]:
                self.takers[claim.diary_id].add(claim.rescuer_id)

    def people(self, pks: set[int]) -> list[User]:
        return [user for pk, user in self.rescuers.items() if pk in pks]


class Desk:
    """What one rescuer or moderator sees. Of an own diary: that it is there, and nothing that was said about it."""

    def __init__(self, viewer: User, *, at: datetime | None = None) -> None:
        self.viewer, self.at = viewer, at or timezone.now()
        self.wanted = int(rule("rescue.readers"))

    @cached_property
    def _in_window(self) -> DiaryQuerySet:
        """Every published diary of the window, whether it still needs the desk or not."""
        return Diary.objects.visible_to(self.viewer).recent().filter(published_at__gt=self.at - window(), published_at__lte=self.at)

    @cached_property
    def _on_the_list(self) -> list[int]:
        return on_the_list()

    @cached_property
    def _gone(self) -> Q:
        return Q(pk__in=self._on_the_list) | Q(comment_count__gt=rule("rescue.most_comments"))

    @cached_property
    def diaries(self) -> DiaryQuerySet:
        """Those that need the desk, the oldest first: these have the least time left."""
        return self._in_window.exclude(self._gone).order_by("published_at", "pk")

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.diaries, self.at)

    @cached_property
    def left(self) -> list[Diary]:
        """Those that left by themselves."""
        return list(
            self._in_window.filter(self._gone).select_related("author").only("title", "slug", "comment_count", "author__name")
        )

    @cached_property
    def papers(self) -> list[Rescue]:
        """Nominations, spotlights and declines of this time that this person may read."""
        lately = Q(nominated_at__gt=self.at - 2 * window()) | Q(spotlighted_at__gt=self.at - spotlight_length())
        return list(Rescue.objects.desk_of(self.viewer).filter(lately).for_listing().order_by("nominated_at", "pk"))

    def _with_status(self, status: str) -> list[Rescue]:
        found = [rescue for rescue in self.papers if rescue.status(self.at) == status]
        for rescue in found:
            rescue.may = rescue.permissions_for(self.viewer)  # type: ignore[attr-defined]
        return found

    @cached_property
    def nominated(self) -> list[Rescue]:
        most = rule("rescue.most_comments")
        waiting = self._with_status("nominated")
        return [each for each in waiting if each.diary_id not in self._on_the_list and each.diary.comment_count <= most]

    @cached_property
    def spotlighted(self) -> list[Rescue]:
        return self._with_status("spotlighted")

    @cached_property
    def declined(self) -> list[Rescue]:
        return self._with_status(Outcome.DECLINED)

    @cached_property
    def lines(self) -> list[Line]:
        open_rescues = {rescue.diary_id: rescue for rescue in [*self.nominated, *self.spotlighted]}
        declined: dict[int, list[Rescue]] = defaultdict(list)
        for rescue in self.declined:
            declined[rescue.diary_id].append(rescue)
        found = []
        for diary in self.diaries.for_listing():
            line = Line(diary, diary.author_id == self.viewer.pk, self.coverage.people(self.coverage.readers[diary.pk]))
            line.takers = self.coverage.people(self.coverage.takers[diary.pk])
            line.rescue, line.declined = open_rescues.get(diary.pk), declined[diary.pk]
            line.status = line.rescue.status(self.at) if line.rescue else ""
            brought = any(rescue.nominated_by_id == self.viewer.pk for rescue in line.declined)
            line.may_nominate = not brought and bool(diary.permissions_for(self.viewer, at=self.at).nominate)
            found.append(line)
        return found

    @property
    def covered(self) -> int:
        return sum(len(line.readers) >= self.wanted for line in self.lines)

    @property
    def unread(self) -> int:
        return sum(not line.readers for line in self.lines)

    def next_unread(self) -> Diary | None:
        """Not read by this rescuer, read or taken by the fewest; the oldest of these. What one has taken and not opened comes again."""
        me = self.viewer.pk
        coverage = self.coverage
        best: tuple[tuple, Diary] | None = None
        for diary in self.diaries.exclude(author=self.viewer).only("pk", "slug", "published_at"):
            if me in coverage.readers[diary.pk]:
                continue
            if me in coverage.takers[diary.pk]:
                return diary
            order = (len(coverage.readers[diary.pk]) + len(coverage.takers[diary.pk]), diary.published_at, diary.pk)
            if best is None or order < best[0]:
                best = (order, diary)
        return best[1] if best else None


def take_next(*, by: User, at: datetime | None = None) -> Diary | None:
    """The diary that this rescuer reads next, noted as taken; None if there is none left to read.

    Two rescuers at once get different ones, as long as there are two: a place among a diary's claims is given once, and who
    comes second looks again.
    """
    for _ in range(TRIES):
        desk = Desk(by, at=at)
        diary = desk.next_unread()
        if diary is None or by.pk in desk.coverage.takers[diary.pk]:
            return diary
        try:
            with transaction.atomic():
                RescueClaim.objects.filter(diary=diary, rescuer=by).delete()
                RescueClaim.objects.create(diary=diary, rescuer=by, place=desk.coverage.places[diary.pk], at=desk.at)
        except IntegrityError:
            continue
        return diary
    raise Refused("Too many rescuers pressed at the same moment. Press again.", status=409)


# -- how the desk fares -------------------------------------------------------------------------------------------------


def figures(viewer: User, *, at: datetime | None = None) -> dict[str, Any]:
    """Coverage and what came of the rescues of the last thirty days, always of diaries that stand on the lists now."""
    at = at or timezone.now()
    return {"coverage": [_covered(viewer, at, span) for span in (window(at), WEEK, MONTH)], "rescues": _outcomes(viewer, at)}


def _covered(viewer: User, at: datetime, span: timedelta) -> dict[str, Any]:
    """How many diaries were read by enough rescuers, by some, by none; whoever has been a rescuer counts."""
    wanted = rule("rescue.readers")
    rescuers = User.objects.filter(grants__role=Role.RESCUER).values("pk")
    by_rescuers = Q(read_marks__user__in=rescuers) & ~Q(read_marks__user=F("author"))
    diaries = Diary.objects.visible_to(viewer).listed().filter(published_at__gt=at - span, published_at__lte=at)
    counted = diaries.annotate(readers=Count("read_marks__user", filter=by_rescuers, distinct=True)).values_list(
        "readers", flat=True
    )
    readers = list(counted)
    full = sum(count >= wanted for count in readers)
    return {
        "hours": int(span.total_seconds() // 3600),
        "days": span.days if span >= WEEK else 0,
        "diaries": len(readers),
        "full": full,
        "some": sum(0 < count < wanted for count in readers),
        "none": readers.count(0),
        "share": round(100 * full / len(readers)) if readers else None,
    }


def _outcomes(viewer: User, at: datetime) -> dict[str, int]:
    since = at - MONTH
    earlier = Diary.objects.filter(author=OuterRef("diary__author"), published_at__lt=OuterRef("diary__published_at"))
    later = Listing.objects.filter(diary=OuterRef("diary"), at__gt=OuterRef("spotlighted_at"))
    spotlighted = Rescue.objects.readable(viewer).spotlighted().filter(spotlighted_at__gt=since)
    return {
        "nominated": Rescue.objects.filter(nominated_at__gt=since).count(),
        "declined": Rescue.objects.filter(ended_at__gt=since, outcome=Outcome.DECLINED).count(),
        "spotlighted": spotlighted.count(),
        "recommended": spotlighted.filter(Exists(later)).count(),
        "first_timers": spotlighted.filter(~Exists(earlier)).count(),
    }


def draft_round_up(*, by: User, token: str, at: datetime | None = None) -> Diary:
    """A draft with the week's spotlighted diaries and their blurbs. The same token is the same draft, as it stands by now.

    Raises Refused when there is nothing to tell.
    """
    at = at or timezone.now()
    made = Diary.objects.filter(author=by, token=token).first()
    if made:
        return made
    rescues = Rescue.objects.readable(by).spotlighted().filter(spotlighted_at__gt=at - WEEK, spotlighted_at__lte=at)
    found = list(rescues.for_listing().order_by("spotlighted_at", "pk"))
    if not found:
        raise Refused("Nothing was spotlighted in the last seven days, so there is nothing to round up yet.", status=409)
    day = spoken(at, Site.current().zone).partition(" at ")[0]
    count = f"{len(found)} diaries" if len(found) > 1 else "One diary"
    intro = f"<p>{count} that our rescuers found in the last seven days. Read them, talk to their authors, recommend what deserves it.</p>"
    body = "\n\n".join(map(_told, found))
    return Diary.objects.start(
        by=by,
        token=token,
        at=at,
        title=f"Community Spotlight: the week up to {day}",
        intro=intro,
        body=body,
        markup=Markup.HTML,
        tags="Community",
    )


def _told(rescue: Rescue) -> str:
    """One diary of the round-up, in HTML that its author goes on editing."""
    diary = rescue.diary
    return (
        f'<h3><a href="{escape(diary.get_absolute_url())}">{escape(diary.title)}</a></h3>\n'
        f'<p>by <a href="{escape(diary.author.get_absolute_url())}">{escape(diary.author.name)}</a></p>\n'
        f"<p><em>{escape(rescue.blurb)}</em></p>\n"
        f"<p>Rescued by {escape(rescue.nominated_by.name)} and {escape(str(rescue.seconded_by))}.</p>"
    )
