"""Draws the pictures of the demonstration's diaries, as a camera might have seen them, and uploads them as their author."""

import random
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from accounts.models import User
from diaries.models import Markup, Picture

Colour = tuple[int, int, int]


def place(part: dict[str, Any], text: str, *, by: User, at: datetime) -> str:
    """The text with its pictures where it names them: `@@gauge@@`."""
    for said in part.get("picture", []):
        mark = f"@@{said['name']}@@"
        if mark in text:
            picture = Picture.objects.upload(drawn(said["name"]), by=by, alt=said["alt"], caption=said.get("caption", ""), at=at)
            text = text.replace(mark, picture.in_html if part["markup"] == Markup.HTML else picture.in_markdown)
    return text


def drawn(name: str) -> SimpleUploadedFile:
    """A picture as a member would send it; the same every time."""
    r, out = random.Random(name), BytesIO()
    _grain(_PICTURES[name](r), r).save(out, "JPEG", quality=88)
    return SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg")


def _fade(size: tuple[int, int], *stops: Colour) -> Image.Image:
    """Colours that go over into each other from top to bottom."""
    column = Image.new("RGB", (1, len(stops)))
    for y, colour in enumerate(stops):
        column.putpixel((0, y), colour)
    return column.resize(size, Image.Resampling.BICUBIC)


