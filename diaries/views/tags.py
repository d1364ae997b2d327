"""Tags: the cloud, one tag, searching, suggestions; and the tags of one diary, with their history."""

import math
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import forget_kept, members_only
from community.models import rule
from core import limits, marks
from core.errors import Refused
from core.http import require
from core.pagecache import shared
from core.pagination import Page
from diaries.described import of_tag
from diaries.forms import TagsForm
from diaries.models import Diary, Tag

SIZES = 6  # of the cloud
SUGGESTED, FOUND = 8, 100  # tags
ON_ALL = 300  # tags on a page of all
LONGEST_ASKED = 60  # characters of a beginning that is looked for


def _cloud(tags: Iterable[Tag], *, by_count: bool) -> list[Tag]:
    """In their order, each with its `size` from 1 to 6: as many times the diaries make as many steps."""
    tags = sorted(tags, key=(lambda tag: (-tag.uses, tag.key)) if by_count else (lambda tag: tag.key))
    most = max((tag.uses for tag in tags), default=1)
    for tag in tags:
        tag.size = 1 + round((SIZES - 1) * math.log(max(1, tag.uses)) / math.log(most)) if most > 1 else 1  # type: ignore[attr-defined]
    return tags


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """The tags used most, as a cloud."""
    by_count = request.GET.get("sort") == "count"
    context = {"tags": _cloud(Tag.objects.top(), by_count=by_count), "by_count": by_count}
    return shared(request, render(request, "diaries/tags.html", context), marks.LISTS)


@require_safe
def all_tags(request: HttpRequest) -> HttpResponse:
    """Every tag of a listed diary, by the alphabet or by count."""
    by_count = request.GET.get("sort") == "count"
    found = Tag.objects.in_use()
    page = Page(found.order_by("-uses", "key") if by_count else found, request, size=ON_ALL)
    context = {"tags": _cloud(page, by_count=by_count), "page": page, "by_count": by_count, "all": True}
    return shared(request, render(request, "diaries/tags.html", context), marks.LISTS)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Tags that begin so."""
    limits.spend("search", request, most=int(rule("limits.search")), seconds=60)
    asked = request.GET.get("q", "")[:LONGEST_ASKED]
    found = list(Tag.objects.beginning_with(asked)[:FOUND])
    return render(request, "diaries/tag_search.html", {"asked": asked, "tags": found, "most": FOUND})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`{"tags": [{"name": "Ferry", "uses": 12}]}` for a beginning."""
    asked = request.GET.get("q", "")[:LONGEST_ASKED]
    found = Tag.objects.beginning_with(asked)[:SUGGESTED]
    return JsonResponse({"tags": [{"name": tag.name, "uses": tag.uses} for tag in found]})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Its diaries, newest first or the most recommended first. The address of another name leads to it."""
    tag = Tag.objects.on_published().filter(slug=slug).first()
    if tag is None:
        meant = get_object_or_404(Tag.objects.on_published(), aliases__slug=slug)
        return HttpResponsePermanentRedirect(meant.get_absolute_url())
    recommended = request.GET.get("sort") == "recommended"
    diaries = Diary.objects.tagged(tag)
    if recommended:
        diaries = diaries.order_by("-recommend_count", "-listed_at", "-pk")
    page = Page(diaries.for_listing(), request, size=int(rule("diaries.on_a_page")))
    context = {
        "tag": tag,
        "described": of_tag(tag, page.number),
        "page": page,
        "recommended": recommended,
        "aliases": list(tag.aliases.order_by("key")),
        "follow": tag.followers.buttons(tag, viewer=request.user),
    }
    return shared(request, render(request, "diaries/tag.html", context), marks.LISTS)


# -- the tags of one diary ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def diary_tags(request: HttpRequest, pk: int) -> HttpResponse:
    """What it carries, what it carried before and who changed that. Members add tags."""
    return _add(request, pk) if request.method == "POST" else _page(request, _published(request, pk))


@members_only
def _add(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, _published(request, pk), "tag", "Thank you. The tags are on it.")


@require_POST
@members_only
def retag(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author, trusted users and moderators change and remove tags."""
    return _change(request, _published(request, pk), "retag", "The tags are changed.")


def _published(request: HttpRequest, pk: int) -> Diary:
    diary = get_object_or_404(Diary.objects.visible_to(request.user).for_page(), pk=pk)
    if not diary.is_published:
        raise Http404("The tags of what is not published are its author's business.")
    return diary


def _change(request: HttpRequest, diary: Diary, verb: str, words: str) -> HttpResponse:
    require(getattr(diary.permissions_for(request.user), verb))
    form = TagsForm(request.POST)
    if not form.is_valid():
        return _page(request, diary, form, verb, status=422)
    try:
        also = {"seen": form.cleaned_data["tags_seen"]} if verb == "retag" else {}
        getattr(diary, verb)(form.cleaned_data["tags"], by=request.user, **also)
    except Refused as refusal:
        form.add_error("tags", str(refusal))
        return _page(request, diary, form, verb, status=refusal.status)
    forget_kept(request)
    if request.htmx:
        shown = Diary.objects.for_page().get(pk=diary.pk)
        return render(request, "diaries/_tags.html", {"diary": shown, "may": shown.permissions_for(request.user)})
    messages.success(request, words)
    return redirect(diary) if request.POST.get("next") == "diary" else redirect("diary_tags", pk=diary.pk)


def _page(request: HttpRequest, diary: Diary, form: TagsForm | None = None, verb: str = "", *, status: int = 200) -> HttpResponse:
    may = diary.permissions_for(request.user)
    forms = {
        "tag": TagsForm(auto_id="add-%s") if may.tag else None,
        "retag": TagsForm(initial={"tags": diary.tags_text, "tags_seen": diary.tags_text}, auto_id="change-%s")
        if may.retag
        else None,
    }
    if form:  # the page shows one form: the one that was sent, with what was typed
        forms = {"tag": None, "retag": None, verb: form}
    if form and request.htmx:
        return render(request, "diaries/_tags.html", {"diary": diary, "may": may, "tags_form": form}, status=status)
    changes = Page(diary.tag_changes.select_related("by"), request, size=30)  # type: ignore[attr-defined]
    context = {"diary": diary, "may": may, "add_form": forms["tag"], "change_form": forms["retag"], "page": changes}
    return render(request, "diaries/diary_tags.html", context, status=status)
