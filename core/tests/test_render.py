"""What members' text looks like as HTML, and that no text holds the server up."""

import re
import signal
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from core import bounds
from core.html import COMMENT_LIMIT, DIARY_LIMIT, TooComplex, check_text, excerpt, plain, render
from core.tests.judge import Judge


@pytest.fixture(autouse=True)
def guard() -> Iterator[None]:
    """A test that hangs fails: an alarm after 60 s of processor time, whatever else the machine does."""

    def fail(*args: object) -> None:
        raise AssertionError("this took more than 60 s of processor time")

    before = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def test_diary_headings_start_below_the_pages_own():
    html = render("# a\n\n## b\n\n### c\n\n###### f", "markdown")
    assert [tag for tag in Judge(html).elements if tag[0] == "h"] == ["h3", "h3", "h4", "h5"]


def test_comment_headings_are_bold_paragraphs():
    assert render("<h2>x</h2>", "html", kind="comment") == '<p dir="auto"><strong>x</strong></p>'


def test_line_breaks_count_in_comments_only():
    assert "<br>" in render("a\nb", "markdown", kind="comment")
    assert "<br>" not in render("a\nb", "markdown")


def test_line_is_inline_markup_in_one():
    assert render("# *a*\n\nb\n- c", "markdown", kind="line") == "# <em>a</em> b - c"
    assert render("<p>a</p><ul><li><b>b</b></ul>c<br>d<img src=/media/x.png alt=i>", "html", kind="line") == "a <b>b</b> c di"


def test_footnotes_get_the_prefix_and_only_in_diaries():
    source = "a[^c7] b[^c7]\n\n[^c7]: note\n"
    assert Judge(render(source, "markdown", id_prefix="d7-")).ids == ["d7-fnref1", "d7-fnref1-1", "d7-fn1"]
    assert Judge(render(source, "markdown", kind="comment")).ids == []


def test_ids_classes_and_names_of_members_are_dropped():
    html = render('<p id="c7" class="x" name="y">a</p><li id="fn1">b</li>\n\n[^1]\n\n[^1]: n', "markdown")
    assert Judge(html).faults == [] and "c7" not in html and 'class="x' not in html and "name=" not in html
    assert Judge(html).ids == ["fnref1", "fn1"]


def test_own_images_stay_and_those_of_others_become_links():
    assert "<img" in render("![a](/media/a.png)", "markdown")
    assert render("![a](http://e.example/a.png)", "markdown", kind="line") == (
        '<a href="http://e.example/a.png" rel="nofollow ugc noopener">a</a>'
    )
    assert ">http://e.example/a.png</a>" in render("<img src=http://e.example/a.png>", "html")
    assert render("<a href='/x'><img src='//e.example/a.png' alt=a></a>", "html").count("<a ") == 1


def test_all_but_the_first_image_of_a_page_load_when_they_are_near():
    text = "![a](/media/a.webp)\n\n![b](/media/b.webp)"
    assert render(text, "markdown").count("loading") == 1
    assert render(text, "markdown", images=1).count("loading") == 2
    assert render(text, "markdown", kind="comment").count("loading") == 2


def test_what_a_picture_measures_is_said_by_its_address_and_by_nothing_else():
    name = "/media/pictures/0123456789abcdef0123456789abcdef-1600x1067"
    html = render(f'<img src="{name}.webp" srcset="https://e.example/a 1x" sizes="1px" width=3 alt=a>', "html")
    assert 'width="1600" height="1067"' in html and "e.example" not in html and "1px" not in html
    assert f'srcset="{name}-480.webp 480w, {name}-960.webp 960w, {name}.webp 1600w"' in html
    assert "srcset" not in render(f'<img src="{name}-480.webp" srcset="{name}.webp 2x" alt=a>', "html")
    assert "srcset" not in render('<img src="/media/a.webp" srcset="/media/b.webp 2x" sizes="100vw" alt=a>', "html")


