"""Voting in a diary's poll."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.kept import members_only
from core.http import respond
from diaries.models import Choice, Diary, Results

ALREADY = "You have voted before; that vote stands."


@require_POST
@members_only
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page().filter(poll__isnull=False), pk=pk)
    asked = request.POST.get("choice", "")
    choice = (
        Choice.objects.filter(poll=diary.poll, pk=int(asked)).first()
        if asked.isascii() and asked.isdigit() and len(asked) < 19
        else None
    )
    said = ""
    if choice is None:
        said = "Choose one of the answers first."
    elif not diary.poll.vote(by=request.user, choice=choice):
        said = ALREADY
    if said and not request.htmx:
        messages.warning(request, said)
    context = {"diary": diary, "poll": Results.of(diary, request.user), "said": said}
    return respond(
        request,
        "diaries/_poll.html",
        context,
        or_redirect=f"{diary.get_absolute_url()}#poll",
        status=422 if choice is None else 200,
    )
