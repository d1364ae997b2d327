"""A diary as it is read a thousand times: kept by the process, and held against its own row at every reading.

The row says who may read it, and everything that changes without its text: state, thread, figures. What hangs on it (author,
tags, poll) is kept while nothing that is not quiet is written (core.marks), and never longer than a few seconds.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Role, User
from core import marks
from core.prepared import Prepared
from core.shelf import Shelf
from diaries.models import Diary

LIVE = (
    "state slug changed_at published_at scheduled_for closed_at last_number comment_count thread_version thread_epoch tip_jar_hidden "
    "recommend_count"
).split()
OLDEST = 10.0  # seconds, for what another machine has written
KEPT = Shelf(32 * 1024 * 1024)


def _live(moderator: bool, pk: int, me: int | None = None) -> QuerySet[Diary]:
    reader: Any = AnonymousUser() if me is None else User(pk=me, roles=[Role.MODERATOR] if moderator else [])
    return Diary.objects.visible_to(reader).filter(pk=pk).order_by().values_list(*LIVE)


ROW = Prepared(_live)


def diary_for(reader: Any, pk: int) -> Diary:
    """The diary as it is now. Raises Http404 where this reader may not read it, as if it had never been."""
    moderator = reader.is_authenticated and reader.is_moderator
    row = ROW.first(moderator, pk=pk, me=reader.pk) if reader.is_authenticated else ROW.first(False, pk=pk)
    if row is None:
        raise Http404("No diary matches the given query.")
    live = dict(zip(LIVE, row, strict=True))
    kept: Diary | None = KEPT.get(pk, (marks.SITE,))
    if kept is None or kept.changed_at != live["changed_at"]:
        marked = marks.read(marks.SITE)
        kept = Diary.objects.for_page().get(pk=pk)
        KEPT.put(pk, kept, marked=marked, seconds=OLDEST, size=4 * len(kept.intro_html + kept.body_html) + 4_000)
    diary = Diary.__new__(Diary)
    diary.__dict__ = {**kept.__dict__, **live}
    return diary
