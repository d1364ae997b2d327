"""What can be reported and moderated, fetched as this person may see it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from comments.models import Comment
from diaries.models import Diary
from groups.models import Group


def comment(request: HttpRequest, pk: int) -> Comment:
    return get_object_or_404(Comment.objects.visible_to(request.user).for_listing(), pk=pk)


def diary(request: HttpRequest, pk: int) -> Diary:
    return get_object_or_404(Diary.objects.visible_to(request.user).select_related("author"), pk=pk)


def person(request: HttpRequest, username: str) -> User:
    return get_object_or_404(User, username=username, left=None, imported=False)


def group(request: HttpRequest, slug: str) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.user), slug=slug)


FETCH: dict[str, Any] = {"comment": comment, "diary": diary, "person": person, "group": group}


def noun_of(thing: Any) -> str:
    if isinstance(thing, Comment):
        return "comment"
    if isinstance(thing, Group):
        return "group"
    return "diary" if isinstance(thing, Diary) else "person"


def address_of(thing: Any, verb: str) -> str:
    """Where this verb is done with this thing."""
    noun = noun_of(thing)
    key = {"person": "username", "group": "slug"}.get(noun, "pk")
    return reverse(f"{verb}_{noun}", args=[getattr(thing, key)])


def heading_of(thing: Any) -> str:
    """How pages name it."""
    if isinstance(thing, Comment):
        return f"comment {thing.number} by {thing.author.name if thing.author else 'an unknown author'}"
    if isinstance(thing, Group):
        return f"the group {thing.name}"
    return f"“{thing.title}” by {thing.author.name}" if isinstance(thing, Diary) else thing.name


def place_of(thing: Any) -> str:
    """Where it stands, for going back."""
    return thing.in_thread_url if isinstance(thing, Comment) else thing.get_absolute_url()
