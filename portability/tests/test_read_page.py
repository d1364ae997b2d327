"""read_page on whole pages: what they print is what comes out, in both forms."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portability.importers.page import Page, outline, read_page

PAGES = Path(__file__).parent / "pages"


def read(name: str) -> Page:
    return read_page((PAGES / name).read_bytes())


def tree(page: Page) -> list[tuple[int, int, int | None, str]]:
    return [(one.number, one.depth, one.parent, one.subject) for one in page.comments]


def said_by(page: Page) -> list[str | None]:
    return [one.author for one in page.comments]


# -- plain text -------------------------------------------------------------------------------


def test_text_diary() -> None:
    page = read("orchard.txt")
    assert page.form == "text" and page.title is None and not page.truncated and not page.site_numbers_given
    assert page.author == page.published_to == "Heron on the Wire"
    assert page.posted and page.posted.at == datetime(2008, 9, 19, 1, 5, tzinfo=UTC)
    assert page.posted.printed == "Thu Sep 18, 2008 at 06:05 PM PDT" and page.posted.zone == "PDT"
    assert page.intro.startswith("<p>The county wants to close the ferry")
    assert page.body.count("<p>") == 4 and page.body.endswith("<p>* * *</p>")
    assert "•  first to the cannery,<br>\n•  then" in page.body
    assert page.republished == ["River Towns", "Slow Boats and Fast Trains", "Ferry Folk"]


def test_text_tree_follows_indentation() -> None:
    assert tree(read("orchard.txt")) == [
        (1, 1, None, "Tips"),
        (2, 2, 1, "So (2+ / 1-) what?"),
        (3, 3, 2, ""),
        (4, 3, 2, "nt"),
        (5, 2, 1, "Was it ever asked?"),
        (6, 1, None, "The 31st of nothing"),
        (7, 2, 6, "Summer time"),
        (8, 1, None, "Two paragraphs, no name"),
        (9, 2, 8, "by-lines"),
    ]


def test_text_counts_and_raters() -> None:
    one = {comment.number: comment for comment in read("orchard.txt").comments}
    assert (one[1].recommends, one[1].hides, one[1].recommended_by) == (31, 0, [])
    assert one[2].recommended_by == ["D. O'Mara", "Żaneta", "by and by"]
    assert one[3].hidden_by == ["Żaneta", "D. O'Mara", "wren", "by and by"] and one[3].recommended_by == []
    assert (one[5].recommends, one[5].hides) == (1204, 12)
    assert (one[5].recommended_by, one[5].hidden_by) == (["wren"], ["Żaneta"])


def test_text_bodies_keep_what_only_looks_like_the_page() -> None:
    body = read("orchard.txt").comments[1].body
    assert body.split("\n") == [
        "<p>[ Parent ] is what the link says, and by Żaneta on Mon Sep 1, 2008 at 09:00:00 AM PDT is what a line says.</p>",
        "<p>•  one boat<br>",
        "•  two boats (2+ / 0-) a day</p>",
        "<p>Mon Sep 15, 2008 at 07:00:00 AM PDT</p>",
        "<p>•  three boats (9+ / 9-)</p>",
        "<p>were promised.</p>",
    ]


def test_text_signatures() -> None:
    one = {comment.number: comment for comment in read("orchard.txt").comments}
    assert one[1].signature == '"A river is a road that remembers."'
    assert one[2].signature == "I brake for herons.<br>\nAnd for coots."
    # One paragraph, but its author signs with it elsewhere.
    assert (one[4].body, one[4].signature) == ("", "I brake for herons.<br>\nAnd for coots.")
    # Without a by-line, words known as a signature are one, and the author stays unknown.
    assert (one[5].signature, one[5].author, one[5].posted) == ('"A river is a road that remembers."', None, None)
    assert one[8].signature == "" and one[8].body.endswith("<p>And so is the second; a &lt; b &amp; c.</p>")


def test_text_dates_that_cannot_be_stay_unknown() -> None:
    page = read("orchard.txt")
    assert page.comments[0].posted and page.comments[0].posted.at == datetime(2008, 9, 19, 1, 6, 40, tzinfo=UTC)
    for comment, printed in ((page.comments[5], "Wed Sep 31, 2008"), (page.comments[6], "Thu Sep 18, 2008")):
        assert comment.author == "wren" and comment.posted
        assert comment.posted.at is None and comment.posted.printed.startswith(printed)


def test_text_gaps_and_what_was_not_understood() -> None:
    page = read("orchard.txt")
    assert page.gaps == [
        "The page gives no title.",
        "The page gives no tags.",
        "Not all who recommended it are named (the printed count is kept): comments 1, 5.",
        "Author and time are not given: comments 3, 5, 8.",
        "The single recommender is not named: comment 4.",
        "The comment has no text: comments 4, 9.",
        "Not all who hid it are named (the printed count is kept): comment 5.",
        "There is no such date, so the time is unknown: comment 6.",
        "The time zone is not known, so the time is unknown: comment 7.",
    ]
    assert page.not_understood == [
        "Line 28: “This sentence of the interface is in no list.”",
        "Line 111: “A stray line of the page stands here.”",
    ]


def test_text_of_another_site() -> None:
    page = read("harbour_edt.txt")
    assert (page.author, page.republished, page.tags) == ("Lampwick", ["Night Watch"], ["Harbour", "Street Lights", "ME-02"])
    assert tree(page) == [
        (1, 1, None, "Who pays?"),
        (2, 2, 1, "In theory"),
        (3, 3, 2, "A long subject that a narrow window broke into two lines"),
        (4, 1, None, "Elsewhere"),
    ]
    assert said_by(page) == ["Mole Rat", "Lampwick", "Gull", "Gull"]
    moments = [one.posted.at for one in page.comments if one.posted]
    assert moments[:2] == [datetime(2010, 8, 15, 1, 41, tzinfo=UTC), datetime(2010, 8, 15, 4, 2, tzinfo=UTC)]
    assert moments[2:] == [datetime(2010, 8, 15, 5, 10, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC)]
    assert page.comments[1].hidden_by == ["Gull"] and page.comments[3].signature == "Squawk."
    assert page.not_understood == ["Line 57: “Lovingly kept by the night shift”"] and not page.truncated


def test_text_as_old_windows_wrote_it() -> None:
    page = read("cafe_windows1252.txt")
    assert page.author == "René d’Été" and page.intro.endswith("has closed — “for good”, says the note.</p>")
    assert [(one.depth, one.author, one.signature) for one in page.comments] == [
        (1, "René d’Été", "« Rien ne sert de courir. »"),
        (2, "Zoë", "– Zoë"),
        (1, None, ""),
    ]
    assert page.comments[2].body == "<p>The other half I spilled.</p>" and page.not_understood == []


def test_text_cut_off_keeps_what_is_whole() -> None:
    page = read("mountain_cut.txt")
    assert page.truncated and tree(page) == [(1, 1, None, "Chains"), (2, 2, 1, "The cheap ones")]
    assert page.gaps[-1].startswith("The page is cut off, and comment 3 “Then I am glad” (line 32)")


# -- HTML -------------------------------------------------------------------------------------


def test_html_diary() -> None:
    page = read("orchard.html")
    assert (page.form, page.title, page.author) == ("html", "What the ferry & I said", "Heron on the Wire")
    assert page.posted and page.posted.at == datetime(2008, 9, 19, 1, 5, tzinfo=UTC) and page.published_to == "Slow Boats"
    assert page.tags == ["Ferries", "River Towns", "Community"]
    assert page.republished == ["River Towns", "Cats, Dogs and Ferries", "Ferry Folk"]
    assert page.intro == "<p>The county wants to close the ferry at <b>Lower Sedge</b>.</p>\n<p>Nobody was asked.</p>"
    assert page.body.split("\n") == [
        "<p>I took the boat for eleven years.</p>",
        "<blockquote>Originally posted to Somebody on Mon Sep 1, 2008 at 09:00 AM PDT.</blockquote>",
        "<ul><li>a list (7+ / 7-)</li><li>of two</li></ul>",
        '<p>by the way, <a href="http://river.example/?a=1&amp;b=2">read on</a>.<br>Then vote.</p>',
    ]


def test_html_comments() -> None:
    page = read("orchard.html")
    assert page.site_numbers_given and [one.site_number for one in page.comments] == [7, 9, 12, 11, 8]
    assert tree(page) == [
        (1, 1, None, "Tips"),
        (2, 2, 1, "So (2+ / 1-) what?"),
        (3, 3, 2, ""),
        (4, 2, 1, "Gone"),
        (5, 1, None, "Last"),
    ]
    tips, what, nameless, _, last = page.comments
    assert (tips.recommends, tips.hides, tips.recommended_by, tips.hidden_by) == (31, 1, ["wren", "D. O'Mara"], ["Żaneta"])
    assert tips.body == "<p>Fares are still a <i>dollar</i>.</p>\n<ol><li>Bring coins.</li><li>Bring more.</li></ol>"
    assert tips.signature == '"A river is a <a href="http://road.example">road</a>."'
    assert what.author == "D. O'Mara" and what.body.startswith("<p>by Nobody on") and what.signature == ""
    assert (nameless.author, nameless.posted, nameless.body) == (None, None, "<p>No subject, no name.</p>")
    assert last.body == "<p>Good night.</p>" and last.signature == ""


def test_html_tells_what_it_left() -> None:
    page = read("orchard.html")
    assert page.not_understood == [
        "Line 9: “Sedge Commons”",
        "Line 17: an embedded <iframe> was left out.",
        "Line 22: “Nobody knows this sentence.”",
        "Line 37: “(comment removed)”",
    ]
    assert "The page shows these old numbers without a comment" in page.gaps[-1] and page.gaps[-1].endswith(": 10.")
    everything = page.intro + page.body + "".join(one.body + one.signature for one in page.comments)
    assert "script" not in everything and "onclick" not in everything and not page.truncated


def test_html_of_another_site_unclosed_and_unquoted() -> None:
    page = read("harbour_edt.html")
    assert (page.title, page.author, page.republished) == ("Harbour lights", "Lampwick", ["Night Watch"])
    assert page.tags == ["Harbour", "Street Lights"] and not page.site_numbers_given and not page.truncated
    assert page.intro == "<p>The lamps along the mole <i>went dark</i> in August.</p>"
    assert page.body.endswith("<ul><li>lamp one</li><li>lamp two (1+ / 1-)</li></ul>")
    assert tree(page) == [(1, 1, None, "Who pays?"), (2, 2, 1, "In theory"), (3, 3, 2, "Fog"), (4, 1, None, "Elsewhere")]
    assert said_by(page) == ["Mole Rat", "Lampwick", "Gull", None]
    assert page.comments[0].recommended_by == ["Lampwick", "Mole Rat"] and page.comments[1].hidden_by == ["Gull"]
    assert [one.signature for one in page.comments] == [
        "Less is more,<br>more or less.",
        "Keep a lookout.",
        "Squawk.",
        "Squawk.",
    ]
    assert "<li>See page nine (9+ / 9-)</li>" in page.comments[0].body
    assert page.comments[2].body == "<p>The fog was real.</p>"
    assert page.not_understood == ["Line 3: “The Harbour Forum”", "Line 36: “Lovingly kept by the night shift”"]


def test_html_in_latin_1_with_classes_of_its_own() -> None:
    page = read("cafe_latin1.html")
    assert (page.title, page.author) == ("Le café fermé", "René d’Été")
    assert page.intro == "<p>The café at Söller’s corner has closed — “for good”.</p>"
    assert page.body == "<p>It was open when my grandmother was a girl.</p>\n<p>1 &lt; 2 €</p>"
    assert tree(page) == [(1, 1, None, "Tips"), (2, 2, 1, "Thank you"), (3, 1, None, "Half a cup")]
    assert [one.site_number for one in page.comments] == [41, 43, 42]
    # Only last paragraphs have the class "s", so the page marks signatures: what has none, has no signature.
    assert [one.signature for one in page.comments] == ["« Rien ne sert de courir. »", "", "Mind the step."]
    assert page.comments[1].body == "<p>I had my first coffee there.</p>\n<p>And my last.</p>"


def test_html_cut_off_keeps_what_is_whole() -> None:
    page = read("mountain_cut.html")
    assert page.truncated and tree(page) == [(1, 1, None, "Chains"), (2, 2, 1, "The cheap ones")]
    assert page.comments[1].body == "<p>They broke on the way down.</p>" and page.comments[0].signature == "Up is optional."
    assert page.gaps[-1] == "The page is cut off in comment 3 “Then I am glad” (line 9); it was left out."


# -- every page -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.iterdir()))
def test_outline_shows_each_comment_and_each_gap(name: str) -> None:
    page = read(name)
    shown = outline(page)
    for comment in page.comments:
        assert f"{comment.number}. {comment.subject or '(no subject)'} ({comment.recommends}+ / {comment.hides}-)" in shown
        assert (comment.author or "by unknown") in shown
    assert all(line in shown for line in [*page.gaps, *page.not_understood])


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.iterdir()))
@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_change_nothing(name: str, ends: str) -> None:
    raw = (PAGES / name).read_bytes().replace(b"\r\n", b"\n")
    changed = raw.replace(b"\n", ends.encode())
    assert read_page(changed) == read_page(raw)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return
    assert read_page(b"\xef\xbb\xbf" + changed) == read_page(raw)
    assert read_page(text.encode("utf-16")) == read_page(raw)
