"""“In this diary”: a long diary's page lists its parts."""

import re

import pytest

LONG = "".join(f"## Part {number}\n\nWords.\n\n" for number in range(1, 5))


def parts(browser, diary):
    page = browser.get(diary.get_absolute_url()).content.decode()
    found = re.search(r'<nav class="contents" aria-label="In this diary">(.*?)</nav>', page, re.DOTALL)
    listed = re.findall(r'<a href="#([^"]*)"', found[1]) if found else []
    for anchor in listed:
        assert page.count(f' id="{anchor}"') == 1
    return listed


def test_every_part_has_a_place_in_the_list_and_an_address(as_, diary, alice, bob):
    diary.write(by=alice, title=diary.title, intro="Short.", tags="Ferry", body=LONG)
    for reader in (None, bob, alice):
        assert parts(as_(reader), diary) == ["s-part-1", "s-part-2", "s-part-3", "s-part-4"]


def test_the_list_follows_the_text(as_, diary, alice):
    diary.write(by=alice, title=diary.title, intro="Short.", tags="Ferry", body=LONG)
    assert parts(as_(None), diary)
    diary.write(by=alice, title=diary.title, intro="Short.", tags="Ferry", body="## One\n\nx\n\n" + LONG)
    assert parts(as_(None), diary)[0] == "s-one"


@pytest.mark.parametrize("body", ["", "Words.", "## One\n\nx\n\n## Two\n\nx\n\n## Three\n\nx"])
def test_a_short_diary_has_none(as_, diary, alice, body):
    diary.write(by=alice, title=diary.title, intro="Short.", tags="Ferry", body=body)
    assert parts(as_(None), diary) == []


def test_the_preview_shows_it_too(as_, alice):
    written = {"title": "Long", "intro": "Short.", "body": LONG, "tags": "Ferry", "markup": "markdown", "do": "preview"}
    page = as_(alice).post("/diaries/write/", written).content.decode()
    assert 'href="#s-part-1"' in page and ' id="s-part-1"' in page
