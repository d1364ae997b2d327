"""Shorter forms of a comment, cut from its stored markup: its title alone, or its first words with the rest behind them.

`parts` are a fragment's pieces between its open places (comments.fragment); what comes out is markup as safe as they are.
"""

import re
from html import escape, unescape

from core.text import first_words as cut

FIRST_WORDS = 140  # characters
_TAG = re.compile(r"<[^>]*>")
_BODY = '<div class="prose comment-body"'


def title(parts: list[str], classes: str, mark: str, badge: str) -> str:
    """Subject, figures and by-line: without body, signature and acts."""
    return f"{parts[0]}{classes} title-only{parts[1]}{mark}</header>\n{parts[4]}{badge}</p></footer></article>"


def shrunk(parts: list[str], classes: str, mark: str, signed: str, badge: str) -> str:
    """All before the acts, with body and signature folded behind the first words; a short comment is shown as it is."""
    raters, body = _raters_and_body(parts)
    words = first_words(body)
    if not words:
        return f"{parts[0]}{classes}{parts[1]}{mark}{parts[2]}{signed}{parts[4]}{badge}{parts[5]}"
    folded = f'<details class="shrunk"><summary dir="auto">{words} &hellip;</summary>{raters}{body}{signed}</details>'
    return f"{parts[0]}{classes}{parts[1]}{mark}</header>\n{folded}{parts[4]}{badge}{parts[5]}"


def _raters_and_body(parts: list[str]) -> tuple[str, str]:
    rest = parts[2].partition("</header>")[2]
    start = rest.find(_BODY)
    return rest[:start], rest[start:]


def first_words(body: str) -> str:
    """The beginning of a body as text that is still escaped; nothing where the whole body is no longer than that."""
    text = " ".join(unescape(_TAG.sub(" ", body).replace("<", " ")).split())
    if len(text) <= FIRST_WORDS and "<img" not in body:
        return ""
    return escape(cut(text, FIRST_WORDS).removesuffix("…")) or "Without words"
