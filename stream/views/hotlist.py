"""The hotlist: what is on it is its owner's alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from core.http import require, respond, safe_next
from core.pagination import Page
from diaries.forms import NoteForm
from diaries.models import Diary, HotlistEntry
from stream.hotlist import Hotlist

SURE_TO_UNHOTLIST = "Are you sure you want to remove this diary from your hotlist?"


@require_safe
@members_only
def hotlist_page(request: HttpRequest) -> HttpResponse:
    hotlist = Hotlist(request.user)
    page = Page(hotlist.entries, request, size=30)
    for entry in page:
        entry.form = NoteForm(initial={"note": entry.note}, auto_id=f"note-{entry.diary_id}-%s")
    context = {"page": page, "hotlist": hotlist}
    if page.number == 1:
        context |= {
            "replies": list(hotlist.replies),
            "followed": list(hotlist.followed_diaries),
            "out_of_sight": hotlist.out_of_sight,
        }
    return render(request, "stream/hotlist.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def hotlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a diary on the hotlist; a note that comes with it takes the place of the one before. GET shows the form."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    require(diary.permissions_for(request.user).hotlist)
    entry = request.user.hotlist.filter(diary=diary).first()
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": entry.note if entry else ""})
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"] if "note" in request.POST else None
        entry = HotlistEntry.objects.hotlist(diary, by=request.user, note=note)
        forget_kept(request)
        return _answer(request, diary, entry, "It is on your hotlist.")
    return render(
        request, "stream/hotlist_diary.html", {"diary": diary, "entry": entry, "form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def unhotlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    entry = request.user.hotlist.filter(diary=diary).first()
    if request.method == "POST":
        HotlistEntry.objects.unhotlist(diary, by=request.user)
        return _answer(request, diary, None, "It is off your hotlist.")
    return render(request, "stream/unhotlist.html", {"diary": diary, "entry": entry, "sure": SURE_TO_UNHOTLIST})


def _answer(request: HttpRequest, diary: Diary, entry: HotlistEntry | None, words: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, words)
    form = NoteForm(initial={"note": entry.note if entry else ""})
    context = {"diary": diary, "hotlist_entry": entry, "note_form": form, "may": diary.permissions_for(request.user)}
    return respond(request, "stream/_hotlist.html", context, or_redirect=safe_next(request, diary.get_absolute_url()))
