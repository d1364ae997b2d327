"""Draws the banners of the demonstration's groups: a river in its valley, and a table that is laid."""

import random
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1408, 352)


def banner(name: str) -> ContentFile:
    """A picture as a member would upload it; the same every time."""
    out = BytesIO()
    {"river": _river, "table": _table}[name](random.Random(name)).save(out, "PNG")
    return ContentFile(out.getvalue(), name=f"{name}.png")


def _sky(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    column = Image.new("RGB", (1, SIZE[1]))
    for y in range(SIZE[1]):
        share = y / SIZE[1]
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    return column.resize(SIZE)


def _ridge(r: random.Random, level: float, rough: float) -> list[tuple[float, float]]:
    """The line of a hill, from left to right."""
    height, points = level, []
    for x in range(0, SIZE[0] + 32, 32):
        height += r.uniform(-rough, rough) + (level - height) * 0.08
        points.append((float(x), height))
    return [*points, (SIZE[0], SIZE[1]), (0.0, SIZE[1])]


def _river(r: random.Random) -> Image.Image:
    picture = _sky((236, 226, 205), (205, 214, 205))
    draw = ImageDraw.Draw(picture)
    for number, colour in enumerate([(168, 182, 170), (128, 152, 142), (92, 122, 112)]):
        draw.polygon(_ridge(r, 130 + 45 * number, 14), fill=colour)
    for number in range(26):  # the water, in strokes that widen towards us
        y = 258 + number * 4
        half = 24 + number * 21
        middle = 830 - number * 9
        shade = 150 + r.randint(-14, 22)
        draw.line([(middle - half, y), (middle + half, y)], fill=(shade - 26, shade + 14, shade + 22), width=4)
    for x in range(1060, 1300, 34):  # willows on the bank
        top = 205 + r.randint(-12, 12)
        draw.line([(x, 292), (x, top + 26)], fill=(58, 66, 54), width=5)
        draw.ellipse([x - 20, top - 16, x + 20, top + 40], fill=(72, 98 + r.randint(-8, 14), 70))
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def _table(r: random.Random) -> Image.Image:
    picture = _sky((94, 58, 36), (142, 92, 56))
    draw = ImageDraw.Draw(picture)
    for y in range(0, SIZE[1], 44):  # boards
        shade = r.randint(-10, 10)
        draw.rectangle([0, y, SIZE[0], y + 42], fill=(134 + shade, 88 + shade, 55 + shade))
    for place in range(9):
        x, y = 90 + place * 154, 176 + r.randint(-46, 46)
        draw.ellipse([x - 62, y - 62, x + 62, y + 62], fill=(244, 238, 226))
        draw.ellipse([x - 44, y - 44, x + 44, y + 44], fill=(232, 222, 204))
        colour = r.choice([(178, 84, 42), (120, 138, 70), (206, 162, 72), (150, 58, 52)])
        for _ in range(14):
            dx, dy, size = r.uniform(-26, 26), r.uniform(-26, 26), r.uniform(4, 11)
            tint = tuple(max(0, min(255, part + r.randint(-24, 24))) for part in colour)
            draw.ellipse([x + dx - size, y + dy - size, x + dx + size, y + dy + size], fill=tint)
    return picture.filter(ImageFilter.GaussianBlur(0.8))
