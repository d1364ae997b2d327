"""Clipboards in the manner of Word, Google Docs, LibreOffice and web pages become clean text, in HTML and in Markdown."""

import re
from pathlib import Path

import pytest

from core.html import render
from core.markdown import to_markdown
from core.pasted import clean, from_plain
from core.tests.judge import Judge

CLIPBOARDS = Path(__file__).parent / "clipboards"
DIRT = re.compile(r"style=|class=|mso|o:p|st1:|<font|<span|data:|&nbsp;|\u00a0|<o:|<!--|javascript|on\w+=|<div", re.IGNORECASE)


def pasted(name):
    html, images = clean((CLIPBOARDS / f"{name}.html").read_text())
    return html, to_markdown(html), images


@pytest.mark.parametrize("name", ["word", "docs", "writer", "page"])
def test_nothing_of_the_office_is_left(name):
    html, markdown, _ = pasted(name)
    assert not DIRT.search(html), DIRT.search(html)
    assert not DIRT.search(markdown)
    assert Judge(render(html, "html")).faults == []
    assert clean(html)[0] == html


def test_word():
    html, markdown, images = pasted("word")
    assert images == 1
    assert "<h2>High water at the mill</h2>" in html
    assert "The <b>gauge</b> in Harlow stood at <i>four metres</i>;" in html
    assert "<ul><li>Move the boats<ul><li>the long ones first</li></ul></li><li>Ring the bell</li></ul>" in html
    assert "<ol><li>Gates</li><li>Sandbags</li></ol>" in html
    assert "<td><p><b>Hour</b></p></td>" in html and "[A1]" not in html
    assert "- Move the boats\n  - the long ones first\n- Ring the bell" in markdown
    assert "| **Hour** | **Metres** |\n| --- | --- |\n| six | 3.8 |" in markdown


def test_google_docs():
    html, markdown, images = pasted("docs")
    assert images == 1
    assert html.startswith("<h2>The ferry rota</h2>")
    assert "We need <strong>two</strong> people <em>each</em> night, <s>not three</s>." in html
    assert "<ul><li><p>bring a lamp</p><ul><li><p>and oil</p></li></ul></li></ul>" in html
    assert "We need **two** people *each* night, ~~not three~~. See [the rota](https://rota.example/)." in markdown


def test_libreoffice():
    html, markdown, _ = pasted("writer")
    assert "It was <b>shut</b> on <i>Friday</i>, at 4<sup>th</sup> bell, by H<sub>2</sub>O alone." in html
    assert "<p></p>" not in html and "<br>" not in html
    assert "| Boat | Length |\n| --- | --- |\n| Ada | 12 m |" in markdown
    assert "1. Open the **upper** gate\n2. Wait" in markdown


def test_a_web_page():
    html, markdown, images = pasted("page")
    assert images == 1
    assert "The ferry stopped on Monday.<br>Nobody was hurt." in html
    assert "<blockquote><p>It will be back.</p></blockquote>" in html
    assert "track" not in html and "Join" not in html and "ads.example" not in html
    assert "<li>Share</li>" in html and '<a href="https://ferry.example/times">Times</a>' in html
    assert "```\nls -l\ncd ..\n```" in markdown


def test_plain_words_stay_plain():
    assert clean("<meta charset=utf-8><span style='color:red'>just words</span>") == ("just words", 0)
    assert to_markdown("just words") == "just words"


def test_two_lists_of_word_stay_two():
    item = "<p class=MsoListParagraph style='mso-list:{} level{} lfo1'><span style='mso-list:Ignore'>{}</span>{}</p>"
    words = [("l0", 1, "·", "a"), ("l0", 2, "o", "b"), ("l0", 1, "·", "c"), ("l1", 1, "1.", "d"), ("l1", 1, "2.", "e")]
    text, _ = clean("".join(item.format(*each) for each in words))
    assert "".join(text.split()) == "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li><li>e</li></ol>"


LETTER = """Dear all,

the ferry will not run on Tuesday night, since the chain at the north
landing has to be changed. Whoever needs to cross should ask <Ada>
before six & bring
- two lamps, one of which burns for at least as long as it takes to
  cross, and
- rope.

On Monday Bob wrote:
> Could we move it to Wednesday? The market is on Tuesday, and all the
> carts come over.
>> No.

Ada
Ferry House
"""


def test_a_letter_with_hard_line_ends():
    """A line that ended because the next word had no room goes on; verses, addresses and items end where they end."""
    assert from_plain(LETTER.replace("\n", "\r\n")).replace("<br>", "\n").split("</p>") == [
        "<p>Dear all,",
        "\n<p>the ferry will not run on Tuesday night, since the chain at the north landing has to be changed. Whoever needs to cross should "
        "ask &lt;Ada&gt; before six &amp; bring\n- two lamps, one of which burns for at least as long as it takes to cross, and\n- rope.",
        "\n<p>On Monday Bob wrote:",
        "\n<blockquote><p>Could we move it to Wednesday? The market is on Tuesday, and all the carts come over.",
        "<blockquote><p>No.",
        "</blockquote></blockquote>\n<p>Ada\nFerry House",
        "",
    ]
    assert from_plain("Roses are red,\nviolets are blue.") == "<p>Roses are red,<br>violets are blue.</p>"
    assert from_plain(">" * 50_000 + "deep").count("<blockquote>") == 5


def test_pictures_that_count_readers_are_none():
    seen = '<img src="http://a.example/b.jpg" width="100"><img src="http://a.example/c.jpg" style="max-width:1px; height: 10px">'
    unseen = (
        '<img src="http://a.example/p.gif" width="1" height="1"><img src="x" style="display: none"><img src="x" style="width:1px">'
    )
    assert clean(f"<p>Words</p>{seen}{unseen}")[1] == 2


@pytest.mark.parametrize(
    ("given", "becomes", "in_markdown"),
    [
        ("<div>On Monday Bob wrote:<br></div><blockquote>Yes.</blockquote>", "<p>On Monday Bob wrote:</p>\n<blockquote>Yes.</blockquote>",
         "On Monday Bob wrote:\n\n> Yes."),
        ('<table role="presentation"><tr><td><table role="none"><tr><td><p>One</p></td></tr></table></td><td><p>two</p></td></tr></table><p>three',
         "<p>One</p>\n<p>two</p>\n<p>three</p>", "One\n\ntwo\n\nthree"),
        ('<table><tr><td colspan="1">six</td><td rowspan="1">3.8</td></tr></table>', "<table><tbody><tr><td>six</td><td>3.8</td></tr></tbody></table>",
         "| six | 3.8 |\n| --- | --- |"),
        ("<p>it<sup><a><sup>1</sup></a></sup> is<sup>2</sup></p>", "<p>it<sup>1</sup> is<sup>2</sup></p>", "it<sup>1</sup> is<sup>2</sup>"),
    ],
)  # fmt: skip
def test_what_only_lays_out_is_left_out(given, becomes, in_markdown):
    html = clean(given)[0]
    assert html == becomes and to_markdown(html) == in_markdown
