"""Whatever colour an operator chooses, it can be read (WCAG AA) wherever the stylesheet puts it."""

import random
import re
from pathlib import Path

import pytest
from django.conf import settings

from community.colour import AA, GLOW, HOVER, INK, ON_ACCENT, PAPERS, SURFACES, contrast, mixed, on_dark, on_light, stylesheet

SHADES = ["#000000", "#ffffff", "#808080", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#b8420f", "#010101"]
CHANCE = random.Random(2026)
COLOURS = [*SHADES, *(f"#{CHANCE.randrange(1 << 24):06x}" for _ in range(600))]
CSS = (Path(settings.BASE_DIR) / "static" / "css" / "rostrum.css").read_text()


def tokens(name):
    """(light, dark) of a custom property."""
    found = re.search(rf"--{name}: light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);", CSS)
    return tuple("#" + "".join(2 * each for each in part[1:]) if len(part) == 4 else part for part in found.groups())


def relative(colour):
    """WCAG 2.2's own formula, so that nothing of the product's arithmetic is taken on trust."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def ratio(one, other):
    darker, lighter = sorted((relative(one), relative(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ratio_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(ratio("#777777", "#ffffff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(("scheme", "place"), [("light", 0), ("dark", 1)])
def test_every_colour_can_be_read_everywhere(scheme, place):
    shown = {colour: (on_light, on_dark)[place](colour) for colour in COLOURS}
    papers = [tokens(name)[place] for name in ("paper", "sheet", "wash")]
    ink, on = tokens("ink")[place], tokens("on-accent")[place]
    low = []
    for colour, accent in shown.items():
        assert re.fullmatch("#[0-9a-f]{6}", accent)
        glow = mixed(accent, tokens("paper")[place], GLOW)
        hovered = mixed(accent, ink, HOVER)
        least = min(*(ratio(accent, paper) for paper in [*papers, glow]), ratio(on, accent), ratio(on, hovered))
        if least < AA:
            low.append((colour, accent, round(least, 2)))
    assert low == []


def test_the_surfaces_are_those_of_the_stylesheet():
    """Who changes a token changes community/colour.py with it."""
    for place, scheme in enumerate(("light", "dark")):
        assert SURFACES[scheme] == tuple(tokens(name)[place] for name in ("paper", "sheet", "wash"))
        assert PAPERS[scheme] == tokens("paper")[place]
        assert INK[scheme] == tokens("ink")[place]
        assert ON_ACCENT[scheme] == tokens("on-accent")[place]
    assert f"--glow: color-mix(in oklab, var(--accent) {GLOW:.0%}, var(--paper))" in CSS
    assert f"color-mix(in oklab, var(--accent) {HOVER:.0%}, var(--ink))" in CSS


def test_a_colour_that_can_be_read_stays_as_it_was_chosen():
    assert on_light("#b8420f") == "#b8420f"
    assert tokens("accent") == ("#b8420f", on_dark("#b8420f"))
    assert stylesheet("#b8420f").startswith(":root { --accent-chosen: #b8420f; --accent: light-dark(#b8420f, #")


def test_the_hue_stays():
    def strongest(colour):
        return max((1, 3, 5), key=lambda at: int(colour[at : at + 2], 16))

    for colour in ("#ff0000", "#00ff00", "#0000ff", "#22cc55", "#cc2255"):
        assert strongest(on_light(colour)) == strongest(on_dark(colour)) == strongest(colour)
