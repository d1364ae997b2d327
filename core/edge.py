"""What is looked at before a request exists: the charset it names. This site reads UTF-8 only."""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_CHARSET = re.compile(r""";\s*charset\s*=\s*"?([^;"\s]*)"?""", re.IGNORECASE)


def charset_is_readable(content_type: str) -> bool:
    """No other charset than UTF-8 is named; names that mean nothing are as good as none."""
    return all(map(is_utf8, _CHARSET.findall(content_type)))


def is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return True


def without_charset(content_type: str) -> str:
    return _CHARSET.sub("", content_type)


class Utf8Only:
    """The first to see a request: Django decodes its query with the charset it names before any code of ours could refuse."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if not charset_is_readable(kind):
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This site reads UTF-8 only.\n"]
        environ["CONTENT_TYPE"] = without_charset(kind)
        return self.application(environ, start_response)