def test_captioned_image_alone_is_a_figure():
    assert render('![a](/media/a.png "c")', "markdown").startswith("<figure><img")
    assert "<figure" not in render('so ![a](/media/a.png "c")', "markdown")


def test_tangled_html_comes_out_balanced():
    html = render("<b>a<p>b</b>c<li>d<td>e</table></div><table>f<tr>g<td>h<table><td>i", "html")
    for tag in set(Judge(html).elements):
        assert html.count(f"<{tag}") >= html.count(f"</{tag}>") > 0
    assert plain(html).split() == ["a", "bc", "de", "f", "g", "h", "i"]


def test_signs_that_open_nothing_are_text():
    for source in ("a <3 b", "x < y", "<!-- never closed", "<? also", "<b title='open", "a </3"):
        assert plain(render(source, "html")) == source


def test_unknown_markup_kind_and_prefix_are_errors():
    for options in ({"markup": "rst"}, {"kind": "mail"}, {"id_prefix": "c"}, {"id_prefix": '"'}):
        with pytest.raises(ValueError, match="cannot render"):
            render("x", **({"markup": "html"} | options))


@pytest.mark.parametrize(
    ("source", "apart"),
    [
        ("<a href=/a>a</a> <a href=/b>b</a><a href=/c>c</a>", "ab"),
        ("<b><a href=/a>a</a></b> <i><a href=/b>the second</a></i>", "a"),
        ("<a href=/a>the first</a> <a href=/b>the second</a>", ""),
        ("<a href=/a>a</a> and <a href=/b>b</a>", ""),
        ("<a href=/a>a</a><br><a href=/b>b</a>", ""),
        ("<ul><li><a href=/a>a</a><li><a href=/b>b</a></ul><a href=/c>c</a>", ""),
        ("<a href=/a><img src=/media/x.png></a> <a href=/b>b</a>", "a"),
        ("<a href=/a class=apart>a</a>", ""),
    ],
)
def test_short_links_with_nothing_between_them_are_kept_apart(source, apart):
    for kind in ("diary", "comment"):
        assert "".join(re.findall('<a class="apart" href="/(.)"', render(source, "html", kind=kind))) == apart


def test_plain_and_excerpt():
    html = render("# T\n\na *b* &amp; c\n\n- d\n- e\n\n```\nx  y\nz\n```\n![alt](/media/a.png)", "markdown")
    assert plain(html) == "T\na b & c\nd\ne\nx y\nz\nalt"
    assert excerpt("one two three", 9) == "one two…"
    assert excerpt("one", 3) == "one"


def test_check_text():
    assert check_text("a\r\nb\rc\td\fe", limit=20) == "a\nb\nc\td\ne"
    assert check_text("é" * 5, limit=10) == "é" * 5
    for bad, code in (
        ("\0", "unstorable"),
        ("\x1b", "unstorable"),
        ("\ud800", "unstorable"),
        ("é" * 6, "too_long"),
        ("a" * 99, "too_long"),
    ):
        with pytest.raises(ValidationError) as caught:
            check_text(bad, limit=10)
        assert caught.value.code == code


