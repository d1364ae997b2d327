"""Banners: decoded and written anew, like members' pictures."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from accounts.tests.test_avatar import picture, png_bomb
from groups.models import Group


def send(client, raw: bytes):
    return client.post("/groups/river-watch/banner/", {"picture": SimpleUploadedFile("b.png", raw, "image/png")})


def test_a_picture_becomes_a_banner_and_goes_again(as_, page, tess: User, group: Group, django_capture_on_commit_callbacks) -> None:
    assert send(as_(tess), picture("JPEG", (900, 900))).status_code == 302
    group.refresh_from_db()
    with Image.open(default_storage.open(group.banner)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (1408, 352))
    assert (
        group.banner_url in page(None, "/groups/river-watch/") and as_(None).get(group.banner_url)["Content-Type"] == "image/webp"
    )
    before = group.banner
    with django_capture_on_commit_callbacks(execute=True):
        as_(tess).post("/groups/river-watch/banner/remove/")
        as_(tess).post("/groups/river-watch/banner/remove/")
    assert not default_storage.exists(before) and 'class="group-banner"' not in page(None, "/groups/river-watch/")


def test_what_is_no_picture_is_explained(as_, tess: User, group: Group) -> None:
    for raw in (b"GIF89a", b"<svg/>", png_bomb(20_000, 20_000), b""):
        answer = send(as_(tess), raw)
        assert answer.status_code == 422 and "What members may expect" in answer.content.decode()


def test_only_its_admins(as_, rita: User, mo: User, newt: User, group: Group) -> None:
    for user in (rita, mo, newt):
        assert send(as_(user), picture()).status_code == as_(user).post("/groups/river-watch/banner/remove/").status_code == 403
    assert as_(rita).get("/groups/river-watch/banner/").status_code == 405
    group.refresh_from_db()
    assert group.banner == ""
