"""Pictures: taken in, listed, discarded, and shown to whoever may read a text that shows them."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import members_only
from core.errors import Refused
from core.http import MemberRequest
from core.pagination import Page
from core.pictures import FOLDER, NAME, files_of
from diaries.forms import PictureForm
from diaries.models import Picture, State

_FILE = re.compile(rf"({NAME})(?:-[0-9]+)?\.webp")
LOG_IN = "You are logged out, so the picture was not added. Your text is kept; log in and add it again."


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest) -> HttpResponse:
    """One's own pictures, each with the line that shows it in a text; POST adds one, for the editor as JSON."""
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _upload_in_place(request)
    return _own_pictures(request)


@members_only
def _own_pictures(request: MemberRequest) -> HttpResponse:
    form = PictureForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            Picture.objects.upload(
                form.cleaned_data["picture"], by=request.user, alt=form.described, caption=form.cleaned_data["caption"]
            )
            messages.success(request, "The picture is here. Copy its line into your text where it shall stand.")
            return redirect("pictures")
        except (Refused, ValidationError) as refusal:
            form.add_error("picture", str(refusal) if isinstance(refusal, Refused) else refusal)
            status = getattr(refusal, "status", 422)
    elif request.method == "POST":
        status = 422
    page = Page(request.user.pictures.newest_first().prefetch_related("diaries"), request)
    return render(request, "diaries/pictures.html", {"form": form, "page": page}, status=status)


def _upload_in_place(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"words": LOG_IN}, status=401)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"words": " ".join(form.errors[name][0] for name in form.errors)}, status=422)
    try:
        picture = Picture.objects.upload(
            form.cleaned_data["picture"], by=request.user, alt=form.described, caption=form.cleaned_data["caption"]
        )
    except (Refused, ValidationError) as refusal:
        words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return JsonResponse({"words": words}, status=getattr(refusal, "status", 422))
    said: dict[str, Any] = {"markdown": picture.in_markdown, "html": picture.in_html, "address": picture.get_absolute_url()}
    return JsonResponse(said, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks first. One that a text shows, or an earlier version of one, stays. Twice is once."""
    own = Picture.objects.filter(owner=request.user)
    if request.method == "POST" and not own.filter(pk=pk).exists():  # gone, or somebody else's: nobody is told which
        return redirect("pictures")
    picture = get_object_or_404(own, pk=pk)
    used = not Picture.objects.filter(pk=pk).unused().exists()
    if request.method == "POST":
        if used:
            raise Refused("This picture stands in one of your diaries, or in an earlier version of one, so it stays.", status=409)
        picture.discard()
        messages.success(request, "The picture is gone.")
        return redirect("pictures")
    return render(request, "diaries/discard_picture.html", {"picture": picture, "used": used})


@require_safe
def file(request: HttpRequest, name: str) -> FileResponse:
    """One of its files. Nothing between the site and a reader keeps it, so that it is gone when its diary is."""
    found = _FILE.fullmatch(name)
    path = f"{FOLDER}/{name}"
    if not found or path not in files_of(found[1]).values():
        raise Http404
    picture = Picture.objects.with_public().filter(name=found[1]).first()
    if picture is None or not (picture.is_public or _may_see(picture, request.user)) or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=31536000, immutable" if picture.is_public else "private, no-store"
    return response


def _may_see(picture: Picture, user: Any) -> bool:
    if not user.is_authenticated:
        return False
    return Picture.objects.visible_to(user).filter(pk=picture.pk).exists() or _in_a_queue(picture, user)


def _in_a_queue(picture: Picture, user: Any) -> bool:
    """The editors of a group read the drafts in its queue, with their pictures."""
    return any(
        entry.shows_text_to(user)
        for diary in picture.diaries.filter(state=State.QUEUED)
        for entry in diary.queue_entries.readable(user).open().for_page()
    )
