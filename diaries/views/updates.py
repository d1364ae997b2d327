"""Quick updates: dated blocks under a diary."""

import secrets

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.html import TooComplex
from core.http import require
from diaries.forms import UpdateForm
from diaries.models import Diary, Update

SURE_TO_REMOVE = "Are you sure you want to remove this update?"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """The form stands under the diary as well; here it comes back with what was wrong, and the text in it."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).update)
    form = UpdateForm(request.POST if request.method == "POST" else None, initial={"token": secrets.token_urlsafe(12)})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            added = Update.objects.add(diary, by=request.user, **form.cleaned_data)
        except (Refused, ValidationError, TooComplex) as refusal:
            form.add_error("body", refusal if isinstance(refusal, ValidationError) else str(refusal))
            status = getattr(refusal, "status", 422)
        else:
            forget_kept(request)
            messages.success(request, "Your update stands under the diary.")
            return redirect(f"{diary.get_absolute_url()}#update-{added.pk}")
    return render(request, "diaries/update.html", {"diary": diary, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def remove_update(request: HttpRequest, pk: int, update: int) -> HttpResponse:
    """Asks first."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).edit)
    block = get_object_or_404(diary.updates, pk=update)
    if request.method == "POST":
        block.remove(by=request.user)
        messages.success(request, "The update was removed.")
        return redirect(diary)
    return render(request, "diaries/remove_update.html", {"diary": diary, "update": block, "sure": SURE_TO_REMOVE})
