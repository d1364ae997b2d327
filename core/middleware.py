"""What every request passes: a log line, a guard at the edge, privacy for what is personal."""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.compressed import brotlied, gzipped
from core.edge import is_utf8
from core.errors import Refused
from core.html import TooComplex
from core.pagecache import key_of
from core.views import failure, refusal

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("rostrum.request")
_BROKEN = re.compile("[\x00\ud800-\udfff]")


class JsonLine(logging.Formatter):
    """A log record as one JSON object; fields given as `extra={"fields": {...}}` stand beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestLog:
    """One line a request: never the query, the address of the reader, or anything typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        began = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        if log.isEnabledFor(logging.INFO):
            fields = {
                "request": request.id,  # type: ignore[attr-defined]
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "ms": round(1000 * (time.perf_counter() - began), 1),
            }
            log.info("%s %s", request.method, request.path, extra={"fields": fields})
        return response


class Guard:
    """Text that no database can keep is refused at the edge; a database that is gone is 503, not a stack trace."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.LARGEST_REQUEST:  # before anything spools it to the disk
            return failure(request, 413)
        if request.encoding and not is_utf8(request.encoding):  # other encodings can decode to no text at all
            return failure(request, 400, "This site reads UTF-8 only.")
        if _BROKEN.search(request.path_info) or any(
            _BROKEN.search(part) for key, values in request.GET.lists() for part in (key, *values)
        ):
            return failure(request, 400, "This address holds characters that no text can hold.")
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            designed = refusal(request, 405)
            designed["Allow"] = response["Allow"]
            return designed
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal(request, error.status, str(error))
        if isinstance(error, TooComplex):
            return refusal(request, 422, str(error))
        if isinstance(error, OperationalError | InterfaceError):
            log.error("The database did not answer", exc_info=error)
            response = failure(request, 503, "The site cannot reach its database just now. Nothing is lost; try again in a minute.")
            response["Retry-After"] = "30"
            return response
        return None


class Compressed:
    """Where no proxy stands in front to do it, what a page cache does not keep is compressed here: with Brotli where a browser takes it,
    which is quicker than gzip at its quickest and a fifth smaller.
    """

    KINDS = ("text/", "application/json", "application/xml", "application/atom+xml", "application/manifest+json")
    LEAST = 2_500  # bytes: what fits two packets either way is not worth a tenth of a millisecond
    LARGE = 200_000  # bytes, from which haste is more than size

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            not settings.TRUSTED_PROXIES
            and not response.streaming
            and len(response.content) >= self.LEAST
            and self._may(request, response)
        ):
            patch_vary_headers(response, ("Accept-Encoding",))
            accepted = re.split(r"[,;\s]+", request.headers.get("Accept-Encoding", ""))
            if "br" in accepted:
                self._compress(response, "br", brotlied)
            elif "gzip" in accepted:
                self._compress(response, "gzip", gzipped)
        return response

    def _may(self, request: HttpRequest, response: HttpResponse) -> bool:
        will_be_kept = hasattr(response, "shared_on") and key_of(request.environ) is not None  # type: ignore[attr-defined]
        wanted = response.headers.get("Content-Type", "").startswith(self.KINDS)
        return wanted and not will_be_kept and not response.has_header("Content-Encoding")

    def _compress(self, response: HttpResponse, name: str, how: Callable[..., bytes]) -> None:
        response.content = how(response.content, quickly=len(response.content) > self.LARGE)
        response["Content-Encoding"], response["Content-Length"] = name, str(len(response.content))
        if response.headers.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"


class Private:
    """Pages made for one member are kept by nobody else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
