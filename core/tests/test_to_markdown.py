"""From HTML to Markdown and back: what is shown stays the same, whatever it is written in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.html import TooComplex, plain, render
from core.markdown import to_markdown
from core.source import to_html

TEXT = """# Title

Some *em* and **strong** and ~~gone~~ text with `code`, a [link](http://x.example/a_(b) "t") and https://bare.example/ too.\\
2 * 3 * 4 and snake_case_name.

- a
- b
  - c

3. three
4. four

   para

> quote
>
> > nested

| a | b |
| --- | --- |
| 1 | *2* |

```
code  x
  y

z
```

* * *

![A "q"](/media/pictures/0123456789abcdef0123456789abcdef-1600x1067.webp "Cap \\"q\\"")"""


def same(html):
    """Without the white space that nobody sees, and with one of the two names of what looks alike."""
    html = re.sub(r"<(/?)b>", r"<\1strong>", re.sub(r"<(/?)i>", r"<\1em>", html))
    return re.sub(r"\s+", " ", re.sub(r"(<br>)\s+", r"\1", re.sub(r">\s+<", "><", html))).strip()


def test_markdown_goes_round():
    html = to_html(TEXT)
    assert same(render(html, "html")) == same(render(TEXT, "markdown"))
    back = to_markdown(html)
    assert same(render(back, "markdown")).replace('<p dir="auto">three</p>', "three") == same(render(TEXT, "markdown")).replace(
        '<p dir="auto">three</p>', "three"
    )
    assert to_markdown(to_html(back)) == back


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<b>b</b>c <i>d</i>, <em>(e)</em>f <strong>g!</strong> h</p>",
        "<h2>One</h2><h3>Two</h3><h6>Five</h6>",
        "<p>H<sub>2</sub>O, 4<sup>th</sup>, <kbd>Ctrl</kbd>, <abbr title=\"x\">y</abbr></p>",
        "<details><summary>More</summary><p>Hidden</p></details>",
        "<table><tr><td colspan=2>wide</td></tr><tr><td>a</td><td>b</td></tr></table>",
        "<dl><dt>t</dt><dd>d</dd></dl>",
        "<figure><img src=\"/media/a.webp\" alt=\"x\"><figcaption>With <em>signs</em></figcaption></figure>",
        "<figure><img src=\"/media/a.webp\" alt=\"x\"><figcaption>Plain</figcaption></figure>",
        "<p># no heading</p><p>1. no list</p><p>- no list</p><p>&gt; no quote</p><p>*no* _no_ `no` [no](no) &lt;b&gt; &amp;amp; ~~no~~</p>",
        "<p>a<br>b</p><blockquote><p>q</p><ul><li>l</li></ul></blockquote>",
        "<ol type=\"a\"><li>a</li></ol><ol start=\"7\"><li>b</li></ol>",
        "<p>+ a</p><p>---</p><p>===</p><p>* b</p><p>| a | b |</p>",
    ],
)  # fmt: skip
def test_html_looks_the_same_in_markdown(html):
    assert same(render(to_markdown(html), "markdown")) == same(render(html, "html"))


def test_what_a_page_adds_is_taken_off_again():
    html = to_html(TEXT)
    assert not re.search(r"tabindex|dir=|rel=|loading=|srcset=|width=", html)
    assert "<pre><code>" in html and "<table>" in html


def test_footnotes_become_numbers():
    html = to_html("Said[^1].\n\n[^1]: By whom.")
    assert "<p>Said<sup>1</sup>.</p>" in html and "By whom." in html and "#fn" not in html


@given(st.text(alphabet="ab *_`[]()<>#-+.1~|\\!&;\n\"'", max_size=60))
def test_words_are_never_lost(text):
    try:
        html = render(text, "html")
        back = render(to_markdown(html), "markdown")
    except TooComplex:
        return
    assert plain(back).split() == plain(html).split()


@given(st.text(alphabet="ab *_`[]()<>#-+.1~|\\!&;\n\"'", max_size=60))
def test_markdown_to_html_loses_nothing(text):
    assert plain(render(to_html(text), "html")).split() == plain(render(text, "markdown")).split()


def test_a_break_that_nothing_follows_leaves_no_sign():
    assert to_markdown("<p>One<br></p><ul><li>Two<br> <br></li></ul><p>a\\<br>b</p>") == "One\n\n- Two\n\na\\\\\\\nb"
