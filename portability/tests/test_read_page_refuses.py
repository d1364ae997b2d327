"""read_page refuses other kinds of file in a sentence, and bounds its work."""

import pytest

from portability.importers.page import NotASavedPage, read_page
from portability.importers.page_bytes import MAX_BYTES

POSTED = "Originally posted to Wren on Wed Jul 21, 2010 at 12:00 PM PDT."
COMMENT = "<li><h3>Tips (3+ / 0-)</h3><p>a<p>b<p>by <a>A</a> on Wed Jul 21, 2010 at 12:00 PM PDT</p>"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\x00\x00\x00", "not a text"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "image"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "image"),
        (b"{\\rtf1\\ansi hello}", "rich text"),
        (bytes(range(256)) * 20, "not a text"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "web archive"),
        (b'{"title": "no", "comments": []}', "JSON"),
        (b"number,author,text\n1,bob,hello\n2,ann,hi\n", "CSV"),
        (b"number;author;text\n1;bob;hello\n2;ann;hi\n3;x;y", "CSV"),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>', "XML"),
        (b"<html><body><h1>Soup</h1><ul><li>Leeks<li>Salt (2)</ul></body></html>", "HTML page is not a saved"),
        (b"Dear aunt,\n\nthe soup was good.\n\nYours, N.\n", "text is not a saved"),
        (b"x", "text is not a saved"),
        ("\n".join("• a list\n• of things" for _ in range(9)).encode(), "text is not a saved"),
        (b"Skip to main content\n\nA diary that ends in the middle of a sen", "cut off before the diary ends"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_another_kind_of_file_is_refused_in_words(data: bytes, word: str) -> None:
    with pytest.raises(NotASavedPage) as refusal:
        read_page(data)
    sentence = str(refusal.value)
    assert word in sentence and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize(
    "body",
    [
        "<ul>".join(COMMENT for _ in range(5000)),
        "<div>" * 60_000 + "x",
        "<b>" * 60_000 + "x",
        "<ul><li>" * 60_000,
        "<p>Recommended by:</p>" * 40_000,
        "<" * 2_000_000,
        "<!--" * 500_000,
        "<a href='" * 200_000,
        '<a ">" ' * 60_000,
        "</b>x" * 100_000,
        "<script>" * 200_000,
        "<p>Tags: <a href=/tag/x>x</a></p>" * 20_000,
    ],
)
def test_deep_and_hostile_html_ends(body: str) -> None:
    try:
        page = read_page(f"<html><h2>T</h2><p>by <a>Wren</a></p><p>intro</p><p>{POSTED}</p><ul>{body}</html>".encode())
    except NotASavedPage:
        return
    assert page.author == "Wren"


def test_five_thousand_levels_are_read() -> None:
    page = read_page(f"<html><p>{POSTED}</p><ul>{'<ul>'.join(COMMENT for _ in range(5000))}</html>".encode())
    assert len(page.comments) == 5000 and page.comments[-1].depth == 5000 and page.comments[-1].parent == 4999


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"{' ' * depth}• x (1+ / 0-)\n\n" for depth in range(1500)),
        "• x (1+ / 0-)\n\n  " + "by on " * 500_000,
        "• x (1+ / 0-)\n\n  " + "[" * 2_000_000,
        "• x (9+ / 0-)\n" + "  Recommended by:\n" * 100_000,
        "• " + "(" * 2_000_000,
        "• x (1+ / 0-)\n\n" + "\t" * 500_000 + "x",
        "• x (1+ / 0-)\n\n" + "  by x on y\n" * 100_000,
    ],
)
def test_deep_and_hostile_text_ends(body: str) -> None:
    assert read_page(f"intro\n\n{POSTED}\n\n{body}".encode()).author == "Wren"


def test_too_much_of_anything_is_refused() -> None:
    for data in (f"{POSTED}\n" + "• x (1+ / 0-)\n\n" * 30_000, "\n" * 600_000 + POSTED, f"<p>{POSTED}</p>" + "<i>x</i>" * 200_000):
        with pytest.raises(NotASavedPage, match=r"more than [0-9,]+ (comments|lines|elements)"):
            read_page(data.encode())
