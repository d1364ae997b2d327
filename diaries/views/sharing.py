"""Sharing a diary by e-mail."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.http import require
from diaries.forms import ShareForm
from diaries.models import Diary, Share

SENT = "Your Email has been sent."


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def share(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).share)
    form = ShareForm(request.POST if request.method == "POST" else None, initial={"token": secrets.token_urlsafe(12)})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                Share.objects.send(diary, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                forget_kept(request)
                messages.success(request, SENT)
                return redirect(diary)
        else:
            status = 422
    return render(request, "diaries/share.html", {"diary": diary, "form": form}, status=status)
