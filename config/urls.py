"""The only module that knows every app."""

from django.conf import settings
from django.urls import include, path

from community import views as community
from core import views as core
from diaries.views import front

urlpatterns = [
    path("", front.front, name="front"),
    path("", include("diaries.urls")),
    path("", include("comments.urls")),
    path("people/", include("accounts.people_urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("about/rules/", community.rules, name="rules"),
    path("theme.css", community.theme, name="theme"),
    path("media/<path:path>", core.media, name="media"),
    path("robots.txt", core.robots, name="robots"),
    path("favicon.ico", core.favicon, name="favicon"),
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
]
if settings.DEMO:
    urlpatterns.append(path("", include("operations.demo_urls")))

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
