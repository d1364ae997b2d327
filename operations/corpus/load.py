"""Writes an invented community straight into the tables: COPY on PostgreSQL, executemany on SQLite.

Only for measuring. Everything derived is computed here as the verbs would; `check_comment_trees` proves it.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Max, Model

from accounts.models import User
from comments.fragment import render_fragment
from comments.models import Comment, CommentTree
from core.text import skeleton
from diaries.models import Diary, Tag, Tagging
from operations.corpus import text

MEMBERS, TAGS, PASSWORD = 500, 200, "rostrum-bench"
Say = Callable[[str], None]
Rows = Iterable[tuple[Any, ...]]


def write(model: type[Model], names: list[str], rows: Rows) -> None:
    """Rows of the named columns; the other columns get their defaults. On PostgreSQL the sequence follows."""
    columns_of = {field.name: field for field in model._meta.concrete_fields}
    given = [columns_of[name] for name in names]
    others = [field for field in model._meta.concrete_fields if field not in given and not field.primary_key]
    fields = [*given, *others]
    rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    prepared = (
        tuple(field.get_db_prep_save(value, connection) for field, value in zip(given, row, strict=True)) + rest for row in rows
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', list(prepared))


def follow_sequences(*models: type[Model]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in models:
                table = model._meta.db_table
                cursor.execute(f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), (SELECT max(id) FROM "{table}"))""")


def first_free(model: type[Model]) -> int:
    return (model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0) + 1


class Plan:
    """What is to be written: how many comments each diary gets, newest diary last."""

    def __init__(self, sizes: list[int], *, seed: int, now: datetime) -> None:
        self.sizes, self.seed, self.now = sizes, seed, now
        self.user, self.tag = first_free(User), first_free(Tag)
        self.diary, self.comment, self.tree = first_free(Diary), first_free(Comment), first_free(CommentTree)
        self.step = timedelta(days=700) / max(1, len(sizes))

    def published(self, index: int) -> datetime:
        return self.now - self.step * (len(self.sizes) - index)


def sizes_of(diaries: int, comments: int, *, seed: int) -> list[int]:
    """How many comments each diary has: most have few, some have hundreds, and the sum is exact."""
    r = random.Random(seed)
    weights = [r.paretovariate(1.1) for _ in range(diaries)]
    scale = comments / sum(weights)
    sizes = [int(weight * scale) for weight in weights]
    for _ in range(comments - sum(sizes)):
        sizes[r.randrange(diaries)] += 1
    return sizes


