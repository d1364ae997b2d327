"""A diary says in which language it is written; where it says nothing, the site does."""

import json
import re

from community.models import Site
from diaries.models import Diary

TEXT = {
    "title": "Der Fluss",
    "intro": "Am Morgen stand das Wasser hoch.",
    "body": "Am Abend auch.",
    "markup": "markdown",
    "tags": "Mill",
}


def linked(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def read(client, diary):
    return client.get(diary.get_absolute_url()).content.decode()


def test_it_stands_wherever_the_diary_is_read(as_, alice, client):
    as_(alice).post("/diaries/write/", {**TEXT, "language": "de", "do": "publish"})
    diary = Diary.objects.get(title="Der Fluss")
    page, row = read(client, diary), client.get("/recent/").content.decode()
    assert (
        '<h1 dir="auto" lang="de">' in page
        and '<div class="prose intro" dir="auto" lang="de">' in page
        and 'id="thread" lang="de"' in page
    )
    assert 'dir="auto" lang="de">Der Fluss</a>' in row and linked(page)["inLanguage"] == "de"
    feed = client.get("/recent/feed/").content.decode()
    assert re.search('<feed [^>]*xml:lang="en"', feed) and '<entry xml:lang="de">' in feed
    assert '<html lang="en"' in page, "the site's own words are English"


def test_without_one_it_is_the_sites(as_, alice, diary, client):
    assert '<h1 dir="auto">' in read(client, diary) and linked(read(client, diary))["inLanguage"] == "en"
    Site.describe(language="fr")
    assert '<h1 dir="auto" lang="fr">' in read(client, diary) and linked(read(client, diary))["inLanguage"] == "fr"
    assert "newsreader-headline-more" in read(client, diary), "its letters come at once"
    feed = client.get("/recent/feed/").content.decode()
    assert 'xml:lang="fr"' in feed and "<entry>" in feed


def test_where_nobody_says_so_its_letters_may(as_, alice, bob, client):
    as_(alice).post("/diaries/write/", {**TEXT, "title": "سيرة النهر", "do": "publish"})
    diary = Diary.objects.get(title="سيرة النهر")
    assert (
        '<h1 dir="auto" lang="ar">' in read(client, diary) and 'lang="ar">سيرة النهر</a>' in client.get("/recent/").content.decode()
    )
    for body in ("نهر", "The river <b>&</b> the “mill”", "川と橋"):
        diary.comments.post(by=bob, body=body)
    page = read(client, diary)
    assert 'class="prose comment-body" dir="auto"><p dir="auto">نهر' in page, "it says what its diary is in"
    assert 'class="prose comment-body" dir="auto"><p dir="auto">The river' in page, "letters of many languages tell none"
    assert 'class="prose comment-body" dir="auto" lang="ja"><p dir="auto">川' in page


def test_the_editor_spells_in_it_and_keeps_it(as_, alice, client):
    browser = as_(alice)
    browser.post("/diaries/write/", {**TEXT, "language": "de"})
    diary = Diary.objects.get(title="Der Fluss")
    page = browser.get(f"/diaries/{diary.pk}/edit/").content.decode()
    assert '<option value="de" selected>Deutsch</option>' in page and re.search(r'<textarea[^>]* lang="de"', page)
    browser.post(f"/diaries/{diary.pk}/edit/", {**TEXT, "body": "Anders."})
    diary.refresh_from_db()
    assert (diary.language, diary.body) == ("de", "Anders."), "a form that does not ask takes nothing away"
    browser.post(f"/diaries/{diary.pk}/edit/", {**TEXT, "language": ""})
    diary.refresh_from_db()
    assert diary.language == ""


def test_of_a_published_diary_it_waits_with_the_other_changes(as_, alice, diary):
    said = {
        "title": diary.title,
        "intro": diary.intro,
        "body": diary.body,
        "markup": diary.markup,
        "tags": diary.tags_text,
        "token": "t",
        "revision": "0",
    }
    answer = as_(alice).post(f"/diaries/{diary.pk}/edit/keep/", {**said, "language": "it", "known": diary.stand})
    assert answer.status_code == 200 and diary.pending_edits.get().language == "it"
    diary.refresh_from_db()
    assert diary.language == ""
    assert '<option value="it" selected>' in as_(alice).get(f"/diaries/{diary.pk}/edit/").content.decode()


def test_what_is_no_language_is_refused(as_, alice):
    answer = as_(alice).post("/diaries/write/", {**TEXT, "language": 'xx" onload="', "do": "publish"})
    assert answer.status_code == 422 and b'onload="' not in answer.content and not Diary.objects.exists()
