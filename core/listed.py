"""Whole numbers in one column or one parameter: `,12,13,19,`, so that a statement is the same for a list of any length."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import GreaterThan


def written(found: Iterable[int]) -> str:
    """With a comma before and after each, so that SQL can look for one. Nothing where there is none."""
    text = ",".join(map(str, sorted(found)))
    return f",{text}," if text else ""


def numbers(text: str) -> frozenset[int]:
    """`,12,13,19,` as it is kept; or as a form says it."""
    return frozenset(int(each) for each in text.split(",") if each.isascii() and each.isdigit() and len(each) < 10)


def is_among(listed: Any, what: str) -> GreaterThan:
    """Whether the column `what` is one of those that the expression `listed` lists."""
    number = Concat(Value(","), Cast(what, CharField()), Value(","))
    return GreaterThan(StrIndex(listed, number), 0)
