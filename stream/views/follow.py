"""Following is public, both ways; muting is between a member and the stream."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import members_only
from accounts.models import User
from accounts.profiles import profile
from core.http import require, respond, safe_next
from core.pagination import Page
from diaries.models import Tag
from groups.models import Group
from stream.models import Follow, Mute
from stream.permissions import follow_verdict, mute_verdict

VERBS: dict[str, Callable[..., None]] = {
    "follow": Follow.objects.follow, "unfollow": Follow.objects.unfollow, "mute": Mute.objects.mute, "unmute": Mute.objects.unmute,
}  # fmt: skip
MAY: dict[str, Callable[..., Any]] = {"follow": follow_verdict, "mute": mute_verdict}  # undoing may always be


@require_POST
@members_only
def act(request: HttpRequest, noun: str, verb: str, **key: str) -> HttpResponse:
    """Follow or mute a member, a tag or a group, or no longer."""
    what = FETCH[noun](request.user, verb, **key)
    if verb in MAY:
        require(MAY[verb](request.user, what))
    VERBS[verb](what, by=request.user)
    where = safe_next(request, what.get_absolute_url())
    return respond(request, "stream/_follow.html", {"follow": what.followers.buttons(what, viewer=request.user)}, or_redirect=where)


def _member(user: User, verb: str, username: str) -> User:
    return get_object_or_404(User, username=username, left=None)


def _group(user: User, verb: str, slug: str) -> Group:
    return get_object_or_404(Group.objects.visible_to(user), slug=slug)


def _tag(user: User, verb: str, slug: str) -> Tag:
    """What one has followed or muted is let go even where it was banned since."""
    own = {"unfollow": {"followers__by": user}, "unmute": {"mutes__by": user}}.get(verb)
    found = Tag.objects.filter(slug=slug, **own).first() if own else None
    return found or get_object_or_404(Tag.objects.on_published(), slug=slug)


FETCH: dict[str, Any] = {"member": _member, "tag": _tag, "group": _group}


# -- lists --------------------------------------------------------------------------------------------------------------


@require_safe
def following(request: HttpRequest, username: str) -> HttpResponse:
    """Whom and what they follow."""

    def show(person: User, **_: Any) -> dict[str, Any]:
        follows = person.following.present().for_listing()
        return {"page": Page(follows, request, size=50), "heading": "Following", "empty": f"{person.name} follows nobody yet."}

    return profile(request, username, address="following", template="stream/following.html", show=show)


@require_safe
def followers(request: HttpRequest, username: str) -> HttpResponse:
    """Who follows them."""

    def show(person: User, **_: Any) -> dict[str, Any]:
        follows = person.followers.present().for_listing()
        return {"page": Page(follows, request, size=50), "heading": "Followers", "empty": f"Nobody follows {person.name} yet."}

    return profile(request, username, address="followers", template="stream/following.html", show=show)


@require_safe
@members_only
def mutes(request: HttpRequest) -> HttpResponse:
    """What one keeps out of the stream: nobody else sees this."""
    page = Page(request.user.mutes.for_listing(), request, size=50)
    for each in page:
        each.unmute = reverse("unmute", args=[each.member.username]) if each.member else reverse("unmute_tag", args=[each.tag.slug])
    return render(request, "stream/mutes.html", {"page": page})