REPEATED = [
    "![", "[", "*a_", "a**b", "*a*", ">", "> a\n", "- ", "- a\n", "1. ", "`x``y```z", "<a ", '<a b=">" ', "<", "<b>", "<p>",
    "<b><p>", "<i><b><p>", "<table>", "<table><tr><td>", "<table><br>", "<ul><li>", "<svg>", "<script>", "<a title='", "&",
    "&amp;", "&#1", "&zz;", "[a]: /x\n", "[a]: <", "|a|b\n|-|-\n", "[^1]", "[^1]: x\n", "<http://a", "http://a ", "http://a)))",
    "<!--", "<!-- --", "<?", "<![CDATA[", "](", "[](<b", "[[]]()", "\\[", "[\\\n", "~~a", "a\n=\n", "[a\n\n", "# a\n", "---\n", "\n",
    "</b>", "<b></p>", ":", "a", " ", "(", "![a](/media/b.png 'c')\n\n", "<img src=/media/a.png title=x>", "\0", "\u202e",
]  # fmt: skip
BUILT = {
    "nested list": lambda size: "".join("  " * i + "- a\n" for i in range(int(size**0.5))),
    "backtick runs": lambda size: "".join("`" * i + " " for i in range(1, int((2 * size) ** 0.5))),
    "wide table": lambda size: "|a" * (size // 8) + "\n" + "|-" * (size // 8) + "\n" + "|\n" * (size // 4),
    "matched brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "bracketed paragraphs": lambda size: ("![" * 99 + "\n\n") * (size // 200),
    "one address, many uses": lambda size: "[a]: /" + "x" * (size // 2) + "\n\n" + "[a]" * (size // 7),
    "short address, many uses": lambda size: "[a]: /" + "x" * 2000 + "\n\n" + "[a] " * (size // 4 - 600),
    "one note, many uses": lambda size: "[^1]: x\n\n" + "[^1] " * (size // 6),
    "many attributes": lambda size: "<a" + "".join(f" a{i}" for i in range(size // 8)) + ">",
    "full attribute": lambda size: '<p title="' + "&" * (size - 20) + '">',
    "deep quotes": lambda size: (">" * 59 + "a\n") * (size // 61),
    "spaces in a tag": lambda size: "<a" + " " * (size - 9) + "x",
    "emphasis": lambda size: "*a **b " * (size // 14) + " c** d*" * (size // 14),
}


def families(size: int) -> Iterator[str]:
    for unit in REPEATED:
        yield (unit * (size // len(unit) + 1))[:size]
    for build in BUILT.values():
        yield build(size)[:size]


@pytest.mark.usefixtures("short_of_time")
@pytest.mark.parametrize("source", list(families(COMMENT_LIMIT)), ids=[*map(repr, REPEATED), *BUILT])
@pytest.mark.parametrize(("markup", "kind"), [("markdown", "comment"), ("html", "comment"), ("markdown", "line")])
def test_hostile_comment_is_answered(source, markup, kind):
    answered(source, markup, kind)


@pytest.mark.usefixtures("short_of_time")
@pytest.mark.parametrize("source", list(families(DIARY_LIMIT)), ids=[*map(repr, REPEATED), *BUILT])
@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_hostile_diary_is_answered(source, markup):
    answered(source, markup, "diary")


@pytest.fixture
def short_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a hostile text is asked as often as in earnest, but says no sooner, so that all of them are tried."""
    monkeypatch.setattr(bounds, "SECONDS", 0.4)


def answered(source: str, markup: str, kind: str) -> None:
    try:
        html = render(source, markup, kind=kind)
    except TooComplex as error:
        assert str(error).endswith(".")
    else:
        assert len(html) <= 20 * len(source)


@pytest.fixture
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much time an honest text may take says something of the machine, nothing of the text."""
    monkeypatch.setattr(bounds, "SECONDS", 30.0)


@pytest.mark.usefixtures("slow_machine")
def test_largest_honest_diary_works():
    sentence = 'The *senator* said that the bill, which [passed](http://example.org/x), would **not** be signed; "so" & so. '
    source = ((sentence * 6 + "\n\n") * 2000)[:DIARY_LIMIT]
    assert len(plain(render(source, "markdown"))) > 0.6 * DIARY_LIMIT


@pytest.mark.usefixtures("slow_machine")
def test_long_list_works():
    html = render("- item of the *list*\n" * 20_000, "markdown")
    assert html.count("<li>") == 20_000
    assert render(html, "html").count("<li>") == 20_000


def test_deep_nesting_is_refused_in_words_rather_than_cut():
    with pytest.raises(TooComplex, match="deeply"):
        render(">" * 100 + "a", "markdown")
    assert plain(render("<div>" * 500 + "deep", "html")) == "deep"
