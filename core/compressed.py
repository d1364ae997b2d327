"""A page made small for its way, with random bytes in it that no reader sees, so that its length tells nothing of what stands in it."""

import gzip
import secrets
from io import BytesIO

import brotli  # comes with whitenoise[brotli]


def noise() -> bytes:
    """1 to 70 random letters."""
    return secrets.token_urlsafe(70)[: secrets.randbelow(70) + 1].encode()


def gzipped(body: bytes, *, quickly: bool) -> bytes:
    """The noise is the file name in the header."""
    out = BytesIO()
    with gzip.GzipFile(filename=noise().decode(), mode="wb", compresslevel=1 if quickly else 5, fileobj=out, mtime=0) as file:
        file.write(body)
    return out.getvalue()


def brotlied(body: bytes, *, quickly: bool) -> bytes:
    """The noise is a block of metadata (RFC 7932, 9.2), which begins where a flush has filled the last byte.

    Its header in bits, lowest first: not the last block, 11 for metadata, 0, then 01: the length less one follows in one byte.
    """
    small, unseen = brotli.Compressor(mode=brotli.MODE_TEXT, quality=2 if quickly else 4), noise()
    header = (0b010110 | (len(unseen) - 1) << 6).to_bytes(2, "little")
    return b"".join((small.process(body), small.flush(), header, unseen, small.finish()))
