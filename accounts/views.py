"""A member's own account: joining, settings, picture, leaving."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.adapter import invitation_of
from accounts.forms import AvatarForm, LeaveForm, SettingsForm
from accounts.invitations import Invitation, invite_verdict
from accounts.kept import forget_kept, members_only
from community.models import rule
from core import limits
from core.errors import Refused
from core.html import TooComplex
from core.http import MemberRequest, require

_page = require_http_methods(["GET", "HEAD", "POST"])


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class SignUp(SignupView):
    """allauth's, with limits that the site publishes; and a name that was taken in the very same moment is an answer, not an accident."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limits.spend("sign_up", request, most=int(rule("limits.sign_up")), seconds=60)
        limits.spend("sign_up_a_day", request, most=int(rule("limits.sign_up_a_day")), seconds=86_400)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"invitation": invitation_of(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error("username", error)
            return self.form_invalid(form)


@_page
@members_only
def settings(request: MemberRequest) -> HttpResponse:
    form = SettingsForm(_sent(request), user=request.user)
    if request.method == "POST":
        require(request.user.may_write_at(timezone.now()))
    if request.method == "POST" and form.is_valid():
        try:
            request.user.describe(**form.cleaned_data)
        except TooComplex as error:
            form.add_error(None, str(error))
        else:
            forget_kept(request)
            messages.success(request, "Saved.")
            return redirect("settings")
    return _settings(request, form=form)


def _settings(request: MemberRequest, **forms: Any) -> HttpResponse:
    context = {"form": SettingsForm(user=request.user), "avatar_form": AvatarForm()} | forms
    faulty = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "accounts/settings.html", context, status=422 if faulty else 200)


@_page
@members_only
def invitations(request: MemberRequest) -> HttpResponse:
    """The own invitations, and a button for one more."""
    if request.method == "POST":
        Invitation.objects.invite(by=request.user)
        return redirect("invitations")
    verdict = invite_verdict(request.user, timezone.now())
    require(verdict)
    own = request.user.invitations.select_related("used_by")[:50]
    return render(request, "accounts/invitations.html", {"invitations": own, "open": set(request.user.invitations.open())})


@require_POST
@login_required
def avatar(request: MemberRequest) -> HttpResponse:
    require(request.user.may_write_at(timezone.now()))
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            request.user.picture(form.cleaned_data["picture"])
        except ValidationError as error:
            form.add_error("picture", error)
    if form.errors:
        return _settings(request, avatar_form=form)
    messages.success(request, "This is your picture from now on.")
    return redirect("settings")


@require_POST
@login_required
def remove_avatar(request: MemberRequest) -> HttpResponse:
    request.user.unpicture()
    messages.success(request, "Your picture is gone.")
    return redirect("settings")


@sensitive_post_parameters("password")
@_page
@login_required
def delete_account(request: MemberRequest) -> HttpResponse:
    form = LeaveForm(_sent(request))
    if request.method == "POST" and form.is_valid() and _knows_password(request, form):
        member, address = request.user, request.user.email
        try:
            member.leave(erase=form.cleaned_data["texts"] == LeaveForm.ERASE)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return render(request, "accounts/delete.html", {"form": form}, status=refusal.status)
        logout(request)
        if address:
            get_adapter(request).send_mail("account/email/account_deleted", address, {})
        messages.success(request, "Your account is deleted. Farewell, and thank you for what you wrote.")
        return redirect("front")
    return render(request, "accounts/delete.html", {"form": form}, status=422 if form.errors else 200)


def _knows_password(request: MemberRequest, form: LeaveForm) -> bool:
    """Tries are counted together with those of logging in."""
    adapter = get_adapter(request)
    try:
        if adapter.reauthenticate(request.user, form.cleaned_data["password"]):
            return True
        form.add_error("password", adapter.validation_error("incorrect_password"))
    except ValidationError as error:
        form.add_error("password", error)
    return False
