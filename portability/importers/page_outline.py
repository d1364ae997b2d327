"""A saved page as indented text, for a look before anything is written."""

import re
from html import unescape

from .page_record import Page, PageComment, Stamp, excerpt

_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 40  # levels that are indented; what is deeper says so in figures


def outline(page: Page) -> str:
    """The page as text: head, the tree of comments, what is missing, what was not understood."""
    lines = [
        f"Title: {page.title or 'unknown'}",
        f"By: {page.author or 'unknown'}",
        f"Posted: {_printed(page.posted)}",
        f"Tags: {', '.join(page.tags) or 'none'}",
        f"Intro: {excerpt(unescape(_TAG.sub(' ', page.intro)))}",
        f"Body: {len(page.body):,} characters",
    ]
    if page.republished:
        lines.append(f"Also republished by: {', '.join(page.republished)}")
    replies = sum(comment.depth > 1 for comment in page.comments)
    lines.append(f"Comments: {len(page.comments)}, of which {replies} are replies")
    lines += [_line(comment) for comment in page.comments]
    if page.truncated:
        lines += ["", "The page is cut off."]
    lines += _listed("What the page does not say:", page.gaps)
    lines += _listed("What was not understood:", page.not_understood)
    return "\n".join(lines) + "\n"


def _printed(stamp: Stamp | None) -> str:
    if stamp is None:
        return "unknown"
    return stamp.printed if stamp.at else f"unknown (printed “{stamp.printed}”)"


def _line(comment: PageComment) -> str:
    deep = f"(level {comment.depth}) " if comment.depth > _DEEPEST else ""
    signed = ", with a signature" if comment.signature else ""
    return (
        f"{'  ' * min(comment.depth, _DEEPEST)}{deep}{comment.number}. {comment.subject or '(no subject)'} "
        f"({comment.recommends}+ / {comment.hides}-) "
        f"by {comment.author or 'unknown'} on {_printed(comment.posted)}{signed}"
    )


def _listed(heading: str, entries: list[str]) -> list[str]:
    return ["", heading, *(f"  - {entry}" for entry in entries)] if entries else []
