"""Acts are the noun plus the verb; their table is moderation.deeds."""

from django.urls import path
from django.urls.resolvers import URLPattern
from django.views.decorators.http import require_safe

from accounts.models import User
from comments.models import Comment
from diaries.models import Diary
from moderation.deeds import DEEDS
from moderation.log import LogFeed
from moderation.views import acts, desk, finder, groups, log, mine, reports, tags, waiting


def _of(noun: str, place: str, model: type) -> list[URLPattern]:
    """Report, moderate, and every act on this kind of thing."""
    found = [
        path(f"{place}report/", reports.report, {"noun": noun}, name=f"report_{noun}"),
        path(f"{place}moderate/", acts.moderate, {"noun": noun}, name=f"moderate_{noun}"),
    ]
    acted = [deed for deed in DEEDS if deed.on is model]
    return found + [
        path(f"{place}{deed.verb}/", acts.act, {"noun": noun, "deed": deed}, name=f"{deed.verb}_{noun}") for deed in acted
    ]


urlpatterns = [
    path("moderation/", desk.desk, name="desk"),
    path("moderation/decided/", desk.decided, name="decided_cases"),
    path("moderation/hidden/", desk.hidden, name="desk_hidden"),
    path("moderation/throttled/", desk.throttled, name="throttled"),
    path("moderation/newcomers/", desk.newcomers, name="newcomers"),
    path("moderation/finder/", finder.finder, name="finder"),
    path("moderation/waiting/", waiting.waiting, name="waiting"),
    path("moderation/waiting/<int:pk>/let-through/", waiting.let_through, name="let_through"),
    path("moderation/waiting/<int:pk>/remove/", waiting.remove_waiting, name="remove_waiting"),
    path("moderation/cases/<int:pk>/", desk.case, name="case"),
    path("moderation/cases/<int:pk>/claim/", desk.claim, name="claim_case"),
    path("moderation/cases/<int:pk>/release/", desk.release, name="release_case"),
    path("moderation/cases/<int:pk>/dismiss/", desk.dismiss, name="dismiss_case"),
    path("moderation/cases/<int:pk>/appeal/", mine.appeal, name="appeal_case"),
    path("moderation/appeals/", desk.appeals, name="appeals"),
    path("moderation/appeals/<int:pk>/", desk.appeal, name="appeal"),
    path("moderation/reports/", reports.mine, name="my_reports"),
    path("moderation/mine/", mine.mine, name="my_cases"),
    path("moderation/acknowledge/", mine.acknowledge, name="acknowledge"),
    path("moderation/log/", log.log, name="log"),
    path("moderation/log/feed/", require_safe(LogFeed()), name="log_feed"),
    path("moderation/log.json", log.log_json, name="log_json"),
    path("moderation/log/totals/", log.totals, name="log_totals"),
    path("moderation/log/<int:pk>/", log.line, name="log_line"),
    path("moderation/log/<int:pk>/redact/", log.redact, name="redact"),
    path("comments/<int:pk>/appeal/", mine.appeal_comment, name="appeal_comment"),
    path("groups/<str:slug>/report/", reports.report, {"noun": "group"}, name="report_group"),
    *_of("comment", "comments/<int:pk>/", Comment),
    *_of("diary", "diaries/<int:pk>/", Diary),
    *_of("person", "people/<str:username>/", User),
    path("groups/<str:slug>/moderate/", groups.moderate, name="moderate_group"),
    path("groups/<str:slug>/close/", groups.close, name="close_group"),
    path("groups/<str:slug>/reopen/", groups.reopen, name="reopen_group"),
    path("groups/<str:slug>/clear/", groups.clear, name="clear_group"),
    path("groups/<str:slug>/diaries/<int:pk>/take-off/", groups.take_off, name="take_off_group"),
    path("moderation/tags/", tags.banned, name="banned_tags"),
    *(path(f"tags/<str:slug>/{care.verb}/", tags.act, {"care": care}, name=f"{care.verb}_tag") for care in tags.CARES),
]
