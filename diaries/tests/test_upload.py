"""Pictures for diaries: taken in and written anew, shown with the text that names them and to nobody else."""

import errno
import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from community.models import set_rule
from core.pictures import files_of
from diaries.models import Diary, Picture, Update

ADDRESS = "/pictures/"


def drawn(size=(700, 350), kind="JPEG", colour=(180, 90, 40), **options):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(browser, raw=None, *, name="boat.jpg", accept="application/json", **said):
    sent = {"picture": SimpleUploadedFile(name, raw if raw is not None else drawn()), "alt": "A boat"} | said
    return browser.post(ADDRESS, sent, headers={"Accept": accept} if accept else {})


@pytest.fixture
def picture(alice):
    return Picture.objects.upload(SimpleUploadedFile("boat.jpg", drawn()), by=alice, alt="A boat", caption='At the "quay"')


# -- taking in ---------------------------------------------------------------------------------------------------------


def test_it_is_written_anew_in_three_widths_and_never_larger(as_, alice):
    answer = upload(as_(alice), drawn((2000, 1000)))
    assert answer.status_code == 201
    kept = Picture.objects.get()
    assert (kept.owner, kept.alt, kept.width, kept.height) == (alice, "A boat", 1600, 800)
    sizes = {}
    for width, path in files_of(kept.name).items():
        with Image.open(default_storage.open(path)) as stored:
            sizes[width] = stored.size
            assert stored.format == "WEBP"
    assert sizes == {480: (480, 240), 960: (960, 480), 1600: (1600, 800)}
    assert kept.weight == sum(default_storage.size(path) for path in files_of(kept.name).values())
    small = upload(as_(alice), drawn((300, 200))).json()
    assert "-300x200.webp" in small["markdown"] and len(files_of(Picture.objects.last().name)) == 1


def test_what_else_was_in_the_file_is_gone_and_it_stands_upright(as_, alice):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, "CanaryCamera", "Canarycomment"
    exif.get_ifd(0x8825)[1] = "N"
    upload(as_(alice), drawn((400, 200), exif=exif))
    kept = Picture.objects.get()
    raw = default_storage.open(files_of(kept.name)[kept.width]).read()
    assert (kept.width, kept.height) == (200, 400)
    assert b"Canary" not in raw and b"EXIF" not in raw and b"ICCP" not in raw and b"XMP" not in raw


def test_a_moving_picture_becomes_a_still(as_, alice):
    frames = [Image.new("P", (300, 300), n) for n in range(5)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert upload(as_(alice), out.getvalue(), name="moves.gif").status_code == 201
    kept = Picture.objects.get()
    with Image.open(default_storage.open(files_of(kept.name)[300])) as stored:
        assert getattr(stored, "n_frames", 1) == 1


def test_the_same_file_twice_is_one_picture_with_the_newer_words(as_, alice, bob):
    first, second = upload(as_(alice)).json(), upload(as_(alice), alt="A long boat").json()
    assert first["address"] == second["address"]
    assert Picture.objects.get().alt == "A long boat"
    upload(as_(bob))
    assert Picture.objects.count() == 2


def test_words_are_asked_for_or_said_to_be_none(as_, alice):
    missing = upload(as_(alice), alt=" ")
    assert missing.status_code == 422 and "Say in a few words what it shows" in missing.json()["words"]
    assert not Picture.objects.exists()
    said = upload(as_(alice), alt="", decorative="on").json()
    assert said["markdown"].startswith("![](/media/pictures/")


def test_the_line_for_a_text_holds_whatever_the_words_hold(as_, alice):
    words = 'A [boat] with "oars" & <b>'
    said = upload(as_(alice), alt=words, caption=words).json()
    for name, markup in (("markdown", "markdown"), ("html", "html")):
        diary = Diary.objects.start(by=alice, title="T", intro=said[name], markup=markup)
        assert 'alt="A [boat] with &quot;oars&quot; &amp; &lt;b&gt;"' in diary.intro_html
        assert '<figcaption dir="auto">A [boat] with "oars" &amp; &lt;b&gt;</figcaption>' in diary.intro_html.replace("&quot;", '"')
        assert 'width="700" height="350"' in diary.intro_html and "-480.webp 480w" in diary.intro_html


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "a.png"),
        (b"not one", "a.jpg"),
        (SVG, "a.svg"),
        (SVG, "a.png"),
        (drawn()[:300], "cut.jpg"),
        (drawn(kind="TIFF"), "a.tif"),
    ],
)
def test_what_is_no_picture_is_422_in_words(as_, alice, raw, name):
    answer = upload(as_(alice), raw, name=name)
    assert answer.status_code == 422 and answer.json()["words"]
    assert not Picture.objects.exists()
    page = upload(as_(alice), raw, name=name, accept="")
    assert page.status_code == 422 and "A boat" in page.content.decode()


