"""Pages read: the directory, a group, its members, the groups of a member."""

from typing import Any

from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.kept import members_only
from accounts.models import User
from accounts.profiles import profile
from community.described import Described, Shown, beginning
from community.models import Site, rule
from core import marks
from core.http import require
from core.linked import trail
from core.pagecache import shared
from core.pagination import Page
from core.text import UNSTORABLE
from diaries.models import Diary
from groups.forms import InviteForm, JoinForm
from groups.models import Group, Role
from groups.models.group import BANNER, SORTS
from groups.models.queue import SHOWN
from groups.permissions import GroupPermissions, found_verdict

GROUPS, MEMBERS, CHANGES = 30, 100, 50  # on a page
LONGEST_SEARCH = 100  # characters
SORT_WORDS = {"active": "Most active", "newest": "Newest", "prolific": "Most prolific", "name": "By name"}


def group_of(request: HttpRequest, slug: str) -> tuple[Group, GroupPermissions]:
    """The group at this address, and what the asker may do in it. Raises Http404."""
    group = get_object_or_404(Group.objects.visible_to(request.user).for_page(request.user), slug=slug)
    return group, group.permissions_for(request.user, role=group.viewer_role)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All groups, sorted and searched."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "active"
    words = UNSTORABLE.sub("", request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    found = Group.objects.visible_to(request.user).matching(words).sorted_by(sort)
    context = {
        "page": Page(found, request, size=GROUPS),
        "sort": sort,
        "sorts": SORT_WORDS,
        "words": words,
        "may_found": found_verdict(request.user),
    }
    return shared(request, render(request, "groups/directory.html", context), marks.LISTS)


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """Banner, rules, and what the group shows, the newest first."""
    group, may = group_of(request, slug)
    diaries = Diary.objects.listed().shown_by(group).for_listing()
    page = Page(diaries, request, size=int(rule("diaries.on_a_page")))
    _offer_to_take_off(page, group, may)
    context = {
        "group": group,
        "described": _described(group, page.number),
        "may": may,
        "page": page,
        "join_form": JoinForm(),
        "follow": group.followers.buttons(group, viewer=request.user),
        "tab": "group",
    }
    return shared(request, render(request, "groups/group.html", context), marks.LISTS)


def _described(group: Group, number: int) -> Described:
    address = group.get_absolute_url()
    way = trail((Site.current().name, "/"), ("Groups", reverse("groups")), (group.name, address))
    at = f"{address}?page={number}" if number > 1 else address
    shown = Shown(group.banner_url, f"Banner of {group.name}", *BANNER) if group.banner_url else Shown()
    return Described(group.name, at, beginning(group.description_html), picture=shown, data=[way])


def _offer_to_take_off(page: Page, group: Group, may: GroupPermissions) -> None:
    """Where that is done: by editors in the queue, by moderators with a line in the public log."""
    if may.is_editor:
        entries = dict(group.entries.filter(diary__in=list(page), stage__in=SHOWN).values_list("diary", "pk"))
        for diary in page:
            diary.take_off = reverse("queue_take_off", args=[entries[diary.pk]]) if diary.pk in entries else ""
    elif may.moderate:
        for diary in page:
            diary.take_off = reverse("take_off_group", args=[group.slug, diary.pk])


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in it; for its admins also who is invited and who asks."""
    return members_page(request, *group_of(request, slug))


def members_page(
    request: HttpRequest, group: Group, may: GroupPermissions, *, invite_form: Any = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"group": group, "may": may, "tab": "members", "join_form": JoinForm()}
    shown = group.memberships.in_it()
    if may.invite:
        shown = group.memberships.by_rank()
        context |= {
            "requests": list(group.requests.waiting().select_related("member")),
            "invite_form": invite_form or InviteForm(),
        }
    page = context["page"] = Page(shown.select_related("member", "by"), request, size=MEMBERS)
    for membership in page:
        membership.group = group
        membership.may = membership.permissions_for(request.user, role=may.role)
    return shared(request, render(request, "groups/members.html", context, status=status), marks.LISTS)


@require_safe
@members_only
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed about its members, for its members."""
    group, may = group_of(request, slug)
    require(may.history)
    page = Page(group.changes.select_related("member", "by"), request, size=CHANGES)
    return render(request, "groups/history.html", {"group": group, "may": may, "page": page, "tab": "members"})


@require_safe
def person_groups(request: HttpRequest, username: str) -> HttpResponse:
    """The groups that a member belongs to. Whom they are invited by is nobody's business but theirs."""

    def show(person: User, **_: Any) -> dict[str, Any]:
        shown = person.memberships.by_rank() if person == request.user else person.memberships.in_it()
        page = Page(
            shown.select_related("group").order_by(Case(When(role=Role.INVITED, then=0), default=1), "group__key"),
            request,
            size=GROUPS,
        )
        invited = [each for each in page if each.role == Role.INVITED]
        return {"page": page, "invited": invited, "memberships": [each for each in page if each.role != Role.INVITED]}

    return profile(request, username, address="person_groups", template="groups/person.html", show=show)
