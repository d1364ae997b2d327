"""What lets a browser install the site and say something sensible without a connection: manifest, icons, worker, page."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from community.home_icons import SIZES, drawn, icon_address, letter_of
from community.models import Site

PAPER = "#fbfaf7"


@require_safe
@cache_control(public=True, max_age=300)
def manifest(request: HttpRequest) -> JsonResponse:
    """Who the site is, for the home screen."""
    site = Site.current()
    icons = [
        {
            "src": icon_address(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "maskable" if whole else "any",
        }
        for name, (size, whole) in SIZES.items() if size > 180
    ]  # fmt: skip
    shortcuts = [{"name": "Write a diary", "url": reverse("write")}, {"name": "Recent diaries", "url": reverse("recent")}]
    told = {
        "id": "/", "name": site.name, "short_name": site.name if len(site.name) <= 16 else site.name.split()[0][:16],
        "description": site.tagline, "start_url": "/", "scope": "/", "display": "standalone", "display_override": ["minimal-ui"],
        "lang": "en", "background_color": PAPER, "theme_color": site.accent, "categories": ["news", "social"],
        "icons": icons, "shortcuts": shortcuts,
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=604_800)
def icon(request: HttpRequest, name: str) -> HttpResponse:
    if name not in SIZES:
        raise Http404
    site, (size, whole) = Site.current(), SIZES[name]
    return HttpResponse(drawn(letter_of(site.name), site.accent, size, whole, site.logo), content_type="image/png")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a reader sees without a connection: the same for everybody, because it is kept in the browser."""
    response = render(request, "community/offline.html")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, or with SERVICE_WORKER=0 one that takes itself and all that it kept away from every browser."""
    kept = [reverse("offline"), static("css/rostrum.css"), reverse("theme")]
    page = render_to_string("community/offline.html", {"site": Site.current()})
    version = hashlib.sha256(f"{kept}{page}{Site.current().accent}".encode()).hexdigest()[:12]
    template = "community/service-worker.js" if settings.SERVICE_WORKER else "community/service-worker-gone.js"
    response = render(request, template, {"kept": kept, "version": version}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
