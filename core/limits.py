"""How often somebody may try something, counted for all processes and machines in the shared cache.

    limits.spend("search", request, most=int(rule("limits.search")), seconds=60)

When the cache is gone nothing can be counted, and people are let in (core.cache): what must never be exceeded is counted
from rows under a lock instead, as comments, hides and e-mails are.
"""

import hashlib
import time
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.errors import Refused
from core.http import client_address

LATER = "Too fast: that was tried too often. Wait a little, then try again."


def spend(name: str, whose: HttpRequest | str, *, most: int, seconds: int, words: str = LATER) -> None:
    """Count one try of `name` within the running window of so many seconds. Raises Refused (429) above `most`; 0 is no limit.

    whose: the request of a member or a visitor, or any word that says who is counted. The windows follow the clock, so
    around their border at most twice as many pass.
    """
    if most and count(name, whose if isinstance(whose, str) else asker(whose), seconds=seconds) > most:
        raise Refused(words, status=429)


def count(name: str, whose: str, *, seconds: int) -> int:
    """Count one try and say which one it is in this window. 1 when nobody can count."""
    mark = hashlib.blake2b(whose.encode(), digest_size=12).hexdigest()  # who tried what is no business of the cache
    key = f"limit:{name}:{mark}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds + 60)
    try:
        return cache.incr(key)
    except ValueError:  # the cache has dropped it in between
        return 1


def asker(request: HttpRequest) -> str:
    """A member wherever they are, a visitor by the address; of a long address the half that a household has."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"member {user.pk}"
    return f"address {household(client_address(request, settings.TRUSTED_PROXIES))}"


def household(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{known}/64", strict=False)) if isinstance(known, IPv6Address) else address
