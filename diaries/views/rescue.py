"""The rescue desk, for rescuers and moderators, and the Community Spotlight, for everybody."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import forget_kept, members_only
from community.models import rule
from core import marks
from core.errors import Refused
from core.http import require
from core.pagecache import shared
from core.pagination import Page
from diaries import rescue as desk_work
from diaries.forms import DeclineForm, NominateForm
from diaries.models import Diary, Rescue
from diaries.news import tell_news
from diaries.permissions import desk_verdict, rescuer_verdict

SURE_TO_REMOVE = "Are you sure you want to remove this diary from Rescue?"


@require_safe
def spotlight(request: HttpRequest) -> HttpResponse:
    """What the rescuers brought before everybody: today's, and below it the earlier ones."""
    now = timezone.now()
    found = Rescue.objects.readable(request.user).spotlighted().for_listing()
    page = Page(found, request, size=int(rule("diaries.on_a_page")))
    for rescue in page:
        rescue.is_current = rescue.status(now) == "spotlighted"
    tell_news(request.user, [rescue.diary for rescue in page])
    context = {
        "page": page,
        "now": [each for each in page if each.is_current],
        "earlier": [each for each in page if not each.is_current],
    }
    return shared(request, render(request, "diaries/spotlight.html", context), marks.LISTS)


def at_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For rescuers and moderators; everybody else is told why not, whatever they ask for."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(desk_verdict(request.user))
        return view(request, *args, **kwargs)

    return members_only(guarded)


@require_safe
@at_the_desk
def desk(request: HttpRequest) -> HttpResponse:
    return _desk(request)


def _desk(request: HttpRequest, *, refusal: Refused | None = None) -> HttpResponse:
    """The desk as it stands, with what stood in the way of an act."""
    if refusal:
        messages.warning(request, str(refusal))
    context = {
        "desk": desk_work.Desk(request.user),
        "decline_form": DeclineForm(auto_id=False),
        "is_rescuer": rescuer_verdict(request.user),
        "token": secrets.token_urlsafe(12),
    }
    return render(request, "diaries/rescue.html", context, status=refusal.status if refusal else 200)


@require_POST
@at_the_desk
def next_(request: HttpRequest) -> HttpResponse:
    """Take the next unread."""
    require(rescuer_verdict(request.user))
    try:
        diary = desk_work.take_next(by=request.user)
    except Refused as refusal:
        return _desk(request, refusal=refusal)
    if diary is None:
        messages.success(request, "You have read every diary on the desk. Thank you.")
        return redirect("rescue_desk")
    return redirect(diary)


@require_safe
@at_the_desk
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "diaries/rescue_figures.html", desk_work.figures(request.user))


@require_POST
@at_the_desk
def roundup(request: HttpRequest) -> HttpResponse:
    """Draft the round-up; the button that is pressed twice opens the same draft."""
    require(rescuer_verdict(request.user))
    sent = request.POST.get("token", "")[:64]
    token = sent if sent.isprintable() and sent else secrets.token_urlsafe(12)
    try:
        diary = desk_work.draft_round_up(by=request.user, token=token)
    except Refused as refusal:
        return _desk(request, refusal=refusal)
    messages.success(request, "Here is a draft of the round-up. Make it yours before you publish it.")
    return redirect("edit_diary", pk=diary.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).nominate)
    form = NominateForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            if words := desk_work.away(diary):
                raise Refused(words, status=409)
            Rescue.objects.nominate(diary, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Thank you. The diary is on the rescue desk.")
            return redirect("rescue_desk") if desk_verdict(request.user) else redirect(diary)
    return render(request, "diaries/rescue_nominate.html", {"diary": diary, "form": form}, status=status)


def _rescue(request: HttpRequest, pk: int) -> Rescue:
    return get_object_or_404(Rescue.objects.desk_of(request.user).for_listing(), pk=pk)


@require_POST
@at_the_desk
def second(request: HttpRequest, pk: int) -> HttpResponse:
    rescue = _rescue(request, pk)
    require(rescue.permissions_for(request.user).second)
    try:
        desk_work.require_at_desk(rescue, by=request.user)
        rescue.second(by=request.user)
    except Refused as refusal:
        return _desk(request, refusal=refusal)
    messages.success(request, "It is in the Community Spotlight now.")
    return redirect("rescue_desk")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a reason."""
    rescue = _rescue(request, pk)
    require(rescue.permissions_for(request.user).decline)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            desk_work.require_at_desk(rescue, by=request.user)
            rescue.decline(by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            return _desk(request, refusal=refusal)
        forget_kept(request)
        messages.success(request, "Declined. Its author is not told.")
        return redirect("rescue_desk")
    status = 422 if form.is_bound else 200
    return render(request, "diaries/rescue_decline.html", {"rescue": rescue, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    rescue = _rescue(request, pk)
    require(rescue.permissions_for(request.user).remove)
    if request.method == "POST":
        try:
            rescue.remove(by=request.user)
        except Refused as refusal:
            return _desk(request, refusal=refusal)
        messages.success(request, "The diary was removed from Rescue.")
        return redirect("rescue_desk")
    return render(request, "diaries/rescue_remove.html", {"rescue": rescue, "sure": SURE_TO_REMOVE})
