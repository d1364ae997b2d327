"""What everybody sees of a member."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.avatars import SIDE
from accounts.models import User
from community.described import Described, Shown, beginning
from community.models import Site, rule
from core.linked import absolute, trail
from core.pagination import Page
from core.text import excerpt, plain, skeleton

EXCERPT = 240  # characters of a comment in a list


def _known(username: str) -> User:
    """The member of this name, or of one that looks like it. Raises Http404."""
    exact = User.objects.filter(username=username).first()
    found = exact or User.objects.filter(key=skeleton(username), imported=False, left=None).first()
    if found is None:
        raise Http404("Nobody here has this name.")
    return found


def profile(request: HttpRequest, username: str, *, address: str, show: Any, template: str = "") -> HttpResponse:
    """One tab of a member's page. `show` is given person, diaries and comments, and returns what its template needs."""
    person = _known(username)
    if person.username != username:
        return HttpResponsePermanentRedirect(reverse(address, args=[person.username]))
    if person.left:
        return render(request, "accounts/former.html", {"person": person})
    diaries = person.diaries.visible_to(request.user).published()
    comments = person.comments.listed_for(request.user).standing()
    context = {"person": person, "diary_count": diaries.count(), "comment_count": comments.count(), "tab": address}
    context |= _following(request, person) | {"described": _described(request, person, diary_count=context["diary_count"])}
    return render(
        request, template or f"accounts/{address}.html", context | show(person=person, diaries=diaries, comments=comments)
    )


def _described(request: HttpRequest, person: User, *, diary_count: int) -> Described:
    """For machines: who this is. The tabs are pages of their own, of the same person."""
    number = request.GET.get("page", "")
    at = f"{request.path}?page={number}" if number.isdigit() and number != "1" else request.path
    who = {
        "@type": "Person", "name": person.name, "alternateName": person.username, "identifier": str(person.uid),
        "url": absolute(person.get_absolute_url()), "image": absolute(person.avatar_url) if person.avatar_url else None,
        "description": beginning(person.biography_html) or None,
        "agentInteractionStatistic": {
            "@type": "InteractionCounter", "interactionType": "https://schema.org/WriteAction", "userInteractionCount": diary_count,
        },
    }  # fmt: skip
    page = {"@type": "ProfilePage", "dateCreated": person.joined.isoformat(), "mainEntity": {k: v for k, v in who.items() if v}}
    way = trail((Site.current().name, "/"), (person.name, person.get_absolute_url()))
    text = beginning(person.biography_html) or f"Diaries and comments by {person.name}."
    shown = Shown(person.avatar_url, f"Picture of {person.name}", SIDE, SIDE) if person.avatar_url else Shown()
    return Described(person.name, at, text, "profile", shown, data=[page, way])


def _following(request: HttpRequest, person: User) -> dict[str, Any]:
    """For the buttons and the tabs."""
    return person.followers.figures(person, viewer=request.user)


@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Who they are, and their diaries."""

    def show(diaries: Any, **_: Any) -> dict[str, Any]:
        return {"page": Page(diaries.newest_first().for_listing(), request, size=int(rule("diaries.on_a_page")))}

    return profile(request, username, address="person", show=show)


@require_safe
def person_comments(request: HttpRequest, username: str) -> HttpResponse:
    """What they said, as far as this reader may read it."""

    def show(comments: Any, **_: Any) -> dict[str, Any]:
        page = Page(comments.newest_first().for_listing(), request, size=30)
        for comment in page:
            comment.excerpt = excerpt(plain(comment.body_html), EXCERPT)
        return {"page": page}

    return profile(request, username, address="person_comments", show=show)
