"""Who is told of a comment, and as what: the most specific counts. One query at most, and only where the text holds an @."""

from typing import TYPE_CHECKING

from accounts.models import User
from diaries.models import Diary

if TYPE_CHECKING:
    from comments.models.comment import Comment


def concerned(comment: "Comment", diary: Diary) -> dict[int | None, str]:
    """Members by primary key: the diary's author, who is named, whom the comment answers. The later the more specific."""
    told: dict[int | None, str] = {diary.author_id: "comment"}
    told |= mentioned(comment)
    if comment.parent is not None:
        told[comment.parent.author_id] = "reply"
    return told


def mentioned(comment: "Comment") -> dict[int | None, str]:
    return dict.fromkeys(User.objects.mentioned_in(comment.body_html, at=comment.posted_at), "mention")
