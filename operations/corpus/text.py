"""Invented text in bulk: deterministic for a seed, the same shapes as real threads."""

import random
from typing import NamedTuple

WORDS = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an "
    "they which one you were all her she there would their we him been has when who will no more if out so up "
    "said what its about than into them can only other time new some could these two may first then do any like "
    "my now over such our man me even most made after also well did many must before back see through way where "
    "get much go good your senate house vote county labor climate election budget poll reform justice union "
    "district governor campaign primary coalition neighbor hospital teacher winter river harvest railway"
).split()
TAG_WORDS = WORDS[100:]


class Node(NamedTuple):
    """A comment of an invented thread; parent is its index in the thread, depth 1 the top level."""

    parent: int | None
    depth: int


def sentence(r: random.Random, length: int) -> str:
    return " ".join(r.choices(WORDS, k=length)).capitalize() + "."


def passage(r: random.Random, words: int) -> str:
    out = []
    while words > 0:
        length = min(words, r.randint(6, 16))
        out.append(sentence(r, length))
        words -= length
    return " ".join(out)


def comment_html(r: random.Random) -> str:
    """60 to 120 words; a third with a quote or a link."""
    words, kind = r.randint(60, 120), r.random()
    if kind < 1 / 6:
        quoted = r.randint(10, 25)
        return f"<blockquote><p>{passage(r, quoted)}</p></blockquote><p>{passage(r, words - quoted)}</p>"
    half = words // 2
    if kind < 1 / 3:
        link = f'<a href="https://example.org/story/{r.randint(1, 9999)}" rel="nofollow ugc noopener">{sentence(r, 3)[:-1]}</a>'
        return f"<p>{passage(r, half)} {link} {passage(r, words - half - 3)}</p>"
    return f"<p>{passage(r, half)}</p><p>{passage(r, words - half)}</p>"


def thread(r: random.Random, comments: int, *, deepest: int = 8, top_level: float = 0.12) -> list[Node]:
    """Preferential attachment: who has replies gets more, as in life."""
    nodes: list[Node] = []
    urn: list[int] = []
    for index in range(comments):
        parent, depth = None, 1
        if urn and r.random() >= top_level:
            while True:
                parent = r.choice(urn)
                depth = nodes[parent].depth + 1
                if depth <= deepest:
                    break
            urn.append(parent)
        urn.append(index)
        nodes.append(Node(parent, depth))
    return nodes
