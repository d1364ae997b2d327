"""The guard finds planted damage of every kind, and mends it."""

import pytest
from django.core.management import call_command
from django.db.models import F

from comments.models import Comment
from diaries.models import Diary


@pytest.fixture
def thread(diary, alice, bob, tess, trusted):
    two = diary.comments.post(by=bob, body="two")
    three = diary.comments.post(by=alice, body="three", parent=two)
    diary.comments.post(by=bob, body="four", parent=three)
    for user in trusted(2):
        three.hide(by=user, rule=1)
    return diary


def check(*words):
    """The exit status of the command."""
    try:
        call_command("check_comment_trees", *words)
    except SystemExit as end:
        return end.code
    return 0


DAMAGE = {
    "lft": lambda of: of(4).update(lft=F("lft") + 1),
    "rght": lambda of: of(2).update(rght=99),
    "level": lambda of: of(3).update(level=7),
    "tree": lambda of: of(4).update(tree_id=F("tree_id") + 1000),
    "shared tree": lambda of: of(2).update(tree_id=of(1).get().tree_id),
    "recommends": lambda of: of(2).update(recommend_count=5),
    "hides": lambda of: of(3).update(hide_count=0),
    "shown against the rule": lambda of: of(3).update(hidden=False),
    "branch shown": lambda of: of(4).update(hidden_root=None),
    "branch hidden": lambda of: of(1).update(hidden_root=of(3).get().pk),
    "count": lambda of: Diary.objects.update(comment_count=77),
    "number": lambda of: Diary.objects.update(last_number=1),
}


def test_a_sound_thread_passes(thread):
    assert check() == 0


@pytest.mark.parametrize("kind", DAMAGE)
def test_it_exits_1_on_damage_and_repair_mends_it(thread, kind):
    def state():
        fields = ("pk", "lft", "rght", "level", "recommend_count", "hide_count", "hidden", "hidden_root", "parent")
        return list(Comment.objects.order_by("pk").values_list(*fields)), list(
            Diary.objects.values_list("comment_count", "last_number")
        )

    sound = state()
    DAMAGE[kind](lambda number: Comment.objects.filter(diary=thread, number=number))
    assert check() == 1
    assert check("--repair") == 0
    assert check() == 0
    assert state() == sound
