"""The shapes of text that read_page tells apart: counts, moments, by-lines, names, the ends of pages."""

from datetime import UTC, datetime

import pytest

from portability.importers.page import NotASavedPage, Page, read_page
from portability.importers.page_record import read_byline, read_posted, read_stamp, split_counts, split_series

POSTED = "Originally posted to Wren on Wed Jul 21, 2010 at 12:00 PM PDT."
FOOT = "Subscribe or Donate to support the Commons.\n\nClick here for the mobile view of the site"
WREN = "by Wren on Wed Jul 21, 2010 at 12:03:09 PM PDT"


def text_page(comments: str, *, foot: str = FOOT) -> Page:
    return read_page(f"An intro.\n\n{POSTED}\n\nComment Preferences\n\n{comments}\n\n{foot}".encode())


def html_page(comments: str, *, diary: str = "<p>An intro.</p>") -> Page:
    head = '<h2>Title</h2><p class="byline">by <a>Wren</a></p>'
    return read_page(f"<html><body>{head}{diary}<p>{POSTED}</p><ul>{comments}</ul></body></html>".encode())


# -- counts and moments -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("Tips (31+ / 0-)", ("Tips", 31, 0)),
        ("So (2+ / 1-) what? (3+ / 0-)", ("So (2+ / 1-) what?", 3, 0)),
        ("(0+ / 0-)", ("", 0, 0)),
        ("  Two\u00a0 spaces (1,204+/12-) ", ("Two spaces", 1204, 12)),
        ("New one (2+ / 0-) [new]", ("New one", 2, 0)),
        ("Minus (2+ / 1\u2212)", ("Minus", 2, 1)),
        ("Tips (31+ / 0-) and more", None),
        ("Tips (31 / 0)", None),
        ("Too many (99999999999999999999+ / 0-)", None),
        ("", None),
    ],
)
def test_counts(heading: str, read: tuple[str, int, int] | None) -> None:
    assert split_counts(heading) == read


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("Mon Mar 31, 2008 at 09:53:46 AM PDT", datetime(2008, 3, 31, 16, 53, 46, tzinfo=UTC)),
        ("Mon Mar 31, 2008 at 09:51 AM PST", datetime(2008, 3, 31, 17, 51, tzinfo=UTC)),
        ("Mon Mar 31, 2008 at 12:00:00 AM EDT", datetime(2008, 3, 31, 4, 0, tzinfo=UTC)),
        ("Mon Mar 31, 2008 at 12:00:00 PM EST", datetime(2008, 3, 31, 17, 0, tzinfo=UTC)),
        ("Wed Dec 31, 2008 at 11:59:59 PM HST", datetime(2009, 1, 1, 9, 59, 59, tzinfo=UTC)),
        ("Monday, March 31st, 2008 at 9:53 a.m. CDT", datetime(2008, 3, 31, 14, 53, tzinfo=UTC)),
        ("Mar 31 2008 21:53 GMT", datetime(2008, 3, 31, 21, 53, tzinfo=UTC)),
        ("Fri Feb 29, 2008 at 01:00 AM AKST", datetime(2008, 2, 29, 10, 0, tzinfo=UTC)),
        ("Mon Mar 31, 2008 at 09:53:46 AM +0530", datetime(2008, 3, 31, 4, 23, 46, tzinfo=UTC)),
        ("Thu Feb 29, 2007 at 01:00 AM PST", None),
        ("Mon Mar 32, 2008 at 09:53:46 AM PDT", None),
        ("Mon Mar 31, 2008 at 13:53:46 PM PDT", None),
        ("Mon Mar 31, 2008 at 00:15:00 AM PDT", None),
        ("Mon Mar 31, 2008 at 09:53:60 AM PDT", None),
        ("Mon Smarch 31, 2008 at 09:53:46 AM PDT", None),
        ("Mon Mar 31, 2008 at 09:53:46 AM XYZ", None),
        ("Mon Mar 31, 2008 at 09:53:46 AM", None),
        ("Mon Jan 1, 0001 at 00:30 CET", None),
        ("Fri Dec 31, 9999 at 11:30 PM PST", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments_are_exact_or_unknown(printed: str, at: datetime | None) -> None:
    stamp = read_stamp(printed)
    assert stamp.at == at and stamp.printed == printed and (stamp.at is not None or stamp.doubt)


def test_a_wrong_weekday_is_told_and_the_date_taken() -> None:
    stamp = read_stamp("Tue Mar 31, 2008 at 09:53:46 AM PDT")
    assert stamp.at == datetime(2008, 3, 31, 16, 53, 46, tzinfo=UTC) and "day of the week" in stamp.doubt


# -- by-lines and names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (WREN, "Wren"),
        ("by Otter on Fire on Wed Jul 21, 2010 at 12:03:09 PM PDT", "Otter on Fire"),
        ("by on on on on Wed Jul 21, 2010 at 12:03:09 PM PDT", "on on on"),
        ("by D. O'Mara-Żół on Wed Jul 21, 2010 at 12:03 PM PDT", "D. O'Mara-Żół"),
        (f"{WREN} [ Parent ]", "Wren"),
        (f"{WREN} [ Parent | Reply to This ]", "Wren"),
        ("by\u00a0Wren  on Wed Jul 21, 2010 at 12:03:09 PM PDT", "Wren"),
        ("by Wren on 21. Juli 2010 um 12:03", "Wren"),
    ],
)
def test_bylines(line: str, name: str) -> None:
    byline = read_byline(line)
    assert byline and byline[0] == name