def load(sizes: list[int], *, seed: int, now: datetime, say: Say) -> Plan:
    """Write members, tags, diaries and threads; all in one transaction."""
    plan = Plan(sizes, seed=seed, now=now)
    chunks = _chunks(plan)
    total, done = sum(sizes), 0
    connection.close()  # the children must not inherit it
    with get_context("fork").Pool() as pool, transaction.atomic():
        _people(plan)
        for made in pool.imap(_make, [(plan, *chunk) for chunk in chunks]):
            for model, names, rows in made:
                write(model, names, rows)
                done += len(rows) if model is Comment else 0
            say(f"{done:,} of {total:,} comments")
        follow_sequences(User, Tag, Tagging, Diary, Comment, CommentTree)
        Tagging.objects.recount(set(range(plan.tag, plan.tag + TAGS)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the database plans for the empty tables that it knew
    return plan


def _people(plan: Plan) -> None:
    r, secret = random.Random(plan.seed), make_password(PASSWORD, hasher="pbkdf2_sha256")
    joined = plan.now - timedelta(days=900)
    names = [f"user{plan.user + n:04d}" for n in range(MEMBERS)]
    write(
        User, ["id", "username", "name", "key", "email", "password", "joined", "signature", "signature_html"],
        [(plan.user + n, name, name, skeleton(name), f"{name}@example.org", secret, joined, "A line.", f"A line of {name}.") for n, name in enumerate(names)],
    )  # fmt: skip
    tags = [f"{r.choice(text.TAG_WORDS)} {plan.tag + n}" for n in range(TAGS)]
    write(Tag, ["id", "name", "key", "slug"], [(plan.tag + n, tag, tag, tag.replace(" ", "-")) for n, tag in enumerate(tags)])


def _chunks(plan: Plan) -> Iterator[tuple[int, int, int, int]]:
    """(first diary, end, first comment id, first tree id) of pieces of some 5,000 comments or 500 diaries.

    A comment's tree takes the number of the comment's id: no two processes can collide.
    """
    first, comments, before = 0, 0, 0
    for index, size in enumerate(plan.sizes):
        comments += size
        if comments >= 5_000 or index - first >= 500 or index == len(plan.sizes) - 1:
            yield first, index + 1, plan.comment + before, plan.tree + before
            first, before, comments = index + 1, before + comments, 0


def _make(job: tuple[Plan, int, int, int, int]) -> list[tuple[type[Model], list[str], list[tuple[Any, ...]]]]:
    """One piece, in a process of its own: rows of diaries, their tags, trees and comments."""
    plan, first, end, comment_id, tree_id = job
    r = random.Random(plan.seed * 1_000_003 + first)
    diaries, taggings, trees, comments = [], [], [], []
    for index in range(first, end):
        pk, at, size = plan.diary + index, plan.published(index), plan.sizes[index]
        author = plan.user + r.randrange(MEMBERS)
        diaries.append(_diary(r, pk, author, at, size))
        taggings += [(plan.tag + tag, pk, at) for tag in r.sample(range(TAGS), r.randint(3, 5))]
        made = list(_thread(r, plan, pk, author, at, size, comment_id, tree_id))
        trees += [(row[2], pk) for row in made if row[6] is None]
        comments += made
        comment_id, tree_id = comment_id + size, tree_id + size
    return [
        (Diary, DIARY, diaries),
        (Tagging, ["tag", "content_object", "listed_at"], taggings),
        (CommentTree, ["id", "diary"], trees),
        (Comment, COMMENT, comments),
    ]


DIARY = (
    "id author title slug intro intro_html body body_html state created_at changed_at published_at last_number comment_count thread_version"
).split()
COMMENT = (
    "id diary tree_id lft rght level parent number author subject body body_html markup posted_at signature_html fragment"
).split()


def _diary(r: random.Random, pk: int, author: int, at: datetime, size: int) -> tuple[Any, ...]:
    title = text.sentence(r, r.randint(4, 9))[:-1][:100]
    intro = f"<p>{text.passage(r, r.randint(60, 100))}</p>"
    body = "".join(f"<p>{text.passage(r, r.randint(60, 110))}</p>" for _ in range(r.randint(3, 6)))
    slug = title.lower().replace(" ", "-")[:80]
    return pk, author, title, slug, intro, intro, body, body, "published", at, at, at, size, size, size


def _thread(
    r: random.Random, plan: Plan, diary: int, diary_author: int, at: datetime, size: int, first_id: int, first_tree: int
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    nodes = text.thread(r, size)
    children: dict[int | None, list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        children[node.parent].append(index)
    spans = _spans(children, nodes)
    for index, node in enumerate(nodes):
        lft, rght, root = spans[index]
        author = plan.user + r.randrange(MEMBERS)
        name = f"user{author:04d}"
        html = text.comment_html(r)
        parent = nodes[index].parent
        comment = Comment(
            pk=first_id + index, diary_id=diary, number=index + 1, level=node.depth - 1, body_html=html, subject=text.sentence(r, r.randint(3, 8))[:-1],
            author=User(pk=author, username=name, name=name), posted_at=at + timedelta(seconds=40 * index), lft=lft, rght=rght,
            signature_html=f"A line of {name}.", parent=Comment(pk=first_id + parent, number=parent + 1) if parent is not None else None,
        )  # fmt: skip
        comment.diary = Diary(pk=diary, author_id=diary_author)
        yield (
            comment.pk, diary, first_tree + root, lft, rght, comment.level, comment.parent_id, comment.number, author, comment.subject, html, html,
            "html", comment.posted_at, comment.signature_html, str(render_fragment(comment, given=[])),
        )  # fmt: skip


def _spans(children: dict[int | None, list[int]], nodes: list[text.Node]) -> dict[int, tuple[int, int, int]]:
    """index -> (lft, rght, index of its top-level comment)."""
    out: dict[int, tuple[int, int, int]] = {}
    for root in children[None]:
        counter, stack = 0, [(root, False)]
        left: dict[int, int] = {}
        while stack:
            index, done = stack.pop()
            counter += 1
            if done:
                out[index] = (left[index], counter, root)
            else:
                left[index] = counter
                stack.append((index, True))
                stack.extend((child, False) for child in reversed(children[index]))
    return out
