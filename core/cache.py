"""The cache never stops the site: when it is gone, everything is a miss."""

import base64
import logging
import pickle
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError, connections, router, transaction
from django.utils import timezone
from redis.exceptions import RedisError

log = logging.getLogger("rostrum.cache")


class CountingDatabaseCache(DatabaseCache):
    """Django's reads and writes a number in two steps and gives it a new time to live; limits need neither."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number, one process after the other. Raises ValueError where there is none."""
        key = self.make_and_validate_key(key, version=version)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        wait = " FOR UPDATE" if connection.features.has_select_for_update else ""
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"SELECT value FROM {table} WHERE cache_key = %s AND expires > %s{wait}", [key, now])  # noqa: S608
            row = cursor.fetchone()
            if row is None:
                raise ValueError(f"There is no number named {key!r}.")
            value = int(pickle.loads(base64.b64decode(row[0]))) + delta  # noqa: S301 - written by ourselves
            kept = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
            cursor.execute(f"UPDATE {table} SET value = %s WHERE cache_key = %s", [kept, key])  # noqa: S608
        return value


def _forgiving(name: str, answer: Any) -> Callable:
    def act(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(type(self), self), name)(*args, **kwargs)
        except (RedisError, DatabaseError, OSError) as error:
            log.warning("The cache did not answer %s: %s", name, error)
            return kwargs.get("default", args[1] if len(args) > 1 else None) if name == "get" else answer

    act.__name__ = name
    return act


# `add` answers True when nobody could be asked: a limit that cannot be checked lets people in.
_ANSWERS: dict[str, Any] = {
    "get": None,
    "get_many": {},
    "set": None,
    "set_many": [],
    "add": True,
    "incr": 1,
    "delete": False,
    "touch": False,
}
_METHODS = {name: _forgiving(name, answer) for name, answer in _ANSWERS.items()}

ForgivingRedisCache = type("ForgivingRedisCache", (RedisCache,), dict(_METHODS))
ForgivingDatabaseCache = type("ForgivingDatabaseCache", (CountingDatabaseCache,), dict(_METHODS))


class EphemeralRouter:
    """On the embedded default the cache's table lies in a file of its own."""

    def _database(self, model: Any) -> str | None:
        return "ephemeral" if model._meta.app_label == "django_cache" else None

    db_for_read = db_for_write = lambda self, model, **hints: self._database(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "ephemeral") == (app_label == "django_cache")
