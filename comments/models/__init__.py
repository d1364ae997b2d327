from comments.models.comment import Comment
from comments.models.edit import Edit
from comments.models.rating import Kind, Rating
from comments.models.readmark import ReadMark
from comments.models.throttle import Lock
from comments.models.tree import CommentTree
from comments.models.unsent import Kept, Place, Unsent
from comments.models.voiding import Voiding
from comments.models.waiting import Waiting, Waits

__all__ = [
    "Comment",
    "CommentTree",
    "Edit",
    "Kept",
    "Kind",
    "Lock",
    "Place",
    "Rating",
    "ReadMark",
    "Unsent",
    "Voiding",
    "Waiting",
    "Waits",
]
