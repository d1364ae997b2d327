"""The numbered rules: added, reworded, retired, and never numbered anew."""

import pytest

from community.change import Change
from community.models import ConductRule
from core.errors import Refused

AT = "/administration/conduct/"


def test_one_more_rule_has_the_next_number_and_can_be_named_at_once(as_, ada, tess, comment, filled):
    assert as_(ada).post(AT, filled(as_(ada), AT, title="No shouting", body="Not even in capitals.")).status_code == 302
    assert ConductRule.objects.get(number=7).wording == "No shouting. Not even in capitals."
    assert "7. No shouting" in as_(tess).get(f"/comments/{comment.pk}/hide/").content.decode()
    assert 'id="conduct-7"' in as_(None).get("/about/rules/").content.decode()
    assert Change.objects.get().after == "No shouting. Not even in capitals."


def test_reworded_it_keeps_its_number_and_the_log_both_wordings(as_, ada, filled):
    page = f"{AT}3/"
    assert as_(ada).post(page, filled(as_(ada), page, title="Contempt")).status_code == 302
    assert ConductRule.objects.get(number=3).title == "Contempt"
    change = Change.objects.get()
    assert change.what == "rule 3" and change.before.startswith("Insult without argument") and change.after.startswith("Contempt")
    assert "Insult without argument" in as_(ada).get(page).content.decode()


def test_the_second_of_two_administrators_is_told(as_, ada, ola, filled):
    page = f"{AT}3/"
    first, second = filled(as_(ada), page, title="By ada"), filled(as_(ola), page, title="By ola")
    assert as_(ada).post(page, first).status_code == 302
    answer = as_(ola).post(page, second)
    assert answer.status_code == 409 and "<strong>By ada</strong>" in answer.content.decode()
    assert 'value="By ola"' in answer.content.decode()
    assert ConductRule.objects.get(number=3).title == "By ada"


@pytest.mark.parametrize("title", ["", "\u200b", "x" * 81])
def test_a_rule_without_words_is_none(as_, ada, filled, title):
    answer = as_(ada).post(AT, filled(as_(ada), AT, title=title, body="Kept."))
    assert answer.status_code == 422 and "Kept." in answer.content.decode()
    assert ConductRule.objects.count() == 6


def test_retired_no_act_names_it_and_the_log_still_does(as_, ada, tess, mo, comment):
    comment.hide(by=tess, rule=6)
    for _ in range(2):
        assert as_(ada).post(f"{AT}6/retire/")["Location"] == AT
    assert "6. Derailing" not in as_(tess).get(f"/comments/{comment.pk}/hide/").content.decode()
    with pytest.raises(Refused):
        comment.hide(by=mo, rule=6)
    public = as_(None).get("/about/rules/").content.decode()
    assert "Rules that are no longer in force" in public and 'id="conduct-6"' in public
    assert Change.objects.filter(what="rule 6", after="retired").count() == 1
    assert as_(ada).post(AT, {"title": "Another", "body": ""}).status_code == 302
    assert ConductRule.objects.get(title="Another").number == 7


def test_brought_back_it_is_in_force_again(as_, ada, tess, comment):
    as_(ada).post(f"{AT}6/retire/")
    for _ in range(2):
        assert as_(ada).post(f"{AT}6/reinstate/").status_code == 302
    assert "6. Derailing" in as_(tess).get(f"/comments/{comment.pk}/hide/").content.decode()


def test_the_last_rule_stays(as_, ada):
    for number in range(1, 6):
        as_(ada).post(f"{AT}{number}/retire/")
    answer = as_(ada).post(f"{AT}6/retire/")
    assert answer.status_code == 409 and "last rule in force" in answer.content.decode()
    assert [each.number for each in ConductRule.all()] == [6]


def test_only_administrators(as_, mo):
    for place in (AT, f"{AT}3/", f"{AT}3/retire/", f"{AT}3/reinstate/"):
        assert as_(mo).post(place, {"title": "Mine"}).status_code == 403
    assert as_(mo).get(f"{AT}3/retire/").status_code == 405
    assert ConductRule.objects.filter(retired_at=None).count() == 6


def test_a_number_that_is_none_is_no_page(as_, ada):
    for place in ("99/", "99/retire/", "99/reinstate/"):
        assert as_(ada).post(f"{AT}{place}").status_code == 404
