"""Diaries: what members publish."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from accounts.models import User
from accounts.newcomers import link_verdict
from community.models import Site, rule
from core import languages, marks
from core.errors import Refused
from core.html import TooComplex, render
from core.pictures import names_in
from core.text import slugify
from diaries.models.queryset import DiaryQuerySet
from diaries.models.state import RESERVED_SLUGS, Markup, State
from diaries.models.tag import Tag, merged, parse_tags, tag_key
from diaries.models.tagging import TagChange, Tagging
from diaries.models.version import Version
from diaries.permissions import DiaryPermissions

UNTITLED = "untitled diary"
NO_TAGS = "You must add at least one tag to this diary before publishing it."
WRITTEN = ["title", "slug", "intro", "intro_html", "body", "body_html", "markup", "language", "tip", "changed_at"]
LONGEST_AHEAD = timedelta(days=366)


class Diary(models.Model):
    """A diary, from its first keystroke on.

    Derived: intro_html, body_html, slug (write); last_number, comment_count, thread_version, tip_jar_hidden
    (comments.models.comment, inside the transaction that changes the thread); shown_in (groups.models.republication).
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="diaries")
    title = models.CharField(max_length=100, default=UNTITLED)
    slug = models.CharField(max_length=120, default="diary", editable=False)
    intro = models.TextField(blank=True)
    intro_html = models.TextField(blank=True, editable=False)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True, editable=False)
    markup = models.CharField(max_length=8, choices=Markup, default=Markup.MARKDOWN)
    language = models.CharField(max_length=12, blank=True, default="", db_default="")  # empty: the site's
    tip = models.TextField(blank=True)  # what the author's first comment will say
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)  # the first time; it stays when the diary comes back
    printed_at = models.CharField(max_length=80, blank=True)  # imported: the time as the old page printed it
    posted_to = models.CharField(max_length=200, blank=True)  # imported: the group it was first posted to, if not the author
    republished_to = models.JSONField(default=list, blank=True)  # imported: the groups the old page named
    scheduled_for = models.DateTimeField(null=True, blank=True)  # while it is scheduled
    schedule_note = models.TextField(blank=True)  # why it was not published when its time had come
    closed_at = models.DateTimeField(null=True, blank=True)  # no new comments from here on
    locked_at = models.DateTimeField(null=True, blank=True)  # closed by a moderator: its author cannot open them
    token = models.CharField(max_length=64, null=True, blank=True)
    imported_from = models.CharField(max_length=200, unique=True, null=True, blank=True)

    last_number = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    thread_version = models.PositiveBigIntegerField(default=0, editable=False)
    thread_epoch = models.PositiveBigIntegerField(default=0, editable=False)  # the last version that changed more than one comment
    tip_jar_hidden = models.BooleanField(default=False, editable=False)
    recommend_count = models.PositiveIntegerField(default=0, editable=False)
    shown_in = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField()), blank=True, editable=False
    )  # the groups that show it: name, slug, first

    tags = TaggableManager(through=Tagging, blank=True)
    objects = DiaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "diaries"
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="published", tip_jar_hidden=False), name="diaries_listed"
            ),
            models.Index(fields=["author", "state", "-published_at"], name="diaries_of_author"),
            models.Index(fields=["published_at"], name="diaries_by_time"),
            models.Index(fields=["scheduled_for"], condition=Q(state="scheduled"), name="diaries_scheduled"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="a_diary_token_once_an_author"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_at__isnull=False) | ~Q(imported_from=None), name="published_has_time"),
            models.CheckConstraint(condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False), name="scheduled_has_time"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("diary", args=[self.pk, self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def republished_by(self) -> list[dict[str, Any]]:
        """`Also republished by A, B, and C.`: the names on the old page, as it had them, and the groups of this site."""
        return [{"name": name, "slug": ""} for name in self.republished_to] + [
            group for group in self.shown_in if not group["first"]
        ]

    @property
    def tag_list(self) -> list[Tag]:
        return [tagging.tag for tagging in self.taggings.all() if tagging.tag.is_shown]

    @property
    def tags_text(self) -> str:
        return ", ".join(tag.name for tag in self.tag_list if not tag.is_system)

    @property
    def lang(self) -> str:
        """What it is written in: as its author says, else as its title's letters tell, else as the site is."""
        return self.language or languages.spoken_in(self.title, Site.current().language)

    def says(self, *, tags: str, tags_seen: str | None = None, language: str | None = None, **text: Any) -> bool:
        """Is this what it says already? text: title, intro, body and markup."""
        typed = [*map(tag_key, parse_tags(self.with_added(self.tags_text, tags, tags_seen)))]
        same = all(getattr(self, name) == text[name] for name in ("title", "intro", "body", "markup"))
        return same and language in (None, self.language) and typed == [tag.key for tag in self.tag_list if not tag.is_system]

    def with_added(self, now: str, typed: str, seen: str | None) -> str:
        """What an author means who typed these tags and saw those: what members have added to, or taken from, a published diary since stays so."""
        return typed if seen is None or not self.is_published else merged(now, seen=seen, typed=typed)

    def permissions_for(self, user: Any, *, at: datetime | None = None) -> DiaryPermissions:
        return DiaryPermissions(self, user, at=at)

    # -- writing --

    @transaction.atomic
    def write(
        self, *, by: User, title: str = "", intro: str = "", body: str = "", markup: str = Markup.MARKDOWN,
        tags: str | None = None, tags_seen: str | None = None, tip: str | None = None, language: str | None = None, at: datetime | None = None,
        autosaved: bool = False,
    ) -> None:  # fmt: skip
        """Save what the author wrote: source, sanitised HTML, tags, a version (autosaved ones merge: Version.keep).

        tags_seen: which tags stood there when the author began to type. Raises Refused or core.html.TooComplex for what cannot be
        kept; then nothing is changed.
        """
        at = at or timezone.now()
        before = self.intro_html + self.body_html
        self.title, self.intro, self.body, self.markup = title.strip() or UNTITLED, intro, body, markup
        self.slug = slugify(self.title, reserved=RESERVED_SLUGS, empty="diary")
        self.changed_at = at
        self.tip = self.tip if tip is None else tip
        self.language = self.language if language is None else language
        if self.pk is None:
            self.save()
        else:
            self._lock(by)
        self.render()
        if self.is_published:
            self._require_few_links(at)
        self.save(update_fields=WRITTEN)  # the rest belongs to others: its thread goes on while this is written
        if self.is_published:
            marks.touch(marks.SITE, marks.LISTS, marks.of_diary(self.pk))
        if names_in(before, self.intro_html, self.body_html):
            self.pictures.model.objects.show_in(self)
        if tags is not None:
            self.carry(self.with_added(self.typed_tags, tags, tags_seen), by=by, at=at)
        Version.keep(self, tags=self.typed_tags, by=by, at=at, autosaved=autosaved)
        if self.is_published:
            self.tell_mentioned(self.intro_html, self.body_html, at=at)

    @transaction.atomic
    def autosave(self, *, by: User, known: str, at: datetime | None = None, **written: Any) -> bool:
        """Save a draft while it is typed, unless it says something else by now than it did at `known` (its `stand`).

        False, and nothing is changed, where another tab or device was faster, and where it is no draft any more.
        """
        self._lock(by)
        self.refresh_from_db(fields=["changed_at"])
        fresh = not known and self.changed_at == self.created_at  # the answer to its very first save was lost
        if self.state != State.DRAFT or not (fresh or known == self.stand):
            return False
        self.write(by=by, at=at, autosaved=True, **written)
        return True

    @property
    def stand(self) -> str:
        """Which save of the text this is: a form says it back, so that none writes over what it has not seen."""
        return self.changed_at.astimezone(UTC).isoformat()

    def render(self) -> None:
        """Fill the HTML columns from the sources. Raises core.html.TooComplex."""
        self.intro_html = render(self.intro, self.markup, kind="diary", id_prefix=f"d{self.pk}i-")
        self.body_html = render(self.body, self.markup, id_prefix=f"d{self.pk}-", images=self.intro_html.count("<img"))

    def tag(self, text: str, *, by: User, at: datetime | None = None) -> None:
        """Add tags to the published diary; what it carries already stays as it is. Raises Refused."""
        TagChange.objects.tag(self, text, by=by, at=at)

    def retag(self, text: str, *, by: User, seen: str | None = None, at: datetime | None = None) -> None:
        """Let the published diary carry exactly these tags, beside the site's own, and what came after those `seen`. Raises Refused."""
        TagChange.objects.retag(self, text, by=by, seen=seen, at=at)

    def carry(self, text: str, *, by: User | None = None, at: datetime | None = None) -> None:
        """Let it carry exactly these tags, beside the site's own.

        Raises Refused for too many, for a banned one, and for none on a diary that is out or will be.
        """
        names = parse_tags(text)
        most = rule("tags.a_diary")
        if len(names) > most:
            raise Refused(f"A diary carries at most {most} tags; these are {len(names)}: {', '.join(names)}.")
        if not names and self.state in (State.PUBLISHED, State.SCHEDULED, State.QUEUED):
            raise Refused(NO_TAGS)
        Tagging.carry(self, names, by=by, at=at or timezone.now())
        self._prefetched_objects_cache: dict[str, Any] = {}

    def tell_mentioned(self, *texts: str, at: datetime) -> None:
        """Whom the diary names with @ is told of it, once."""
        named = User.objects.mentioned_in(*texts, at=at)
        self.author.notifications.tell_all(dict.fromkeys(named, "mention"), about=self, by=self.author, at=at)

    @property
    def typed_tags(self) -> str:
        """As they are in the database, comma-separated, without the site's own."""
        return Tagging.names(Tagging.objects.filter(content_object=self).typed().select_related("tag"))

    def restore(self, version: Version, *, by: User, at: datetime | None = None) -> None:
        """Make an earlier version the current one; what stands now stays as a version too."""
        self.write(
            by=by, title=version.title, intro=version.intro, body=version.body, markup=version.markup,
            tags=Tag.objects.without_banned(version.tags) or None, at=at,
        )  # fmt: skip

    # -- its states --

    @transaction.atomic
    def publish(self, *, by: User, at: datetime | None = None) -> None:
        """Put the diary before the readers, with the author's tip jar as comment 1. Twice is once.

        A diary that comes back keeps its date, address and thread. Raises Refused.
        """
        at = at or timezone.now()
        self._lock(by)
        if self.is_published:
            return
        self.require_complete(at)
        if self.published_at is None:
            Diary.objects.require_free_day(self.author, at=at)
            self.published_at = at
        self._become(State.PUBLISHED, by=by, at=at)
        TagChange.since_it_was_out(self, by=by, at=at)
        self.comments.open_tip_jar(at=self.published_at)  # type: ignore[attr-defined]
        self.tell_mentioned(self.intro_html, self.body_html, at=at)

    @transaction.atomic
    def take_back(self, *, by: User, at: datetime | None = None) -> None:
        """Return the diary to its author's drafts; its thread waits with it. Raises Refused for a removed one."""
        self._lock(by)
        if self.state == State.REMOVED:
            raise Refused("This diary was removed.", status=409)
        if self.state != State.DRAFT:
            self._become(State.DRAFT, by=by, at=at)

    @transaction.atomic
    def schedule(self, when: datetime, *, by: User, at: datetime | None = None) -> None:
        """Let the diary be published at a moment to come; scheduled already, at another one. Raises Refused."""
        at = at or timezone.now()
        self._lock(by)
        if self.state not in (State.DRAFT, State.SCHEDULED):
            raise Refused("Only a draft can be scheduled.", status=409)
        if not at < when <= at + LONGEST_AHEAD:
            raise Refused(
                "That moment has passed. Choose a later one." if when <= at else "A diary can be scheduled at most a year ahead."
            )
        self.require_complete(when)
        if (self.state, self.scheduled_for) != (State.SCHEDULED, when):
            self._become(State.SCHEDULED, by=by, at=at, scheduled_for=when)

    @transaction.atomic
    def unschedule(self, *, by: User, at: datetime | None = None) -> None:
        """Back to the drafts. Twice is once."""
        self._lock(by)
        if self.state == State.SCHEDULED:
            self._become(State.DRAFT, by=by, at=at)

    @transaction.atomic
    def queue(self, *, by: User, at: datetime | None = None) -> None:
        """Let a draft wait in the queue of a group, from which alone it is published then. Twice is once. Raises Refused."""
        at = at or timezone.now()
        self._lock(by)
        if self.state == State.QUEUED:
            return
        if self.state != State.DRAFT:
            raise Refused("Only a draft can wait in a queue.", status=409)
        self.require_complete(at)
        self._become(State.QUEUED, by=by, at=at)

    @transaction.atomic
    def publish_if_due(self, *, at: datetime) -> bool:
        """Publish a scheduled diary whose moment has come; its date is the moment at which it really appears.

        What stands in the way (the day's limit, a closed account ...) sends it back to the drafts with a note. However many
        ask at once, the row's lock and its state let one of them do it.
        """
        self._lock(self.author)
        if self.state != State.SCHEDULED or self.scheduled_for is None or self.scheduled_for > at:
            return False
        author = User.objects.get(pk=self.author_id)
        verdict = self.permissions_for(author, at=at).publish
        try:
            if not verdict:
                raise Refused(str(verdict))
            with transaction.atomic():
                self.publish(by=author, at=at)
        except (Refused, TooComplex, ValidationError) as refusal:
            words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            self.refresh_from_db()
            self._become(State.DRAFT, by=author, at=at, schedule_note=words)
            return False
        return True

    @transaction.atomic
    def remove(self, *, by: User, at: datetime | None = None) -> None:
        """Take the diary from the site; its row and thread stay, unreachable by readers."""
        self._lock(by)
        if self.state != State.REMOVED:
            self._become(State.REMOVED, by=by, at=at)

    @transaction.atomic
    def reinstate(self, *, by: User | None, at: datetime | None = None) -> None:
        """Bring back what a moderator removed, with date, address and thread. by: None where time decided. Twice is once."""
        self._lock(by)
        if self.removed_by_moderator:
            self._become(State.PUBLISHED, by=by, at=at)

    @property
    def removed_by_moderator(self) -> bool:
        """Removed, and not by its author: who cannot publish it again."""
        if self.state != State.REMOVED:
            return False
        last = self.state_changes.filter(state=State.REMOVED).last()
        return last is None or last.by_id != self.author_id

    @transaction.atomic
    def close(self, *, by: User, at: datetime | None = None) -> None:
        """No new comments from now on."""
        Diary.objects.filter(pk=self.pk, closed_at=None).update(closed_at=at or timezone.now())
        self.refresh_from_db(fields=["closed_at"])

    @transaction.atomic
    def open(self, *, by: User) -> None:
        Diary.objects.filter(pk=self.pk, locked_at=None).update(closed_at=None)
        self.refresh_from_db(fields=["closed_at", "locked_at"])

    def archived(self, at: datetime) -> bool:
        """Old enough to take no new comments."""
        days = rule("diaries.archive_after", at=at)
        return bool(days) and (self.published_at is None or at - self.published_at >= timedelta(days=days))

    def _lock(self, by: User | None) -> None:
        """Hold the author (one day's limit) and then the row: two presses at once are done one after the other."""
        User.objects.select_for_update(no_key=True).get(pk=self.author_id)
        Diary.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db(fields=["state", "published_at", "scheduled_for", "schedule_note", "shown_in"])

    def require_complete(self, at: datetime) -> None:
        """Raises Refused for what is missing before it can go out at this moment."""
        if not self.intro_html.strip():
            raise Refused("A diary needs an introduction before it can be published: it is what people see in lists.")
        if self.title == UNTITLED:
            raise Refused("Give this diary a title before publishing it.")
        if not Tagging.objects.filter(content_object=self).shown().exists():
            raise Refused(NO_TAGS)
        self._require_few_links(at)
        if self.published_at is None and Diary.objects.filter(pk=self.pk, poll__closes_at__lte=at).exists():
            raise Refused("The poll would be closed by then. Give it a later closing time, or none.")

    def _require_few_links(self, at: datetime) -> None:
        verdict = link_verdict(self.author, self.intro_html, self.body_html, at=at)
        if not verdict:
            raise Refused(str(verdict))

    def _become(
        self, state: State, *, by: User | None, at: datetime | None, scheduled_for: datetime | None = None, schedule_note: str = ""
    ) -> None:
        before = self.state
        self.state, self.scheduled_for, self.schedule_note = state, scheduled_for, schedule_note
        self.save(update_fields=["state", "published_at", "scheduled_for", "schedule_note"])
        if State.PUBLISHED in (before, state):
            Tagging.objects.relist(self)
        self.state_changes.create(state=state, by=by, at=at or timezone.now())
        if before == State.QUEUED and state != State.PUBLISHED:
            self.queue_entries.leave(by=by, at=at or timezone.now())  # type: ignore[attr-defined]
        if self.shown_in:
            self.republications.keep()  # type: ignore[attr-defined]