@pytest.mark.parametrize(
    "line",
    [
        f"as said {WREN}",
        f"{WREN} you can read it",
        "by Wren on Wed Jul 21, 2010",
        "by Wren on a boat",
        "by the way, on 3 May 1999 nothing happened",
        "Wed Jul 21, 2010 at 12:03:09 PM PDT",
        "by " + "x" * 500 + " on Wed Jul 21, 2010 at 12:03:09 PM PDT",
    ],
)
def test_what_only_looks_like_a_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ("A", ["A"]),
        ("A and B", ["A", "B"]),
        ("A, B, and C", ["A", "B", "C"]),
        ("A, B and C", ["A", "B", "C"]),
        ("Cats and Dogs, B, and Salt and Pepper", ["Cats and Dogs", "B", "Salt and Pepper"]),
    ],
)
def test_series_of_groups(names: str, read: list[str]) -> None:
    assert split_series(names) == read


def test_posted_and_republished_on_one_line() -> None:
    found = read_posted(f"{POSTED} Also republished by A and B.")
    assert found and (found[0], found[2]) == ("Wren", "Also republished by A and B.")


# -- plain text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "indents",
    [(0, 2, 4, 2, 0), (2, 6, 10, 6, 2), (1, 2, 3, 2, 1), (2, 7, 9, 7, 2), (8, 16, 24, 16, 8)],
)
def test_depth_follows_whatever_the_steps_are(indents: tuple[int, ...]) -> None:
    lines = "".join(f"{' ' * indent}•  s (0+ / 0-)\n\n{' ' * (indent + 1)}text\n\n" for indent in indents)
    page = text_page(lines)
    assert [(one.depth, one.parent) for one in page.comments] == [(1, None), (2, 1), (3, 2), (2, 1), (1, None)]
    assert all(one.body == "<p>text</p>" for one in page.comments)


@pytest.mark.parametrize("margin", ["\t", "\u00a0\u00a0", " \u00a0 "])
def test_tabs_and_no_break_spaces_indent(margin: str) -> None:
    page = text_page(f"{margin}•  a (0+ / 0-)\n\n{margin * 2}text\n\n{margin * 2}• \u00a0b (0+ / 0-)\n\n{margin * 3}more")
    assert [(one.subject, one.depth, one.body) for one in page.comments] == [("a", 1, "<p>text</p>"), ("b", 2, "<p>more</p>")]


def test_a_lone_paragraph_is_body_unless_it_is_a_known_signature() -> None:
    page = text_page(
        f"• a (0+ / 0-)\n\n  Only this.\n\n  {WREN}\n\n• b (0+ / 0-)\n\n  Text.\n\n  Ahoy.\n\n  {WREN}\n\n• c (0+ / 0-)\n\n  Ahoy.\n\n  {WREN}"
    )
    assert [(one.body, one.signature) for one in page.comments] == [
        ("<p>Only this.</p>", ""),
        ("<p>Text.</p>", "Ahoy."),
        ("", "Ahoy."),
    ]


