"""What is looked at before a request exists: the charset it names. This site reads UTF-8 only."""

import codecs
import re

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
