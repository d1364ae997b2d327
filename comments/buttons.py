"""The buttons of a comment's acts, from the properties that the doors ask too."""

from collections.abc import Iterable

from comments.permissions import CommentPermissions

PK = "\x1e"  # stands for a comment's id in acts that many comments share


def own_acts(may: CommentPermissions) -> Iterable[str]:
    if may.edit:
        yield f'<a href="/comments/{PK}/edit/" data-in-place>Edit</a> '
    if may.delete:
        yield f'<a href="/comments/{PK}/delete/" data-in-place>Delete</a> '


def ratings(may: CommentPermissions, standing: str) -> Iterable[str]:
    if standing == "recommend":
        state = "" if may.unrecommend else " disabled"
        yield f"{_button('unrecommend', pressed='true', state=state)}Recommended</button> "
    elif may.recommend:
        yield f"{_button('recommend', pressed='false')}Recommend</button> "
    if standing == "hide" and may.unhide:
        yield f'<a href="/comments/{PK}/unhide/" data-in-place>Hidden by you</a> '
    elif may.offer_hide and standing != "hide":
        yield f'<a href="/comments/{PK}/hide/" data-in-place>Hide</a> '
    word = "Moderate" if may.user.is_moderator else "Report"
    yield f'<a href="/comments/{PK}/{word.lower()}/">{word}</a> '


def _button(verb: str, *, pressed: str, state: str = "") -> str:
    """A button of the page's one form for acts, so that a thousand comments share one token."""
    return f'<button form="act" formaction="/comments/{PK}/{verb}/" aria-pressed="{pressed}"{state}>'
