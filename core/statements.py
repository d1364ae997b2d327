"""Statements written by hand, for the few acts that are done so often that Django's making of the SQL is what they cost.

Each is understood by both engines. They pass the same watchers as all others (core.marks).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.db.models import Field, Model


def lasting_cursor() -> Any:
    """For statements that are asked again and again.

    On PostgreSQL the server keeps their plans too: planning these costs it more than answering them.
    """
    database: Any = connections["default"]
    if database.vendor != "postgresql" or not settings.PREPARED_STATEMENTS or database.queries_logged:
        return database.cursor()  # who logs statements wants their text, which this driver forgets when a plan is kept
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        database.connection.prepare_threshold = 1
        return database._prepare_cursor(psycopg.Cursor(database.connection))


def run(sql: str, *values: Any) -> int:
    """Do it; the number of rows it changed."""
    with lasting_cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def first(sql: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row it returns."""
    with lasting_cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def insert(record: Model) -> None:
    """Write the row of a record that has none; its key comes from the database. Nothing is rendered, no signal is sent."""
    sql, fields = _insertion(type(record), 1)
    key = first(f'{sql} RETURNING "{type(record)._meta.pk.column}"', *_values(record, fields))
    assert key, "an insertion returns its key"
    (record.pk,) = key
    record._state.adding, record._state.db = False, "default"


def insert_new(records: Sequence[Model]) -> None:
    """The same for several of one kind, without their keys; a row that is there already stays as it is."""
    if records:
        sql, fields = _insertion(type(records[0]), len(records))
        run(f"{sql} ON CONFLICT DO NOTHING", *[value for record in records for value in _values(record, fields)])


def put(record: Model, *, onto: tuple[str, ...], changing: tuple[str, ...]) -> None:
    """Write the row of a record; where there is one with the same columns `onto`, change those columns of it only."""
    sql, fields = _insertion(type(record), 1)
    there, renewed = ", ".join(f'"{name}"' for name in onto), ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in changing)
    run(f"{sql} ON CONFLICT ({there}) DO UPDATE SET {renewed}", *_values(record, fields))


def _values(record: Model, fields: list[Field]) -> list[Any]:
    connection = connections["default"]
    return [field.get_db_prep_save(field.pre_save(record, add=True), connection) for field in fields]


@cache
def _insertion(model: type[Model], rows: int) -> tuple[str, list[Field]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([row] * rows)}', fields  # noqa: S608 - our own names


def moment(returned: datetime | None) -> datetime | None:
    """A moment as a statement returned it: SQLite leaves out that it is UTC."""
    return returned.replace(tzinfo=UTC) if returned is not None and returned.tzinfo is None else returned
