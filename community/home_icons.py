"""The site's icon in the sizes that phones and desktops ask for: the first letter of its name on its accent."""

import hashlib
from functools import lru_cache
from io import BytesIO

from django.urls import reverse
from PIL import Image, ImageColor, ImageDraw, ImageFont

from community.models import Site

SIZES = {"180": (180, False), "192": (192, False), "512": (512, False), "maskable-512": (512, True)}  # pixels, cut by the system
WHITE, INK = (255, 255, 255), (29, 27, 24)


def icon_address(name: str) -> str:
    """With what it shows in it, so that browsers keep it until that changes."""
    site = Site.current()
    shows = hashlib.sha256(f"{site.name[:1]}{site.accent}".encode()).hexdigest()[:8]
    return f"{reverse('site_icon', args=[name])}?v={shows}"


@lru_cache(16)
def drawn(letter: str, accent: str, size: int, whole: bool) -> bytes:
    """A PNG. whole: without rounded corners and with room at the edge, for systems that cut icons to their own shape."""
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


def letter_of(name: str) -> str:
    """What stands on the icon; the font knows Latin letters and digits, other names get a rostrum's plain bar."""
    first = next((letter for letter in name if letter.isalnum()), "R").upper()
    return first if first.isascii() else "|"
