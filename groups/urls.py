from django.urls import path

from core import marks
from diaries.feeds import public
from groups import feeds
from groups.views import acts, pages, queue, queue_acts

urlpatterns = [
    path("groups/", pages.directory, name="groups"),
    path("groups/new/", acts.found, name="found_group"),
    path("groups/<str:slug>/", pages.group, name="group"),
    path("groups/<str:slug>/feed/", public(feeds.GroupFeed(), marks.LISTS), name="group_feed"),
    path("groups/<str:slug>/edit/", acts.edit, name="edit_group"),
    path("groups/<str:slug>/banner/", acts.banner, name="group_banner"),
    path("groups/<str:slug>/banner/remove/", acts.remove_banner, name="remove_group_banner"),
    path("groups/<str:slug>/members/", pages.members, name="group_members"),
    path("groups/<str:slug>/history/", pages.history, name="group_history"),
    path("groups/<str:slug>/invite/", acts.invite, name="invite_to_group"),
    path("groups/<str:slug>/accept/", acts.accept, name="accept_invitation"),
    path("groups/<str:slug>/decline/", acts.decline, name="decline_invitation"),
    path("groups/<str:slug>/join/", acts.join, name="join_group"),
    path("groups/<str:slug>/unjoin/", acts.unjoin, name="unjoin_group"),
    path("groups/<str:slug>/leave/", acts.leave, name="leave_group"),
    path("groups/<str:slug>/members/<str:username>/promote/", acts.promote, name="promote_member"),
    path("groups/<str:slug>/members/<str:username>/demote/", acts.demote, name="demote_member"),
    path("groups/<str:slug>/members/<str:username>/expel/", acts.expel, name="expel_member"),
    path("groups/<str:slug>/members/<str:username>/accept/", acts.admit, name="admit_member"),
    path("groups/<str:slug>/members/<str:username>/decline/", acts.turn_down, name="turn_down_member"),
    path("groups/<str:slug>/queue/", queue.queue, name="group_queue"),
    path("groups/<str:slug>/queue/done/", queue.done, name="queue_done"),
    path("groups/<str:slug>/queue/calendar/", queue.calendar, name="queue_calendar"),
    path("queue/<int:pk>/", queue.entry, name="queue_entry"),
    path("queue/<int:pk>/claim/", queue_acts.claim, name="queue_claim"),
    path("queue/<int:pk>/release/", queue_acts.release, name="queue_release"),
    path("queue/<int:pk>/send-back/", queue_acts.send_back, name="queue_send_back"),
    path("queue/<int:pk>/resubmit/", queue_acts.resubmit, name="queue_resubmit"),
    path("queue/<int:pk>/schedule/", queue_acts.schedule, name="queue_schedule"),
    path("queue/<int:pk>/unschedule/", queue_acts.unschedule, name="queue_unschedule"),
    path("queue/<int:pk>/publish/", queue_acts.publish, name="queue_publish"),
    path("queue/<int:pk>/republish/", queue_acts.republish, name="queue_republish"),
    path("queue/<int:pk>/decline/", queue_acts.decline, name="queue_decline"),
    path("queue/<int:pk>/withdraw/", queue_acts.withdraw, name="queue_withdraw"),
    path("queue/<int:pk>/take-off/", queue_acts.take_off, name="queue_take_off"),
    path("diaries/<int:pk>/republish/", queue.republish_diary, name="republish_diary"),
    path("people/<str:username>/groups/", pages.person_groups, name="person_groups"),
]
