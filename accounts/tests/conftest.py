"""Browsers that log in as people do, and the links in their mail."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from conftest import PASSWORD


@pytest.fixture
def logged_in(db: None, settings: Any) -> Callable[[User], Client]:
    """Somebody who has just typed the password, so that nothing asks for it again."""

    def browser(user: User, **extra: Any) -> Client:
        client = Client(**extra)
        response = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
        assert response.status_code == 302, response.content.decode()
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    return browser


@pytest.fixture
def link_in_mail() -> Callable[[], str]:
    """The path of the one link in the newest message."""

    def path() -> str:
        return re.search(r"http://[^/\s]+(/accounts/\S+)", str(mail.outbox[-1].body))[1]

    return path
