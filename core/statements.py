"""Statements written by hand, for the few acts that are done so often that Django's making of the SQL is what they cost.

Each is understood by both engines. They pass the same watchers as all others (core.marks).
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import Field, Model


def run(sql: str, *values: Any) -> int:
    """Do it; the number of rows it changed."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def first(sql: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row it returns."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def insert(record: Model) -> None:
    """Write the row of a record that has none; its key comes from the database. Nothing is rendered, no signal is sent."""
    connection = connections["default"]
    sql, fields = _insertion(type(record))
    values = [field.get_db_prep_save(field.pre_save(record, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (record.pk,) = cursor.fetchone()
    record._state.adding, record._state.db = False, "default"


@cache
def _insertion(model: type[Model]) -> tuple[str, list[Field]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks}) RETURNING "{key}"', fields  # noqa: S608 - our own names


def moment(returned: datetime | None) -> datetime | None:
    """A moment as a statement returned it: SQLite leaves out that it is UTC."""
    return returned.replace(tzinfo=UTC) if returned is not None and returned.tzinfo is None else returned
