"""The site's plumbing: designed errors, health, robots, uploaded images."""

from posixpath import normpath
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.frames import framed, page
from core.linked import absolute
from core.pictures import FOLDER

_WORDS = {
    400: ("That request made no sense", "Something in it could not be read. Go back and try again."),
    403: ("You may not do that", "Ask a moderator if you think you should be able to."),
    404: ("Nothing here", "It may never have been here, or its author has taken it back."),
    405: ("That is not how this works", "This address takes a button, not a link. Go back and press it."),
    409: ("Not any more", "The world has changed meanwhile. Reload the page and look again."),
    413: ("Too large", "That is more than this site takes at once. Nothing was kept; go back and send less."),
    422: ("Something needs another look", "Go back: what you typed is still there."),
    429: ("Too fast", "Wait a moment and try again. What you typed is still in your browser."),
    500: (
        "We broke something",
        "It is our fault, and it is in the log. What you typed is still in your browser: go back and try again.",
    ),
    503: ("Out for a moment", "Try again in a minute."),
    507: ("No room", "The site's disk is full. What you typed is still in your browser: go back, and try again later."),
}


def failure(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """A designed error page that needs neither database nor member, so that it works when nothing else does."""
    template = "core/_failure.html" if request.headers.get("HX-Request") else "core/failure.html"
    return HttpResponse(render_to_string(template, told(status, reason, getattr(request, "id", ""))), status=status)


def refusal(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """The same inside the site's frame, so that one can go on from it; without the frame where that cannot be had."""
    if request.headers.get("HX-Request") or not hasattr(request, "user"):
        return failure(request, status, reason)
    try:
        response = framed(request, page(request, "core/refusal.html", told(status, reason, getattr(request, "id", ""))))
    except DatabaseError:
        return failure(request, status, reason)
    response.status_code = status
    return response


def told(status: int, reason: str = "", request_id: str = "") -> dict[str, Any]:
    """What a page of this status says: the reason where there is one, else what is true of all of them."""
    title, advice = _WORDS[status]
    return {"status": status, "title": title, "advice": reason or advice, "request_id": request_id}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failure(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 403, str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return failure(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(
        request,
        403,
        "This form was too old or came from another site, so nothing was done. Go back, reload the page and send it again.",
    )


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can serve: its database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "gone"}, status=503)
    return JsonResponse({"database": "ok"})


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "core/robots.txt", {"sitemap": absolute("/sitemap.xml")}, content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def media(request: HttpRequest, path: str) -> FileResponse:
    """An uploaded image that everybody may see. Only images that we encoded ourselves are ever stored, under names that never change.

    Pictures of diaries are no such images: diaries.views.pictures asks who may see them, so no other way may lead to them.
    """
    if not path.endswith(".webp") or path != normpath(path) or path.startswith(("..", "/", f"{FOLDER}/")):
        raise Http404
    if not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response
