from django.urls import path
from django.urls.resolvers import URLPattern

from stream import feeds
from stream.views import follow, hotlist, stream


def _of(noun: str, place: str, verbs: str, ending: str) -> list[URLPattern]:
    """What is pressed on the page of a member, a tag or a group."""
    return [path(f"{place}{verb}/", follow.act, {"noun": noun, "verb": verb}, name=verb + ending) for verb in verbs.split()]


urlpatterns = [
    path("stream/", stream.stream, name="stream"),
    path("stream/mutes/", follow.mutes, name="mutes"),
    path("stream/feed/", stream.feed_addresses, name="my_feeds"),
    path("stream/feed/renew/", stream.renew_feeds, name="renew_feeds"),
    path("stream/feed/<str:token>/", feeds.stream_feed, name="stream_feed"),
    path("stream/replies/feed/<str:token>/", feeds.replies_feed, name="replies_feed"),
    path("hotlist/", hotlist.hotlist_page, name="hotlist"),
    path("diaries/<int:pk>/hotlist/", hotlist.hotlist, name="hotlist_diary"),
    path("diaries/<int:pk>/unhotlist/", hotlist.unhotlist, name="unhotlist"),
    path("people/<str:username>/following/", follow.following, name="following"),
    path("people/<str:username>/followers/", follow.followers, name="followers"),
    *_of("member", "people/<str:username>/", "follow unfollow mute unmute", ""),
    *_of("tag", "tags/<str:slug>/", "follow unfollow mute unmute", "_tag"),
    *_of("group", "groups/<str:slug>/", "follow unfollow", "_group"),
]
