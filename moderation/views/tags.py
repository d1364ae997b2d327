"""Looking after the tags. Every act asks for its reason first, and is a line of the public log."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Care:
    """One act: its verb in moderation.tagcare, what it asks ({} is the tag), its button, and what it does."""

    verb: str
    question: str
    button: str
    effect: str
    label: str = ""  # of the name that it needs besides
    existing: str = ""  # the name is that of another tag, which the verb wants under this word
    filled: bool = False  # with the name that the tag has

    def form(self, request: HttpRequest, tag: Tag) -> TagForm:
        sent = request.POST if request.method == "POST" else None
        if not self.label:
            return TagForm(sent)
        return TagNameForm(sent, label=self.label, existing=self.existing, initial={"name": tag.name} if self.filled else {})


CARES = (
    Care(
        "rename", "Rename “{}”", "Rename", "All its diaries show the new name. The old name and its address lead to it.",
        label="New name", filled=True,
    ),
    Care(
        "merge", "Merge “{}” into another tag", "Merge",
        "All its diaries carry the other tag instead, and its name and address lead there. It cannot be taken apart again.",
        label="Into which tag?", existing="into",
    ),
    Care(
        "alias", "Another name for “{}”", "Give it this name", "Whoever types it means this tag, and its address leads here.",
        label="Another name",
    ),
    Care(
        "unalias", "Let “{}” stand for itself again", "Take it away",
        "From now on it is a tag of its own, without diaries at first. What was merged stays merged.",
    ),
    Care(
        "ban", "Ban “{}”", "Ban it",
        "Nobody can use it any more, nor what looks like it, and no page shows it. Its diaries keep it unseen, in case the ban is lifted.",
    ),
    Care("unban", "Allow “{}” again", "Allow it", "It is back on all diaries that carried it."),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def act(request: HttpRequest, slug: str, care: Care) -> HttpResponse:
    """The form; when it is filled in, the act itself."""
    tag = _tag(request, slug)
    form = care.form(request, tag)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            getattr(tagcare, care.verb)(tag, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            forget_kept(request)
            messages.success(request, "Done. The public log has a line about it.")
            return _back(tag)
    context = {"tag": tag, "form": form, "care": care, "question": care.question.format(tag.name)}
    return render(request, "moderation/tag.html", context, status=status)


def _tag(request: HttpRequest, slug: str) -> Tag:
    """A tag or another name of one, for those who look after them."""
    found = Tag.objects.visible_to(request.user) | Tag.objects.exclude(alias_of=None)
    tag = get_object_or_404(found.select_related("alias_of"), slug=slug)
    require(desk_verdict(request.user))
    return tag


def _back(tag: Tag) -> HttpResponse:
    """To what has become of it."""
    now = Tag.objects.select_related("alias_of").get(pk=tag.pk)
    return redirect("banned_tags") if now.banned_at else redirect(now.alias_of or now)


@require_safe
@members_only
def banned(request: HttpRequest) -> HttpResponse:
    """What cannot be used, for those who can allow it again."""
    require(desk_verdict(request.user))
    page = Page(Tag.objects.banned().order_by("-banned_at", "-pk"), request, size=50)
    return render(request, "moderation/banned_tags.html", {"page": page})
