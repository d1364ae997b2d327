"""The cache never stops the site: when it is gone, everything is a miss."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError
from redis.exceptions import RedisError

log = logging.getLogger("rostrum.cache")


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
ForgivingDatabaseCache = type("ForgivingDatabaseCache", (DatabaseCache,), dict(_METHODS))


class EphemeralRouter:
    """On the embedded default the cache's table lies in a file of its own."""

    def _database(self, model: Any) -> str | None:
        return "ephemeral" if model._meta.app_label == "django_cache" else None

    db_for_read = db_for_write = lambda self, model, **hints: self._database(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "ephemeral") == (app_label == "django_cache")
