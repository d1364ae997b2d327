"""The site's logo: decoded, made small and written anew, like a member's picture; what was uploaded is never kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from PIL import Image

from accounts import avatars
from community.colour import PAPERS, contrast
from community.models import Site

LARGEST = (880, 176)  # pixels: four for each that the masthead shows on an ordinary screen
_THINNEST = 4  # pixels in the masthead: what is thinner is a line there
_VISIBLE = 1.6  # contrast below which a picture is lost on its paper


def show(upload: File, *, by: Any) -> None:
    """Raises ValidationError for what is no picture, or could not be seen in the masthead."""
    webp, picture = avatars.encode_whole(upload, within=LARGEST)
    width, height = Site(logo_width=picture.width, logo_height=picture.height).logo_size
    if min(width, height) < _THINNEST:
        raise ValidationError(
            f"The masthead would show this picture {width} pixels wide and {height} high. Cut it nearer to a square first."
        )
    path = avatars.keep(0, webp, folder="site")
    before = Site.show_logo(path, width=picture.width, height=picture.height, vanishes=vanishes(picture), by=by)
    transaction.on_commit(lambda: avatars.discard(before))


def remove(*, by: Any) -> None:
    before = Site.show_logo("", by=by)
    transaction.on_commit(lambda: avatars.discard(before))


def vanishes(picture: Image.Image) -> str:
    """`light` or `dark` where a picture without a ground of its own is hardly seen on such paper; else empty."""
    if picture.mode != "RGBA":
        return ""
    pixels: list[Any] = list(picture.resize((32, 32)).get_flattened_data())
    seen = [pixel[:3] for pixel in pixels if pixel[3] > 127]
    if not seen or len(seen) > 0.98 * len(pixels):
        return ""
    mean = "#{:02x}{:02x}{:02x}".format(*(round(sum(part) / len(seen)) for part in zip(*seen, strict=True)))
    return next((scheme for scheme, paper in PAPERS.items() if contrast(mean, paper) < _VISIBLE), "")
