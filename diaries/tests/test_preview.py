"""Preview: the published rendering, under a banner that it is not public."""

from diaries.models import Diary

BANNER = "This is a preview. It is not public, and nothing was saved yet."


def test_it_shows_the_rendering_and_saves_nothing(as_, alice, typed):
    answer = as_(alice).post("/diaries/write/", typed | {"do": "preview"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert BANNER in page and "<em>low</em>" in page and '<h1 dir="auto">Low water</h1>' in page
    assert not Diary.objects.exists()


def test_its_form_publishes_exactly_what_was_shown(as_, alice, typed):
    body = 'Two\n\n  lines, "quoted" & <b>bold</b>'
    page = as_(alice).post("/diaries/write/", typed | {"do": "preview", "body": body}).context["form"]
    shown = {name: page[name].value() for name in page.fields if page[name].value() is not None}
    as_(alice).post("/diaries/write/", shown | {"token": "one-form", "do": "publish"})
    diary = Diary.objects.get()
    assert (diary.state, diary.body, diary.tags_text, diary.tip) == ("published", body, "River, Low Water", "Thanks for wading.")


def test_the_preview_of_a_published_diary_leaves_it(as_, diary, alice, typed):
    page = as_(alice).post(f"/diaries/{diary.pk}/edit/", typed | {"do": "preview"}).content.decode()
    assert (
        "This is a preview. It is not public; your changes wait until you save them." in page and 'name="sure" value="yes"' in page
    )
    assert "Low water" not in as_(None).get(diary.get_absolute_url()).content.decode()


def test_script_is_taken_out_there_too(as_, alice, typed):
    page = as_(alice).post(
        "/diaries/write/", typed | {"do": "preview", "body": "<img src=x onerror=alert(1)><script>alert(2)</script>"}
    )
    shown = page.content.decode().partition('<article class="diary">')[2]
    assert "So low" not in shown and "onerror" not in shown and "alert(2)" not in shown


def test_a_heading_is_never_empty(as_, alice, typed):
    page = (
        as_(alice).post("/diaries/write/", typed | {"do": "preview", "title": ""}, headers={"HX-Request": "true"}).content.decode()
    )
    assert 'dir="auto">untitled diary</h' in page


def test_nobody_previews_over_anothers_diary(as_, diary, bob, typed):
    assert as_(bob).post(f"/diaries/{diary.pk}/edit/", typed | {"do": "preview"}).status_code == 403


def test_with_htmx_only_the_rendering_comes_and_the_editor_stays(as_, diary, alice, typed):
    htmx = {"HX-Request": "true"}
    answer = as_(alice).post(f"/diaries/{diary.pk}/edit/", typed | {"do": "preview"}, headers=htmx)
    page = answer.content.decode()
    assert "<em>low</em>" in page and "<form" not in page and "<html" not in page
    assert not diary.pending_edits.exists()
    wrong = as_(alice).post("/diaries/write/", typed | {"do": "preview", "body": "[" * 100_000}, headers=htmx)
    assert wrong.status_code == 422 and "never closed" in wrong.content.decode() and "<form" not in wrong.content.decode()
