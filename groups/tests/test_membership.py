"""Who belongs to a group: invitations, requests, promotion, demotion, expulsion, leaving; and never without an admin."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from groups.models import Group, JoinRequest, Membership, MembershipChange

AT = "/groups/river-watch/"


def roles(group: Group) -> dict[str, str]:
    return {each.member.username: each.role for each in group.memberships.select_related("member")}


def acts(group: Group, member: User) -> list[str]:
    return list(group.changes.filter(member=member).order_by("pk").values_list("act", flat=True))


# -- invitations --


def test_an_invitation_is_accepted(as_, page, group: Group, newt: User) -> None:
    assert "You are invited" in page(newt, AT) and "Invitations" in page(newt, "/people/newt/groups/")
    assert "Invitations" not in page(None, "/people/newt/groups/")
    for _ in range(2):
        assert as_(newt).post(f"{AT}accept/")["Location"] == AT
    assert roles(group)["newt"] == "contributor" and acts(group, newt) == ["invited", "accepted"]
    assert "River Watch" in page(None, "/people/newt/groups/") and "You are a contributor here" in page(newt, AT)


def test_an_invitation_is_declined_and_not_repeated_soon(as_, group: Group, newt: User, tess: User) -> None:
    for _ in range(2):
        assert as_(newt).post(f"{AT}decline/").status_code == 302
    assert "newt" not in roles(group) and acts(group, newt) == ["invited", "declined"]
    answer = as_(tess).post(f"{AT}invite/", {"username": "newt"})
    assert answer.status_code == 409 and "declined an invitation to this group lately" in answer.content.decode()
    group.invite(newt, by=tess, at=timezone.now() + timedelta(days=8))
    assert roles(group)["newt"] == "invited"


def test_it_never_expires(group: Group, newt: User) -> None:
    group.accept(by=newt, at=timezone.now() + timedelta(days=3_000))
    assert roles(group)["newt"] == "contributor"


def test_admins_invite_and_take_back(as_, page, group: Group, tess: User, mo: User) -> None:
    for _ in range(2):
        assert as_(tess).post(f"{AT}invite/", {"username": "MO"}).status_code == 302
    assert roles(group)["mo"] == "invited" and acts(group, mo) == ["invited"]
    assert "mo" in page(tess, f"{AT}members/") and "/people/mo/" not in page(None, f"{AT}members/")
    assert "Take the invitation of mo back?" in page(tess, f"{AT}members/mo/expel/")
    for _ in range(2):
        assert as_(tess).post(f"{AT}members/mo/expel/").status_code == 302
    assert "mo" not in roles(group) and acts(group, mo) == ["invited", "uninvited"]
    for name, status in (("nobody-here", 422), ("alice", 409), ("", 422)):
        assert as_(tess).post(f"{AT}invite/", {"username": name}).status_code == status


# -- requests --


def test_a_request_is_made_once_and_accepted(as_, page, group: Group, mo: User, tess: User, rita: User) -> None:
    for _ in range(2):
        assert as_(mo).post(f"{AT}join/", {"words": "I measure <b>too</b>."}).status_code == 302
    assert JoinRequest.objects.count() == 1 and "You have asked to join" in page(mo, AT)
    assert "I measure &lt;b&gt;too" in page(tess, f"{AT}members/") and "I measure" not in page(rita, f"{AT}members/")
    for _ in range(2):
        assert as_(tess).post(f"{AT}members/mo/accept/").status_code == 302
    assert roles(group)["mo"] == "contributor" and acts(group, mo) == ["asked", "admitted"]
    assert as_(tess).post(f"{AT}members/mo/decline/").status_code == 409


def test_a_request_is_declined_and_not_repeated_soon(as_, page, group: Group, mo: User, tess: User) -> None:
    group.join(by=mo)
    for _ in range(2):
        assert as_(tess).post(f"{AT}members/mo/decline/").status_code == 302
    assert "mo" not in roles(group) and acts(group, mo) == ["asked", "turned down"]
    assert "Your request was declined" in page(mo, AT)
    assert as_(mo).post(f"{AT}join/").status_code == 403
    group.join(by=mo, at=timezone.now() + timedelta(days=8))
    assert JoinRequest.objects.waiting().count() == 1


def test_a_request_is_taken_back(as_, group: Group, mo: User, tess: User) -> None:
    group.join(by=mo)
    for _ in range(2):
        assert as_(mo).post(f"{AT}unjoin/").status_code == 302
    assert acts(group, mo) == ["asked", "took back"]
    answer = as_(tess).post(f"{AT}members/mo/accept/")
    assert answer.status_code == 409 and "taken the request back" in answer.content.decode() and "mo" not in roles(group)


def test_who_is_invited_and_asks_is_in_and_who_asked_and_is_invited_too(group: Group, newt: User, mo: User, tess: User) -> None:
    group.join(by=newt)
    group.join(by=mo)
    group.invite(mo, by=tess)
    assert roles(group)["newt"] == roles(group)["mo"] == "contributor" and not JoinRequest.objects.waiting().exists()


# -- up, down and out --


def test_up_and_down(as_, page, group: Group, tess: User, alice: User) -> None:
    browser = as_(tess)
    assert ">Make editor<" in page(tess, f"{AT}members/")
    for to in ("editor", "editor", "admin"):
        assert browser.post(f"{AT}members/alice/promote/", {"to": to}).status_code == 302
    assert roles(group)["alice"] == "admin" and acts(group, alice)[-2:] == ["promoted", "promoted"]
    assert browser.post(f"{AT}members/alice/promote/", {"to": "editor"}).status_code in (403, 409)
    for to in ("editor", "editor", "contributor"):
        assert browser.post(f"{AT}members/alice/demote/", {"to": to}).status_code == 302
    assert roles(group)["alice"] == "contributor"
    assert browser.post(f"{AT}members/alice/demote/", {"to": ""}).status_code in (403, 409)
    assert browser.post(f"{AT}members/newt/promote/", {"to": "editor"}).status_code == 403, "an invitation is accepted first"
    assert browser.post(f"{AT}members/mo/promote/", {"to": "editor"}).status_code in (404, 409)


def test_expelling_asks_first(as_, page, group: Group, tess: User, alice: User) -> None:
    assert "Expel alice from the group?" in page(tess, f"{AT}members/alice/expel/") and "alice" in roles(group)
    for _ in range(2):
        assert as_(tess).post(f"{AT}members/alice/expel/").status_code == 302
    assert "alice" not in roles(group) and acts(group, alice)[-1] == "expelled"
    assert "was expelled" in page(tess, f"{AT}history/") and "was expelled" not in page(alice, f"{AT}history/", 403)


def test_leaving_asks_first(as_, page, group: Group, alice: User) -> None:
    assert "Do you want to leave this group?" in page(alice, f"{AT}leave/") and "alice" in roles(group)
    for _ in range(2):
        assert as_(alice).post(f"{AT}leave/").status_code == 302
    assert "alice" not in roles(group) and acts(group, alice)[-1] == "left"


# -- never without an admin --


def test_the_last_admin_stays(as_, page, group: Group, tess: User, rita: User) -> None:
    for answer in (
        as_(tess).get(f"{AT}leave/"),
        as_(tess).post(f"{AT}leave/"),
        as_(tess).post(f"{AT}members/tess/demote/", {"to": "editor"}),
    ):
        assert answer.status_code == 403 and "always has an admin" in answer.content.decode()
    assert as_(tess).post(f"{AT}members/tess/expel/").status_code == 403
    assert "/leave/" not in page(tess, AT)
    group.promote(rita, to="admin", by=tess)
    assert as_(tess).post(f"{AT}members/tess/demote/", {"to": "editor"}).status_code == 302
    assert roles(group)["rita"] == "admin" and roles(group)["tess"] == "editor"


def test_the_database_refuses_too(group: Group) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(admin_count=0)


def test_an_account_that_goes_hands_over(page, group: Group, tess: User, rita: User, alice: User, bob: User) -> None:
    tess.leave()
    assert roles(group) == {"rita": "admin", "alice": "contributor", "bob": "contributor", "newt": "invited"}
    rita.leave()
    assert roles(group)["alice"] == "admin", "of two contributors the one who was there first"
    for member in (alice, bob):
        User.objects.get(pk=member.pk).leave()
    group.refresh_from_db()
    assert group.is_closed and group.member_count == 0
    text = page(None, AT)
    assert "This group is closed" in text and "tess" not in text


def test_a_closed_group_takes_nobody(
    as_, group: Group, mo: User, newt: User, tess: User, rita: User, alice: User, bob: User
) -> None:
    for member in (bob, alice, rita, tess):
        User.objects.get(pk=member.pk).leave()
    assert as_(mo).post(f"{AT}join/").status_code == as_(newt).post(f"{AT}accept/").status_code == 403
    assert roles(group) == {"newt": "invited"}


def test_every_change_is_a_dated_record(group: Group, tess: User, alice: User) -> None:
    at = timezone.now() + timedelta(hours=1)
    group.promote(alice, to="editor", by=tess, at=at)
    change = MembershipChange.objects.first()
    assert (change.member, change.by, change.at, change.words) == (alice, tess, at, "was made an editor")
    with pytest.raises(Refused):
        group.promote(alice, to="contributor", by=tess)
    assert Membership.objects.get(member=alice).role == "editor"


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(
    as_, group: Group, tess: User, member, django_assert_max_num_queries, count: int
) -> None:
    for number in range(count):
        user = member(f"reader{number}")
        group.join(by=user)
        if number % 2:
            group.admit(user, by=tess)
    browser = as_(tess)
    browser.get(AT)  # what the process knows of the site
    with django_assert_max_num_queries(8):
        browser.get(f"{AT}members/")
    with django_assert_max_num_queries(8):
        browser.get(AT)


def test_ones_own_groups_page_shows_invitations_first_and_asks_little(
    as_, group: Group, newt: User, tess: User, django_assert_max_num_queries
):
    other = Group.objects.found("Another watch", by=tess)
    other.invite(newt, by=tess)
    other.accept(by=newt)
    browser = as_(newt)
    browser.get("/people/newt/groups/")
    with django_assert_max_num_queries(8):
        page = browser.get("/people/newt/groups/").content.decode()
    invitations, groups = page.split("<h2>Invitations</h2>")[1].split("<h2>Groups</h2>")
    assert "River Watch" in invitations and "Another watch" in groups and "River Watch" not in groups
    seen = as_(tess).get("/people/newt/groups/").content.decode()
    assert "Another watch" in seen and "River Watch" not in seen and "Invitations" not in seen
