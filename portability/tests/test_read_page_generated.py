"""Made-up threads, printed in both forms and read again; and pages cut, joined and spoilt anywhere."""

import random
import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portability.importers.page import NotASavedPage, Page, read_page

PAGES = sorted((Path(__file__).parent / "pages").iterdir())
AUTHORS = ["wren", "D. O'Mara", "Bo on Fire", "Żaneta", "by and by", "名前", "R2-D2 & co"]
WORDS = "ferry on by river (2+ / 1-) “coins” & <tide> Tuesday 09:53 it's [ Parent ] — über rope; lamp: 3+ / 0-".split()
PRINTED = "Wed Jul 21, 2010 at 12:03:09 PM PDT"
POSTED = "Originally posted to wren on Wed Jul 21, 2010 at 12:00 PM PDT."
FOOT = "Subscribe or Donate to support the Commons.\n\nClick here for the mobile view of the site\n"


@dataclass
class Said:
    """A comment as its members would know it: what every form of the page has to give back."""

    depth: int
    parent: int | None
    subject: str
    recommends: int
    recommended_by: list[str]
    paragraphs: list[list[str]]
    author: str | None
    signature: list[str] = field(default_factory=list)


sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(lambda words: "x " + " ".join(words))
paragraphs = st.one_of(
    st.lists(sentences, min_size=1, max_size=2),
    st.lists(sentences.map(lambda words: f"•  {words}"), min_size=2, max_size=3),
    st.just([f"by wren on {PRINTED} he says"]),
)


@st.composite
def threads(draw: st.DrawFn) -> list[Said]:
    """A thread whose authors each sign with words of their own, always the same."""
    thread: list[Said] = []
    path: list[int] = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        depth = draw(st.integers(1, len(path) + 1))
        path = [*path[: depth - 1], number]
        author = draw(st.sampled_from([None, *AUTHORS]))
        raters = draw(st.lists(st.sampled_from(AUTHORS), unique=True, max_size=4))
        thread.append(
            Said(
                depth=depth,
                parent=path[-2] if depth > 1 else None,
                subject=draw(st.sampled_from(["", "Tips", "So (2+ / 1-) what?", "(nt)", "on and by"])),
                recommends=len(raters),
                recommended_by=raters,
                paragraphs=draw(st.lists(paragraphs, min_size=1, max_size=3)),
                author=author,
                signature=[f"Yours, {author}", "as ever"] if author else [],
            )
        )
    return thread


def as_text(thread: list[Said], step: int, base: int) -> str:
    """The plain text: a single recommender is not named in it."""
    lines = ["An intro.", "", POSTED, "", "Comment Preferences", ""]
    for one in thread:
        outer = " " * (base + step * (one.depth - 1))
        inner = outer + " " * max(step, 2 if base else 1)
        lines.append(f"{outer}•  {one.subject} ({one.recommends}+ / 0-)")
        lines += [f"{inner}Recommended by:"] if one.recommends else []
        lines += [f"{inner}{', '.join(one.recommended_by)}"] if one.recommends > 1 else []
        lines.append("")
        for paragraph in [*one.paragraphs, one.signature]:
            lines += [*(inner + line for line in paragraph), ""]
        if one.author:
            lines += [f"{inner}by {one.author} on {PRINTED}", ""]
            lines += [f"{inner}[ Parent ]", ""] if one.parent else []
    return "\n".join([*lines, FOOT])


def as_html(thread: list[Said], *, closed: bool, numbered: bool, names: bool) -> str:
    """The HTML: `closed` end tags of p and li, `numbered` items, `names` of classes as on the sketch."""

    def paragraph(lines: list[str]) -> str:
        return f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}{'</p>' if closed else ''}\n"

    parts = [f"<html><h2>Title</h2><p>by <a>wren</a></p><div><p>An intro.</p></div><p>{POSTED}</p><div>"]
    depth = 0
    for number, one in enumerate(thread, 1):
        parts += [f"{'</li>' if closed else ''}</ul>"] * (depth - one.depth) if depth > one.depth else []
        parts += ["</li>" if closed else ""] if depth >= one.depth else ["<ul>"]
        depth = one.depth
        parts.append(f"<li id=c{number + 40}>" if numbered else "<li>")
        parts.append(f"<div><h3><a>{escape(one.subject)}</a> <span>(<a>{one.recommends}+ / 0-</a>)</span></h3>")
        links = ", ".join(f"<a>{escape(name)}</a>" for name in one.recommended_by)
        parts.append(f"<dl><dt>Recommended by:</dt><dd>{links}</dd></dl>" if links else "")
        signature = "<br>".join(one.signature)
        parts.append(f"<div class={'cb' if names else 'q'}>{''.join(map(paragraph, one.paragraphs))}")
        parts.append(
            f"<div class={'sig' if names else 'z'}>{escape(signature).replace('&lt;br&gt;', '<br>')}</div></div>"
            if signature
            else "</div>"
        )
        parent = f" [ <a href='#c{one.parent + 40}'>Parent</a> ]" if one.parent else ""
        parts.append(f"<p>by <a>{escape(one.author)}</a> on <a>{PRINTED}</a>{parent}</p></div>" if one.author else "</div>")
    return "".join([*parts, f"{'</li>' if closed else ''}</ul>" * depth, f"</div><p>{FOOT}</p></html>"])


