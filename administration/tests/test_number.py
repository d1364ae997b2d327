"""A number of the house: changed with its history, refused out of bounds, and back as it came in one press."""

import pytest

from community.change import Change
from community.models import RuleChange, rule
from community.rules import RULES

AT = "/administration/numbers/hiding.a_day/"


def test_the_list_shows_each_with_default_bounds_and_meaning(as_, ada):
    page = as_(ada).get("/administration/numbers/").content.decode()
    for each in RULES.values():
        assert f"/administration/numbers/{each.name}/" in page
        assert (
            f'<td data-what="As it came">{each.default}</td><td data-what="Possible">{each.lowest} to {each.highest}</td>' in page
        )


def test_a_change_is_in_force_at_once_public_and_in_the_history(as_, ada, filled):
    assert as_(ada).post(AT, filled(as_(ada), AT, value=" 7 ")).status_code == 302
    assert rule("hiding.a_day") == 7
    change = RuleChange.objects.get()
    assert (change.name, change.value, change.by) == ("hiding.a_day", 7, ada)
    page = as_(ada).get(AT).content.decode()
    assert "<del>5</del> → <ins>7</ins> hides" in page and 'href="/people/ada/"' in page and "Back to 5" in page
    public = as_(None).get("/about/rules/").content.decode()
    assert "<code>hiding.a_day</code> is 7 hides since" in public
    assert Change.objects.get().what == "hiding.a_day"
    assert "<strong>hiding.a_day</strong>: <del" in as_(ada).get("/administration/changes/").content.decode()
    assert "yours" in as_(ada).get("/administration/numbers/").content.decode()


@pytest.mark.parametrize("typed", ["", "-1", "1001", "ten", "1.5", "9" * 40])
def test_what_cannot_be_comes_back_as_it_was_typed(as_, ada, filled, typed):
    answer = as_(ada).post(AT, filled(as_(ada), AT, value=typed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert typed in page and ("from 0 to 1000" in page or not typed)
    assert rule("hiding.a_day") == 5 and not RuleChange.objects.exists()


def test_back_as_it_came_in_one_press_and_twice_is_once(as_, ada, filled):
    as_(ada).post(AT, filled(as_(ada), AT, value="7"))
    fields = filled(as_(ada), AT)
    for _ in range(2):
        assert as_(ada).post(f"{AT}default/", fields)["Location"] == AT
        assert rule("hiding.a_day") == 5
    assert [change.value for change in RuleChange.objects.all()] == [7, 5]
    assert "Back to 5" not in as_(ada).get(AT).content.decode()


def test_the_second_of_two_administrators_is_told(as_, ada, ola, filled):
    first, second = filled(as_(ada), AT, value="7"), filled(as_(ola), AT, value="9")
    assert as_(ada).post(AT, first).status_code == 302
    answer = as_(ola).post(AT, second)
    page = answer.content.decode()
    assert answer.status_code == 409 and 'value="9"' in page and "<dd>7 hides</dd>" in page
    assert rule("hiding.a_day") == 7
    assert as_(ola).post(f"{AT}default/", second).status_code == 302
    assert rule("hiding.a_day") == 7


def test_a_name_that_is_no_number_is_no_page(as_, ada):
    assert as_(ada).get("/administration/numbers/no.such/").status_code == 404
    assert as_(ada).post("/administration/numbers/no.such/default/").status_code == 404


def test_only_administrators(as_, mo):
    assert as_(mo).post(AT, {"value": "7"}).status_code == 403
    assert as_(mo).post(f"{AT}default/").status_code == 403
    assert as_(mo).get(f"{AT}default/").status_code == 405
    assert rule("hiding.a_day") == 5


def test_few_statements(as_, ada, filled, django_assert_max_num_queries):
    client = as_(ada)
    for value in range(6, 20):
        client.post(AT, filled(client, AT, value=str(value)))
    for place in ("", "numbers/", "numbers/hiding.a_day/", "conduct/", "roles/", "footer/", "pages/", "changes/", "identity/"):
        client.get(f"/administration/{place}")
        with django_assert_max_num_queries(8):
            assert client.get(f"/administration/{place}").status_code == 200
