"""Atom feeds, one under every list, with the full text."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from accounts.models import User
from community.models import Site
from diaries.models import Diary, Tag

LENGTH = 30  # entries


class RecentFeed(Feed):
    """The newest diaries of the site; the other feeds narrow it."""

    feed_type = Atom1Feed

    def title(self, record: Any) -> str:
        return f"{record or 'Recent diaries'} - {Site.current().name}"

    def subtitle(self, record: Any) -> str:
        return Site.current().tagline

    def link(self, record: Any) -> str:
        return record.get_absolute_url() if record else reverse("recent")

    def diaries(self, record: Any) -> QuerySet[Diary]:
        return Diary.objects.recent()

    def items(self, record: Any) -> list[Diary]:
        return list(self.diaries(record).select_related("author").prefetch_related("taggings__tag")[:LENGTH])

    def item_title(self, item: Diary) -> str:
        return item.title

    def item_description(self, item: Diary) -> str:
        return f"{item.intro_html}{item.body_html}"

    def item_author_name(self, item: Diary) -> str:
        return item.author.name

    def item_pubdate(self, item: Diary) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Diary) -> datetime:
        return item.changed_at

    def item_categories(self, item: Diary) -> list[str]:
        return [tag.name for tag in item.tag_list]


class PersonFeed(RecentFeed):
    def get_object(self, request: HttpRequest, username: str) -> User:
        return get_object_or_404(User, username=username, left=None)

    def diaries(self, record: User) -> QuerySet[Diary]:
        return Diary.objects.recent().filter(author=record)


class TagFeed(RecentFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        return get_object_or_404(Tag.objects.on_published(), slug=slug)

    def diaries(self, record: Tag) -> QuerySet[Diary]:
        return Diary.objects.recent().tagged(record)
