"""From one way of writing to the other: what a text says stays, and nothing is saved by it."""

import pytest

from diaries.models import Diary, PendingEdit

ADDRESS = "/diaries/write/convert/"


def test_markdown_becomes_html_and_back(as_, alice):
    html = as_(alice).post(ADDRESS, {"text": "## Low\n\nThe *river*.", "to": "html"}).json()
    assert html == {"text": "<h2>Low</h2>\n<p>The <em>river</em>.</p>", "loss": ""}
    back = as_(alice).post(ADDRESS, {"text": html["text"], "to": "markdown"}).json()
    assert back == {"text": "## Low\n\nThe *river*.", "loss": ""}


def test_what_footnotes_lose_is_said(as_, alice):
    said = as_(alice).post(ADDRESS, {"text": "So[^1].\n\n[^1]: By whom.", "to": "html"}).json()
    assert "plain numbers" in said["loss"]


def test_a_clipboard_becomes_either(as_, alice):
    said = {
        "from": "clipboard",
        "text": '<p class=MsoNormal style="mso-x:y"><b>Low</b><o:p></o:p></p><img src="data:image/png;base64,x">',
    }
    assert as_(alice).post(ADDRESS, said | {"to": "html"}).json() == {"text": "<p><b>Low</b></p>", "images": 1}
    assert as_(alice).post(ADDRESS, said | {"to": "markdown"}).json() == {"text": "**Low**", "images": 1}


def test_so_does_a_letter_without_any_html(as_, alice):
    said = {"from": "mail", "text": "Dear Ada,\n\nbring rope.\n"}
    assert as_(alice).post(ADDRESS, said | {"to": "html"}).json() == {"text": "<p>Dear Ada,</p>\n<p>bring rope.</p>", "images": 0}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"text": "x", "to": "latex"}, 422),
        ({"text": "x"}, 422),
        ({"text": "x\x07", "to": "html"}, 422),
        ({"text": "[" * 50_000, "to": "html"}, 422),
        ({"text": "<b>" * 200_000, "to": "markdown"}, 200),
        ({"text": "<p style='mso-list:l0 level9'>" * 20_000, "to": "html", "from": "clipboard"}, 200),
        ({"text": ">" * 400_000 + "\n> " * 200_000, "to": "html", "from": "mail"}, 422),
        ({"text": "<b><i>" * 100_000 + "</b>" * 100_000, "to": "markdown", "from": "clipboard"}, 422),
    ],
)
def test_hostile_text_is_answered_in_words_or_bounded(as_, alice, said, status):
    assert as_(alice).post(ADDRESS, said).status_code == status


def test_a_stranger_is_told_that_the_text_stays(as_):
    answer = as_(None).post(ADDRESS, {"text": "x", "to": "html"})
    assert answer.status_code == 401 and "Your text is kept" in answer.json()["words"]


def test_get_is_405(as_, alice):
    assert as_(alice).get(ADDRESS).status_code == 405


# -- without scripts: a button beside the choice -------------------------------------------------------------------------


def test_the_button_converts_and_saves_nothing(as_, alice, typed):
    answer = as_(alice).post("/diaries/write/", typed | {"markup": "html", "do": "convert"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "&lt;p&gt;The river is &lt;em&gt;low&lt;/em&gt;.&lt;/p&gt;" in page and "Converted, and not saved yet." in page
    assert '<option value="html" selected>' in page and "Low water" in page and "Thanks for wading." in page
    assert not Diary.objects.exists()


def test_the_button_leaves_a_published_diary_as_it_is(as_, alice, diary, typed):
    page = as_(alice).post(f"/diaries/{diary.pk}/edit/", typed | {"markup": "html", "do": "convert"}).content.decode()
    assert "&lt;em&gt;low&lt;/em&gt;" in page
    assert Diary.objects.get().intro == "Which of the two?" and not PendingEdit.objects.exists()


def test_the_next_diary_opens_in_the_way_of_the_last(as_, alice, bob, typed):
    assert '<option value="markdown" selected>' in as_(alice).get("/diaries/write/").content.decode()
    as_(alice).post("/diaries/write/", typed | {"markup": "html", "intro": "<p>Low.</p>"})
    assert '<option value="html" selected>' in as_(alice).get("/diaries/write/").content.decode()
    assert '<option value="markdown" selected>' in as_(bob).get("/diaries/write/").content.decode()


def test_an_expired_session_keeps_the_choice_too(as_, bob, typed):
    browser = as_(None)
    answer = browser.post("/diaries/write/", typed | {"markup": "html", "intro": "<p>Low.</p>", "writer": bob.pk})
    browser.force_login(bob)
    assert answer.status_code == 302
    page = browser.get("/accounts/kept/").content.decode()
    assert "&lt;p&gt;Low.&lt;/p&gt;" in page and 'name="markup" value="html"' in page
