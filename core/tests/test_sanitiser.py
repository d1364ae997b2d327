"""Nothing a member writes becomes dangerous HTML, and honest markup stays."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.html import TooComplex, render
from core.tests.judge import Judge

CORPUS = Path(__file__).parent / "corpus"
SIGNS = str.maketrans({"⏎": "\n", "⇥": "\t", "␀": "\0", "␁": "\x01", "␌": "\f", "␤": "\u2028"})
PAYLOADS = [line.translate(SIGNS) for line in (CORPUS / "xss.txt").read_text().splitlines()[1:] if line]
WAYS = [(markup, kind) for markup in ("markdown", "html") for kind in ("diary", "comment", "line")]


def judge(source: str) -> list[str]:
    found = []
    for markup, kind in WAYS:
        html = render(source, markup, kind=kind, id_prefix="d7-")
        found += [f"{markup} {kind}: {fault} in {html!r}" for fault in Judge(html).faults]
        if kind == "line":
            found += [f"{markup} line: <{tag}>" for tag in set(Judge(html).elements) & {"p", "div", "img", "li", "br"}]
    return found


def test_corpus_is_large():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 900


def test_corpus_yields_nothing_dangerous():
    assert [fault for payload in PAYLOADS for fault in judge(payload)] == []


def test_pairs_of_payloads_yield_nothing_dangerous():
    pairs = [f"{one}{glue}{two}" for glue in ("", "\n\n") for one, two in zip(PAYLOADS, PAYLOADS[7:], strict=False)]
    assert [fault for pair in pairs for fault in judge(pair)] == []


def test_payloads_inside_honest_markup_yield_nothing_dangerous():
    frames = (
        "[{}](http://x)",
        '<a href="{}">x</a>',
        "![{}](/media/a.png)",
        "<table><tr>{}</table>",
        "[^1]\n\n[^1]: {}",
    )
    assert [fault for frame in frames for payload in PAYLOADS for fault in judge(frame.format(payload))] == []


def test_judge_condemns_what_is_dangerous():
    for bad in (
        "<script>",
        "<p onclick=x>",
        '<a href="java\tscript:x" rel="nofollow ugc noopener">',
        "<p id=c7>",
        "<!-- -->",
    ):
        assert Judge(bad).faults, bad


@pytest.mark.parametrize("source", ["a\ud800b", "a\0b", "\udfff" * 9, "<a title='\ud800'>", "![\ud800](/media/\udc00)"])
def test_what_cannot_be_stored_does_not_break_rendering(source):
    assert judge(source) == []


PIECES = st.one_of(
    st.sampled_from(PAYLOADS),
    st.sampled_from(list("<>\"'`=/\\&;:[]()!*_~|#-^ \n\t\0")),
    st.sampled_from("<a href= <img src= <b> </b> <p> <table> <td> </table> <svg> <math> <style> <!-- --> note= id=".split()),
    st.text(max_size=12),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_anything_put_together_is_safe(source):
    assert judge(source) == []


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=200))
def test_any_text_is_safe(source):
    assert judge(source) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_rendering_again_changes_nothing_dangerous_back(source):
    try:
        once = render(source, "html", kind="comment")
    except TooComplex:
        return
    assert Judge(render(once, "html", kind="comment")).faults == []


def honest() -> list[tuple[str, str, str, str]]:
    """(kind, markup, source, expected), separated by lines: `=== diary markdown`, source, `---`, expected."""
    cases = []
    for block in re.split(r"^=== ", (CORPUS / "honest.txt").read_text(), flags=re.MULTILINE)[1:]:
        head, _, rest = block.partition("\n")
        source, _, expected = rest.partition("\n---\n")
        cases.append((*head.split(), source, expected.strip()))
    return cases


def test_at_least_nine_tenths_of_honest_markup_is_kept():
    cases = honest()
    lost = [case for case in cases if case[3] not in render(case[2], case[1], kind=case[0])]
    assert len(cases) >= 60
    assert len(lost) <= len(cases) / 10, lost
