"""Where many comments would have to move for a new one, their tree gets room between its numbers, once."""

import random

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, CommentTree, tree
from community.models import set_rule


@pytest.fixture
def talk(diary, alice, bob, monkeypatch):
    """Post so many, each below one that a seeded chance chooses; the first begins the branch."""
    set_rule("throttle.comments", "0")
    monkeypatch.setattr(tree, "FEW", 4)

    def post(count, seed=1):
        r = random.Random(seed)
        said = list(diary.comments.filter(tip_jar=False).order_by("number"))
        for number in range(count):
            parent = Comment.objects.get(pk=r.choice(said[-12:] + said[:3]).pk) if said else None
            said.append(diary.comments.post(by=r.choice([alice, bob]), body=f"{seed}.{number}", parent=parent))
        return said

    return post


def assert_in_order(diary):
    """What mptt reads is what the parents say."""
    comments = {comment.pk: comment for comment in diary.comments.filter(tip_jar=False)}
    below = {pk: set() for pk in comments}
    for comment in comments.values():
        above = comment
        while above.parent_id:
            above = comments[above.parent_id]
            below[above.pk].add(comment.pk)
    for pk, comment in comments.items():
        assert {each.pk for each in comment.get_descendants()} == below[pk]
        assert [each.pk for each in comment.get_ancestors()][-1:] == ([comment.parent_id] if comment.parent_id else [])
        assert list(comment.get_children()) == sorted(comment.get_children(), key=lambda each: each.number)
        assert comment.get_descendant_count() == comment.reply_count == len(below[pk])
        assert comment.is_leaf_node() == (not below[pk])
    call_command("check_comment_trees")


def test_a_small_tree_counts_without_room(talk, diary):
    talk(4)
    assert {each.lft for each in diary.comments.all()} | {each.rght for each in diary.comments.all()} == set(range(1, 9))
    assert not CommentTree.objects.exclude(spread_at=None).exists()


@pytest.mark.parametrize("width", [2**30, 2**9])  # the smaller is used up again and again
def test_a_grown_tree_is_what_its_parents_say(talk, diary, monkeypatch, width):
    monkeypatch.setattr(tree, "WIDTH", width)
    talk(120)
    assert CommentTree.objects.exclude(spread_at=None).count() == 1
    assert_in_order(diary)


def test_once_there_is_room_nobody_moves(talk, diary, bob):
    said = talk(60)
    spread_at = CommentTree.objects.get(pk=said[0].tree_id).spread_at
    first = diary.comments.post(by=bob, body="First.", parent=Comment.objects.get(pk=said[0].pk))
    before = set(diary.comments.values_list("pk", "lft", "rght"))
    with CaptureQueriesContext(connection) as captured:
        second = diary.comments.post(by=bob, body="Second.", parent=Comment.objects.get(pk=said[0].pk))
    assert set(diary.comments.exclude(pk=second.pk).values_list("pk", "lft", "rght")) == before
    assert not [query for query in captured if '"lft" =' in query["sql"] and query["sql"].startswith("UPDATE")]
    assert first.rght < second.lft
    assert CommentTree.objects.get(pk=said[0].tree_id).spread_at == spread_at


def test_damage_in_a_spread_tree_is_found_and_mended(talk, diary):
    said = talk(60)
    last = Comment.objects.filter(tree_id=said[0].tree_id).order_by("-lft").first()
    Comment.objects.filter(pk=last.pk).update(lft=F("lft") - 2**25, rght=F("rght") - 2**25)
    with pytest.raises(SystemExit):
        call_command("check_comment_trees")
    call_command("check_comment_trees", "--repair")
    call_command("check_comment_trees")
    assert CommentTree.objects.get(pk=said[0].tree_id).spread_at is None
    talk(10, seed=2)
    assert_in_order(diary)
