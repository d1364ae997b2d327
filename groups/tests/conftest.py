"""A group of tess, with everybody it takes: tess is its admin, rita edits, alice and bob contribute, newt is invited."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from diaries.models import Diary
from groups.models import Group, QueueEntry


@pytest.fixture
def group(tess: User, rita: User, alice: User, bob: User, newt: User) -> Group:
    found = Group.objects.found("River Watch", by=tess, description="What the *river* does.", rules="Measure first.")
    for member in (rita, alice, bob):
        found.invite(member, by=tess)
        found.accept(by=member)
    found.promote(rita, to="editor", by=tess)
    found.invite(newt, by=tess)
    return Group.objects.get(pk=found.pk)


@pytest.fixture
def page(as_: Callable[..., Any]) -> Callable[..., str]:
    """The text of a page as somebody sees it: page(alice, "/groups/")."""

    def read(user: User | None, address: str, status: int = 200) -> str:
        answer = as_(user).get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    return read


@pytest.fixture
def draft(alice: User) -> Diary:
    """A draft of alice that could be published."""
    words = {"title": "Canarytitle", "intro": "Canaryintro.", "body": "Canarybody.", "tip": "Canarytip.", "tags": "Canarytag"}
    return Diary.objects.start(by=alice, at=timezone.now() - timedelta(hours=2), **words)


@pytest.fixture
def queued(draft: Diary, group: Group, alice: User) -> QueueEntry:
    """The draft, waiting in the queue of the group."""
    entry = QueueEntry.objects.add(draft, group, by=alice, words="For Sunday?", at=timezone.now() - timedelta(hours=1))
    return QueueEntry.objects.for_page().get(pk=entry.pk)


@pytest.fixture
def publish(db: None) -> Callable[..., Diary]:
    """Publishes a diary of somebody: publish(bob, "Low water", days=2)."""

    def made(author: User, title: str, *, days: float = 1) -> Diary:
        at = timezone.now() - timedelta(days=days)
        diary = Diary.objects.start(by=author, title=title, intro="Read me.", tags="River", at=at)
        diary.publish(by=author, at=at)
        return Diary.objects.get(pk=diary.pk)

    return made


@pytest.fixture
def out(bob: User, publish: Callable[..., Diary]) -> Diary:
    """A diary of bob, published yesterday."""
    return publish(bob, "Out already")


@pytest.fixture
def brought(out: Diary, group: Group, alice: User) -> QueueEntry:
    """Bob's diary, brought to the queue by alice."""
    entry = QueueEntry.objects.add(out, group, by=alice, at=timezone.now() - timedelta(hours=1))
    return QueueEntry.objects.for_page().get(pk=entry.pk)
