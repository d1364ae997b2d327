"""What everything is made of: colours with their contrast in light and dark, sizes, steps of space, icons."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings

from community.colour import PAPERS, contrast, glow
from community.models import Site

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = sorted(path.stem for path in (STATIC / "css").glob("*.css") if path.stem != "rostrum")
ICONS = re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text())
COLOURS = "paper sheet wash glow ink soft quiet line edge accent good warn bad".split()
SURFACES = ("paper", "sheet", "wash", "glow")  # what ink stands on; the other colours stand on paper
SIZES = (("h1", "A diary's title"), ("h2", "A page's"), ("h3", "A section's"), ("lede", "What is read"), ("note", "What is used"),
         ("small", "Figures"), ("tiny", "Marks"))  # fmt: skip
SPACES = (4, 8, 12, 16, 24, 32, 48, 64)


def schemes() -> list[dict[str, Any]]:
    """Light and dark: each colour with its contrast, of surfaces to ink, of all others to paper."""
    tokens = dict(re.findall(r"--([a-z]+): light-dark\(([^)]*)\)", (STATIC / "css/rostrum.css").read_text()))
    return [
        _scheme(scheme, {name: both.split(", ")[place] for name, both in tokens.items()}) for place, scheme in enumerate(PAPERS)
    ]


def _scheme(scheme: str, said: dict[str, str]) -> dict[str, Any]:
    tokens = {name: value if len(value) == 7 else "#" + "".join(2 * sign for sign in value[1:]) for name, value in said.items()}
    tokens["accent"] = dict(zip(PAPERS, Site.current().accents, strict=True))[scheme]
    tokens["glow"] = glow(tokens["accent"], scheme)
    to = {name: "ink" if name in SURFACES else "paper" for name in COLOURS}
    return {"name": scheme, "swatches": [(name, to[name], f"{contrast(tokens[name], tokens[to[name]]):.1f}") for name in COLOURS]}
