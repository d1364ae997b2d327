"""The list of a long text's parts."""

import pytest

from core.contents import Contents
from core.html import render


def parts(*sources, markup="markdown"):
    return Contents(*(render(source, markup) for source in sources))


LONG = "# What it costs\n\nA.\n\n### Roads\n\nB.\n\n### The “big” & the *small*\n\nC.\n\n# What it costs\n\nD."


def test_a_long_text_has_its_parts_with_an_address_each():
    shown = parts("Short.", LONG)
    assert [(part.anchor, part.words, part.inner) for part in shown.parts] == [
        ("s-what-it-costs", "What it costs", False),
        ("s-roads", "Roads", True),
        ("s-the-big-and-the-small", "The “big” & the small", True),
        ("s-what-it-costs.2", "What it costs", False),
    ]
    for part in shown.parts:
        assert shown.body_html.count(f' id="{part.anchor}"') == 1
    assert shown.intro_html == render("Short.", "markdown")


def test_headings_of_both_texts_count_and_no_anchor_is_there_twice():
    shown = parts("# One\n\n# Two\n\nx", "# One\n\n# Two\n\nx")
    assert [part.anchor for part in shown.parts] == ["s-one", "s-two", "s-one.2", "s-two.2"]
    assert 'id="s-one"' in shown.intro_html and 'id="s-one.2"' in shown.body_html


def test_a_short_text_stays_as_it_is():
    source = "# One\n\n# Two\n\n# Three\n\nx"
    shown = parts("", source)
    assert shown.parts == [] and shown.body_html == render(source, "markdown")


def test_every_script_has_anchors():
    assert [part.anchor for part in parts("", "# 日本語\n\n# שלום\n\n# …\n\n# !\n\n# C++").parts] == [
        "s-日本語", "s-שלום", "s-part", "s-part.2", "s-c-plus-plus",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "trap",
    [
        '<p title="&lt;h3>Not a heading&lt;/h3>">x</p>',
        "<p title='<h3>Not a heading</h3>'>x</p>",
        "<pre>&lt;h3&gt;Not a heading&lt;/h3&gt;</pre>",
        "<h3></h3>",
        '<h3><img src="/media/x.png" alt=""></h3>',
    ],
)
def test_what_only_looks_like_a_heading_is_left_alone(trap):
    html = render(trap + "<h1>a</h1><h1>b</h1><h1>c</h1><h1 title=\"&quot; onclick='x'\">d</h1>", "html")
    shown = Contents(html)
    assert [part.words for part in shown.parts] == ["a", "b", "c", "d"]
    text = shown.texts[0]
    for part in shown.parts:
        text = text.replace(f' id="{part.anchor}"', "")
    assert text == html  # nothing else was touched


def test_the_list_of_a_very_long_text_ends():
    html = render("# A\n\nx\n\n" * 2_000, "markdown")
    shown = Contents("", html)
    assert len(shown.parts) == 100 and shown.body_html.count(' id="s-a') == 2_000
