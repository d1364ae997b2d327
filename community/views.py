"""How this site works, said by the running configuration itself."""

import re
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from community.colour import stylesheet
from community.home_icons import drawn, letter_of, svg
from community.models import ConductRule, Page, RuleChange, Site, page_values, rule
from community.page import DEFAULTS, rendered
from community.rules import RULES, SECTIONS
from core.pagecache import shared


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    sections = [
        (SECTIONS[section], [(each, rule(each.name)) for each in rows])
        for section, rows in groupby(RULES.values(), key=lambda each: each.section)
    ]
    context = {
        "sections": sections,
        "conduct": ConductRule.all(),
        "retired": ConductRule.retired(),
        "roles": people_with_roles(),
        "changes": RuleChange.objects.select_related("by").order_by("-at", "-pk")[:10],
    }
    return shared(request, render(request, "community/rules.html", context))


def people_with_roles() -> list[tuple[str, list[Any]]]:
    """Who was entrusted with what, by name; trusted users are too many to list, and their figures speak."""
    members = get_user_model().objects.filter(left=None)
    roles = (("Administrators", "administrator"), ("Moderators", "moderator"), ("Rescuers", "rescuer"))
    return [(title, list(members.filter(grants__role=role, grants__ended=None).order_by("pk"))) for title, role in roles]


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the operator has written, or the text that came with the program until then."""
    found = Page.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None and (slug not in DEFAULTS or Page.objects.filter(slug=slug).exists()):
        raise Http404
    shown = found or DEFAULTS[slug]
    context = {
        "page": shown,
        "text_html": rendered(shown.body, page_values()),
        "is_draft": found is not None and not found.is_published,
    }
    return shared(request, render(request, "community/page.html", context))


# -- how the site looks --------------------------------------------------------------------------------------------------


@require_safe
@cache_control(public=True, max_age=86_400)
def theme(request: HttpRequest) -> HttpResponse:
    """The operator's colour as a served stylesheet: the policy allows no inline style. A colour in the query is that colour's sheet."""
    asked = request.META.get("QUERY_STRING", "")
    accent = f"#{asked}" if re.fullmatch("[0-9a-f]{6}", asked) else Site.current().accent
    return HttpResponse(stylesheet(accent), content_type="text/css")


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    site = Site.current()
    if site.logo:
        return HttpResponse(drawn(letter_of(site.name), site.accent, 64, False, site.logo), content_type="image/png")
    return HttpResponse(svg(site.name, site.accent), content_type="image/svg+xml")
