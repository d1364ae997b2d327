from django.urls import path

from comments.feeds import ThreadFeed
from comments.views import acts, live, pages, reading, trust, unsent
from diaries.feeds import public

urlpatterns = [
    path("comments/hidden/", trust.hidden, name="hidden_comments"),
    path("people/<str:username>/mojo/", trust.mojo, name="mojo"),
    path("comments/<int:pk>/", pages.comment, name="comment"),
    path("comments/<int:pk>/edits/", pages.edits, name="edits"),
    path("comments/<int:pk>/reply/", acts.reply, name="reply"),
    path("comments/<int:pk>/reply/keep/", unsent.keep, {"kind": "reply"}, name="keep_reply"),
    path("comments/<int:pk>/edit/", acts.edit, name="edit_comment"),
    path("comments/<int:pk>/edit/keep/", unsent.keep, {"kind": "edit"}, name="keep_edit"),
    path("comments/<int:pk>/delete/", acts.delete, name="delete_comment"),
    path("comments/<int:pk>/recommend/", acts.recommend, name="recommend_comment"),
    path("comments/<int:pk>/unrecommend/", acts.unrecommend, name="unrecommend_comment"),
    path("comments/<int:pk>/hide/", acts.hide, name="hide"),
    path("comments/<int:pk>/unhide/", acts.unhide, name="unhide"),
    path("diaries/<int:pk>/comments/", acts.post, name="post_comment"),
    path("diaries/<int:pk>/version/", live.version, name="thread_version"),
    path("diaries/<int:pk>/since/<int:version>/", live.since, name="thread_since"),
    path("diaries/<int:pk>/read/", reading.read, name="read"),
    path("diaries/<int:pk>/fold/", reading.fold, name="fold"),
    path("diaries/<int:pk>/preferences/", reading.preferences, name="preferences"),
    path("diaries/<int:pk>/comments/keep/", unsent.keep, {"kind": "comment"}, name="keep_comment"),
    path("unsent/<int:pk>/", unsent.unsent, name="unsent"),
    path("unsent/<int:pk>/discard/", unsent.discard, name="discard_unsent"),
    path("diaries/<int:pk>/feed/", public(ThreadFeed(), of_diary=True), name="thread_feed"),
]
