from contextlib import suppress
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from core import marks


def create_cache_table(**_: object) -> None:
    """`migrate` also makes the table of the cache, so that one command sets a site up (Redis: nothing to do)."""
    for database in settings.DATABASES:  # the router says which of them keeps it
        with suppress(CommandError):  # another process has just made it
            call_command("createcachetable", database=database, verbosity=0)


def plan_once(connection: Any, **_: object) -> None:
    """PostgreSQL would compile long statements anew for every asking: seconds, for what it answers in milliseconds.

    And it would plan the statements that are asked again and again (core.statements) for their values five times before it
    compares; they are written so that their values do not matter, so one plan is enough.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off; SET plan_cache_mode = force_generic_plan")


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        # Only apps with models are told, and this one has none.
        post_migrate.connect(create_cache_table, sender=apps.get_app_config("contenttypes"))
        connection_created.connect(marks.watch_connection)
        connection_created.connect(plan_once)
