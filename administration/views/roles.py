"""Who looks after the site: granting and taking roles, by name and with a reason that everybody reads."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import Grant, Role, User
from administration.forms import ReasonForm, RoleForm
from administration.permissions import administrators_only
from administration.roles import ROLES, entrust, take
from administration.views.saving import answered, page, sent

DONE = "Done. The public log has a line about it."


@page
@administrators_only
def roles(request: HttpRequest) -> HttpResponse:
    form = RoleForm(sent(request), initial={"role": Role.RESCUER})

    def save() -> None:
        said = form.cleaned_data
        entrust(said["username"], said["role"], by=request.user, reason=said["reason"])

    return answered(
        request, "administration/roles.html", form, save, then="administration_roles", context=_holders, said=DONE
    )  # fmt: skip


def _holders() -> dict[str, Any]:
    grants = list(Grant.objects.filter(role__in=ROLES, ended=None).select_related("user", "by").order_by("given", "pk"))
    secured = set(
        Authenticator.objects.filter(user__in={each.user_id for each in grants}, type__in=["totp", "webauthn"]).values_list(
            "user", flat=True
        )
    )
    holders = [
        (
            role,
            words,
            [(each, settings.DEMO or role == Role.RESCUER or each.user_id in secured) for each in grants if each.role == role],
        )
        for role, words in ROLES.items()
    ]
    return {"holders": holders}


@page
@administrators_only
def take_role(request: HttpRequest, username: str, role: str) -> HttpResponse:
    member = get_object_or_404(User, username=username)
    if role not in ROLES or not member.has_role(role):
        raise Http404
    form = ReasonForm(sent(request))

    def save() -> None:
        take(member, role, by=request.user, reason=form.cleaned_data["reason"])

    then = "administration_roles" if member != request.user or role != Role.ADMINISTRATOR else "rules"
    return answered(
        request, "administration/take_role.html", form, save, then=then, context=lambda: {"member": member, "role": Role(role)},
        said=DONE,
    )  # fmt: skip
