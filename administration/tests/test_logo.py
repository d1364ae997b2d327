"""The logo: decoded and written anew, shown with its size on every page, and in the icons."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from community.change import Change
from community.home_icons import SIZES, icon_address
from community.models import Site

AT = "/administration/logo/"


def picture(form="PNG", size=(1200, 300), colour="teal", mode="RGB", **save):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, form, **save)
    return out.getvalue()


def send(client, raw, name="logo.png", place="beside"):
    return client.post(AT, {"picture": SimpleUploadedFile(name, raw, "image/png"), "logo_place": place})


def drawn(colour):
    """A mark without a ground."""
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image.paste(Image.new("RGBA", (200, 200), colour), (100, 100))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_becomes_the_logo(as_, ada, form):
    assert send(as_(ada), picture(form)).status_code == 302
    site = Site.current()
    with Image.open(default_storage.open(site.logo)) as kept:
        assert (kept.format, kept.size, kept.getexif()) == ("WEBP", (704, 176), {})
    page = as_(None).get("/recent/").content.decode()
    assert f'<img class="logo" src="{site.logo_url}" width="176" height="44" alt="">{site.name}</a>' in page
    assert as_(None).get(site.logo_url)["Content-Type"] == "image/webp"
    assert Change.objects.get(what="the logo").after == "a picture of 704 × 176 pixels"


def test_a_logo_that_holds_the_name_stands_alone_and_says_it(as_, ada):
    send(as_(ada), picture(), place="alone")
    page = as_(None).get("/recent/").content.decode()
    assert f'alt="{Site.current().name}"></a></p>' in page


def test_a_wide_one_is_no_wider_than_the_masthead_bears(as_, ada):
    send(as_(ada), picture(size=(4000, 100)))
    assert Site.current().logo_size == (220, 6)


@pytest.mark.parametrize(("size", "shown"), [((4000, 40), "220 pixels wide and 2 high"), ((40, 4000), "1 pixels wide and 44 high")])
def test_what_would_be_a_line_in_the_masthead_is_refused(as_, ada, size, shown):
    answer = send(as_(ada), picture(size=size))
    assert answer.status_code == 422 and shown in answer.content.decode()
    assert not Site.current().logo


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture that can be read"),
        (b"GIF89a<script>", "no picture that can be read"),
        (b"", "This file is empty"),
        (b"\0" * (5 * 1024 * 1024 + 1), "5.0 MB"),
    ],
    ids=["svg", "script", "empty", "large"],
)
def test_what_is_no_picture_is_refused_in_words(as_, ada, raw, words):
    answer = send(as_(ada), raw)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Site.current().logo


def test_nothing_that_was_in_the_file_is_kept(as_, ada):
    exif = Image.Exif()
    exif[0x010E] = "who took it"
    send(as_(ada), picture("JPEG", exif=exif))
    assert b"who took it" not in default_storage.open(Site.current().logo).read()


def test_a_new_one_takes_the_place_of_the_old(as_, ada):
    send(as_(ada), picture())
    before = Site.current().logo
    send(as_(ada), picture(colour="red"))
    assert Site.current().logo != before


@pytest.mark.parametrize(("colour", "vanishes"), [("#1a1815", "dark"), ("#fdfcf9", "light"), ("#b8420f", "")])
def test_a_mark_that_would_be_lost_on_its_paper_gets_a_plate(as_, ada, colour, vanishes):
    send(as_(ada), drawn(colour))
    assert Site.current().logo_vanishes == vanishes
    assert (f"logo plate-{vanishes}" if vanishes else 'class="logo"') in as_(None).get("/recent/").content.decode()


def test_removed_the_name_stands_there_again(as_, ada):
    send(as_(ada), picture())
    assert as_(ada).post(f"{AT}remove/").status_code == 302
    assert as_(ada).post(f"{AT}remove/").status_code == 302
    assert '<img class="logo' not in as_(None).get("/recent/").content.decode()
    assert Change.objects.filter(what="the logo").count() == 2


def icons(client):
    return {name: client.get(icon_address(name)) for name in SIZES}


def test_the_icons_show_it(as_, ada):
    plain, key = icons(as_(None)), Site.current().icon_key
    assert as_(None).get("/favicon.ico")["Content-Type"] == "image/svg+xml"
    send(as_(ada), picture())
    assert Site.current().icon_key != key
    for name, answer in icons(as_(None)).items():
        assert answer["Content-Type"] == "image/png" and answer.content != plain[name].content
        assert Image.open(BytesIO(answer.content)).size == (SIZES[name][0], SIZES[name][0])
    assert as_(None).get("/favicon.ico")["Content-Type"] == "image/png"
    assert Site.current().touch_icon_url in as_(None).get("/recent/").content.decode()


@pytest.mark.parametrize("name", ["Tolliver", "Älvsborg", "日本", "عمان", "…", "42", "<b>"])
def test_every_name_has_an_icon(as_, db, name):
    Site(name=name).save()
    assert {answer.status_code for answer in icons(as_(None)).values()} == {200}
    ElementTree.fromstring(as_(None).get("/favicon.ico").content)


def test_only_administrators(as_, mo, bob):
    for client in (as_(mo), as_(bob)):
        assert send(client, picture()).status_code == 403
    assert as_(mo).get(AT).status_code == 405
    assert not Site.current().logo
