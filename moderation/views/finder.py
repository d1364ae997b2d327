"""The finder's page: evidence for a person. There is no button on it; what is to be done is done at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kept import members_only
from core.http import require
from moderation import evidence
from moderation.permissions import desk_verdict


@require_safe
@members_only
def finder(request: HttpRequest) -> HttpResponse:
    require(desk_verdict(request.user))
    return render(request, "moderation/finder.html", {"found": evidence.look()})
