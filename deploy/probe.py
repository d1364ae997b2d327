"""The site, telling what it took a request for: only scripts/deploy-check serves this."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from config.wsgi import application as site
from core.http import client_address

Environ = dict[str, Any]


def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    request = WSGIRequest(environ)
    seen = f"client={client_address(request, settings.TRUSTED_PROXIES)} secure={request.is_secure()} host={request.get_host()}"

    def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Probe", seen)], *rest)

    return site(environ, begin)