def test_another_ones_signature_does_not_make_a_lone_paragraph_one() -> None:
    other = WREN.replace("Wren", "Coot")
    page = text_page(
        f"• b (0+ / 0-)\n\n  Text.\n\n  Ahoy.\n\n  {WREN}\n\n• c (0+ / 0-)\n\n  Ahoy.\n\n  {other}\n\n• d (0+ / 0-)\n\n  Ahoy."
    )
    assert [one.body for one in page.comments[1:]] == ["<p>Ahoy.</p>", "<p>Ahoy.</p>"]


def test_names_and_text_without_a_blank_line_between() -> None:
    page = text_page("• a (2+ / 0-)\n  Recommended by:\n  Coot, Heron\n  The text, at once.")
    assert page.comments[0].recommended_by == ["Coot", "Heron"] and page.comments[0].body == "<p>The text, at once.</p>"


def test_a_page_without_blank_lines() -> None:
    page = text_page(f"• a (1+ / 0-)\n  one\n  {WREN}\n  • b (0+ / 0-)\n    two\n• c (0+ / 0-)\n  three")
    assert [(one.subject, one.parent, one.author) for one in page.comments] == [
        ("a", None, "Wren"),
        ("b", 1, None),
        ("c", None, None),
    ]


def test_the_foot_is_no_ones_words() -> None:
    page = text_page("• a (0+ / 0-)\n\n  last words", foot=f"{FOOT}\n\n  • About\n  • Contact\n\nDrawn by hand")
    assert page.comments[0].body == "<p>last words</p>" and page.not_understood == ["Line 18: “Drawn by hand”"]


def test_an_answer_to_what_the_page_does_not_show() -> None:
    page = text_page(f"• a (0+ / 0-)\n\n  x\n\n  {WREN}\n\n  [ Parent ]")
    assert page.comments[0].depth == 1
    assert "The page does not show the comment that was answered; taken as top level: comment 1." in page.gaps


def test_a_quoted_page_in_the_diary_is_the_diarys() -> None:
    quoted = f"{POSTED.replace('Wren', 'Coot')}\n\nComment Preferences\n\n• Fake (9+ / 9-)\n\n  said there\n\nAnd so on.\n\n"
    page = read_page(f"{quoted}{POSTED}\n\nComment Preferences\n\n• Real (1+ / 0-)\n\n  here\n\n{FOOT}".encode())
    assert page.author == "Wren" and [one.subject for one in page.comments] == ["Real"] and "said there" in page.body


@pytest.mark.parametrize(
    ("end", "kept", "truncated"),
    [
        (f"  y\n\n  {WREN}\n\n  [ Parent ]\n\n{FOOT}", 2, False),
        (f"  y\n\n  {WREN}\n\n{FOOT[:12]}", 2, True),
        (f"  y\n\n  {WREN}\n\n  [ Par", 2, True),
        (f"  y\n\n  {WREN}", 2, True),
        (f"  y\n\n  {WREN[:-1]}", 1, True),
        (f"  y\n\n  {WREN[:-9]}", 1, True),
        ("  y\n", 1, True),
        ("", 1, True),
        (f"  y\n\n  {WREN}\n\n  •  An answ", 2, True),
    ],
)
def test_a_cut_keeps_what_is_whole(end: str, kept: int, truncated: bool) -> None:
    start = f"An intro.\n\n{POSTED}\n\nComment Preferences\n\n• a (0+ / 0-)\n\n  x\n\n  {WREN}\n\n• b (0+ / 0-)\n\n"
    page = read_page((start + end).encode())
    assert (len(page.comments), page.truncated) == (kept, truncated)
    assert [one.body for one in page.comments] == ["<p>x</p>", "<p>y</p>"][:kept]
    assert not truncated or any("cut off" in gap for gap in page.gaps)


