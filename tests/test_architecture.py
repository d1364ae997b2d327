"""What the house looks like, kept so."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "config",
    "core",
    "community",
    "accounts",
    "diaries",
    "comments",
    "groups",
    "stream",
    "notifications",
    "moderation",
    "administration",
    "portability",
    "operations",
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Longer than a file or a function should be, and why it may.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
MARKS_SAFE = {
    *("core/html.py", "core/clock.py", "core/frames.py", "core/linked.py", "comments/thread.py"),
    "community/templatetags/rostrum.py",  # by format_html, which escapes
    "operations/style/piece.py",  # what templates made, with its ids and addresses changed
}
FORBIDDEN = {"utils", "util", "helpers", "helper", "manager", "managers", "data", "info", "misc", "common"}
_ATTRIBUTE = r"""[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*"""


def modules() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return sorted(path for path in found if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(node: ast.AST) -> int:
    """Of a function, without its decorators and its docstring."""
    body = node.body
    said = 0
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        said = body[0].end_lineno - body[0].lineno + 1
    return node.end_lineno - node.lineno + 1 - said


def test_there_is_something_to_look_at():
    assert len(modules()) > 50 and len(TEMPLATES) > 40
    assert "core/html.py" in map(name, modules())


def test_no_file_is_longer_than_400_lines():
    long = {name(path): count for path in modules() if (count := len(path.read_text().splitlines())) > 400}
    assert {path: count for path, count in long.items() if path not in LONG_FILES} == {}


def test_no_function_is_longer_than_30_lines():
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines(node) > 30:
                long[f"{name(path)}:{node.name}"] = lines(node)
    assert {place: count for place, count in long.items() if place not in LONG_FUNCTIONS} == {}


def test_every_exception_is_still_needed():
    known = set(map(name, modules()))
    assert {path for path in LONG_FILES if path not in known} == set()
    assert {place for place in LONG_FUNCTIONS if place.partition(":")[0] not in known} == set()


def test_no_module_has_a_name_that_says_nothing():
    assert [name(path) for path in modules() if path.stem in FORBIDDEN or path.parent.name in FORBIDDEN] == []


def test_nothing_is_imported_within_a_function():
    bad = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                bad += [f"{name(path)}:{each.lineno}" for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom)]
    assert bad == []


def test_only_these_modules_mark_html_as_safe():
    marks = re.compile(r"\b(mark_safe|format_html|format_html_join|SafeString\(|__html__)")
    found = {name(path) for path in modules() if marks.search(path.read_text())}
    assert found <= MARKS_SAFE
    assert "core/html.py" in found


def test_only_accounts_asks_whether_an_account_is_open():
    """Others ask `user.may_write_at(at)` or `may_rate_at(at)`, which know of suspensions too and say until when."""
    asked = re.compile(r"\.is_active\b")
    assert [name(path) for path in modules() if asked.search(path.read_text()) and not name(path).startswith("accounts/")] == []


# -- templates ----------------------------------------------------------------------------------------------------------


def test_templates_trust_only_html_that_we_stored():
    trusted = re.compile(r"\{\{\s*([^}|]*)\|\s*safe\b")
    for path in TEMPLATES:
        page = path.read_text()
        names = [found.strip() for found in trusted.findall(page)]
        wrong = [each for each in names if not each.endswith("_html") and not each.endswith("field.help_text")]
        assert wrong == [], path
        assert page.count("|safe") == len(names) and "safeseq" not in page and "autoescape" not in page, path


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style attribute", rf"<[a-z]+\b{_ATTRIBUTE}\sstyle\s*="),
        ("event attribute", rf"<[a-z]+\b{_ATTRIBUTE}\s(?:on[a-z]+|hx-on[:a-z-]*)\s*="),
        ("style element", r"<style\b"),
        ("script without src", r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>"),
        ("javascript address", r"javascript:"),
    ],
)
def test_templates_have_no_inline_script_or_style(what, pattern):
    assert re.search(pattern, {"style attribute": '<p class="x" style="y">', "event attribute": '<a href="x" onclick="y">',
        "style element": "<style>", "script without src": "<script>", "javascript address": 'href="javascript:x"'}[what])  # fmt: skip
    assert [name(path) for path in TEMPLATES if re.search(pattern, path.read_text(), re.IGNORECASE)] == []


def test_every_form_that_writes_has_its_token():
    forms = re.compile(r"<form\b[^>]*>.*?</form>|<form\b[^>]*>.*", re.DOTALL)
    count = 0
    for path in TEMPLATES:
        for form in forms.findall(path.read_text()):
            opening = form.partition(">")[0].lower()
            if 'method="post"' in opening or "hx-post" in opening:
                count += 1
                assert "{% csrf_token %}" in form, (name(path), form[:80])
    assert count > 15


def test_forms_that_only_read_have_none():
    for path in TEMPLATES:
        for form in re.findall(r"<form\b[^>]*method=\"get\".*?</form>", path.read_text(), re.DOTALL):
            assert "csrf_token" not in form, name(path)
