"""Pages read: a diary with its thread, one comment in its place, what it said before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comments.models import Comment, ReadMark
from comments.position import NOWHERE
from comments.preferences import Preferences
from comments.thread import Thread, hidden_words
from comments.views.beside import Beside
from core import marks
from core.frames import framed, page, place
from core.http import is_prefetch, moved
from core.pagecache import shared
from diaries.models import Diary
from diaries.reading import diary_for

WILL_TELL = "tells"  # the cookie of a browser whose scripts tell what was read, when its page is left


@require_safe
def diary(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The text and what stands around it are kept, the thread is joined; only what is the reader's own is made each time."""
    diary = diary_for(request.user, pk)
    if slug != diary.slug:
        return moved(request, diary.get_absolute_url())
    thread, beside = _thread(request, diary), Beside(request, diary)
    context = {"diary": diary, "may": beside.may, "beside": beside, "thread": thread}
    context |= {"thread_markup": place("thread"), "thread_later": place("later")}
    items, later = (thread.markup, "") if "whole" in request.GET else thread.in_parts
    response = framed(request, page(request, "diaries/diary.html", context), thread=items, later=later, me=str(request.user.pk))
    return shared(request, response, marks.of_diary(diary.pk))


def _thread(request: HttpRequest, diary: Diary) -> Thread:
    """The thread as this reader prefers it or the address asks for it; the visit is noted."""
    position, asked = NOWHERE, request.GET
    if diary.is_published and request.user.is_authenticated and request.method == "GET" and not is_prefetch(request):
        will_tell = WILL_TELL in request.COOKIES
        position = ReadMark.objects.visit(diary, by=request.user, will_tell=will_tell)
    since = asked.get("since", "")
    if since.isascii() and since.isdigit() and len(since) < 10:
        position = position._replace(seen=int(since), unread=frozenset())
    position = position.fold(asked.getlist("fold"), asked.getlist("unfold"))
    return Thread(
        diary, request.user, position=position, preferences=Preferences.of(request.user, asked), only_new=asked.get("only") == "new"
    )


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment: the chain of its parents above it, its replies below it."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user).for_listing(), pk=pk)
    thread = Thread.around(comment, request.user)
    if request.user.is_authenticated and request.method == "GET" and not is_prefetch(request):
        request.user.notifications.have_read(comment.diary, only={row.pk for row in thread.rows})
    context = {
        "comment": comment,
        "diary": comment.diary,
        "thread": thread,
        "hidden_words": hidden_words(comment) if comment.hidden else "",
        "removed_html": comment.body_html if comment.permissions_for(request.user).read_removed else "",
        "own": comment.author_id is not None and comment.author_id == request.user.pk,
    }
    return shared(request, render(request, "comments/comment.html", context), marks.of_diary(comment.diary_id))


@require_safe
def edits(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment said before it was edited."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user).standing().for_listing(), pk=pk)
    return render(request, "comments/edits.html", {"comment": comment, "edits": comment.edits.all()})
