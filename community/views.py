"""How this site works, said by the running configuration itself."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.models import ConductRule, Site, rule
from community.rules import RULES, SECTIONS


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    sections = [
        (SECTIONS[section], [(each, rule(each.name)) for each in rows])
        for section, rows in groupby(RULES.values(), key=lambda each: each.section)
    ]
    return render(request, "community/rules.html", {"sections": sections, "conduct": ConductRule.all()})


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The operator's colour as a served stylesheet: the policy allows no inline style."""
    css = f":root {{ --accent-chosen: {Site.current().accent}; }}\n"
    response = HttpResponse(css, content_type="text/css")
    response["Cache-Control"] = "public, max-age=300"
    return response
