"""Statements that hot pages ask again and again: the SQL of a queryset is made once, afterwards only its values change.

    SEEN = Prepared(lambda me, diary: ReadMark.objects.filter(user=me, diary=diary).values_list("seen_number"))
    SEEN.rows(me=7, diary=12)

The set stays named on its QuerySet, as for everybody else; what is saved is Django's making of the SQL, which costs more than
the database needs to answer.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections, models

from core.statements import lasting_cursor

LARGEST = 2**63 - 1  # the largest whole number of a column
_NUMBERS = 7_000_000_000_000_000_000  # no row has such a key
_MOMENTS = datetime(1912, 6, 23, tzinfo=UTC)


class _Made:
    """The SQL, and which of its values stand where: the same for every thread."""

    def __init__(self, queryset: models.QuerySet, sentinels: dict[str, Any]) -> None:
        compiler = queryset.query.get_compiler(connection=connections["default"])
        self.sql, params = compiler.as_sql()
        columns = [selected[0] for selected in compiler.select]
        self.model = queryset.model
        self.fields = [getattr(getattr(column, "target", None), "attname", "") for column in columns]
        self.converters = sorted(compiler.get_converters(columns).items())
        names = {_adapted(value): name for name, value in sentinels.items()}
        self.names = [names.get(value) for value in params]
        self.params = list(params)
        assert set(sentinels) == set(filter(None, self.names)), "a value that the statement does not hold as such"

    def rows(self, values: dict[str, Any]) -> list[tuple]:
        if any(isinstance(value, int) and value > LARGEST for value in values.values()):
            return []  # as Django's own lookups answer: no row has such a key
        params = [param if name is None else _adapted(values[name]) for param, name in zip(self.params, self.names, strict=True)]
        with lasting_cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def _converted(self, row: tuple) -> tuple:
        values, database = list(row), connections["default"]
        for place, (converters, expression) in self.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, database)
        return tuple(values)


def _adapted(value: Any) -> Any:
    return connections["default"].ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class Prepared:
    """`build` makes the queryset from its values: whole numbers, moments (named `at` or `at_...`) or texts (named `text_...`).

    Whatever else changes the statement (a reader's role) is a variant: it comes first, positionally. `build` may depend on
    nothing else, since it is asked once for every variant.
    """

    def __init__(self, build: Callable[..., models.QuerySet]) -> None:
        self.build = build
        self._kept: dict[tuple, _Made] = {}

    def rows(self, *variant: Any, **values: Any) -> list[tuple]:
        """The rows as tuples, for these values."""
        made = self._made(variant, tuple(values))
        return made.rows(values)

    def first(self, *variant: Any, **values: Any) -> tuple | None:
        rows = self.rows(*variant, **values)
        return rows[0] if rows else None

    def record(self, *variant: Any, **values: Any) -> Any:
        """The first record, or None: for querysets of one model without relations."""
        made = self._made(variant, tuple(values))
        rows = made.rows(values)
        return made.model.from_db("default", made.fields, rows[0]) if rows else None

    def _made(self, variant: tuple, names: tuple[str, ...]) -> _Made:
        key = (connections["default"].vendor, variant, names)
        made = self._kept.get(key)
        if made is None:
            sentinels = {name: _sentinel(place, name) for place, name in enumerate(names)}
            made = self._kept[key] = _Made(self.build(*variant, **sentinels), sentinels)
        return made


def _sentinel(place: int, name: str) -> Any:
    if name == "at" or name.startswith("at_"):
        return _MOMENTS + timedelta(minutes=place)
    return f"(text {place})" if name.startswith("text") else _NUMBERS + place
