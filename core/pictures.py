"""Pictures that members send: decoded, turned upright and written anew. What was sent is never kept.

A picture in a text is known by its address alone, which says how large it is (`/media/pictures/<32 hex>-1600x1067.webp`), so rendering
a text asks nobody: width, height and the narrower copies follow from the name. An address that lies shows nothing, as its file is not there.
A moving GIF becomes a still of its first frame: nothing on a page moves that its reader cannot stop.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.base import File
from PIL import Image, ImageCms, ImageOps

MEGABYTE = 1024 * 1024
MOST_SCANS = 200  # passes of a progressive JPEG; each one walks over every pixel
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
WIDTHS = (480, 960, 1600)  # pixels; the widest is the picture, the others are copies for narrow screens
TALLEST = 6_000  # pixels
FOLDER = "pictures"
SIZES = "(min-width: 46rem) 44rem, calc(100vw - 2rem)"  # of a figure on a page: static/css/rostrum.css
NAME = r"[0-9a-f]{32}-[1-9][0-9]{0,3}x[1-9][0-9]{0,3}"
_IN_TEXT = re.compile(rf"/media/{FOLDER}/({NAME})(?:-[0-9]+)?\.webp")
_ADDRESS = re.compile(rf"/media/{FOLDER}/([0-9a-f]{{32}}-([0-9]+)x([0-9]+))\.webp")
_SRC = rf"/media/{FOLDER}/{NAME}(?:-[0-9]{{3,4}})?\.webp [0-9]{{1,4}}w"
SRCSET = rf"{_SRC}(?:, {_SRC}){{1,2}}"  # what the sanitiser lets through
_ONE_AT_A_TIME = Lock()  # forty megapixels fill 160 MB: never two of them in one process


# -- taking in ---------------------------------------------------------------------------------------------------------


@contextmanager
def taken_in(upload: File, *, megabytes: float, megapixels: float, wanted: tuple[int, int]) -> Iterator[Image.Image]:
    """The picture in a file that somebody sent: its first frame, upright, in sRGB, without anything else that was in the file.

    wanted: the size in pixels that it is cut or scaled to, so that no more is decoded than that needs. Raises ValidationError
    in words for the member, whatever the file is.
    """
    if upload.size > megabytes * MEGABYTE:
        raise ValidationError(f"This file has {upload.size / MEGABYTE:.1f} MB; at most {megabytes:g} MB are possible.")
    raw = upload.read(int(megabytes * MEGABYTE) + 1)
    with _ONE_AT_A_TIME:
        try:
            with Image.open(BytesIO(raw), formats=FORMATS) as picture:
                _require_bounded(picture, raw, megapixels)
                upright = _upright(picture, wanted)
        except ValidationError:
            raise
        except Exception as error:  # hostile files raise whatever they like inside Pillow
            raise ValidationError("This is no picture that can be read. Possible are JPEG, PNG, GIF and WebP.") from error
        yield upright


def _require_bounded(picture: Image.Image, raw: bytes, megapixels: float) -> None:
    if picture.width * picture.height > megapixels * 1_000_000:
        raise ValidationError(
            f"This picture has {picture.width} x {picture.height} pixels; at most {megapixels:g} megapixels are possible."
        )
    if picture.format == "JPEG" and raw.count(b"\xff\xda") > MOST_SCANS:
        raise ValidationError("This picture is stored in too many passes. Please save it anew and try again.")


def _upright(picture: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    picture.draft("RGB", (2 * wanted[0], 2 * wanted[1]))  # JPEG: decode no more than is needed
    picture.load()
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    upright = ImageOps.exif_transpose(picture).convert(mode)
    if profile and picture.mode == "RGB":
        upright = _in_srgb(upright, profile)
    upright.info.clear()
    return upright


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Telephones write wider colours; without their profile these would look faded."""
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def scaled(picture: Image.Image) -> tuple[tuple[int, int], dict[int, bytes]]:
    """The size it is shown in, never larger than it came, and a WebP for each width, the widest first."""
    shrink = min(1.0, WIDTHS[-1] / picture.width, TALLEST / picture.height)
    width, height = max(1, round(picture.width * shrink)), max(1, round(picture.height * shrink))
    whole = picture if shrink == 1 else picture.resize((width, height), Image.Resampling.LANCZOS)
    copies = {width: webp(whole)}
    for narrower in narrower_than(width):
        copies[narrower] = webp(whole.resize((narrower, max(1, round(height * narrower / width))), Image.Resampling.LANCZOS))
    return (width, height), copies


# -- what a name says ---------------------------------------------------------------------------------------------------


def narrower_than(width: int) -> list[int]:
    """The copies of a picture of this width, the narrowest first; none that would be nearly as wide as itself."""
    return [each for each in WIDTHS if each <= 0.8 * width]


def files_of(name: str) -> dict[int, str]:
    """Where its files lie in the storage, by width, the widest first."""
    width = int(name.partition("-")[2].partition("x")[0])
    return {width: f"{FOLDER}/{name}.webp"} | {each: f"{FOLDER}/{name}-{each}.webp" for each in narrower_than(width)}


def names_in(*texts: str) -> set[str]:
    """The pictures that these texts name."""
    return {name for text in texts if FOLDER in text for name in _IN_TEXT.findall(text)}


def measures(source: str) -> str:
    """Width, height and copies of a picture of ours as attributes, from its address; nothing for any other image."""
    found = _ADDRESS.fullmatch(source)
    if not found or not re.fullmatch(NAME, found[1]):
        return ""
    copies = sorted(files_of(found[1]).items())
    said = f' width="{found[2]}" height="{found[3]}"'
    if len(copies) > 1:
        said += f' srcset="{", ".join(f"/media/{path} {width}w" for width, path in copies)}" sizes="{escape(SIZES)}"'
    return said
