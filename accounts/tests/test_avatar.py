"""Pictures: always decoded and written anew; nothing hostile is kept, nothing breaks."""

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **save) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "teal" if mode != "P" else 3).save(out, form, **save)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int, height: int) -> bytes:
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    whole = picture()
    return whole[:33] + chunk(b"zTXt", b"c\0\0" + zlib.compress(b"x" * 50_000_000, 9)) + whole[33:]


def send(client, raw: bytes, name: str = "me.png"):
    return client.post("/accounts/settings/avatar/", {"picture": SimpleUploadedFile(name, raw, "image/png")})


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_becomes_a_square(as_, alice: User, form: str) -> None:
    assert send(as_(alice), picture(form)).status_code == 302
    alice.refresh_from_db()
    with Image.open(default_storage.open(alice.avatar)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (192, 192))
    response = as_(None).get(alice.avatar_url)
    assert (response.status_code, response["Content-Type"], response["X-Content-Type-Options"]) == (200, "image/webp", "nosniff")
    assert alice.avatar_url in as_(None).get("/people/alice/").content.decode()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_colour(as_, alice: User, mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (30, 700)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert send(as_(alice), out.getvalue()).status_code == 302


def test_nothing_but_the_picture_is_kept_and_it_stands_upright(as_, alice: User) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret place"
    wide = Image.new("RGB", (400, 200), "red")
    wide.paste("blue", (0, 0, 200, 200))
    out = BytesIO()
    wide.save(out, "JPEG", exif=exif, comment=b"a secret place")
    send(as_(alice), out.getvalue())
    alice.refresh_from_db()
    raw = default_storage.open(alice.avatar).read()
    assert b"secret" not in raw and b"EXIF" not in raw and b"ICCP" not in raw
    with Image.open(BytesIO(raw)) as kept:
        assert kept.convert("RGB").getpixel((96, 10))[2] > 150, "the blue half is on top"


def test_the_picture_before_is_gone(as_, alice: User, django_capture_on_commit_callbacks) -> None:
    client = as_(alice)
    send(client, picture(size=(50, 50)))
    alice.refresh_from_db()
    first = alice.avatar
    with django_capture_on_commit_callbacks(execute=True):
        send(client, picture("JPEG", mode="L"))
    alice.refresh_from_db()
    assert alice.avatar != first and not default_storage.exists(first)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, picture("JPEG", mode="L"))
    assert default_storage.exists(alice.avatar), "the same picture again is the same file"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/settings/avatar/remove/")
        client.post("/accounts/settings/avatar/remove/")
    assert not default_storage.exists(alice.avatar)
    alice.refresh_from_db()
    assert alice.avatar == ""


def test_leaving_takes_it_along(alice: User, django_capture_on_commit_callbacks) -> None:
    alice.picture(SimpleUploadedFile("me.png", picture()))
    path = alice.avatar
    with django_capture_on_commit_callbacks(execute=True):
        alice.leave()
    assert not default_storage.exists(path) and alice.avatar == ""


HOSTILE = {
    "empty": b"",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "text": b"hello" * 100,
    "truncated png": picture(size=(600, 600))[:-40],
    "truncated jpeg": picture("JPEG", (900, 900))[:300],
    "bomb by header": png_bomb(100_000, 100_000),
    "bomb of 41 megapixels": png_bomb(6_500, 6_400),
    "bomb in a text": text_bomb(),
    "gif header only": b"GIF89a\xff\xff\xff\xff\x00\x00\x00",
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "ico": picture("ICO", (64, 64)),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "too many scans": picture("JPEG", progressive=True)[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 300 + b"\xff\xd9",
    "too many bytes": picture() + b"\0" * (5 * 1024 * 1024),
    "webp of nothing": b"RIFF\x20\x00\x00\x00WEBPVP8 \x14\x00\x00\x00" + b"\0" * 20,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_an_error_of_the_form(as_, alice: User, kind: str) -> None:
    response = send(as_(alice), HOSTILE[kind])
    assert response.status_code == 422, kind
    assert 'class="errors"' in response.content.decode()
    alice.refresh_from_db()
    assert alice.avatar == ""


def test_broken_files_of_every_kind_give_an_answer(as_, alice: User, settings, django_capture_on_commit_callbacks) -> None:
    chance, client = random.Random(7), as_(alice)
    for form in ("PNG", "JPEG", "GIF", "WEBP"):
        whole = picture(form, (90, 70))
        for _ in range(15):
            broken = bytearray(whole)
            for _ in range(chance.randint(1, 30)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            with django_capture_on_commit_callbacks(execute=True):
                assert send(client, bytes(broken)).status_code in (302, 422)
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert all(path.suffix == ".webp" for path in kept) and len(kept) <= 1


@pytest.mark.parametrize("name", ["../../evil.png", "x" * 300 + ".png", "a\x00.png", "me.html", "me.php"])
def test_the_files_name_means_nothing(as_, alice: User, name: str) -> None:
    assert send(as_(alice), picture(), name).status_code in (302, 422)
    alice.refresh_from_db()
    assert alice.avatar == "" or (alice.avatar.startswith("avatars/") and alice.avatar.endswith(".webp"))


def test_no_file_at_all(as_, alice: User) -> None:
    assert as_(alice).post("/accounts/settings/avatar/").status_code == 422
    assert as_(alice).post("/accounts/settings/avatar/", {"picture": "text"}).status_code == 422
