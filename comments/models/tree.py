"""One tree per top-level comment.

django-mptt keeps lft, rght and level, but takes no locks, and picks the next tree_id by looking at the largest: two writers
break it. Here tree_id is the key of a CommentTree row, and whoever changes a tree holds that row first.

In mptt every new comment moves all that lies after it in its tree on by two, so under a much discussed comment posting would
cost what the discussion is long. Where more than FEW would move, the tree is spread instead, once: its order stays, but its
numbers get room between them, and whoever answers from then on takes theirs out of it and moves nothing.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, models
from mptt.managers import TreeManager

from core.prepared import Prepared
from core.statements import run

FEW = 64  # rows that may move for a new one; a tree of which more would have to is spread
WIDTH = 2**30  # what a tree is spread over: half of what its columns hold
SHARE = 8  # a reply takes this part of the room below its parent, for its own replies

SHIFT = """UPDATE "comments_comment" SET "rght" = "rght" + 2, "lft" = CASE WHEN "lft" > %s THEN "lft" + 2 ELSE "lft" END
WHERE "tree_id" = %s AND "rght" >= %s"""
# Replies are entered before the end of their parent, so the room is left before every end.
SPREAD = """UPDATE "comments_comment" SET "lft" = wide."l", "rght" = wide."r" FROM (
SELECT "id", ROW_NUMBER() OVER (ORDER BY "lft") * ("room" + 1) - ("level" + 1) * "room" AS "l",
ROW_NUMBER() OVER (ORDER BY "rght") * ("room" + 1) + "level" AS "r"
FROM (SELECT "id", "lft", "rght", "level", %s / COUNT(*) OVER () AS "room" FROM "comments_comment" WHERE "tree_id" = %s) narrow
) wide WHERE "comments_comment"."id" = wide."id\""""
BELOW = """WITH RECURSIVE below("top", "id") AS (
SELECT "parent_id", "id" FROM "comments_comment" WHERE "parent_id" IN ({keys})
UNION ALL SELECT below."top", c."id" FROM "comments_comment" c JOIN below ON c."parent_id" = below."id"
) SELECT "top", COUNT(*) FROM below GROUP BY "top\""""


class CommentTree(models.Model):
    """A top-level comment with everything below it; the row that its writers hold."""

    diary = models.ForeignKey("diaries.Diary", on_delete=models.PROTECT, related_name="comment_trees")
    spread_at = models.DateTimeField(null=True)  # since then there is room between its numbers; else they are 1, 2, 3 ...

    def __str__(self) -> str:
        return f"tree {self.pk} of diary {self.diary_id}"

    @classmethod
    def hold(cls, tree_id: int) -> None:
        """Wait for, and keep until the transaction ends, the right to change a tree."""
        if not _HELD.rows(pk=tree_id):
            raise cls.DoesNotExist(f"tree {tree_id}")

    @classmethod
    def make_room(cls, tree_id: int, end: int, *, at: datetime) -> bool:
        """Move what ends at `end` or later on by two, for one more reply before it; the caller holds the tree.

        True where that was so much that the tree has been spread, and everything stands elsewhere now.
        """
        if run(SHIFT, end, tree_id, end) <= FEW:
            return False
        run(SPREAD, WIDTH, tree_id)
        cls.objects.filter(pk=tree_id).update(spread_at=at)
        return True

    @staticmethod
    def replies_below(keys: Collection[int]) -> dict[int, int]:
        """How many replies lie below each of these comments, however deep: one query."""
        if not keys:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(BELOW.format(keys=", ".join(["%s"] * len(keys))), list(keys))
            return dict.fromkeys(keys, 0) | dict(cursor.fetchall())


_HELD = Prepared(lambda pk: CommentTree.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))


class CommentTreeManager(TreeManager):
    """mptt's manager, with the one change that makes it safe: a new tree is a row, an old one is held by the caller."""

    def insert_node(self, node: Any, target: Any, *args: Any, **kwargs: Any) -> Any:
        if target is None:
            tree = CommentTree.objects.create(diary_id=node.diary_id)
            node.lft, node.rght, node.level, node.tree_id, node.parent = 1, 2, 0, tree.pk, None
            return node
        return super().insert_node(node, target, *args, **kwargs)

    def _get_next_tree_id(self) -> int:
        raise NotImplementedError("A comment's tree is a CommentTree row; comments are never moved.")
