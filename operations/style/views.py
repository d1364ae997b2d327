"""The page itself: public, the same for everybody, kept whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from community.models import Site
from core.contents import Part
from core.pagecache import shared
from core.shelf import Shelf
from operations.style import catalogue, tokens
from operations.style.specimens import Cast

OLDEST = 600.0  # seconds: "3 h" on a row is that old at most
SHELF = Shelf(4 * 1024 * 1024)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    sheets = [f"css/{name}.css" for name in tokens.SHEETS]
    return shared(request, render(request, "operations/style/page.html", {"body": _kept(), "sheets": sheets}))


def _kept() -> SafeString:
    site = Site.current()  # all that its chapters depend on
    key = (site.accent, site.time_zone, site.language, site.touch_icon_url)
    return SHELF.made(key, (), chapters, seconds=OLDEST, size=400_000)


def chapters() -> SafeString:
    cast = Cast()
    shown = [make(cast) for make in catalogue.CHAPTERS]
    parts = [Part(chapter.name, chapter.title, False) for chapter in shown]
    return render_to_string("operations/style/_chapters.html", {"chapters": shown, "parts": parts, "hooks": catalogue.HOOKS})
