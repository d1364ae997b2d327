"""Acts on a group and on who belongs to it: one verb each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import forget_kept, members_only
from accounts.models import User
from core.errors import Refused
from core.html import TooComplex
from core.http import require
from groups.forms import BannerForm, FoundForm, GroupForm, InviteForm, JoinForm
from groups.models import Group, Role
from groups.permissions import found_verdict
from groups.views.pages import group_of, members_page

EARLIER = 20  # texts on the page that changes them
_page = require_http_methods(["GET", "HEAD", "POST"])


@_page
@members_only
def found(request: HttpRequest) -> HttpResponse:
    """A new group."""
    require(found_verdict(request.user))
    form = FoundForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            group = Group.objects.found(by=request.user, **form.cleaned_data)
        except (Refused, TooComplex) as refusal:
            form.add_error(None, str(refusal))
            status = getattr(refusal, "status", 422)
        else:
            forget_kept(request)
            messages.success(request, "The group is founded. Give it a banner, and invite those who will write with you.")
            return redirect(group)
    return render(request, "groups/found.html", {"form": form}, status=status)


@_page
@members_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    group, may = group_of(request, slug)
    require(may.edit)
    form = GroupForm(request.POST) if request.method == "POST" else GroupForm.of(group)
    if request.method == "POST" and form.is_valid():
        try:
            group.describe(by=request.user, **form.cleaned_data)
        except TooComplex as error:
            form.add_error(None, str(error))
        else:
            forget_kept(request)
            messages.success(request, "Saved.")
            return redirect(group)
    return _editor(request, group, form=form)


def _editor(request: HttpRequest, group: Group, **forms: Any) -> HttpResponse:
    earlier = group.earlier_texts.select_related("by")[:EARLIER]
    context = {"group": group, "form": GroupForm.of(group), "banner_form": BannerForm(), "earlier": earlier} | forms
    faulty = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "groups/edit.html", context, status=422 if faulty else 200)


@require_POST
@members_only
def banner(request: HttpRequest, slug: str) -> HttpResponse:
    group, may = group_of(request, slug)
    require(may.edit)
    form = BannerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            group.picture(form.cleaned_data["picture"], by=request.user)
        except ValidationError as error:
            form.add_error("picture", error)
    if form.errors:
        return _editor(request, group, banner_form=form)
    messages.success(request, "This is the group's banner from now on.")
    return redirect("edit_group", slug=slug)


@require_POST
@members_only
def remove_banner(request: HttpRequest, slug: str) -> HttpResponse:
    group, may = group_of(request, slug)
    require(may.edit)
    group.unpicture(by=request.user)
    messages.success(request, "The banner is gone.")
    return redirect("edit_group", slug=slug)


# -- who belongs to it --------------------------------------------------------------------------------------------------


@require_POST
@members_only
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    group, may = group_of(request, slug)
    require(may.invite)
    form = InviteForm(request.POST)
    status = 422
    if form.is_valid():
        member = form.cleaned_data["username"]
        try:
            group.invite(member, by=request.user)
        except Refused as refusal:
            form.add_error("username", str(refusal))
            status = refusal.status
        else:
            messages.success(request, f"{member} is invited, without any hurry: an invitation does not expire.")
            return redirect("group_members", slug=slug)
    return members_page(request, group, may, invite_form=form, status=status)


@_page
@members_only
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks to be let in; whoever is invited is in at once."""
    group, may = group_of(request, slug)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if may.role == Role.INVITED or may.asked:
        if request.method == "POST":
            group.join(by=request.user)
        return redirect(group)
    require(may.join)
    if request.method == "POST" and form.is_valid():
        group.join(by=request.user, **form.cleaned_data)
        forget_kept(request)
        messages.success(request, "Your request is with the admins of the group.")
        return redirect(group)
    return render(request, "groups/join.html", {"group": group, "form": form}, status=422 if form.is_bound else 200)


def _own_act(verb: str, words: str) -> Callable[..., HttpResponse]:
    """A button that concerns whoever presses it."""

    @require_POST
    @members_only
    def act(request: HttpRequest, slug: str) -> HttpResponse:
        group, _ = group_of(request, slug)
        getattr(group, verb)(by=request.user)
        messages.success(request, words)
        return redirect(group)

    act.__name__ = verb
    return act


accept = _own_act("accept", "Welcome. You belong to the group.")
decline = _own_act("decline", "You have declined the invitation.")
unjoin = _own_act("unjoin", "Your request is taken back.")


@_page
@members_only
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks first."""
    group, may = group_of(request, slug)
    if request.method == "POST":
        group.leave(by=request.user)
        messages.success(request, "You have left the group. What it published stays as it is.")
        return redirect(group)
    require(may.leave)
    return render(request, "groups/leave.html", {"group": group})


def _named(request: HttpRequest, slug: str, username: str) -> tuple[Group, User]:
    group, may = group_of(request, slug)
    require(may.invite)
    return group, get_object_or_404(User, username=username)


def _member_act(verb: str, words: str) -> Callable[..., HttpResponse]:
    """An admin's button beside a member's name."""

    @require_POST
    @members_only
    def act(request: HttpRequest, slug: str, username: str) -> HttpResponse:
        group, member = _named(request, slug, username)
        options = {"to": request.POST.get("to", "")} if verb in ("promote", "demote") else {}
        getattr(group, verb)(member, by=request.user, **options)
        messages.success(request, words.format(member))
        return redirect("group_members", slug=slug)

    act.__name__ = verb
    return act


promote = _member_act("promote", "{} has a new part in the group.")
demote = _member_act("demote", "{} has a new part in the group.")
admit = _member_act("admit", "{} belongs to the group.")
turn_down = _member_act("turn_down", "The request of {} is declined.")


@_page
@members_only
def expel(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Asks first. An invitation is taken back in the same way."""
    group, member = _named(request, slug, username)
    membership = group.memberships.filter(member=member).select_related("group", "member").first()
    if request.method == "POST":
        group.expel(member, by=request.user)
        messages.success(request, f"{member} does not belong to the group any more.")
        return redirect("group_members", slug=slug)
    if membership is None:
        return redirect("group_members", slug=slug)
    require(membership.permissions_for(request.user).expel)
    return render(request, "groups/expel.html", {"group": group, "membership": membership})
