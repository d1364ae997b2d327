"""Whole numbers in one column or one parameter, so that a statement is the same for a list of any length."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, CharField, Func, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import GreaterThan


def written(found: Iterable[int]) -> str:
    """`,12,13,19,`, so that SQL can look for one. Nothing where there is none."""
    text = ",".join(map(str, sorted(found)))
    return f",{text}," if text else ""


def numbers(text: str) -> frozenset[int]:
    """`,12,13,19,` as it is kept; or as a form says it."""
    return frozenset(int(each) for each in text.split(",") if each.isascii() and each.isdigit() and len(each) < 10)


def is_among(listed: Any, what: str) -> GreaterThan:
    """Whether the column `what` is one of those that another column, `listed`, lists as `written` does."""
    number = Concat(Value(","), Cast(what, CharField()), Value(","))
    return GreaterThan(StrIndex(listed, number), 0)


class Among(Func):
    """Among("diary_id", Value("12,13")): whether a column is one of the numbers in a text. An index finds the rows, however many there are."""

    arity = 2
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "%(expressions)s, ',')::bigint[])"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" = ANY(string_to_array(", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "%(expressions)s || ']'))"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=" IN (SELECT value FROM json_each('[' || ", **context
        )
