"""The operator's colour as it is shown: moved as little as it takes to be readable (WCAG AA, 4.5:1) wherever text stands in it.

Computed here and served as plain values (/theme.css), not left to what a browser makes of a formula: so that a test can try any
colour. The surfaces are the tokens of static/css/rostrum.css; community/tests/test_colour.py compares the two.
"""

from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin

Triple = tuple[float, float, float]
AA = 4.5  # to one, for text of any size
MARGIN = 0.05  # so that rounding to whole steps of a colour never falls below
PAPERS = {"light": "#fbfaf7", "dark": "#171512"}
SURFACES = {"light": ("#fbfaf7", "#ffffff", "#f2efe8"), "dark": ("#171512", "#1f1c18", "#221f1a")}
INK = {"light": "#1d1b18", "dark": "#ebe6dd"}
ON_ACCENT = {"light": "#ffffff", "dark": "#171512"}
GLOW, HOVER = 0.08, 0.86  # how much accent is in --glow (over paper) and in a button that is pointed at (over ink)
_LIGHTEST, _CALMEST = 0.78, 0.14  # on dark: at least so light, at most so colourful (OKLCH)


# -- colour spaces -------------------------------------------------------------------------------------------------------


def linear(colour: str) -> Triple:
    """`#b8420f` as light: red, green, blue from 0 to 1."""
    r, g, b = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _lit(r), _lit(g), _lit(b)


def _lit(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def written(light: Triple) -> str:
    parts = [min(max(part, 0.0), 1.0) for part in light]
    steps = [round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)) for part in parts]
    return "#{:02x}{:02x}{:02x}".format(*steps)


def luminance(colour: str) -> float:
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def oklab(colour: str) -> Triple:
    r, g, b = linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: Triple) -> Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def mixed(one: str, other: str, share: float) -> str:
    """color-mix(in oklab, one share, other)."""
    first, second = oklab(one), oklab(other)
    lightness, a, b = (share * x + (1 - share) * y for x, y in zip(first, second, strict=True))
    return written(_from_oklab((lightness, a, b)))


def glow(accent: str, scheme: str) -> str:
    return mixed(accent, PAPERS[scheme], GLOW)


# -- the two accents -----------------------------------------------------------------------------------------------------


def worst(accent: str, scheme: str) -> float:
    """The lowest contrast of all places where the accent meets text or paper."""
    on, hovered = ON_ACCENT[scheme], mixed(accent, INK[scheme], HOVER)
    surfaces = [contrast(accent, each) for each in (*SURFACES[scheme], glow(accent, scheme))]
    return min(*surfaces, contrast(on, accent), contrast(on, hovered))


@cache
def on_light(chosen: str) -> str:
    """The chosen colour, as much darker as it takes; of the same hue and saturation."""
    light = linear(chosen)
    least, most = 0.0, 1.0
    if worst(chosen, "light") >= AA:
        return chosen
    for _ in range(12):  # half-way, half-way again: to one step of 255
        middle = (least + most) / 2
        r, g, b = (middle * part for part in light)
        if worst(written((r, g, b)), "light") >= AA + MARGIN:
            least = middle
        else:
            most = middle
    r, g, b = (least * part for part in light)
    return written((r, g, b))


@cache
def on_dark(chosen: str) -> str:
    """The chosen colour, as much lighter as dark paper wants it, and never shrill there."""
    lightness, a, b = oklab(chosen)
    colourful, hue = min(hypot(a, b), _CALMEST), degrees(atan2(b, a))
    if 15 <= hue <= 75:  # light oranges look pink unless they lean towards yellow
        hue += 12
    lightness = max(lightness, _LIGHTEST)
    while True:
        accent = written(_shown(lightness, colourful, hue))
        if worst(accent, "dark") >= AA or lightness >= 1:
            return accent
        lightness += 0.01


def _shown(lightness: float, colourful: float, hue: float) -> Triple:
    """The most colourful that a screen can show at this lightness."""
    while True:
        light = _from_oklab((lightness, colourful * cos(radians(hue)), colourful * sin(radians(hue))))
        if colourful <= 0 or all(-0.0005 <= part <= 1.0005 for part in light):
            return light
        colourful = max(0.0, colourful - 0.004)


def stylesheet(chosen: str) -> str:
    return f":root {{ --accent-chosen: {chosen}; --accent: light-dark({on_light(chosen)}, {on_dark(chosen)}); }}\n"
