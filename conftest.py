"""The cast, and a site that forgets between tests."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import settings as property_tests

from accounts.models import User
from comments.models import Comment
from community import known
from core import marks
from core.shelf import clear_all
from diaries.models import Diary
from tests.processes import OwnSite, own_site

PASSWORD = "rostrum-demo"  # noqa: S105 - the cast's


marks.keep_private()
# No test fails for a slow machine.
property_tests.register_profile("calm", deadline=None)
property_tests.load_profile("calm")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What no database can change runs once: marked so, or without any. LEAVE_OUT=once: not on this engine."""
    once = [item for item in items if item.get_closest_marker("once") or not _asks_a_database(item)]
    for item in once:
        item.user_properties.append(("runs", "once"))  # scripts/test counts them in the report
    if os.environ.get("LEAVE_OUT") == "once":
        config.hook.pytest_deselected(items=once)
        left_out = set(once)
        items[:] = [item for item in items if item not in left_out]


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db", "django_db_setup"} & set(item.fixturenames))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def fresh_site(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[None]:
    """What a process knows about its site lasts for one test, and does not grow old within it."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(known, "FRESH_FOR", 10_000.0)
    clear_all()
    cache.clear()
    yield
    clear_all()


def join(name: str, *roles: str, days: int = 400) -> User:
    """A member of the cast, for those who set a stage of their own."""
    user = User.objects.join(name, email=f"{name}@example.org", password=PASSWORD, at=timezone.now() - timedelta(days=days))
    for role in roles:
        user.grant(role)
    return user


@pytest.fixture
def member(db: None) -> Callable[..., User]:
    """Makes members: member("kim", "trusted", days=3)."""
    return join


@pytest.fixture
def alice(db: None) -> User:
    return join("alice")


@pytest.fixture
def bob(db: None) -> User:
    return join("bob")


@pytest.fixture
def tess(db: None) -> User:
    return join("tess", "trusted")


@pytest.fixture
def rita(db: None) -> User:
    return join("rita", "rescuer", "trusted")


@pytest.fixture
def mo(db: None) -> User:
    return join("mo", "moderator", "trusted")


@pytest.fixture
def ada(db: None) -> User:
    return join("ada", "administrator")


@pytest.fixture
def newt(db: None) -> User:
    return join("newt", days=0)


@pytest.fixture
def trusted(db: None) -> Callable[[int], list[User]]:
    """So many trusted users: enough to hide something."""
    return lambda count: [join(f"trusted{n}", "trusted") for n in range(count)]


@pytest.fixture
def as_(db: None, settings: Any) -> Callable[[User | None], Client]:
    """A browser of this member, or of nobody; staff have no second factor here."""
    settings.DEMO = True

    def browser(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return browser


@pytest.fixture
def diary(alice: User) -> Diary:
    """A diary of alice, published an hour ago, with its tip jar as comment 1."""
    then = timezone.now() - timedelta(hours=1)
    diary = Diary.objects.start(
        by=alice, title="The ferry and the bridge", intro="Which of the two?", body="A *long* look.", tags="Ferry", at=then
    )
    diary.publish(by=alice, at=then)
    return Diary.objects.get(pk=diary.pk)


@pytest.fixture
def comment(diary: Diary, bob: User) -> Comment:
    """A comment of bob under it, half an hour old: number 2."""
    return diary.comments.post(
        by=bob, subject="The bridge", body="The bridge, of course.", at=timezone.now() - timedelta(minutes=30)
    )


@pytest.fixture
def site_of_its_own(transactional_db: None, tmp_path: Any) -> Iterator[OwnSite]:
    """For tests with several processes: see tests/processes.py."""
    with own_site(tmp_path) as site:
        yield site
