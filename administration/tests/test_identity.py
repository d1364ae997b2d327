"""Who the site is: changed in the browser, in force at once, logged; never over another administrator's head."""

import pytest

from community.change import Change
from community.models import Site

AT = "/administration/identity/"


def change(client, filled, **said):
    return client.post(AT, filled(client, AT, **said))


def test_what_is_saved_is_on_every_page_and_in_the_log(as_, ada, filled):
    answer = change(as_(ada), filled, name="Ashmill Times", tagline="Slowly, and then all at once", accent="#1F6FB2")
    assert (answer.status_code, answer["Location"]) == (302, AT)
    page = as_(None).get("/recent/").content.decode()
    assert "Ashmill Times" in page and "Slowly, and then all at once" in page and "/theme.css?1f6fb2" in page
    assert set(Change.objects.values_list("what", "before", "after", "by__username")) == {
        ("the site’s name", "Rostrum", "Ashmill Times", "ada"),
        ("the tagline", "Diaries by the people who read them", "Slowly, and then all at once", "ada"),
        ("the colour", "#b8420f", "#1f6fb2", "ada"),
    }
    log = as_(ada).get("/administration/changes/").content.decode()
    assert '<del dir="auto">Rostrum</del> → <ins dir="auto">Ashmill Times</ins>' in log


def test_saving_twice_writes_nothing_twice(as_, ada, filled):
    fields = filled(as_(ada), AT, name="Ashmill Times")
    assert as_(ada).post(AT, fields).status_code == 302
    assert as_(ada).post(AT, filled(as_(ada), AT)).status_code == 302
    assert Change.objects.count() == 1


def test_the_second_of_two_administrators_is_told_and_nothing_is_overwritten(as_, ada, ola, filled):
    first, second = filled(as_(ada), AT, name="By ada"), filled(as_(ola), AT, name="By ola")
    assert as_(ada).post(AT, first).status_code == 302
    answer = as_(ola).post(AT, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has changed this" in page and 'value="By ola"' in page and "<dd>By ada</dd>" in page
    assert Site.objects.get().name == "By ada"
    again = {**second, "seen": page.partition('name="seen" value="')[2].partition('"')[0]}
    assert as_(ola).post(AT, again).status_code == 302
    assert Site.objects.get().name == "By ola"


def test_a_form_that_says_not_what_it_saw_overwrites_nothing(as_, ada, filled):
    fields = filled(as_(ada), AT, name="Blind")
    del fields["seen"]
    assert as_(ada).post(AT, fields).status_code == 409
    assert not Site.objects.filter(name="Blind").exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "\u200b"),
        ("name", "n" * 61),
        ("accent", "red"),
        ("accent", "#fff;}"),
        ("time_zone", "Mars/Olympus"),
        ("sign_up", "never"),
        ("support_url", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(as_, ada, filled, field, typed):
    answer = change(as_(ada), filled, tagline="Typed with care", **{field: typed})
    assert answer.status_code == 422
    assert 'value="Typed with care"' in answer.content.decode()
    assert not Change.objects.exists()


def test_after_a_mistake_one_still_learns_of_the_other_administrator(as_, ada, ola, filled):
    fields = filled(as_(ola), AT, name="")
    assert as_(ada).post(AT, filled(as_(ada), AT, tagline="By ada")).status_code == 302
    wrong = as_(ola).post(AT, fields)
    seen = wrong.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert wrong.status_code == 422 and seen == fields["seen"]
    assert as_(ola).post(AT, {**fields, "name": "By ola"}).status_code == 409


def test_the_policy_for_joining(as_, ada, filled):
    assert 'name="username"' in as_(None).get("/accounts/signup/").content.decode()
    assert change(as_(ada), filled, sign_up="closed").status_code == 302
    assert 'name="username"' not in as_(None).get("/accounts/signup/").content.decode()
    said = {"username": "kim", "email": "kim@example.org", "password1": "a river town"}
    as_(None).post("/accounts/signup/", said)
    assert not type(ada).objects.filter(username="kim").exists()


@pytest.mark.parametrize("name", ["mo", "tess", "bob"])
def test_nobody_else_changes_the_site(as_, request, db, name):
    client = as_(request.getfixturevalue(name))
    for place in ("", "identity/", "numbers/", "numbers/hiding.a_day/", "conduct/", "roles/", "footer/", "pages/", "changes/"):
        assert client.get(f"/administration/{place}").status_code == 403, place
    assert client.post(AT, {"name": "Mine"}).status_code == 403
    assert as_(None).get(AT)["Location"].startswith("/accounts/login/")
    assert not Site.objects.filter(name="Mine").exists()


def test_outside_the_demonstration_an_administrator_needs_a_second_factor(as_, ada, settings):
    client = as_(ada)
    settings.DEMO = False
    assert client.get(AT)["Location"] == "/accounts/2fa/"
    assert client.post(AT, {"name": "Mine"})["Location"] == "/accounts/2fa/"


def test_a_suspended_administrator_changes_nothing(as_, ada):
    type(ada).objects.filter(pk=ada.pk).update(suspended_until="9000-01-01T00:00Z")
    assert as_(ada).get(AT).status_code == 403


def test_the_overview_names_what_was_changed_lately(as_, ada, filled):
    assert "Nothing yet" in as_(ada).get("/administration/").content.decode()
    change(as_(ada), filled, name="Ashmill Times")
    assert "The site’s name" in as_(ada).get("/administration/").content.decode()
    assert '<a href="/administration/">Administration</a>' in as_(ada).get("/recent/").content.decode()


def test_what_expired_sessions_send_is_kept(as_, filled, ada):
    """The words about the site are a text; they wait until their writer has logged in."""
    fields = filled(as_(ada), "/administration/conduct/", title="No shouting", body="Not even in capitals.")
    stranger = as_(None)
    assert stranger.post("/administration/conduct/", fields)["Location"] == "/accounts/login/?next=%2Faccounts%2Fkept%2F"
