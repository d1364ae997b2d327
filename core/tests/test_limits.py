"""Limits: counted for all processes, by member or household, and never in the way when the cache is gone."""

import pytest
from django.test import RequestFactory

from core import limits
from core.errors import Refused

TRY = """
from core import limits
from core.errors import Refused
passed = 0
for _ in range(10):
    try:
        limits.spend("search", "somebody", most=25, seconds=1_000_000_000)
        passed += 1
    except Refused:
        pass
print(passed)
"""

TIME_TO_LIVE = """
from django.core.cache import cache
from django.db import connections, router
cache.add("kept", 5, 9000)
def ends():
    with connections[router.db_for_write(cache.cache_model_class)].cursor() as cursor:
        cursor.execute("SELECT expires FROM ephemeral_cache WHERE cache_key LIKE '%%kept'")
        return cursor.fetchone()
before = ends()
cache.incr("kept"), cache.incr("kept")
print(ends() == before, cache.get("kept"))
"""


def asker(address: str) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return limits.asker(request)


def test_so_many_pass_and_the_next_is_refused_with_429(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000.0)
    for _ in range(3):
        limits.spend("search", "kim", most=3, seconds=60)
    with pytest.raises(Refused, match="Too fast") as refusal:
        limits.spend("search", "kim", most=3, seconds=60)
    assert refusal.value.status == 429
    limits.spend("search", "lee", most=3, seconds=60)
    limits.spend("other", "kim", most=3, seconds=60)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_080.0)
    limits.spend("search", "kim", most=3, seconds=60)


def test_zero_is_no_limit():
    for _ in range(50):
        limits.spend("search", "kim", most=0, seconds=60)


def test_a_visitor_is_an_address_and_a_long_address_is_its_household():
    assert asker("203.0.113.7") != asker("203.0.113.8")
    assert asker("2001:db8:1:2::1") == asker("2001:db8:1:2:ffff::9") != asker("2001:db8:1:3::1")
    assert asker("no address") == "address no address"


def test_without_the_cache_people_are_let_in(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    for _ in range(5):
        limits.spend("search", "kim", most=1, seconds=60)


def test_they_hold_across_processes_and_counting_keeps_the_time_to_live(site_of_its_own):
    """Counted by one statement after the other in the database that all share. Django's own way would begin the time anew."""
    assert site_of_its_own.manage("createcachetable").returncode == 0
    passed = site_of_its_own.all_at_once(TRY, [()] * 6)
    assert sum(map(int, passed)) == 25
    assert site_of_its_own.python(TIME_TO_LIVE).stdout.split() == ["True", "7"]
