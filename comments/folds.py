"""The markup of folding: the hairline of a branch, which is its handle; and the one line that stands for what is folded.

Handles and lines are buttons of the page's form "fold": without scripts they send it, with them the page folds by itself.
`words` are a row's, cut from its stored markup, and as safe.
"""

import re
from typing import Any

DEEP = 7  # the level from which on a narrow screen goes on with a branch on a page of its own
_HEADING = re.compile(r"<h3 [^>]*>.*?<a [^>]*>(.*?)</a></h3>", re.DOTALL)
_NAME = re.compile(r'<p class="by">by (?:<a [^>]*>)?([^<]*)')


def words(row: Any) -> str:
    """`subject - name`, kept with the row."""
    if not row.words:
        heading = _HEADING.search(row.parts[1]) if len(row.parts) > 1 else None
        name = _NAME.search(row.parts[4]) if len(row.parts) > 1 else None
        row.words = f"{heading[1]} - {name[1].strip()}" if heading and name else f"Comment {row.number}, deleted"
    return row.words  # type: ignore[no-any-return]


def figures(replies: int, new: int) -> str:
    """`12 replies, 3 new`."""
    return f"{replies} {'reply' if replies == 1 else 'replies'}{f', {new} new' if new else ''}"


def handle(row: Any, said: str, back: str) -> str:
    """The hairline at the left of a branch. back: where a visitor's form comes back to (`at`), nothing for members."""
    name = f'class="hairline" form="fold" name="fold" value="b{row.pk}"'
    return f'<button {name}{back} aria-expanded="true" title="Fold: {said}"></button>'


def usual_handle(row: Any, *, member: bool) -> str:
    """The hairline where nothing below is new; kept with the row as long as it has as many replies."""
    if row.handles[0] != row.reply_count:
        said = f"{words(row)} - {figures(row.reply_count, 0)}"
        row.handles = row.reply_count, handle(row, said, ""), handle(row, said, at(f"f{row.number}"))
    return row.handles[1 if member else 2]  # type: ignore[no-any-return]


def first_handle(among: Any, row: Any, member: bool) -> str:
    """What a comment that arrives brings along where it is the first answer: the hairline of the branch that it begins."""
    parent = among.parent_of_first(row)
    return usual_handle(parent, member=member) if parent and parent.hidden_root_id is None else ""


def line(fold: str, number: int, said: str, back: str) -> str:
    """What stands for something folded, and opens it."""
    button = f'<button form="fold" name="unfold" value="{fold}"{back} aria-expanded="false">{said}</button>'
    return f'<p class="fold-line" id="f{number}">{button}</p>'


def act(pk: int | str, back: str) -> str:
    """Among the acts: folds the comment alone."""
    return f'<button form="fold" name="fold" value="c{pk}"{back}>Fold</button> '


def at(place: str) -> str:
    """A visitor's form is sent by GET to the page itself, and keeps the place that the button names."""
    return f' formaction="#{place}"'


def onward(pk: int, said: str) -> str:
    """On a narrow screen, for a branch that lies too deep."""
    return f'<p class="onward"><a href="/comments/{pk}/">Continue this thread ({said})</a></p>'
