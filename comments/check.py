"""Proves that the stored thread is what its parents say: trees, numbers, counts, hidden branches. And mends it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from comments.models import Comment, CommentTree, Kind
from comments.models.locks import hold_members
from comments.models.rating import is_hidden
from core import marks
from diaries.models import Diary

Place = tuple[int, int, int]  # lft, rght, level; counted 1, 2, 3 ... without room between


class Node(NamedTuple):
    pk: int
    parent_id: int | None
    tree_id: int
    lft: int
    rght: int
    level: int
    number: int
    diary_id: int
    hidden: bool
    hidden_root_id: int | None


def nodes_by_tree() -> Iterator[tuple[int, list[Node]]]:
    """Tree by tree, in memory one diary at a time at most."""
    rows = Comment.objects.order_by("tree_id", "number").values_list(*Node._fields)
    tree_id: int = 0
    found: list[Node] = []
    for row in rows.iterator(chunk_size=5_000):
        node = Node(*row)
        if node.tree_id != tree_id and found:
            yield tree_id, found
            found = []
        tree_id = node.tree_id
        found.append(node)
    if found:
        yield tree_id, found


def places(nodes: list[Node]) -> dict[int, Place]:
    """Where each comment belongs, from parents and numbers alone."""
    children: dict[int | None, list[Node]] = defaultdict(list)
    known = {node.pk for node in nodes}
    for node in sorted(nodes, key=lambda node: node.number):
        children[node.parent_id if node.parent_id in known else None].append(node)
    out: dict[int, Place] = {}
    left: dict[int, int] = {}
    counter = 0
    stack = [(node, 0, False) for node in reversed(children[None])]
    while stack:
        node, level, done = stack.pop()
        counter += 1
        if done:
            out[node.pk] = (left[node.pk], counter, level)
            continue
        left[node.pk] = counter
        stack.append((node, level, True))
        stack.extend((child, level + 1, False) for child in reversed(children[node.pk]))
    return out


def stored_places(nodes: list[Node], *, spread: bool) -> dict[int, Place]:
    """Where each comment stands; of a tree that was spread only the order of its numbers counts."""
    numbers = sorted({number for node in nodes for number in (node.lft, node.rght)})
    rank = {number: place for place, number in enumerate(numbers, 1)} if spread else {number: number for number in numbers}
    return {node.pk: (rank[node.lft], rank[node.rght], node.level) for node in nodes}


def hidden_roots(nodes: list[Node], where: dict[int, Place]) -> dict[int, int | None]:
    """Under which topmost hidden comment each comment lies."""
    out: dict[int, int | None] = {}
    covered, top = 0, None
    for node in sorted(nodes, key=lambda node: where[node.pk][0]):
        lft, rght, _ = where[node.pk]
        if lft > covered:
            top = node.pk if node.hidden else None
            covered = rght if node.hidden else covered
        out[node.pk] = top if lft <= covered else None
    return out


def stray_faults() -> Iterator[tuple[int, str]]:
    """(comment id, sentence) for every comment that is not in its parent's tree, or shares a tree with another top-level one."""
    astray = Comment.objects.exclude(parent=None).exclude(tree_id=F("parent__tree_id"))
    for pk in astray.values_list("pk", flat=True):
        yield pk, "is in another tree than the comment it answers"
    earlier = Comment.objects.filter(parent=None, tree_id=OuterRef("tree_id"), pk__lt=OuterRef("pk"))
    for pk in Comment.objects.filter(parent=None).filter(Exists(earlier)).values_list("pk", flat=True):
        yield pk, "shares its tree with another top-level comment"


def tree_faults() -> Iterator[tuple[int, str]]:
    """(tree_id, sentence) for every tree that is not as its parents say."""
    held = dict(CommentTree.objects.values_list("pk", "spread_at"))
    for tree_id, nodes in nodes_by_tree():
        where, stored = places(nodes), stored_places(nodes, spread=bool(held.get(tree_id)))
        roots = hidden_roots(nodes, where)
        if tree_id not in held:
            yield tree_id, "has no row to hold"
        if len([node for node in nodes if node.parent_id is None]) != 1:
            yield tree_id, "does not have exactly one top-level comment"
        if len({node.diary_id for node in nodes}) != 1:
            yield tree_id, "spans several diaries"
        astray = [node for node in nodes if stored[node.pk] != where[node.pk]]
        if astray:
            yield tree_id, f"has {len(astray)} comments out of place, the first is {astray[0].pk}"
        wrong = [node for node in nodes if node.hidden_root_id != roots[node.pk]]
        if wrong:
            yield tree_id, f"has {len(wrong)} comments that are wrongly hidden or shown, the first is {wrong[0].pk}"


