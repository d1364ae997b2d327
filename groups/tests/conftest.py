"""A group of tess, with everybody it takes: tess is its admin, rita edits, alice and bob contribute, newt is invited."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from groups.models import Group


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
