"""The site's icon in the sizes that phones and desktops ask for: its logo on paper, or the first letter of its name on its accent."""

from functools import lru_cache
from html import escape
from io import BytesIO

from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageColor, ImageDraw, ImageFont

from community.colour import PAPERS, on_light
from community.models import Site

SIZES = {"180": (180, False), "192": (192, False), "512": (512, False), "maskable-512": (512, True)}  # pixels, cut by the system
WHITE, INK = (255, 255, 255), (29, 27, 24)


def icon_address(name: str) -> str:
    """With what it shows in it, so that browsers keep it until that changes."""
    return f"{reverse('site_icon', args=[name])}?v={Site.current().icon_key}"


@lru_cache(16)
def drawn(letter: str, accent: str, size: int, whole: bool, logo: str = "") -> bytes:
    """A PNG. whole: without rounded corners and with room at the edge, for systems that cut icons to their own shape.

    logo: the path of the stored picture; where there is one, it stands on paper instead of the letter.
    """
    if logo and default_storage.exists(logo):
        return _with_logo(logo, size, whole)
    red, green, blue = ImageColor.getrgb(accent)[:3]
    ink = INK if (299 * red + 587 * green + 114 * blue) / 1000 > 150 else WHITE
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, size - 1, size - 1), radius=0 if whole else size // 6, fill=(red, green, blue))
    font = ImageFont.load_default(size * (0.5 if whole else 0.62))
    left, top, right, bottom = draw.textbbox((0, 0), letter, font=font)
    draw.text(((size - left - right) / 2, (size - top - bottom) / 2), letter, font=font, fill=ink)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _with_logo(path: str, size: int, whole: bool) -> bytes:
    icon = Image.new("RGB", (size, size), PAPERS["light"])
    with default_storage.open(path) as file, Image.open(file, formats=("WEBP",)) as stored:
        logo = stored.convert("RGBA")
    room = size * (0.62 if whole else 0.8)
    scale = min(room / logo.width, room / logo.height)
    logo = logo.resize((max(1, round(logo.width * scale)), max(1, round(logo.height * scale))), Image.Resampling.LANCZOS)
    icon.paste(logo, ((size - logo.width) // 2, (size - logo.height) // 2), logo)
    out = BytesIO()
    icon.save(out, "PNG", optimize=True)
    return out.getvalue()


def svg(name: str, accent: str) -> str:
    """For the tabs of browsers, which have a font for every script."""
    first = next((letter for letter in name if letter.isalnum()), "").upper()[:1]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="5" fill="{on_light(accent)}"/>'
        f'<text x="16" y="21" fill="{PAPERS["light"]}" font-family="Georgia, serif" font-weight="700" font-size="22" text-anchor="middle">'
        f"{escape(first)}</text>"
        f'<path fill="{PAPERS["light"]}" d="M6.5 25h19v1h-19zM6.5 27.5h19v2h-19z"/></svg>'
    )


def letter_of(name: str) -> str:
    """What stands on the icon; the font knows Latin letters and digits, other names get a rostrum's plain bar."""
    first = next((letter for letter in name if letter.isalnum()), "R").upper()
    return first if first.isascii() else "|"
