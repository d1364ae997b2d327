"""Whatever a member writes, the page that shows it stays valid HTML in which everything has a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.html import plain, render
from core.tests.judge import Judge
from tests.test_html import complaints

INLINE = "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s small span strong sub sup time u var".split()
BLOCKS = "blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h5 h6 li ol p pre summary table tbody td tfoot th thead tr ul".split()
SAID = ['href="/x"', 'href="https://e.org/a b"', "href", 'lang="ar"', 'lang="zz"', "dir=rtl", "datetime=2008-03-31", "datetime=x", "value=3",
        "colspan=2", "rowspan=3", "scope=col", "open", "id=main", "role=banner", "class=skip"]  # fmt: skip
WORDS = [
    "words",
    " ",
    "&nbsp;",
    "\n",
    "<br>",
    "<hr>",
    "<wbr>",
    "<img src=/media/a.png>",
    "<img src=/media/a.png alt=a>",
    "عربي",
    "漢字",
]


def page(html: str, kind: str = "diary") -> str:
    above = "" if kind == "page" else "<h2>x</h2>"
    return f'<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1>{above}<div>{html}</div></main></body></html>'


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tag, said = st.sampled_from(INLINE + BLOCKS), st.sampled_from(["", *SAID])
    return st.builds(
        lambda tag, said, inner, closed: f"<{tag} {said}>{''.join(inner)}" + f"</{tag}>" * closed,
        tag, said, st.lists(inside, max_size=3), st.booleans(),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.recursive(st.sampled_from(WORDS), element, max_leaves=12), max_size=4).map("".join),
    st.sampled_from(["diary", "comment", "page"]),
)
def test_any_text_makes_a_valid_page(source, kind):
    html = render(source, "html", kind=kind)
    assert complaints(page(html, kind)) == [], (source, html)
    assert kind == "page" or Judge(html).faults == []


def shown(source: str, **more: str) -> str:
    html = render(source, "html", **more)
    assert complaints(page(html)) == []
    return html.replace(' dir="auto"', "").replace(' rel="nofollow ugc noopener"', "").replace(' tabindex="0"', "").strip()


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<h1>a</h1><h4>b</h4><h4>c</h4><h2>d</h2>", "<h3>a</h3><h4>b</h4><h4>c</h4><h3>d</h3>"),
        ("<h4>First</h4><h6></h6><h5>x</h5>", "<h3>First</h3><h4>x</h4>"),
        ("<h2><p>x</p></h2><h2><img src=/media/a.png></h2>", '<h3> x</h3><img src="/media/a.png" alt="">'),
        ("<a href=/x></a> or <a href=/x><img src=/media/a.png></a>", '<a href="/x">/x</a> or <a href="/x"><img src="/media/a.png" alt="/x"></a>'),
        ("<a name=x>here</a> <a href='javascript:x'>y</a>", "here y"),
        ("<a href='/x'><h2>a</h2><p>b</p></a>c", '<h3><a href="/x">a</a></h3><p><a href="/x">b</a></p>c'),
        ("<b>a<p>b</b>c</p>", "<b>a</b><p><b>b</b>c</p>"),
        ("<ul>a<p>b</p></ul><li>c", "<ul><li>a<p>b</p></li></ul><ul><li>c</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<dl><dt>a<dt>b<dd>c</dl>", "<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>"),
        ("<details>a</details><details><summary></summary>b</details>",
         "<details><summary>Details</summary>a</details><details><summary>Details</summary>b</details>"),
        ("<table><tr><th></th><th>a</th></tr><tr></tr></table>", "<table><tbody><tr><td></td><th>a</th></tr></tbody></table>"),
        ("<table><tr><td rowspan=9>a<td>b<tr><td>c</table>",
         '<table><tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>'),
        ("<table><tr><td colspan=3>a<tr><td>b</table>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"),
        ("<table></table><ul></ul><p></p><blockquote> </blockquote><em></em>", ""),
        ("<time>once</time> <time datetime=2008-03-31>then</time> <del datetime=x>a</del>",
         'once <time datetime="2008-03-31">then</time> <del>a</del>'),
        ("<rt>a</rt><ruby>漢<rt>kan</rt></ruby><bdo>b</bdo>", "a<ruby>漢<rt>kan</rt></ruby>b"),
        ("<figure><figcaption>a</figcaption></figure>", "<figure><figcaption>a</figcaption></figure>"),
    ],
)  # fmt: skip
def test_what_stands_where_it_may_not_is_put_right(source, html):
    assert shown(source) == html


@pytest.mark.parametrize(
    ("said", "lang"),
    [("de-CH", "de-CH"), ("en_US", "en-US"), ("zh-Hant-TW", "zh-Hant-TW"), ("ar", "ar"), ("english", None), ("c", None), ("xx-y", None), ("pt-XY", "pt")],
)  # fmt: skip
def test_a_language_is_one_that_there_is(said, lang):
    assert f'<p lang="{lang}">' in shown(f'<p lang="{said}">x</p>') if lang else "lang" not in shown(f'<p lang="{said}">x</p>')


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://e.org/a b|c[]?d[]=1#e#f", "https://e.org/a%20b%7Cc%5B%5D?d%5B%5D=1#e%23f"), ("HTTP://E.org", "http://E.org"),
        ("http://e.org/100%", "http://e.org/100%25"), ("https://例え.テスト/パス?q=日本", "https://例え.テスト/パス?q=日本"),
        ("mailto:a b@e.org", "mailto:a%20b@e.org"), ("//e.org/x", "//e.org/x"), ("/a\\b", "/a%5Cb"), ("?q=a&b=c", "?q=a&amp;b=c"),
        ("http://[x", None), ("http://", None), ("http:///x", None), ("mailto:", None), ("http://e.org:99999/", None), ("", None),
        ("http://999.1.1.1/", None), ("https://127.0.0.1:8000/", "https://127.0.0.1:8000/"), ("http://u:p@e.org/", "http://e.org/"),
    ],
)  # fmt: skip
def test_an_address_is_written_as_browsers_understand_it(said, address):
    assert shown(f'<a href="{said}">x</a>') == (f'<a href="{address}">x</a>' if address else "x")


def test_a_tag_around_many_blocks_costs_no_more_than_they_do():
    for source in ("<b>" * 90 + "<p>x" * 20_000, f"<a href='/{'y' * 5_000}'>" + "<p>x" * 20_000):
        html = render(source, "html")
        assert len(html) < 20 * len(source) and plain(html).count("x") == 20_000