def diary_faults() -> Iterator[tuple[Diary, str]]:
    """(diary, sentence) for every diary whose figures are not those of its comments."""
    counted = Diary.objects.annotate(real=Count("comments"), highest=Max("comments__number")).only(
        "pk", "comment_count", "last_number"
    )
    for diary in counted.iterator(chunk_size=5_000):
        if diary.comment_count != diary.real:
            yield diary, f"says {diary.comment_count} comments and has {diary.real}"
        if diary.last_number < (diary.highest or 0):
            yield diary, f"has given number {diary.highest} and remembers {diary.last_number}"


def rating_faults() -> Iterator[tuple[int, str]]:
    """(comment id, sentence) for every comment whose figures are not those of its ratings."""
    counted = Q(ratings__withdrawn_at=None, ratings__voiding=None, ratings__carried=False)
    rows = Comment.objects.annotate(
        r=Count("ratings", filter=counted & Q(ratings__kind=Kind.RECOMMEND)),
        h=Count("ratings", filter=counted & Q(ratings__kind=Kind.HIDE)),
    ).values_list("pk", "r", "h", "carried_recommends", "carried_hides", "recommend_count", "hide_count", "hidden")
    for pk, r, h, carried_r, carried_h, recommends, hides, hidden in rows.iterator(chunk_size=5_000):
        if (r + carried_r, h + carried_h) != (recommends, hides):
            yield pk, f"says ({recommends}+ / {hides}-) and has ({r + carried_r}+ / {h + carried_h}-)"
        elif hidden != is_hidden(recommends, hides):
            yield pk, f"is {'hidden' if hidden else 'shown'} against the hiding rule"


@transaction.atomic
def mend_stray(pk: int) -> None:
    """Put a comment where its parent is, a second top-level comment into a tree of its own; with all their replies."""
    comment = Comment.objects.select_related("parent").get(pk=pk)
    tree_id = comment.parent.tree_id if comment.parent else CommentTree.objects.create(diary_id=comment.diary_id).pk
    branch = [pk]
    while branch:
        Comment.objects.filter(pk__in=branch).update(tree_id=tree_id)
        branch = list(Comment.objects.filter(parent__in=branch).exclude(tree_id=tree_id).values_list("pk", flat=True))


@transaction.atomic
def mend_tree(tree_id: int) -> None:
    """Write places and hidden branches of a tree anew from its parents."""
    first = Comment.objects.filter(tree_id=tree_id).order_by("number").first()
    if first is None:
        return
    CommentTree.objects.get_or_create(pk=tree_id, defaults={"diary_id": first.diary_id})
    CommentTree.hold(tree_id)
    CommentTree.objects.filter(pk=tree_id).update(spread_at=None)
    nodes = [Node(*row) for row in Comment.objects.filter(tree_id=tree_id).values_list(*Node._fields)]
    where = places(nodes)
    roots = hidden_roots(nodes, where)
    for node in nodes:
        lft, rght, level = where[node.pk]
        if (node.lft, node.rght, node.level, node.hidden_root_id) != (lft, rght, level, roots[node.pk]):
            Comment.objects.filter(pk=node.pk).update(lft=lft, rght=rght, level=level, hidden_root=roots[node.pk])
    Diary.objects.filter(pk=first.diary_id).update(thread_version=F("thread_version") + 1, thread_epoch=F("thread_version") + 1)
    marks.touch(marks.of_diary(first.diary_id))


@transaction.atomic
def mend_comment(pk: int) -> None:
    comment = Comment.objects.select_related("author").get(pk=pk)
    hold_members(*filter(None, (comment.author,)))
    CommentTree.hold(comment.tree_id)
    comment.recount()


@transaction.atomic
def mend_diary(diary: Diary) -> None:
    held = Diary.objects.select_for_update(no_key=True).get(pk=diary.pk)
    comments = Comment.objects.filter(diary=held)
    held.comment_count = comments.count()
    held.last_number = max(held.last_number, comments.aggregate(highest=Max("number"))["highest"] or 0)
    held.save(update_fields=["comment_count", "last_number"])
