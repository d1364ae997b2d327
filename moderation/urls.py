from django.urls import path
from django.views.decorators.http import require_safe

from moderation.log import LogFeed
from moderation.views import log

urlpatterns = [
    path("moderation/log/", log.log, name="log"),
    path("moderation/log/feed/", require_safe(LogFeed()), name="log_feed"),
    path("moderation/log.json", log.log_json, name="log_json"),
    path("moderation/log/totals/", log.totals, name="log_totals"),
    path("moderation/log/<int:pk>/", log.line, name="log_line"),
    path("moderation/log/<int:pk>/redact/", log.redact, name="redact"),
]
