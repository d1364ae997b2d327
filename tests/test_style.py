"""/about/style/ shows every component, made by what makes the pages."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from community.models import Site
from operations.style import tokens
from operations.style.catalogue import CHAPTERS, HOOKS
from operations.style.piece import OWN, apart
from operations.style.specimens import Cast
from operations.style.views import chapters
from tests.test_html import complaints

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = {str(path.relative_to(ROOT / "templates")): path.read_text() for path in (ROOT / "templates").rglob("*.html")}
PAGES = {name: text for name, text in TEMPLATES.items() if not name.startswith(OWN)}
FRAME = {"skip", "style"}  # the page's own: above everything, and around it


def classes(markup: str) -> set[str]:
    return {name for found in re.findall(r'class="([^"]*)"', markup) for name in found.split()}


def styled(sheet: str) -> set[str]:
    """The classes that a style sheet knows, also those within a nested rule."""
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", (ROOT / f"static/css/{sheet}.css").read_text(), flags=re.DOTALL)
    return {name for selector in re.findall(r"([^{};]+)\{", css) for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def named_in_the_document() -> set[str]:
    """What docs/design.md says to use before inventing a class."""
    listed = (ROOT / "docs/design.md").read_text().partition("## Classes to use before inventing one\n")[2].partition("\n## ")[0]
    named = {name for name in re.findall(r"`([^`]*)`", listed) if re.fullmatch(r"[.a-z-]+", name) and not name.endswith(".css")}
    return {part for name in named for part in name.removeprefix("button.").split(".") if part}


@cache
def asked() -> str:
    answer = Client().get("/about/style/")
    assert answer.status_code == 200
    return answer.content.decode()


@cache
def made() -> list[tuple[str, set[str]]]:
    cast = Cast()
    pieces = [each for make in CHAPTERS for each in make(cast).pieces]
    return [(state.template, state.classes) for each in pieces for state in each.states]


def code() -> str:
    """Whatever can give an element a class, beside templates: our scripts, the editor's, and the modules that write markup."""
    ours = [*(ROOT / "static/js").rglob("*.js"), *(ROOT / "comments").glob("*.py"), *(ROOT / "diaries").glob("*.py")]
    return "\n".join(path.read_text() for path in (*ours, Path(finders.find("django_prose_editor/editor.js"))))


@pytest.fixture
def page(db):
    return asked()


@pytest.fixture
def shown(db):
    """Of every state of every piece: the template that made it, and the classes it wears."""
    return made()


def test_every_class_of_every_sheet_is_worn_there(shown):
    """Naming one does not do: what is a hook is set by a script or by code, and stands in no template."""
    worn = set().union(*(wears for _, wears in shown))
    for sheet in ("rostrum", *tokens.SHEETS):
        if sheet != "style":
            assert styled(sheet) - worn - FRAME - HOOKS.keys() == set(), sheet
    assert HOOKS.keys() <= set().union(*map(styled, tokens.SHEETS), styled("rostrum")), "names that no sheet knows any more"
    assert [name for name in HOOKS if not re.search(rf"""["' ]{name}["' ]""", code())] == [], "names that nothing sets any more"
    in_templates = set().union(*(classes(re.sub(r"{[{%].*?[%}]}", " ", text)) for text in PAGES.values()))
    assert HOOKS.keys() & (worn | in_templates) == set()
    assert len(HOOKS) < 12


def test_what_a_page_has_a_partial_for_is_made_by_it(shown):
    """Markup of the style page's own shows only the words of the language, which docs/design.md lists; all else could drift."""
    theirs = set().union(*(wears for template, wears in shown if template in PAGES))
    own = set().union(*(wears for template, wears in shown if template not in PAGES))
    assert own - theirs - styled("style") <= named_in_the_document() | {"ProseMirror"}  # which the editor makes
    assert len({template for template, _ in shown if template in PAGES}) > 80


