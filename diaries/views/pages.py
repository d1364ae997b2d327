"""Pages read: lists, a diary, its editor, its earlier versions."""

import difflib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.kept import members_only
from community.models import rule
from core import marks
from core.http import moved, require
from core.pagecache import shared
from core.pagination import Page
from diaries.models import Diary
from diaries.news import tell_news


def paged(request: HttpRequest, diaries) -> Page:
    page = Page(diaries.for_listing(), request, size=int(rule("diaries.on_a_page")))
    tell_news(request.user, page)
    return page


@require_safe
def recent(request: HttpRequest) -> HttpResponse:
    return shared(request, render(request, "diaries/recent.html", {"page": paged(request, Diary.objects.recent())}), marks.LISTS)


@require_safe
def discussed(request: HttpRequest) -> HttpResponse:
    """Where members talk most this week."""
    return shared(
        request, render(request, "diaries/discussed.html", {"page": paged(request, Diary.objects.discussed())}), marks.LISTS
    )


@require_safe
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """The short address of a diary."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user), pk=pk)
    return moved(request, diary.get_absolute_url())


@require_safe
@members_only
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).versions)
    return render(request, "diaries/versions.html", {"diary": diary, "versions": list(diary.versions.select_related("by"))})


@require_safe
@members_only
def version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """An earlier version, and what has changed since."""
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    require(diary.permissions_for(request.user).versions)
    then = get_object_or_404(diary.versions, pk=version)
    context = {
        "diary": diary,
        "version": then,
        "may": diary.permissions_for(request.user),
        "title_changed": then.title != diary.title,
        "changes": compare(f"{then.intro}\n\n{then.body}", f"{diary.intro}\n\n{diary.body}"),
    }
    return render(request, "diaries/version.html", context)


MOST_COMPARED = 4_000  # lines of both texts; beyond that only what was and what is stand side by side


def compare(before: str, after: str) -> list[tuple[str, str]]:
    """Lines as ("same" | "gone" | "new", text). (difflib.Differ would need minutes for a few hundred lines that are all alike.)"""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MOST_COMPARED:
        return [("gone", line) for line in old] + [("new", line) for line in new]
    found: list[tuple[str, str]] = []
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [("same", line) for line in old[start:end]]
        else:
            found += [("gone", line) for line in old[start:end]] + [("new", line) for line in new[new_start:new_end]]
    return found
