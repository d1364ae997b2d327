"""Members only, and nothing typed is lost on the way: what an expired session sends waits until its writer has logged in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from core import limits
from core.errors import Refused
from core.html import TooComplex

TEXTS = (
    "title",
    "intro",
    "body",
    "biography",
    "description",
    "rules",
    "note",
    "blurb",
    "reason",
    "words",
    "tags",
)  # a form that holds one of these is worth keeping
MOST = 3_000_000  # characters; a diary of 1 MB and its other fields
AN_HOUR = 20  # texts kept for one address
KEPT = "kept_form"
LOGGED_OUT = "You are logged out. Your text is kept in this browser; log in and it is kept here too."
NO_PLACE = "This place is not there any more, so your text is kept in this browser only."


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends others to log in. A text they were sending is kept and offered to them afterwards, at /accounts/kept/."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        address = f"{reverse('account_login')}?{urlencode({'next': _afterwards(request)})}"
        return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else HttpResponseRedirect(address)

    return guarded


def keeps_by_itself(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """For what a page saves while its member types: every answer is JSON, with `words` for the member where it was not saved.

    Nobody is sent to log in: 401 says that the text stays where it is.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"words": LOGGED_OUT, "log_in": True}, status=401)
        try:
            return JsonResponse(view(request, *args, **kwargs))
        except Http404:
            return JsonResponse({"words": NO_PLACE}, status=404)
        except (Refused, PermissionDenied, ValidationError, TooComplex) as refusal:
            words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            status = 403 if isinstance(refusal, PermissionDenied) else getattr(refusal, "status", 422)
            return JsonResponse({"words": words}, status=status)

    return answered


def gives_text_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where the place of a text is gone, or closed to its writer, the page that says so holds the text, to be copied."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refusal:
            said = [(name, request.POST[name]) for name in TEXTS if request.POST.get(name, "").strip()]
            if request.method != "POST" or not said or getattr(request, "htmx", False):
                raise
            gone = isinstance(refusal, Http404)
            context = {"said": said, "reason": "" if gone else str(refusal)}
            return render(request, "accounts/returned.html", context, status=404 if gone else 403)

    return answered


def _afterwards(request: HttpRequest) -> str:
    """Where the log-in leads: the page asked for, the text kept, or the page whose button was pressed."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    if any(request.POST.get(name, "").strip() for name in TEXTS):
        form = request.POST.copy()
        form.pop("csrfmiddlewaretoken", None)
        if len(form.urlencode()) <= MOST and _may_keep(request):
            request.session[KEPT] = {"address": request.path, "form": form.urlencode()}
            return reverse("kept")
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() and before.path.startswith("/") else "/"


def _may_keep(request: HttpRequest) -> bool:
    """So many texts an hour from one address: nobody fills the disk with them."""
    return limits.count("kept", limits.asker(request), seconds=3600) <= AN_HOUR


@require_safe
@members_only
def kept(request: HttpRequest) -> HttpResponse:
    """The text that came before the log-in, one button away from where it was going."""
    waiting = request.session.get(KEPT)
    if not waiting:
        return redirect("front")
    form = QueryDict(waiting["form"])
    hidden = [(name, value) for name, values in form.lists() for value in values if name not in TEXTS]
    shown = [(name, form[name]) for name in TEXTS if name in form]
    context = {"address": waiting["address"], "hidden": hidden, "shown": shown, "own": form.get("writer") == str(request.user.pk)}
    return render(request, "accounts/kept.html", context)


def forget_kept(request: HttpRequest) -> None:
    """The text has arrived."""
    if KEPT in request.session:
        del request.session[KEPT]
