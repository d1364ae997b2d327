from django.urls import path
from django.views.decorators.http import require_safe

from moderation.log import LogFeed
from moderation.views import log, waiting

urlpatterns = [
    path("moderation/waiting/", waiting.waiting, name="waiting"),
    path("moderation/waiting/<int:pk>/let-through/", waiting.let_through, name="let_through"),
    path("moderation/waiting/<int:pk>/remove/", waiting.remove_waiting, name="remove_waiting"),
    path("moderation/log/", log.log, name="log"),
    path("moderation/log/feed/", require_safe(LogFeed()), name="log_feed"),
    path("moderation/log.json", log.log_json, name="log_json"),
    path("moderation/log/totals/", log.totals, name="log_totals"),
    path("moderation/log/<int:pk>/", log.line, name="log_line"),
    path("moderation/log/<int:pk>/redact/", log.redact, name="redact"),
]
