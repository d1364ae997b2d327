"""Following is public, both ways; muting is between a member and the stream."""

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


def _person(username: str) -> User:
    return get_object_or_404(User, username=username, left=None)


def _tag(slug: str) -> Tag:
    return get_object_or_404(Tag.objects.on_published(), slug=slug)


@require_POST
@members_only
def follow(request: HttpRequest, username: str) -> HttpResponse:
    return _follow(request, _person(username))


@require_POST
@members_only
def unfollow(request: HttpRequest, username: str) -> HttpResponse:
    return _unfollow(request, _person(username))


@require_POST
@members_only
def follow_tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, _tag(slug))


@require_POST
@members_only
def unfollow_tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _unfollow(request, Tag.objects.filter(slug=slug, followers__by=request.user).first() or _tag(slug))


@require_POST
@members_only
def follow_group(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, get_object_or_404(Group.objects.visible_to(request.user), slug=slug))


@require_POST
@members_only
def unfollow_group(request: HttpRequest, slug: str) -> HttpResponse:
    return _unfollow(request, get_object_or_404(Group.objects.visible_to(request.user), slug=slug))


@require_POST
@members_only
def mute(request: HttpRequest, username: str) -> HttpResponse:
    return _mute(request, _person(username))


@require_POST
@members_only
def unmute(request: HttpRequest, username: str) -> HttpResponse:
    return _unmute(request, _person(username))


@require_POST
@members_only
def mute_tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _mute(request, _tag(slug))


@require_POST
@members_only
def unmute_tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _unmute(request, Tag.objects.filter(slug=slug, mutes__by=request.user).first() or _tag(slug))


def _follow(request: HttpRequest, what: Any) -> HttpResponse:
    require(follow_verdict(request.user, what))
    Follow.objects.follow(what, by=request.user)
    return _answer(request, what)


def _unfollow(request: HttpRequest, what: Any) -> HttpResponse:
    Follow.objects.unfollow(what, by=request.user)
    return _answer(request, what)


def _mute(request: HttpRequest, what: Any) -> HttpResponse:
    require(mute_verdict(request.user, what))
    Mute.objects.mute(what, by=request.user)
    return _answer(request, what)


def _unmute(request: HttpRequest, what: Any) -> HttpResponse:
    Mute.objects.unmute(what, by=request.user)
    return _answer(request, what)


def _answer(request: HttpRequest, what: Any) -> HttpResponse:
    where = safe_next(request, what.get_absolute_url())
    return respond(request, "stream/_follow.html", {"follow": what.followers.buttons(what, viewer=request.user)}, or_redirect=where)


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
