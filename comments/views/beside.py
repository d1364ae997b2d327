"""What stands around a thread: the diary's text and foot, what this reader may do with it, the form for a new comment."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.newcomers import is_newcomer
from comments.forms import CommentForm
from comments.models import Unsent, Waiting
from comments.views.unsent import form_below
from core import marks
from core.frames import ONCE, kept, place, rendered
from core.prepared import Prepared
from diaries.described import of_diary
from diaries.forms import NoteForm, UpdateForm
from diaries.models import Diary, HotlistEntry, PendingEdit, Recommendation, Results


def _relation(pk: int, me: int) -> QuerySet[User]:
    """What a member has made of a diary so far, and whether unsent words of theirs wait under it."""
    given = Recommendation.objects.filter(diary=pk, user=OuterRef("pk")).order_by()
    entry = HotlistEntry.objects.filter(diary=pk, user=OuterRef("pk")).order_by()
    asked = (given.values("pk"), given.values("withdrawn_at"), entry.values("pk"), entry.values("note"))
    waiting = Unsent.objects.waiting().filter(diary=pk, author=OuterRef("pk")).order_by()
    pending = PendingEdit.objects.filter(diary=pk, by=OuterRef("pk"))
    return User.objects.filter(pk=me).order_by().values_list(*map(Subquery, asked), Exists(waiting), Exists(pending))


RELATION = Prepared(_relation)


class Beside:
    """What stands around the thread, piece by piece: each is rendered once for all readers in the same situation."""

    def __init__(self, request: HttpRequest, diary: Diary) -> None:
        self.request, self.diary = request, diary
        self.may = diary.permissions_for(request.user)
        self.entry: HotlistEntry | None = None
        self.waiting = False  # unsent words of this member, somewhere under this diary
        self.pending = False  # the author has unsaved changes
        if request.user.is_authenticated:
            self._relate(request.user)

    def _relate(self, member: User) -> None:
        found = RELATION.first(pk=self.diary.pk, me=member.pk)
        assert found, "who is logged in has a row"
        given, withdrawn_at, entry, note, self.waiting, self.pending = found
        if given:
            given = Recommendation(pk=given, diary=self.diary, user=member, withdrawn_at=withdrawn_at)
        self.may.recommendation = given
        self.entry = HotlistEntry(pk=entry, diary=self.diary, user=member, note=note) if entry else None

    def _kept(self, template: str, context: Callable[[], dict[str, Any]], *key: Any) -> SafeString:
        known = {"diary": self.diary, "may": self.may}
        key = (self.diary.pk, self.diary.state, self.diary.changed_at, *key)
        return kept(self.request, template, lambda: known | context(), key=key, on=(marks.SITE,))

    @property
    def text(self) -> SafeString:
        """Title, text and updates."""
        return self._kept("diaries/_reading.html", lambda: {"updates": self.diary.updates.standing()}, bool(self.may.update))

    @property
    def described(self) -> SafeString:
        """What machines are told of the diary."""
        return self._kept("diaries/_described.html", lambda: {"described": of_diary(self.diary)}, self.diary.slug)

    @property
    def foot(self) -> SafeString:
        """Where it was posted, its tags, and what its author wrote before and after it."""
        return self._kept("diaries/_foot.html", self._neighbours, bool(self.may.tag), bool(self.may.retag))

    def _neighbours(self) -> dict[str, Any]:
        known = self.diary.is_published and self.diary.published_at
        return {"neighbours": list(Diary.objects.beside(self.diary)) if known else []}

    @property
    def acts(self) -> SafeString:
        """The bar of what this reader may do, the same for all of whom the same is true."""
        may, entry = self.may, self.entry
        verbs = "recommend unrecommend hotlist share republish nominate update edit versions close remove moderate report".split()
        allowed = tuple(bool(getattr(may, verb)) for verb in verbs)
        facts = (
            self.diary.slug,
            bool(self.diary.closed_at),
            self.diary.recommend_count,
            bool(may.recommendation),
            entry and entry.note,
        )
        return self._kept("diaries/_acts.html", self._forms, allowed, facts)

    def _forms(self) -> dict[str, Any]:
        return {
            "hotlist_entry": self.entry,
            "note_form": NoteForm(initial={"note": self.entry.note if self.entry else ""}),
            "update_form": UpdateForm(auto_id="update-%s", initial={"token": ONCE}),
        }

    @property
    def form(self) -> SafeString:
        """The form of a new comment; where words wait in it, or elsewhere under this diary, it is this member's own."""
        if self.waiting:
            form, unsent = form_below(self.request, self.diary)
            context = {"form": form, "unsent": unsent, "diary": self.diary, "parent": None}
            return rendered(self.request, "comments/_below.html", context)
        empty = lambda: {"form": CommentForm.opened(token=ONCE), "parent": None, "me": place("me")}  # noqa: E731
        return self._kept("comments/_below.html", empty)

    @cached_property
    def before_moderator(self) -> list[Waiting]:
        """Newcomers' comments that wait for a moderator, as far as this reader may see them: who is neither, has none."""
        user = self.request.user
        if user.is_authenticated and (user.is_moderator or is_newcomer(user, timezone.now())):
            return list(Waiting.objects.visible_to(user).filter(diary=self.diary).for_listing())
        return []

    @property
    def poll(self) -> Results | None:
        return Results.of(self.diary, self.request.user)
