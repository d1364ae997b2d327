"""Pictures of members and groups: decoded, cut to size and written anew. What was uploaded is never kept."""

import hashlib
from io import BytesIO
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

SIDE = 192  # pixels
MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_PIXELS = 40_000_000
MOST_SCANS = 200  # passes of a progressive JPEG; each one walks over every pixel
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_ONE_AT_A_TIME = Lock()  # forty megapixels fill 160 MB: never two of them in one process


def encode(upload: File, *, size: tuple[int, int] = (SIDE, SIDE)) -> bytes:
    """A WebP of the picture, its first frame, turned upright and cut to `size` pixels, without anything else that was in the file.

    Raises ValidationError in words for the member, whatever the file is.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(f"This file has {upload.size / MEGABYTE:.1f} MB; at most {MOST_BYTES // MEGABYTE} MB are possible.")
    raw = upload.read(MOST_BYTES + 1)
    try:
        with _ONE_AT_A_TIME, Image.open(BytesIO(raw), formats=FORMATS) as picture:
            _require_bounded(picture, raw)
            return _cut(picture, size)
    except ValidationError:
        raise
    except Exception as error:  # hostile files raise whatever they like inside Pillow
        raise ValidationError("This is no picture that can be read. Possible are JPEG, PNG, GIF and WebP.") from error


def _require_bounded(picture: Image.Image, raw: bytes) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(f"This picture has {picture.width} x {picture.height} pixels; at most 40 megapixels are possible.")
    if picture.format == "JPEG" and raw.count(b"\xff\xda") > MOST_SCANS:
        raise ValidationError("This picture is stored in too many passes. Please save it anew and try again.")


def _cut(picture: Image.Image, size: tuple[int, int]) -> bytes:
    picture.draft("RGB", (2 * size[0], 2 * size[1]))  # JPEG: decode no more than is needed
    picture.load()
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    upright = ImageOps.exif_transpose(picture).convert(mode)
    cut = ImageOps.fit(upright, size, Image.Resampling.LANCZOS)
    cut.info.clear()
    out = BytesIO()
    cut.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def keep(owner: int, webp: bytes, *, folder: str = "avatars") -> str:
    """Store a picture under a name that never stands for another one; the path in storage."""
    name = hashlib.sha256(b"%d:" % owner + webp).hexdigest()[:32]
    path = f"{folder}/{name}.webp"
    return path if default_storage.exists(path) else default_storage.save(path, ContentFile(webp))


def discard(path: str) -> None:
    if path:
        default_storage.delete(path)
