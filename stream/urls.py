from django.urls import path

from stream import feeds
from stream.views import follow, hotlist, stream

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
    path("people/<str:username>/follow/", follow.follow, name="follow"),
    path("people/<str:username>/unfollow/", follow.unfollow, name="unfollow"),
    path("people/<str:username>/mute/", follow.mute, name="mute"),
    path("people/<str:username>/unmute/", follow.unmute, name="unmute"),
    path("people/<str:username>/following/", follow.following, name="following"),
    path("people/<str:username>/followers/", follow.followers, name="followers"),
    path("tags/<str:slug>/follow/", follow.follow_tag, name="follow_tag"),
    path("tags/<str:slug>/unfollow/", follow.unfollow_tag, name="unfollow_tag"),
    path("groups/<str:slug>/follow/", follow.follow_group, name="follow_group"),
    path("groups/<str:slug>/unfollow/", follow.unfollow_group, name="unfollow_group"),
    path("tags/<str:slug>/mute/", follow.mute_tag, name="mute_tag"),
    path("tags/<str:slug>/unmute/", follow.unmute_tag, name="unmute_tag"),
]
