"""How a member reads: preferences."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.kept import members_only
from comments.preferences import Preferences
from diaries.models import Diary


@require_POST
@members_only
def preferences(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was chosen, or (do=once) use it on this diary's page for once, by its address."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    chosen = Preferences.of(request.user, request.POST)
    if request.POST.get("do") == "once":
        query = chosen.query(request.user)
        return HttpResponseRedirect(f"{diary.get_absolute_url()}{'?' if query else ''}{query}#comments")
    chosen.save_for(request.user)
    return HttpResponseRedirect(f"{diary.get_absolute_url()}#comments")
