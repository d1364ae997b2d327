"""/about/style/ shows every component, made by what makes the pages."""

import re
from pathlib import Path

import pytest

from operations.newsroom import ELSEWHERE, SHEETS
from operations.style import COLOURS, ICONS

ROOT = Path(__file__).resolve().parent.parent
CSS = (ROOT / "static/css/rostrum.css").read_text()


def classes(page: str) -> set[str]:
    return {name for found in re.findall(r'class="([^"]*)"', page) for name in found.split()}


def named_in_the_document() -> set[str]:
    """What docs/design.md says to use before inventing a class."""
    listed = (ROOT / "docs/design.md").read_text().partition("## Classes to use before inventing one\n")[2].partition("\n## ")[0]
    return {name for name in re.findall(r"`([^`]*)`", listed) if re.fullmatch(r"[.a-z-]+", name) and not name.endswith(".css")}


@pytest.fixture
def page(as_, db):
    answer = as_(None).get("/about/style/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_class_of_the_document_is_there(page):
    named = {part for name in named_in_the_document() for part in name.removeprefix("button.").strip(".").split(".") if part}
    assert len(named) > 35
    assert named - {"narrow", "writing", "list", "with-side"} - classes(page) == set()


def test_every_state_of_a_comment_is_there(page):
    for state in ("own", "is-new", "is-hidden", "in-hidden-branch", "stub", "tombstone", "title-only", "derived"):
        assert state in classes(page), state
    for words in ('class="folded"', "Recommended by 9 members", "by you", "removed by a moderator"):
        assert words in page, words
    numbers = re.findall(r'id="c(\d+)"', page)
    assert len(numbers) == len(set(numbers)) > 15


def test_every_colour_and_every_icon_is_there(page):
    assert set(re.findall(r"--([a-z]+): light-dark", CSS)) - {"accent"} <= {*COLOURS, "on"}
    assert all(f"--{name}<" in page for name in COLOURS)
    assert len(ICONS) > 20 and all(f"#{name}" in page for name in ICONS)


def test_icons_that_templates_name_are_drawn():
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'"_icon.html" with name="([^"]*)"', path.read_text())
    }
    assert named and named <= set(ICONS)


def test_it_asks_the_database_for_nothing_and_sets_no_cookie(as_, db, django_assert_num_queries):
    browser = as_(None)
    browser.get("/about/style/")
    with django_assert_num_queries(0):
        answer = browser.get("/about/style/")
    assert not answer.cookies and answer.shared_on


def test_ids_are_used_once(page):
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_class_of_every_sheet_is_shown_or_listed(page):
    listed = {name for names in ELSEWHERE.values() for name in names.split()}
    sheets = {path.stem for path in (ROOT / "static/css").glob("*.css")}
    assert sheets == {"rostrum", *SHEETS}
    every: set[str] = set()
    for sheet in sheets:
        css = re.sub(r"/\*.*?\*/", "", (ROOT / f"static/css/{sheet}.css").read_text(), flags=re.DOTALL)
        defined = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", " ", css)))
        assert defined - classes(page) - listed == set(), sheet
        every |= defined
    assert listed - every == set(), "names that no sheet knows any more"
    assert all(f".{name}<" in page for name in listed)


def test_every_colour_has_its_contrast_in_both_schemes(page):
    said = re.findall(r"--([a-z]+)</code> <span class=\"help\">([\d.]+) : 1 to (ink|paper)", page)
    assert len(said) == 2 * len(COLOURS)
    for name, ratio, _ in said:
        least = {"line": 1.0, "edge": 3.0}.get(name, 4.5)
        assert float(ratio) >= least, (name, ratio)
