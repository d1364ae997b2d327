"""The operator's links at the foot of every page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from administration.forms import FooterForm
from administration.permissions import administrators_only
from administration.views.saving import answered, page, seen_by, sent
from community.change import seen_of
from community.footer import MOST
from community.models import FooterLink


@page
@administrators_only
def footer(request: HttpRequest) -> HttpResponse:
    form = FooterForm(sent(request), links=FooterLink.objects.now())

    def save() -> None:
        FooterLink.objects.arrange(form.links(), by=request.user, seen=seen_by(request))

    def context() -> dict[str, Any]:
        now = FooterLink.objects.now()
        return {"seen": seen_of(now), "links": now, "most": MOST}

    return answered(request, "administration/footer.html", form, save, then="administration_footer", context=context)
