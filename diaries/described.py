"""What machines are told of a diary and of a tag."""

from typing import Any

from community.described import Described, beginning, first_picture
from community.models import Site
from core.linked import absolute, trail
from diaries.models import Diary, Tag


def of_diary(diary: Diary) -> Described | None:
    """A published diary; of another one nothing is told to anybody."""
    if not diary.is_published:
        return None
    address, text = diary.get_absolute_url(), beginning(diary.intro_html)
    picture = first_picture(diary.intro_html + diary.body_html)
    by = diary.author
    posting = {
        "@type": "DiscussionForumPosting", "headline": diary.title, "url": absolute(address), "mainEntityOfPage": absolute(address),
        "author": {"@type": "Person", "name": by.name, "url": absolute(by.get_absolute_url())},
        "datePublished": diary.published_at and diary.published_at.isoformat(),
        "dateModified": max(filter(None, (diary.changed_at, diary.published_at))).isoformat(),
        "text": text, "image": picture.url, "keywords": [tag.name for tag in diary.tag_list],
        "commentCount": diary.comment_count, "inLanguage": diary.lang,
        "interactionStatistic": [_counted("LikeAction", diary.recommend_count), _counted("CommentAction", diary.comment_count)],
    }  # fmt: skip
    way = trail((Site.current().name, "/"), (by.name, by.get_absolute_url()), (diary.title, address))
    return Described(diary.title, address, text, "article", picture, diary.published_at, [posting, way])


def _counted(act: str, times: int) -> dict[str, Any]:
    return {"@type": "InteractionCounter", "interactionType": f"https://schema.org/{act}", "userInteractionCount": times}


def of_tag(tag: Tag, number: int) -> Described:
    address = tag.get_absolute_url()
    way = trail((Site.current().name, "/"), ("Tags", "/tags/"), (tag.name, address))
    at = f"{address}?page={number}" if number > 1 else address
    return Described(tag.name, at, f"Diaries tagged {tag.name}, the newest first.", data=[way])
