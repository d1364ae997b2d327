"""Pictures of members and groups: cut to one size, and kept under a name that says nothing. core.pictures takes them in."""

import hashlib

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from core.pictures import taken_in, webp

SIDE = 192  # pixels
MEGABYTES = 5
MEGAPIXELS = 40


def encode(upload: File, *, size: tuple[int, int] = (SIDE, SIDE)) -> bytes:
    """A WebP of the picture, its first frame, turned upright and cut to `size` pixels, without anything else that was in the file.

    Raises ValidationError in words for the member, whatever the file is.
    """
    with taken_in(upload, megabytes=MEGABYTES, megapixels=MEGAPIXELS, wanted=size) as picture:
        return webp(ImageOps.fit(picture, size, Image.Resampling.LANCZOS))


def encode_whole(upload: File, *, within: tuple[int, int]) -> tuple[bytes, Image.Image]:
    """The same of the whole picture, no larger than `within`; and the picture itself, to be looked at. Raises ValidationError."""
    with taken_in(upload, megabytes=MEGABYTES, megapixels=MEGAPIXELS, wanted=within) as picture:
        small = ImageOps.contain(picture, within, Image.Resampling.LANCZOS)
        return webp(small), small


def keep(owner: int, webp: bytes, *, folder: str = "avatars") -> str:
    """Store a picture under a name that never stands for another one; the path in storage."""
    name = hashlib.sha256(b"%d:" % owner + webp).hexdigest()[:32]
    path = f"{folder}/{name}.webp"
    return path if default_storage.exists(path) else default_storage.save(path, ContentFile(webp))


def discard(path: str) -> None:
    if path:
        default_storage.delete(path)
