"""A comment's stored markup: rendered once when it or its ratings change, joined a thousand at a time when read.

Nothing in it depends on who reads. What does, and what belongs to its author rather than to it, has a place marked by
SLOT; comments.thread fills the places:

    classes · mark · [signature as it was written] · badge · acts

Written in Python rather than as a template because it is made at every post and rating: a template needs twenty times as long.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from django.urls import reverse

from community.models import Site
from core.clock import stamp
from core.languages import told_by_letters

if TYPE_CHECKING:
    from comments.models import Comment

# Control characters, which members' text cannot hold.
SLOT = "\x1f"
OWN_KEY = (
    "\x1e"  # stands for the comment's primary key, so that a new row can be written with its markup (comments.rows puts it in)
)
_TAG, _BEGINNING = re.compile(r"<[^>]*>?"), 800  # characters of markup, from which a language is told
IN_LINE = 4  # so many raters are named in line; more stand behind a toggle


Given = Sequence[tuple[str, str, str]]  # standing ratings in their order: kind, username and name


def render_fragment(comment: "Comment", given: Given | None = None) -> str:
    """The markup of one comment with its open places; the caller keeps it. given: where the caller knows them."""
    if not comment.is_standing:
        return _tombstone(comment)
    if given is None:
        given = comment.ratings.standing().values_list("kind", "user__username", "user__name")
    raters = _raters("Recommended", [_person(*who) for kind, *who in given if kind == "recommend"])
    raters += _raters("Hidden", [_person(*who) for kind, *who in given if kind == "hide"])
    return (
        f'<article id="c{comment.number}" class="comment{SLOT}" data-comment="{OWN_KEY}">'
        f"<header>{_subject(comment)} "
        f'<span class="figures">({comment.recommend_count}+ / {comment.hide_count}-)</span>{SLOT}</header>\n'
        f'{raters}<div class="prose comment-body" dir="auto"{_language(comment, comment.body_html)}>{comment.body_html}</div>\n'
        f"{SLOT}{comment.signature_html}{SLOT}"
        f"<footer>{_byline(comment)}\n"
        f'<p class="acts">{SLOT}<a href="/comments/{OWN_KEY}/" data-copy-link>Link</a></p></footer></article>'
    )


def _subject(comment: "Comment") -> str:
    derived, heading = "" if comment.subject else " derived", comment.heading
    answered = f", reply to number {comment.parent.number}" if comment.parent else ""
    return (
        f'<h3 class="subject{derived}"><span class="level">Level {comment.level + 1}<span>{answered}: </span></span>'
        f'<a href="/comments/{OWN_KEY}/" dir="auto"{_language(comment, heading)}>{escape(heading)}</a></h3>'
    )


def _language(comment: "Comment", said: str) -> str:
    """Of a comment in another one than its diary, where its letters tell it: so that it is read out and set as what it is."""
    if said.isascii():
        return ""
    usual = comment.diary.lang
    told = told_by_letters(_TAG.sub(" ", said[:_BEGINNING]), usual)
    return f' lang="{told}"' if told and told != usual else ""


def _raters(verb: str, people: list[str]) -> str:
    if not people:
        return ""
    names = f"{verb} by: {', '.join(people)}</p>"
    if len(people) <= IN_LINE:
        return f'<p class="raters">{names}\n'
    return f'<details class="raters"><summary>{verb} by {len(people)} members</summary><p>{names}</details>\n'


def _byline(comment: "Comment") -> str:
    author = comment.author
    at = stamp(comment.posted_at, Site.current().zone, seconds=True, printed=comment.printed_at)
    return "".join(
        [
            f'<p class="by">by {_person(author.username, author.name) if author else "an unknown author"} ',
            "on " if comment.posted_at or comment.printed_at else "at ",
            f'<a class="permalink" href="/comments/{OWN_KEY}/">{at}</a>',
            _to_parent(comment),
            ' <span class="mark author" title="wrote the diary">author</span>' if _wrote_the_diary(comment) else "",
            ' <span class="mark" title="taken over from an older site">imported</span>' if author and author.imported else "",
            SLOT,
            f' <a class="mark" href="/comments/{OWN_KEY}/edits/">edited</a>' if comment.edited_at else "",
            "</p>",
        ]
    )


def _wrote_the_diary(comment: "Comment") -> bool:
    return comment.author_id is not None and comment.author_id == comment.diary.author_id


def _to_parent(comment: "Comment") -> str:
    return f' <a class="parent" href="#c{comment.parent.number}">[ Parent ]</a>' if comment.parent else ""


def _person(username: str, name: str) -> str:
    return f'<a href="{escape(reverse("person", args=[username]))}">{escape(name)}</a>'


def _tombstone(comment: "Comment") -> str:
    rule = comment.removed_rule
    words = f'removed by a moderator, <a href="/about/rules/#conduct-{rule}">rule {rule}</a>.' if rule else "deleted by its author."
    return (
        f'<article id="c{comment.number}" class="comment tombstone" data-comment="{OWN_KEY}"><p>Comment {comment.number} was {words}'
        f"{_to_parent(comment)}</p></article>"
    )
