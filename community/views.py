"""How this site works, said by the running configuration itself."""

from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.models import ConductRule, Site, rule
from community.rules import RULES, SECTIONS
from core.pagecache import shared


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    sections = [
        (SECTIONS[section], [(each, rule(each.name)) for each in rows])
        for section, rows in groupby(RULES.values(), key=lambda each: each.section)
    ]
    context = {"sections": sections, "conduct": ConductRule.all(), "roles": people_with_roles()}
    return shared(request, render(request, "community/rules.html", context))


def people_with_roles() -> list[tuple[str, list[Any]]]:
    """Who was entrusted with what, by name; trusted users are too many to list, and their figures speak."""
    members = get_user_model().objects.filter(left=None)
    roles = (("Administrators", "administrator"), ("Moderators", "moderator"), ("Rescuers", "rescuer"))
    return [(title, list(members.filter(grants__role=role, grants__ended=None).order_by("pk"))) for title, role in roles]


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The operator's colour as a served stylesheet: the policy allows no inline style."""
    css = f":root {{ --accent-chosen: {Site.current().accent}; }}\n"
    response = HttpResponse(css, content_type="text/css")
    response["Cache-Control"] = "public, max-age=300"
    return response
