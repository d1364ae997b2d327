"""The only module that knows every app."""

from django.urls import include, path

from accounts.kept import kept
from administration.views.first_run import welcoming
from comments.views.pages import diary
from community import installable
from community import views as community
from core import views as core
from operations import sitemap
from operations import views as operations
from operations.style.views import style
from stream.front import front

urlpatterns = [
    path("", welcoming(front), name="front"),
    path("", include("comments.urls")),  # first, because open pages ask here again and again
    path("", include("administration.urls")),
    path("", include("diaries.urls")),
    path("", include("stream.urls")),
    path("", include("groups.urls")),
    path("", include("notifications.urls")),
    path("", include("moderation.urls")),
    path("diaries/<int:pk>/<str:slug>/", diary, name="diary"),  # after every word that has an address of its own
    path("people/", include("accounts.people_urls")),
    path("accounts/kept/", kept, name="kept"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("about/", community.page, {"slug": "about"}, name="about"),
    path("about/rules/", community.rules, name="rules"),
    path("about/style/", style, name="style"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("service-worker.js", installable.service_worker, name="service_worker"),
    path("offline/", installable.offline, name="offline"),
    path("icons/<str:name>.png", installable.icon, name="site_icon"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemaps/<str:kind>-<int:part>.xml", sitemap.part, name="sitemap_part"),
    path("about/<str:slug>/", community.page, name="page"),
    path("theme.css", community.theme, name="theme"),
    path("media/<path:path>", core.media, name="media"),
    path("robots.txt", core.robots, name="robots"),
    path("favicon.ico", community.favicon, name="favicon"),
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("demo/mail/", operations.mail, name="demo_mail"),
    path("demo/mail/<str:name>/", operations.letter, name="demo_letter"),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
