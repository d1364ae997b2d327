"""The Atom feed of a thread: what everybody may read of it, the newest first."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comments.models import Comment
from community.models import Site
from diaries.feeds import LENGTH, Atom
from diaries.models import Diary


class ThreadFeed(Feed):
    feed_type = Atom

    def get_object(self, request: HttpRequest, pk: int) -> Diary:
        return get_object_or_404(Diary.objects.published(), pk=pk)

    def title(self, record: Diary) -> str:
        return f"Comments: {record.title} - {Site.current().name}"

    def link(self, record: Diary) -> str:
        return record.get_absolute_url()

    def items(self, record: Diary) -> list[Comment]:
        readable = Comment.objects.visible_to(AnonymousUser()).filter(diary=record).standing()
        return list(readable.order_by("-number").for_listing()[:LENGTH])

    def item_title(self, item: Any) -> str:
        return item.heading

    def item_link(self, item: Any) -> str:
        return item.in_thread_url

    def item_description(self, item: Any) -> str:
        return item.body_html

    def item_author_name(self, item: Any) -> str:
        return item.author.name if item.author else ""

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.posted_at

    def item_updateddate(self, item: Any) -> datetime | None:
        return item.edited_at or item.posted_at