def test_bombs_are_refused_before_they_are_unpacked(as_, alice):
    header = struct.pack(">IIBBBBB", 9_000, 9_000, 8, 2, 0, 0, 0)
    small = drawn((9, 9), "PNG")
    answer = upload(as_(alice), small[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + small[33:])
    assert answer.status_code == 422 and "at most 40 megapixels" in answer.json()["words"]
    set_rule("pictures.megabytes", "1")
    assert "at most 1 MB" in upload(as_(alice), drawn() + b"\0" * 1_100_000).json()["words"]


def test_so_many_a_day(as_, alice):
    set_rule("pictures.a_day", "2")
    for red in (1, 2):
        assert upload(as_(alice), drawn((50, 50), "PNG", (red, 0, 0))).status_code == 201
    answer = upload(as_(alice), drawn((50, 50), "PNG", (3, 0, 0)))
    assert answer.status_code == 429 and "which is the limit" in answer.json()["words"]
    Picture.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    assert upload(as_(alice), drawn((50, 50), "PNG", (3, 0, 0))).status_code == 201


def test_a_full_disk_is_said_and_nothing_is_half_kept(as_, alice, monkeypatch):
    def full(path, content, **_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = upload(as_(alice))
    assert answer.status_code == 507 and "no room for the picture" in answer.json()["words"]
    assert not Picture.objects.exists()
    assert upload(as_(alice), accept="").status_code == 507


def test_without_scripts_it_is_a_page(as_, alice):
    assert upload(as_(alice), accept="").status_code == 302
    page = as_(alice).get(ADDRESS).content.decode()
    assert "![A boat](/media/pictures/" in page and "in no diary yet" in page


def test_a_stranger_and_a_suspended_member_are_refused(as_, bob):
    assert upload(as_(None)).status_code == 401 and "Your text is kept" in upload(as_(None)).json()["words"]
    assert upload(as_(None), accept="").status_code == 302
    bob.suspended_until = timezone.now() + timedelta(days=1)
    bob.save(update_fields=["suspended_until"])
    assert upload(as_(bob)).status_code == 403
    assert not Picture.objects.exists()


# -- who sees it -------------------------------------------------------------------------------------------------------


def seen(browser, picture, suffix=""):
    return browser.get(f"/media/pictures/{picture.name}{suffix}.webp").status_code


def test_it_is_read_with_the_diary_that_shows_it(as_, alice, bob, mo, picture):
    readers = [as_(None), as_(bob), as_(mo)]
    diary = Diary.objects.start(by=alice, title="By boat", intro="Words.", body=picture.in_markdown, tags="Ferry")
    assert [seen(each, picture) for each in readers] == [404] * 3 and seen(as_(alice), picture) == 200
    diary.publish(by=alice)
    assert [seen(each, picture, "-480") for each in readers] == [200] * 3
    answer = as_(None).get(f"/media/pictures/{picture.name}.webp")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable" and answer["X-Content-Type-Options"] == "nosniff"
    diary.remove(by=alice)
    assert [seen(each, picture) for each in readers] == [404, 404, 200] and seen(as_(alice), picture) == 200
    assert as_(alice).get(f"/media/pictures/{picture.name}.webp")["Cache-Control"] == "private, no-store"


def test_taken_out_of_the_text_it_is_the_authors_alone(as_, alice, picture):
    diary = Diary.objects.start(by=alice, title="By boat", intro="Words.", body=picture.in_html, markup="html", tags="Ferry")
    diary.publish(by=alice)
    diary.write(by=alice, title="By boat", intro="Words.", body="None.", at=timezone.now() + timedelta(minutes=1))
    assert seen(as_(None), picture) == 404 and seen(as_(alice), picture) == 200
    diary.restore(diary.versions.last(), by=alice)
    assert seen(as_(None), picture) == 200


def test_an_update_shows_it_too(as_, alice, picture, diary):
    update = Update.objects.add(diary, by=alice, body=picture.in_markdown)
    assert seen(as_(None), picture) == 200
    update.remove(by=alice)
    assert seen(as_(None), picture) == 404


def test_nobody_publishes_the_picture_of_another(as_, bob, picture):
    diary = Diary.objects.start(by=bob, title="Mine", intro=picture.in_markdown, tags="Ferry")
    diary.publish(by=bob)
    assert seen(as_(None), picture) == 404 and seen(as_(bob), picture) == 404


@pytest.mark.parametrize(
    "way", ["/media/./pictures/{}", "/media//pictures/{}", "/media/avatars/../pictures/{}", "/media/pictures/../pictures/{}"]
)
def test_no_other_way_leads_to_it(as_, picture, way):
    assert as_(None).get(way.format(f"{picture.name}.webp")).status_code in (400, 404)


def test_what_is_no_file_of_a_picture_is_404(as_, alice, picture):
    for name in (f"{picture.name}-481", f"{picture.name}-1600", "x", picture.name[:-1], picture.name + "0"):
        assert as_(alice).get(f"/media/pictures/{name}.webp").status_code == 404


# -- when it goes ------------------------------------------------------------------------------------------------------


def test_what_stands_in_no_text_is_swept_and_what_can_come_back_is_not(alice, picture, django_capture_on_commit_callbacks):
    later = timezone.now() + timedelta(days=31)
    diary = Diary.objects.start(by=alice, title="By boat", intro=picture.in_markdown)
    diary.write(by=alice, title="By boat", intro="Words.", at=timezone.now() + timedelta(minutes=5))
    assert picture.diaries.count() == 0
    assert Picture.objects.sweep(at=later) == 0
    diary.versions.filter(intro__contains=picture.name).delete()
    assert Picture.objects.sweep(at=timezone.now() + timedelta(days=29)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert Picture.objects.sweep(at=later) == 1
    assert not Picture.objects.exists()
    assert not any(map(default_storage.exists, files_of(picture.name).values()))


def test_a_change_that_waits_keeps_it(alice, diary, picture):
    said = {"title": "T", "intro": picture.in_markdown, "body": "", "tags": "", "markup": "markdown"}
    diary.pending_edits.keep(diary, by=alice, token="t", revision=0, **said)
    assert Picture.objects.sweep(at=timezone.now() + timedelta(days=400)) == 0


@pytest.mark.parametrize("erase", [False, True])
def test_who_leaves_takes_along_what_no_diary_shows(as_, alice, picture, erase, django_capture_on_commit_callbacks):
    other = Picture.objects.upload(SimpleUploadedFile("b.png", drawn((90, 90), "PNG")), by=alice, alt="Unused")
    diary = Diary.objects.start(by=alice, title="By boat", intro=picture.in_markdown, tags="Ferry")
    diary.publish(by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        alice.leave(erase=erase)
    assert seen(as_(None), picture) == (404 if erase else 200)
    assert not Picture.objects.filter(pk=other.pk).exists()
    assert default_storage.exists(files_of(picture.name)[700]) is not erase


def test_discarding_asks_first_and_leaves_what_is_shown(as_, alice, bob, picture):
    place = f"/pictures/{picture.pk}/discard/"
    assert as_(bob).get(place).status_code == 404 and as_(bob).post(place).status_code == 302  # as for one that is gone
    assert Picture.objects.exists()
    assert "Discard this picture?" in as_(alice).get(place).content.decode() and Picture.objects.exists()
    diary = Diary.objects.start(by=alice, title="By boat", intro=picture.in_markdown)
    assert as_(alice).post(place).status_code == 409 and Picture.objects.exists()
    diary.write(by=alice, title="By boat", intro="Words.")
    diary.versions.all().delete()
    assert as_(alice).post(place).status_code == 302 and not Picture.objects.exists()
    assert as_(alice).post(place).status_code == 302


def test_a_text_without_pictures_asks_nothing_more(alice, diary, picture, django_assert_num_queries):
    with django_assert_num_queries(0):
        diary.render()


def test_the_page_of_pictures_asks_as_often_for_many_as_for_one(as_, alice, picture, django_assert_max_num_queries):
    for red in range(3):
        Picture.objects.upload(SimpleUploadedFile("b.png", drawn((40, 40), "PNG", (red, 0, 0))), by=alice, alt="Small")
    browser = as_(alice)
    browser.get(ADDRESS)
    with django_assert_max_num_queries(8):
        assert browser.get(ADDRESS).content.count(b"In Markdown") == 4
    for address in ("/diaries/write/", f"/diaries/{Diary.objects.start(by=alice, title='T').pk}/edit/"):
        with django_assert_max_num_queries(8):
            browser.get(address)
