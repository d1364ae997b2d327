"""The Atom feed of a group."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from diaries.feeds import RecentFeed
from diaries.models import Diary
from groups.models import Group


class GroupFeed(RecentFeed):
    """What the group shows, with the full text, in the order in which it appeared there."""

    def get_object(self, request: HttpRequest, slug: str) -> Group:
        return get_object_or_404(Group.objects.visible_to(request.user), slug=slug)

    def subtitle(self, record: Group) -> str:
        return record.summary

    def diaries(self, record: Group) -> QuerySet[Diary]:
        return Diary.objects.listed().shown_by(record)

    def item_updateddate(self, item: Any) -> datetime:
        return max(super().item_updateddate(item), item.shown_at)
