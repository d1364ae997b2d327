"""The map of the site for search engines: an index, and parts of ten thousand keys, of what everybody may read and nothing else.

What is written between two keys is one part for ever, so a part changes only where something in it did, and asking for one costs the
same however large the site grows.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.xmlreader import AttributesImpl

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from accounts.models import User
from community.page import Page
from core import marks
from core.linked import absolute
from core.pagecache import shared
from diaries.models import Diary, Tag
from groups.models import Group

SIZE = 10_000  # keys in a part
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("front", "recommended", "recent", "spotlight", "discussed", "groups", "tags", "all_tags", "rules", "log", "log_totals")
NOBODY = AnonymousUser()


class Entry(NamedTuple):
    address: str
    changed: datetime | None = None


def diaries() -> QuerySet[Diary]:
    return Diary.objects.visible_to(NOBODY).listed()


def people() -> QuerySet[User]:
    """Those who have a diary that everybody may read; a suspended member's page is no news."""
    written = diaries().filter(author=OuterRef("pk")).order_by()
    return User.objects.filter(Exists(written), left=None, imported=False)


KINDS: dict[str, Any] = {
    "diaries": (diaries, "changed_at"),
    "people": (people, None),
    "tags": (lambda: Tag.objects.in_use(), None),
    "groups": (lambda: Group.objects.visible_to(NOBODY), None),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One statement for each kind, whose answer has a row for every ten thousand."""
    parts = [Entry(reverse("sitemap_part", args=["pages", 0]))]
    for kind, (found, changed) in KINDS.items():
        lots = found().annotate(part=F("pk") / SIZE).values("part").order_by("part")
        last = lots.annotate(changed=Max(changed or "pk")).values_list("part", "changed")
        parts += [Entry(reverse("sitemap_part", args=[kind, part]), at if changed else None) for part, at in last]
    return shared(request, _xml("sitemapindex", "sitemap", parts), marks.LISTS)


@require_safe
def part(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    if kind == "pages" and part == 0:
        return shared(
            request, _xml("urlset", "url", [*(Entry(reverse(name)) for name in PAGES), *map(Entry, Page.objects.addresses())])
        )
    if kind not in KINDS or part > 1_000_000:
        raise Http404
    found, changed = KINDS[kind]
    rows = found().filter(pk__gte=part * SIZE, pk__lt=(part + 1) * SIZE).order_by("pk").only(*_columns(kind))
    entries = [Entry(row.get_absolute_url(), getattr(row, changed) if changed else None) for row in rows]
    if not entries:
        raise Http404
    return shared(request, _xml("urlset", "url", entries), marks.LISTS)


def _columns(kind: str) -> tuple[str, ...]:
    """What an address is made of."""
    return {"diaries": ("slug", "changed_at"), "people": ("username",), "tags": ("slug",), "groups": ("slug",)}[kind]


def _xml(root: str, name: str, entries: Iterable[Entry]) -> HttpResponse:
    response = HttpResponse(content_type="application/xml")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": NAMESPACE}))
    for entry in entries:
        xml.startElement(name, AttributesImpl({}))
        xml.addQuickElement("loc", absolute(entry.address))
        if entry.changed:
            xml.addQuickElement("lastmod", entry.changed.isoformat(timespec="seconds"))
        xml.endElement(name)
    xml.endElement(root)
    xml.endDocument()
    return response
