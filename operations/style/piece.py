"""One piece of the visual language: a partial of the pages, rendered with records that exist nowhere.

What is shown is the pages' own markup. But it stands many times on one page and must lead nowhere, so each is set apart: its ids are
prefixed, its forms are not sent, its links come back to it, its headings stand below that of the piece.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from community.models import Site

OWN = "operations/style/"  # the templates of what is no partial of any page: a button, a mark, a colour
LAYOUT = f"{OWN}_main.html"  # instead of base.html: the main part of a page, without its frame
KEPT = "what|tool|beside"  # the data attributes that style sheets ask for; by the others scripts would take hold of it
PAGES_OWN = "act|fold"  # the forms that a thread's buttons name: the page has one of each, for all threads
# What shows the pieces: the classes of this page's own sheet.
_FRAME = set(re.findall(r"\.([a-z][\w-]*)", (Path(settings.BASE_DIR) / "static/css/style.css").read_text()))


class State(NamedTuple):
    """caption: what is special about it. template: what made it."""

    caption: str
    template: str
    markup: SafeString

    @property
    def classes(self) -> set[str]:
        return {name for found in re.findall(r'class="([^"]*)"', self.markup) for name in found.split()}


class Piece(NamedTuple):
    """`when` says in a sentence when it is used. broad: shown as wide as a page with a side."""

    title: str
    when: str
    states: list[State]
    broad: bool

    @property
    def name(self) -> str:
        return slugify(self.title)

    @property
    def made_of(self) -> list[str]:
        """The partials that make it; where it is none of any page's, the classes to use."""
        theirs = list(dict.fromkeys(state.template for state in self.states if not state.template.startswith(OWN)))
        shown = set[str]().union(*(state.classes for state in self.states))
        return theirs or [f".{name}" for name in sorted(shown - _FRAME)]


class Chapter(NamedTuple):
    title: str
    words: str
    pieces: list[Piece]

    @property
    def name(self) -> str:
        return slugify(self.title)


def piece(
    title: str, when: str, template: str, states: dict[str, dict[str, Any]] | None = None, *, within: str = "", broad: bool = False,
    opened: bool = False, **context: Any,
) -> Piece:  # fmt: skip
    """A partial in each of its states (caption: what the template is given), or in one, which `context` gives.

    A state may name a template of its own. within: the element that a page puts around it, as `ol.diary-list`. opened: what is closed
    at first is shown open. Rendered without a request, so that nothing of who looks at it can be in it.
    """
    made = []
    for number, (caption, given) in enumerate((states or {"": {}}).items()):
        known: dict[str, Any] = {"site": Site.current(), "user": AnonymousUser(), "csrf_token": "", "layout": LAYOUT}
        given = known | context | given
        by = given.get("template", template)
        markup = _within(within, render_to_string(by, given))
        if opened:
            markup = re.sub(r"<(details|dialog)\b", r"<\1 open", markup)
        words = ", ".join(filter(None, (title, caption)))
        made.append(State(caption, by, mark_safe(apart(markup, slugify(title), number, words))))  # noqa: S308 - templates' output
    return Piece(title, when, made, broad)


def _within(element: str, markup: str) -> str:
    if not element:
        return markup
    name, _, classes = element.partition(".")
    sent = ' method="post"' if name == "form" else ""
    return f'<{name} class="{classes}"{sent}>{markup}</{name}>'


# -- setting apart --


def apart(markup: str, piece: str, number: int, words: str) -> str:
    """The same markup, so that it can stand beside itself and sends nothing. words: which piece and state it is, for who listens."""
    name = f"{piece}-{number}"
    for pattern, instead in _RULES:
        markup = re.sub(pattern, partial(instead, name=name, words=words), markup, flags=re.DOTALL)
    there = set(re.findall(r'\sid="([^"]*)"', markup))
    markup = _LINK.sub(lambda found: found[1] + (found[2] if found[2] in there else piece), markup)
    levels = [int(level) for level in re.findall(r"<h([1-6])", markup)]
    below = 4 - min(levels, default=4)
    return re.sub(r"<(/?)h([1-6])\b", lambda found: _heading(found[1], int(found[2]), below), markup)


def _heading(closing: str, level: int, below: int) -> str:
    """Headings keep their element, which style sheets know, and say at which level they stand here. A page has but one h1."""
    if closing:
        return f"</h{max(level, 2)}"
    return f'<h{max(level, 2)} aria-level="{min(level + below, 6)}"{" data-h1" if level == 1 else ""}'


_LINK = re.compile(r'(<a\b[^>]*?\bhref="#)([^"]*)')
_RULES: tuple[tuple[str, Callable[..., str]], ...] = (
    (rf'<form id="(?:{PAGES_OWN})".*?</form>', lambda found, **_: ""),
    (r'(<section\b[^>]*?)\saria-label(?:ledby)?="[^"]*"', lambda found, **_: found[1]),  # of few landmarks each is one
    (r'\b(id|for|aria-(?:labelledby|describedby|controls)|popovertarget)="([^"]+)"',
     lambda found, name, **_: f'{found[1]}="{" ".join(f"{name}-{each}" for each in found[2].split())}"'),
    (r'(<a\b[^>]*?\bhref="#)([^"]+)', lambda found, name, **_: f"{found[1]}{name}-{found[2]}"),
    (r'(<a\b[^>]*?\bhref=")(?!#)[^"]*', lambda found, **_: f"{found[1]}#"),
    (r'\s(?:action|formaction|enctype)="[^"]*"', lambda found, **_: ""),
    (r'(<form\b[^>]*?\bmethod=")\w+', lambda found, **_: f"{found[1]}dialog"),
    (rf'\sdata-(?!(?:{KEPT})\b)[\w-]+(?:="[^"]*")?', lambda found, **_: ""),
    (r'\ssrc="/media/([^"]*)"', lambda found, **_: f' src="{static(found[1])}"'),
    (r'(<nav\b[^>]*?\baria-label="[^"]*)', lambda found, words, **_: f"{found[1]}: {words}"),
    (r'\srole="search"', lambda found, words, **_: f' role="search" aria-label="{words}"'),
)  # fmt: skip
