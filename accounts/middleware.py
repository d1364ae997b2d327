"""What members' requests pass: staff bring a second factor, allauth keeps to the ways of the house."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

Answer = Callable[[HttpRequest], HttpResponse]
# What is needed to set up a second factor, to leave, to begin a new site, and to show a page at all.
_OPEN = frozenset(
    "account_logout account_reauthenticate mfa_index mfa_reauthenticate mfa_reauthenticate_webauthn mfa_activate_totp "
    "mfa_list_webauthn mfa_add_webauthn mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes "
    "first_run first_run_identity first_run_conduct first_run_people finish_first_run "
    "healthz readyz robots favicon site_icon manifest service_worker offline theme media".split()
)


class SecondFactorForStaff:
    """Whoever can remove what others wrote, or rule the site, needs more than a password. Not in the demonstration."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.DEMO or not getattr(request.user, "is_staff", False):
            return None
        if request.resolver_match and request.resolver_match.url_name in _OPEN:
            return None
        if Authenticator.objects.filter(user=request.user, type__in=["totp", "webauthn"]).exists():
            return None
        target = reverse("mfa_index")
        return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else HttpResponseRedirect(target)


class HouseWays:
    """Where allauth's pages would differ from ours: forms with faults answer 422, and the site is the community's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        context = response.context_data or {}
        context.pop("site", None)  # allauth's is the host; the context processor's is ours
        if request.method == "POST" and response.status_code == 200:
            forms = [context.get(name) for name in ("form", "webauthn_form")]
            if any(form is not None and form.is_bound and form.errors for form in forms):
                response.status_code = 422
        return response
