"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diaries.models import Diary, Tag
from diaries.views.pages import paged

TAGS = 12


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    context = {
        "page": paged(request, Diary.objects.recent()),
        "discussed": Diary.objects.discussed().for_listing()[:6],
        "tags": Tag.objects.in_use().order_by("-uses", "key")[:TAGS],
    }
    return render(request, "diaries/front.html", context)