def test_the_sheets_that_it_links_are_all(page):
    assert set(tokens.SHEETS) | {"rostrum"} == {path.stem for path in (ROOT / "static/css").glob("*.css")}
    assert all(f"css/{sheet}." in page for sheet in tokens.SHEETS)


def test_every_class_of_the_document_is_there(page):
    assert len(named_in_the_document()) > 35
    assert named_in_the_document() - classes(page) == set()


def test_every_state_of_a_comment_is_there(page):
    for state in (
        "own",
        "is-new",
        "is-hidden",
        "in-hidden-branch",
        "stub",
        "tombstone",
        "title-only",
        "derived",
        "shrunk",
        "far",
        "to-new",
    ):
        assert state in classes(page), state
    for words in (
        'class="folded"',
        'class="folded-one"',
        "Recommended by 9 members",
        "by you",
        "removed by a moderator",
        "Why, and what you can do",
    ):
        assert words in page, words


def test_every_colour_and_every_icon_is_there(page):
    css = (ROOT / "static/css/rostrum.css").read_text()
    assert set(re.findall(r"--([a-z]+): light-dark", css)) - {"accent"} <= {*tokens.COLOURS, "on"}
    assert all(f"--{name}<" in page for name in tokens.COLOURS)
    assert len(tokens.ICONS) > 20 and all(f"#{name}" in page for name in tokens.ICONS)


def test_icons_that_templates_name_are_drawn():
    named = {name for text in TEMPLATES.values() for name in re.findall(r'"_icon.html" with name="([^"]*)"', text)}
    assert named and named <= set(tokens.ICONS)


def test_it_asks_the_database_for_nothing_and_sets_no_cookie(as_, db, django_assert_num_queries):
    browser = as_(None)
    browser.get("/about/style/")
    with django_assert_num_queries(0):
        answer = browser.get("/about/style/")
    assert not answer.cookies and answer.shared_on


def test_nobody_and_nothing_of_the_site_is_in_it(db, django_assert_num_queries):
    Site.current()
    Cast().thread()  # the numbers in force
    with django_assert_num_queries(0):
        chapters()


def test_nothing_leads_anywhere(page):
    """No form is sent, no link leaves the page, and no script of the site takes hold of anything."""
    body = page.partition('<main id="main"')[2].partition("</main>")[0]
    assert set(re.findall(r'<form\b[^>]*?method="(\w+)"', body)) == {"dialog"} and "action=" not in body
    assert all(re.findall(r'<form\b(?=[^>]*method=")', form) for form in re.findall(r"<form\b[^>]*>", body))
    assert {address[0] for address in re.findall(r'<a\b[^>]*?href="([^"]*)"', body)} == {"#"}
    assert set(re.findall(r"\sdata-([\w-]+)", body)) <= {"what", "tool", "beside", "h1"}
    assert "/media/" not in re.sub(r'value="[^"]*"', "", body)


def test_it_is_valid_and_each_link_within_it_has_its_place(page):
    assert complaints(page) == []
    ids = set(re.findall(r'\sid="([^"]*)"', page))
    assert {name for name in re.findall(r'<a\b[^>]*?href="#([^"]*)"', page) if name not in ids} == set()


def test_every_colour_has_its_contrast_in_both_schemes(page):
    said = re.findall(r"--([a-z]+)</code> <span class=\"help\">([\d.]+) : 1 to (ink|paper)", page)
    assert len(said) == 2 * len(tokens.COLOURS)
    for name, ratio, _ in said:
        least = {"line": 1.0, "edge": 3.0}.get(name, 4.5)
        assert float(ratio) >= least, (name, ratio)


def test_two_of_a_kind_stand_apart():
    one, two = (
        apart('<h1 id="a">x</h1><form method="post" action="/a/"><label for="a b">x</label></form><a href="/b/">', "x", n, "X")
        for n in (0, 1)
    )
    assert (
        one
        == '<h2 aria-level="4" data-h1 id="x-0-a">x</h2><form method="dialog"><label for="x-0-a x-0-b">x</label></form><a href="#x">'
    )
    assert two == one.replace("x-0", "x-1")
