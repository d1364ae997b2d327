"""One tree per top-level comment.

django-mptt keeps lft, rght and level, but takes no locks, and picks the next tree_id by looking at the largest: two writers
break it. Here tree_id is the key of a CommentTree row, and whoever changes a tree holds that row first. Inserting into a
thread of 5,000 comments then moves a dozen rows instead of thousands.
"""

from typing import Any

from django.db import models
from mptt.managers import TreeManager

from core.prepared import Prepared


class CommentTree(models.Model):
    """A top-level comment with everything below it; the row that its writers hold."""

    diary = models.ForeignKey("diaries.Diary", on_delete=models.PROTECT, related_name="comment_trees")

    def __str__(self) -> str:
        return f"tree {self.pk} of diary {self.diary_id}"

    @classmethod
    def hold(cls, tree_id: int) -> None:
        """Wait for, and keep until the transaction ends, the right to change a tree."""
        if not _HELD.rows(pk=tree_id):
            raise cls.DoesNotExist(f"tree {tree_id}")


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
