"""What open pages ask: whether the thread has changed, and what has.

The first question is asked again and again, by everybody, without cookies: its answer is one number, kept like a shared page and
given before Django wakes. Only when the number has changed a page asks for what has, and gets exactly what its reader may see.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comments.preferences import Preferences
from comments.rows import Rows, rows_of
from comments.thread import Thread
from core import marks
from core.pagecache import shared
from diaries.models import Diary
from diaries.reading import diary_for

MOST = 200  # changed comments in one answer; after more, or after a hiding, a page is better loaded anew


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """The version of a published diary's thread."""
    diary = get_object_or_404(Diary.objects.published().only("thread_version"), pk=pk)
    return shared(request, HttpResponse(str(diary.thread_version), content_type="text/plain"), marks.of_diary(pk))


@require_safe
def since(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The comments that have changed after that version, in the layout that the address or the member asks for."""
    diary = diary_for(request.user, pk)
    rows = rows_of(diary)
    changed = rows.since(version)
    renew = version < diary.thread_epoch or len(changed) > MOST
    thread = Thread(
        diary, request.user, Rows([] if renew else changed, rows.version), preferences=Preferences.of(request.user, request.GET)
    )  # fmt: skip
    return shared(request, HttpResponse(thread.news(rows, renew=renew)), marks.of_diary(pk))
