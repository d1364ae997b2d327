"""Paging without counting: a page knows whether there is an older and a newer one, which is all a reader asks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

DEEPEST = 5_000  # pages; beyond this an address is a robot's guess


class Page:
    """The items of one page of a list, `size` at a time; page 1 is the newest.

    Raises Http404 for a page number that is no number, or beyond the end.
    """

    def __init__(self, queryset: QuerySet, request: HttpRequest, *, size: int = 20) -> None:
        asked = request.GET.get("page", "1")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10 and 1 <= int(asked) <= DEEPEST):
            raise Http404("There is no such page.")
        self.number = int(asked)
        start = (self.number - 1) * size
        found = list(queryset[start : start + size + 1])
        if not found and self.number > 1:
            raise Http404("There is no such page.")
        self.items: list[Any] = found[:size]
        self.older = self._address(request, self.number + 1) if len(found) > size else ""
        self.newer = self._address(request, self.number - 1) if self.number > 1 else ""

    @staticmethod
    def _address(request: HttpRequest, number: int) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        if number > 1:
            query["page"] = str(number)
        return f"{request.path}?{query.urlencode()}" if query else request.path

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)
