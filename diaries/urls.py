from django.urls import path
from django.views.decorators.http import require_safe

from diaries import feeds
from diaries.views import acts, pages

urlpatterns = [
    path("recent/", pages.recent, name="recent"),
    path("recent/feed/", require_safe(feeds.RecentFeed()), name="recent_feed"),
    path("drafts/", pages.drafts, name="drafts"),
    path("tags/", pages.tags, name="tags"),
    path("tags/<str:slug>/", pages.tag, name="tag"),
    path("tags/<str:slug>/feed/", require_safe(feeds.TagFeed()), name="tag_feed"),
    path("people/<str:username>/feed/", require_safe(feeds.PersonFeed()), name="person_feed"),
    path("diaries/write/", acts.write, name="write"),
    path("diaries/<int:pk>/", pages.find, name="find_diary"),
    path("diaries/<int:pk>/edit/", acts.edit, name="edit_diary"),
    path("diaries/<int:pk>/publish/", acts.publish, name="publish"),
    path("diaries/<int:pk>/remove/", acts.remove, name="remove"),
    path("diaries/<int:pk>/close/", acts.close, name="close"),
    path("diaries/<int:pk>/open/", acts.open_, name="open"),
    path("diaries/<int:pk>/versions/", pages.versions, name="versions"),
    path("diaries/<int:pk>/versions/<int:version>/", pages.version, name="version"),
    path("diaries/<int:pk>/versions/<int:version>/restore/", acts.restore, name="restore"),
]
