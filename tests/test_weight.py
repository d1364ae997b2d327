"""What pages make a browser load: scripts stay as small as we promise, whoever adds to them."""

import gzip
import re

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "static" / "js"


AT_ONCE = re.compile(r'^import .*?"(\..*?)";', re.MULTILINE)
EVER = re.compile(r'\bimport\b.*?"(\..*?)"')  # what is loaded when it is first needed, too


def loaded(path, imports=AT_ONCE, known=frozenset()):
    """A module with all that it imports."""
    found = {path, *known}
    for address in imports.findall(path.read_text()):
        other = (path.parent / address).resolve()
        if other not in found:
            found = loaded(other, imports, frozenset(found))
    return found


@pytest.mark.parametrize(("entrance", "most"), [("reader.js", 5 * 1024), ("member.js", 30 * 1024)])
def test_scripts_are_small(entrance, most):
    modules = loaded(SCRIPTS / entrance)
    assert len(modules) > 1
    of_long_threads = (SCRIPTS / "behaviors" / "whole.js").stat().st_size if entrance == "reader.js" else 0
    assert sum(module.stat().st_size for module in modules) + of_long_threads <= most


def test_what_is_loaded_later_is_small_too():
    """As it is sent, compressed, a reader's whole visit keeps to the figure; a member's too, whatever they press."""
    readers, members = (loaded(SCRIPTS / entrance, EVER) for entrance in ("reader.js", "member.js"))
    assert {"fold.js", "arrive.js", "pill.js"} <= {module.name for module in readers}
    assert sum(len(gzip.compress(module.read_bytes())) for module in readers) <= 5 * 1024
    assert sum(len(gzip.compress(module.read_bytes())) for module in members) <= 30 * 1024


def test_the_editor_of_diaries_is_small_too():
    """What its page loads on top of a member's scripts; the library for rich text comes by itself, for whoever chose that."""
    modules = loaded(SCRIPTS / "writer.js") - loaded(SCRIPTS / "member.js", EVER)
    assert len(modules) > 10
    assert sum(module.stat().st_size for module in modules) <= 30 * 1024


def test_a_behaviour_is_short():
    long = {path.name: count for path in (SCRIPTS / "behaviors").glob("*.js") if (count := len(path.read_text().splitlines())) > 50}
    assert long == {}


def test_nothing_is_styled_by_what_the_whole_page_holds():
    """`body:has(...)` makes a browser style a thread of a thousand comments anew at every arrival: half a second each."""
    sheets = (settings.BASE_DIR / "static" / "css").glob("*.css")
    assert [
        sheet.name
        for sheet in sheets
        if re.search(r"\b(?:html|body|:root)[^{}\s]*:has\(", re.sub(r"/\*.*?\*/", "", sheet.read_text()))
    ] == []