def plain(source: str) -> str:
    """HTML source with its line breaks as spaces, for comparing both forms."""
    return " ".join(re.sub(r"<br>\s*", " ", source).split())


def expect(page: Page, thread: list[Said], *, single_named: bool) -> None:
    assert len(page.comments) == len(thread) and not page.truncated and page.not_understood == []
    assert (page.author, page.intro, page.body) == ("wren", "<p>An intro.</p>", "")
    for read, said in zip(page.comments, thread, strict=True):
        assert (read.depth, read.parent, read.subject) == (said.depth, said.parent, said.subject)
        assert (read.recommends, read.hides, read.author) == (said.recommends, 0, said.author)
        assert read.recommended_by == (said.recommended_by if single_named or said.recommends != 1 else [])
        body = " ".join(f"<p>{plain(escape(' '.join(lines), quote=False))}</p>" for lines in said.paragraphs)
        assert plain(read.body) == body
        assert plain(read.signature).replace("&#x27;", "'") == plain(escape(" ".join(said.signature), quote=False))
        assert bool(read.posted) == bool(said.author)


@settings(max_examples=60, deadline=None)
@given(thread=threads(), step=st.integers(2, 5), base=st.sampled_from([0, 2, 3]))
def test_a_printed_thread_is_read_as_it_was(thread: list[Said], step: int, base: int) -> None:
    expect(read_page(as_text(thread, step, base).encode()), thread, single_named=False)


@settings(max_examples=60, deadline=None)
@given(thread=threads(), closed=st.booleans(), numbered=st.booleans(), names=st.booleans())
def test_a_thread_of_lists_is_read_as_it_was(thread: list[Said], closed: bool, numbered: bool, names: bool) -> None:
    page = read_page(as_html(thread, closed=closed, numbered=numbered, names=names).encode())
    expect(page, thread, single_named=True)
    assert [one.site_number for one in page.comments] == [41 + place if numbered else None for place in range(len(thread))]


def told(page: Page) -> list[tuple[int | None, str, str | None, str]]:
    return [(one.parent, one.subject, one.author, plain(f"{one.body} {one.signature}")) for one in page.comments]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_cut_anywhere_gives_whole_comments_or_is_refused(path: Path) -> None:
    data = path.read_bytes()
    bare = [(parent, subject, author, re.sub(r"</?p>", "", words)) for parent, subject, author, words in told(read_page(data))]
    # Where the file ends in an item that ends like a heading, nobody can tell.
    unsure = data.find(b"three boats")
    for end in [*range(0, len(data), 11), *(place for place, byte in enumerate(data) if byte == 10)]:
        if 0 <= end - unsure < 40 and unsure > 0:
            continue
        try:
            page = read_page(data[:end])
        except NotASavedPage:
            continue
        got = [(parent, subject, author, re.sub(r"</?p>", "", words)) for parent, subject, author, words in told(page)]
        assert [(one[:3], one[3].split()) for one in got] == [(one[:3], one[3].split()) for one in bare[: len(got)]], end


_SPLINTERS = [
    *("<", ">", '"', "'", "<!--", "-->", "</ul>", "<ul>", "<li>", "<li id=c5>", "</div>", "<div>", "<script>", "</body>"),
    *("&#x0;", "&#xd800;", "\x00", "\t", "(3+ / 0-)", "•", "[ Parent ]", "99999999999", "٣", "by x on ", "Recommended by:"),
]


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PAGES), seed=st.integers(0, 2**32), wounds=st.integers(1, 12))
def test_a_spoilt_page_is_read_or_refused(path: Path, seed: int, wounds: int) -> None:
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(wounds):
        place = chance.randrange(len(data) + 1)
        other = chance.randrange(len(data) + 1)
        piece = chance.choice(
            [chance.choice(_SPLINTERS).encode(), bytes([chance.randrange(256)]), data[other:][: chance.randrange(400)], b""]
        )
        data[place : place + chance.choice([0, 0, 1, 30])] = piece
    try:
        page = read_page(bytes(data))
    except NotASavedPage:
        return
    assert [one.number for one in page.comments] == list(range(1, len(page.comments) + 1))
    for one in page.comments:
        assert one.depth == 1 if one.parent is None else one.depth == page.comments[one.parent - 1].depth + 1
        assert (one.subject + one.body + one.signature + (one.author or "")).encode().count(b"\0") == 0
