"""Founding a group: by whom, under which names, and what the directory makes of it."""

import pytest

from accounts.models import User
from groups.models import Group, Tally

TYPED = {"name": "River Watch", "description": "What the *river* does.", "rules": "Measure first.", "slots": "8:00, 18:30"}


def test_a_trusted_user_founds_it_and_is_its_admin(as_, page, tess: User) -> None:
    answer = as_(tess).post("/groups/new/", TYPED)
    assert (answer.status_code, answer["Location"]) == (302, "/groups/river-watch/")
    group = Group.objects.get()
    assert (group.name, group.slots, group.role_of(tess), group.admin_count, group.member_count) == (
        "River Watch",
        "08:00, 18:30",
        "admin",
        1,
        1,
    )
    text = page(None, "/groups/river-watch/")
    assert "<em>river</em>" in text and "Measure first." in text and "1 member" in text
    assert as_(tess).post("/groups/new/", TYPED).status_code == 422
    assert Group.objects.count() == 1 and group.changes.count() == 1


@pytest.mark.parametrize("who", ["alice", "newt", "ada"])
def test_others_are_told_why_not(as_, page, request, who: str) -> None:
    user = request.getfixturevalue(who)
    for answer in (as_(user).get("/groups/new/"), as_(user).post("/groups/new/", TYPED)):
        assert answer.status_code == 403 and "Trusted users found groups." in answer.content.decode()
    assert not Group.objects.exists() and "/groups/new/" not in page(user, "/groups/")


def test_without_a_session_the_text_is_kept(as_, db) -> None:
    browser = as_(None)
    assert browser.post("/groups/new/", TYPED)["Location"].startswith("/accounts/login/")
    assert "Measure first." in browser.session["kept_form"]["form"].replace("+", " ")


@pytest.mark.parametrize("name", ["river watch", "River  Watch", "RIVERWATCH", "Rivеr Wаtch", "River\u00a0Watch", "R1ver Watch"])
def test_no_two_look_alike(as_, tess: User, group: Group, name: str) -> None:
    answer = as_(tess).post("/groups/new/", TYPED | {"name": name})
    assert answer.status_code == 422 and "looks like it" in answer.content.decode() and "Measure first." in answer.content.decode()
    assert Group.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "\u3164\u3164",
        "A\u202eB",
        "Moderators",
        "adm1n",
        "Cats, dogs",
        "Z\u0335\u0336\u0337\u0338\u0334algo",
        "x" * 61,
        "\ufdfa" * 20,
    ],
)
def test_names_that_cannot_be(as_, tess: User, name: str) -> None:
    answer = as_(tess).post("/groups/new/", TYPED | {"name": name})
    assert answer.status_code == 422 and not Group.objects.exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Flußwächter", "flußwächter"),
        ("日本語の川", "日本語の川"),
        ("C++", "c-plus-plus"),
        ("New", "new-1"),
        ("Feed", "feed-1"),
        ("🌊 & Co", "water-wave-and-co"),
    ],
)
def test_names_of_any_script(as_, tess: User, name: str, slug: str) -> None:
    assert as_(tess).post("/groups/new/", TYPED | {"name": name}).status_code == 302
    group = Group.objects.get()
    assert (group.name, group.slug) == (name, slug) and as_(None).get(group.get_absolute_url()).status_code == 200
    group.name = "Another"
    with pytest.raises(ValueError, match="never changes"):
        group.save()


@pytest.mark.parametrize("slots", ["8", "25:00", "08:00; 09:00", ", ".join(f"{h:02}:00" for h in range(13))])
def test_slots_are_times_of_day(as_, tess: User, slots: str) -> None:
    answer = as_(tess).post("/groups/new/", TYPED | {"slots": slots})
    assert answer.status_code == 422 and not Group.objects.exists()


def test_three_a_day(as_, tess: User) -> None:
    for number in range(3):
        assert as_(tess).post("/groups/new/", TYPED | {"name": f"Group no {number}"}).status_code == 302
    answer = as_(tess).post("/groups/new/", TYPED | {"name": "Group no 4"})
    assert (
        answer.status_code == 429
        and "3 groups in 24 hours" in answer.content.decode()
        and "Measure first." in answer.content.decode()
    )


def test_the_directory_sorts_and_searches(page, tess: User, group: Group, django_assert_num_queries, as_) -> None:
    Group.objects.found("Archive", by=tess, description="Old papers, 100% of them.")
    Group.objects.found("Zither", by=tess)
    Tally.objects.filter(group__name="Zither").update(diaries=9, activity=1.0)
    Tally.objects.filter(group__name="River Watch").update(diaries=2, activity=5.0)

    def order(address: str) -> list[str]:
        text = page(None, address)
        return sorted((name for name in ("Archive", "River Watch", "Zither") if f">{name}</a>" in text), key=text.index)

    assert order("/groups/") == ["River Watch", "Zither", "Archive"]
    assert order("/groups/?sort=newest") == ["Zither", "Archive", "River Watch"]
    assert order("/groups/?sort=prolific") == ["Zither", "River Watch", "Archive"]
    assert order("/groups/?sort=name") == ["Archive", "River Watch", "Zither"]
    assert order("/groups/?sort=nonsense") == order("/groups/")
    assert (
        order("/groups/?q=river") == ["River Watch"]
        and order("/groups/?q=PAPERS+old") == ["Archive"]
        and order("/groups/?q=100%25") == ["Archive"]
    )
    assert "No group says “nothing”" in page(None, "/groups/?q=nothing")
    assert as_(None).get("/groups/?q=%22%27)--&sort=%00").status_code == 400  # NUL stops at the edge
    with django_assert_num_queries(1):
        as_(None).get("/groups/")


def test_an_empty_directory_invites(page, tess: User, db) -> None:
    assert "Trusted users found them." in page(None, "/groups/")
    assert "Found the first one" in page(tess, "/groups/")
    assert '<a href="/groups/">Groups</a>' in page(None, "/recent/")


def test_its_admins_change_what_it_says(as_, page, tess: User, rita: User, mo: User, group: Group) -> None:
    said = {"description": "New words.", "rules": "", "slots": "07:00"}
    for user in (rita, mo):
        assert (
            as_(user).get("/groups/river-watch/edit/").status_code
            == as_(user).post("/groups/river-watch/edit/", said).status_code
            == 403
        )
    assert as_(tess).post("/groups/river-watch/edit/", said | {"slots": "noon"}).status_code == 422
    assert as_(tess).post("/groups/river-watch/edit/", said).status_code == 302
    assert "New words." in page(None, "/groups/river-watch/") and "Measure first." not in page(None, "/groups/river-watch/")