def _shade(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def _grain(picture: Image.Image, r: random.Random) -> Image.Image:
    """What film and failing light leave on it, and darker corners."""
    width, height = picture.size
    fine = Image.frombytes("L", (width // 2, height // 2), r.randbytes((width // 2) * (height // 2)))
    noise = fine.resize(picture.size, Image.Resampling.BICUBIC).convert("RGB")
    picture = Image.blend(picture, ImageChops.overlay(picture, noise), 0.14)
    corners = Image.new("L", picture.size, 70)
    ImageDraw.Draw(corners).ellipse([-width // 5, -height // 5, width * 6 // 5, height * 6 // 5], fill=0)
    dark = corners.filter(ImageFilter.GaussianBlur(width // 9))
    return Image.composite(Image.new("RGB", picture.size, (12, 10, 8)), picture, dark)


def _hills(draw: ImageDraw.ImageDraw, r: random.Random, size: tuple[int, int], level: float, rough: float, colour: Colour) -> None:
    height, points = level, []
    for x in range(0, size[0] + 40, 20):
        height += r.uniform(-rough, rough) + (level - height) * 0.06
        points.append((float(x), height))
    draw.polygon([*points, (size[0], size[1]), (0.0, size[1])], fill=colour)


def _dusk(r: random.Random) -> Image.Image:
    """The washland at first light, with its hills standing on their heads in the water."""
    size, water = (1800, 1200), 640
    sky = _fade((size[0], water), (72, 88, 128), (158, 140, 156), (232, 178, 138), (248, 214, 158))
    draw = ImageDraw.Draw(sky)
    draw.ellipse([1180, 470, 1290, 580], fill=(255, 240, 200))
    for level, colour in ((520, (126, 116, 138)), (565, (92, 90, 108)), (605, (54, 60, 68))):
        _hills(draw, r, (size[0], water), level, 9, colour)
    sky = sky.filter(ImageFilter.GaussianBlur(2.2))
    picture = Image.new("RGB", size)
    picture.paste(sky, (0, 0))
    mirrored = sky.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((size[0], size[1] - water))
    picture.paste(Image.blend(mirrored, Image.new("RGB", mirrored.size, (40, 52, 66)), 0.35), (0, water))
    draw = ImageDraw.Draw(picture)
    for _ in range(420):  # ripples, wider towards us
        y = water + int((r.random() ** 1.6) * (size[1] - water))
        near = (y - water) / (size[1] - water)
        x, long = r.randint(0, size[0]), 20 + 190 * near
        draw.line([(x, y), (x + long, y)], fill=_shade((168, 146, 138), r.randint(-50, 20)), width=1 + round(2 * near))
    for _ in range(90):  # reeds
        at, foot, tall = r.gauss(300, 170), r.randint(930, 1200), r.randint(90, 330)
        draw.line(
            [(at, foot), (at + r.uniform(-26, 34), foot - tall)], fill=_shade((34, 34, 28), r.randint(0, 18)), width=r.randint(2, 5)
        )
    return picture.filter(ImageFilter.GaussianBlur(0.9))


def _bricks(draw: ImageDraw.ImageDraw, r: random.Random, size: tuple[int, int], wet_below: int) -> None:
    for row, y in enumerate(range(-10, size[1], 46)):
        for x in range(-140 + 70 * (row % 2), size[0], 140):
            colour = _shade((150, 82, 62), r.randint(-26, 24))
            if y > wet_below + r.randint(-24, 24):
                colour = _shade((104, 76, 62), r.randint(-18, 14))
            draw.rectangle([x + 4, y + 4, x + 134, y + 41], fill=colour)


def _gauge(r: random.Random) -> Image.Image:
    """A gauge board on a brick wall that has been wet."""
    size = (1200, 1500)
    picture = Image.new("RGB", size, (120, 112, 102))
    draw = ImageDraw.Draw(picture)
    _bricks(draw, r, size, 820)
    picture = picture.filter(ImageFilter.GaussianBlur(1.4))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([478, 40, 742, 1500], fill=(70, 58, 50))
    draw.rectangle([490, 40, 730, 1500], fill=(238, 234, 222))
    for step in range(74):
        y = 60 + step * 20
        if step % 10 < 5:
            draw.rectangle([490, y, 610 if step % 2 else 560, y + 19], fill=(32, 32, 34))
        if not step % 10:
            draw.rectangle([622, y, 722, y + 8], fill=(168, 34, 30))
            draw.text((640, y + 16), str(7 - step // 10), font=ImageFont.load_default(84), fill=(32, 32, 34))
    for y, colour in ((300, (86, 70, 58)), (640, (96, 80, 66))):  # what two floods left
        for x in range(0, size[0], 8):
            draw.line([(x, y + r.randint(-5, 5)), (x + 12, y + r.randint(-5, 5))], fill=colour, width=6)
    draw.rectangle([0, 1330, size[0], size[1]], fill=(72, 80, 74))
    for _ in range(160):
        x, y = r.randint(0, size[0]), r.randint(1330, size[1])
        draw.line([(x, y), (x + r.randint(20, 150), y)], fill=_shade((104, 112, 102), r.randint(-36, 44)), width=3)
    return picture.filter(ImageFilter.GaussianBlur(1))


def _plums(r: random.Random) -> Image.Image:
    """Plums in a bowl, on boards, with the light from the left."""
    size = (1800, 1200)
    picture = Image.new("RGB", size, (96, 64, 42))
    draw = ImageDraw.Draw(picture)
    for y in range(0, size[1], 150):
        draw.rectangle([0, y, size[0], y + 145], fill=_shade((122, 82, 54), r.randint(-12, 12)))
        for _ in range(26):
            at, long = y + r.randint(8, 138), r.randint(200, 1200)
            x = r.randint(-300, size[0])
            draw.line([(x, at), (x + long, at + r.randint(-4, 4))], fill=_shade((104, 68, 44), r.randint(-14, 10)), width=2)
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).ellipse([430, 330, 1500, 1130], fill=170)
    picture.paste((40, 24, 16), (0, 0), shadow.filter(ImageFilter.GaussianBlur(40)))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([400, 180, 1400, 1060], fill=(226, 220, 206))
    draw.ellipse([446, 216, 1354, 1006], fill=(196, 190, 178))
    for _ in range(46):
        angle_x, angle_y = r.gauss(0, 0.42), r.gauss(0, 0.42)
        _plum(draw, r, 900 + 380 * max(-0.95, min(0.95, angle_x)), 600 + 320 * max(-0.95, min(0.95, angle_y)))
    for x, y in ((1500, 420), (1620, 960), (240, 980)):
        _plum(draw, r, x, y)
    return picture.filter(ImageFilter.GaussianBlur(1.6))


def _plum(draw: ImageDraw.ImageDraw, r: random.Random, x: float, y: float) -> None:
    colour = r.choice([(74, 30, 66), (92, 38, 60), (58, 30, 78), (122, 52, 58)])
    half = r.uniform(66, 84)
    for step in range(26):  # rounder towards the light
        share = step / 26
        size, move = half * (1 - share), half * 0.38 * share
        tone = _shade(colour, round(-22 + 96 * share * share))
        draw.ellipse([x - size - move, y - size - move, x + size - move, y + size - move], fill=tone)


def _frost(r: random.Random) -> Image.Image:
    """Rows of a field under hoar frost, running to a line of poplars."""
    size, edge = (1800, 1100), 420
    picture = Image.new("RGB", size)
    picture.paste(_fade((size[0], edge), (176, 192, 208), (208, 214, 220), (236, 228, 220)), (0, 0))
    picture.paste(_fade((size[0], size[1] - edge), (198, 204, 204), (168, 176, 170), (128, 134, 118)), (0, edge))
    draw = ImageDraw.Draw(picture)
    for x in range(60, size[0], 92):
        tall = r.randint(110, 190)
        tone = _shade((122, 128, 132), r.randint(-12, 18))
        draw.ellipse([x - 15, edge - tall, x + 15, edge + 6], fill=tone)
    for row in range(-26, 27):
        for step in range(60):
            share = (step / 60) ** 2.2
            x, y = 900 + row * (9 + 130 * share), edge + (size[1] - edge) * share
            half = 2 + 15 * share
            tone = _shade((150, 158, 140), r.randint(-34, 58))
            draw.ellipse([x - half * 1.5, y - half * 0.6, x + half * 1.5, y + half * 0.6], fill=tone)
    return picture.filter(ImageFilter.GaussianBlur(1.3))


_PICTURES: dict[str, Callable[[random.Random], Image.Image]] = {"dusk": _dusk, "gauge": _gauge, "plums": _plums, "frost": _frost}