def test_a_cut_inside_a_character() -> None:
    data = f"An intro.\n\n{POSTED}\n\n• a (0+ / 0-)\n\n  x\n\n  {WREN}\n\n• b (0+ / 0-)\n\n  caf\u00e9".encode()[:-1]
    page = read_page(data)
    assert page.truncated and len(page.comments) == 1


# -- HTML -------------------------------------------------------------------------------------


def test_replies_that_follow_their_item_and_items_left_open() -> None:
    page = html_page(
        "<li><h3>a (0+ / 0-)</h3>x</li><ul><li><h3>b (0+ / 0-)</h3>y<ul><li><h3>c (0+ / 0-)</h3>z</ul></ul><li><h3>d (0+ / 0-)</h3>w"
    )
    assert [(one.subject, one.parent, one.body) for one in page.comments] == [
        ("a", None, "<p>x</p>"),
        ("b", 1, "<p>y</p>"),
        ("c", 2, "<p>z</p>"),
        ("d", None, "<p>w</p>"),
    ]


def test_comments_in_numbered_blocks_without_lists() -> None:
    page = html_page(f"<div id=c4><h4>a (1+ / 0-)</h4><p>x</p><p>{WREN}</p><div id=c6><h4>b (0+ / 0-)</h4>y</div></div>")
    assert [(one.site_number, one.parent, one.body) for one in page.comments] == [(4, None, "<p>x</p>"), (6, 1, "<p>y</p>")]


def test_a_flat_list_follows_its_parent_links() -> None:
    parent = f'<p>{WREN} [ <a href="/s/1#c{{}}">Parent</a> ]</p>'
    page = html_page(
        f"<li id=c1><h3>a (0+ / 0-)</h3><p>x<p>{WREN}</li><li id=c2><h3>b (0+ / 0-)</h3><p>y{parent.format(1)}</li>"
        f"<li id=c3><h3>c (0+ / 0-)</h3><p>z{parent.format(2)}</li>"
    )
    assert [(one.depth, one.parent) for one in page.comments] == [(1, None), (2, 1), (3, 2)]


def test_an_old_number_stands_once() -> None:
    page = html_page(
        "<li id=c1><h3>a (0+ / 0-)</h3>x</li><li id=c1><h3>b (0+ / 0-)</h3>y</li><li id=c999999999999><h3>c (0+ / 0-)</h3>z</li>"
    )
    assert [one.site_number for one in page.comments] == [1, None, None] and sum(
        "old site's number" in gap for gap in page.gaps
    ) == 2


def test_bylines_above_the_text_where_none_stands_below() -> None:
    page = html_page(f"<li><h3>a (0+ / 0-)</h3><p>{WREN}</p><p>one</p></li><li><h3>b (0+ / 0-)</h3><p>{WREN}</p><p>two</p></li>")
    assert [(one.author, one.body) for one in page.comments] == [("Wren", "<p>one</p>"), ("Wren", "<p>two</p>")]


def test_intro_and_body_without_names_for_them() -> None:
    assert html_page("", diary="<p>one</p><p>two</p>").body == "<p>two</p>"
    parted = html_page("", diary="<div><div><p>one</p><p>two</p></div><div><p>three</p></div></div>")
    assert (parted.intro, parted.body) == ("<p>one</p>\n<p>two</p>", "<p>three</p>")


def test_what_is_hostile_in_attributes_and_elements_is_gone_or_escaped() -> None:
    page = html_page(
        '<li><h3><script>x</script>&lt;b&gt; (0+ / 0-)</h3><p OnClick="a" title="&quot;&gt;<b>">t</p><style>p{}</style><object>o</object></li>'
    )
    assert page.comments[0].subject == "<b>"
    assert page.comments[0].body == "<p>t</p>" and any("<object>" in line for line in page.not_understood)


@pytest.mark.parametrize("end", ["", "<ul><li>a list (3+ / 0-)"])
def test_a_page_cut_inside_its_diary_is_refused(end: str) -> None:
    with pytest.raises(NotASavedPage, match="cut off before the diary ends"):
        read_page(
            b"<html><div id=story><h2>T</h2><p>by <a>W</a></p><div>Wed Jul 21, 2010 at 12:00 PM PDT</div><div id=intro><p>It was"
        )
