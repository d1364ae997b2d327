"""Looking after the tags. Every act asks for its reason first, and is a line of the public log."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.http import require
from core.pagination import Page
from diaries.models import Tag
from moderation import tagcare
from moderation.forms import TagForm, TagNameForm
from moderation.permissions import desk_verdict

Act = Callable[..., None]
_page = require_http_methods(["GET", "HEAD", "POST"])


def _ask(request: HttpRequest, tag: Tag, form: TagForm, act: Act, **words: str) -> HttpResponse:
    """The form; when it is filled in, the act itself. `words` are its question, what it does, and its button."""
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(tag, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Done. The public log has a line about it.")
            return _back(tag)
    return render(request, "moderation/tag.html", {"tag": tag, "form": form, **words}, status=status)


def _back(tag: Tag) -> HttpResponse:
    """To what has become of it."""
    now = Tag.objects.select_related("alias_of").get(pk=tag.pk)
    return redirect("banned_tags") if now.banned_at else redirect(now.alias_of or now)


def _tag(request: HttpRequest, slug: str) -> Tag:
    """A tag or another name of one, for those who look after them."""
    found = Tag.objects.visible_to(request.user) | Tag.objects.exclude(alias_of=None)
    tag = get_object_or_404(found.select_related("alias_of"), slug=slug)
    require(desk_verdict(request.user))
    return tag


def _form(request: HttpRequest, kind: type[TagForm], **how: Any) -> TagForm:
    return kind(request.POST if request.method == "POST" else None, **how)


@_page
@members_only
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    tag = _tag(request, slug)
    form = _form(request, TagNameForm, label="New name", initial={"name": tag.name})
    return _ask(
        request, tag, form, tagcare.rename, question=f"Rename “{tag.name}”", button="Rename",
        effect="All its diaries show the new name. The old name and its address lead to it.",
    )  # fmt: skip


@_page
@members_only
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    tag = _tag(request, slug)
    return _ask(
        request, tag, _form(request, TagNameForm, label="Into which tag?", existing="into"), tagcare.merge,
        question=f"Merge “{tag.name}” into another tag", button="Merge",
        effect="All its diaries carry the other tag instead, and its name and address lead there. It cannot be taken apart again.",
    )  # fmt: skip


@_page
@members_only
def alias(request: HttpRequest, slug: str) -> HttpResponse:
    tag = _tag(request, slug)
    return _ask(
        request, tag, _form(request, TagNameForm, label="Another name"), tagcare.alias, question=f"Another name for “{tag.name}”",
        button="Give it this name", effect="Whoever types it means this tag, and its address leads here.",
    )  # fmt: skip


@_page
@members_only
def unalias(request: HttpRequest, slug: str) -> HttpResponse:
    tag = _tag(request, slug)
    return _ask(
        request, tag, _form(request, TagForm), tagcare.unalias, question=f"Let “{tag.name}” stand for itself again", button="Take it away",
        effect="From now on it is a tag of its own, without diaries at first. What was merged stays merged.",
    )  # fmt: skip


@_page
@members_only
def ban(request: HttpRequest, slug: str) -> HttpResponse:
    tag = _tag(request, slug)
    return _ask(
        request, tag, _form(request, TagForm), tagcare.ban, question=f"Ban “{tag.name}”", button="Ban it",
        effect="Nobody can use it any more, nor what looks like it, and no page shows it. Its diaries keep it unseen, in case the ban is lifted.",
    )  # fmt: skip


@_page
@members_only
def unban(request: HttpRequest, slug: str) -> HttpResponse:
    tag = _tag(request, slug)
    return _ask(
        request, tag, _form(request, TagForm), tagcare.unban, question=f"Allow “{tag.name}” again", button="Allow it",
        effect="It is back on all diaries that carried it.",
    )  # fmt: skip


@require_safe
@members_only
def banned(request: HttpRequest) -> HttpResponse:
    """What cannot be used, for those who can allow it again."""
    require(desk_verdict(request.user))
    return render(
        request, "moderation/banned_tags.html", {"page": Page(Tag.objects.banned().order_by("-banned_at", "-pk"), request, size=50)}
    )
