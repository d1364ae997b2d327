"""The numbers of the house: changed in one place, shown to everybody."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.models import RuleChange, rule, set_rule
from community.rules import RULES, SECTIONS


def rules(*changes):
    out = StringIO()
    call_command("rules", *[part for change in changes for part in ("--set", change)], stdout=out)
    return out.getvalue()


def shown(page, name):
    """What the page says the number is now."""
    return page.partition(f"<code>{name}</code></th><td>")[2].partition("</td>")[0].partition("<")[0].strip()


def test_the_command_lists_every_number(db):
    listing = rules()
    for each in RULES.values():
        assert f"{each.name} = {each.default} {each.unit} (default {each.default})" in listing


def test_a_change_is_in_force_at_once_and_shown_to_everybody(as_, db):
    assert shown(as_(None).get("/about/rules/").content.decode(), "throttle.comments") == "10 comments"
    assert "throttle.comments is 0 comments from now on." in rules("throttle.comments=0")
    assert rule("throttle.comments") == 0
    assert shown(as_(None).get("/about/rules/").content.decode(), "throttle.comments") == "0 comments"
    assert "throttle.comments = 0 comments (default 10)" in rules()


def test_several_at_once(db):
    rules("hiding.a_day = 7", "trust.mojo= 3")
    assert (rule("hiding.a_day"), rule("trust.mojo")) == (7, 3.0)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("no.such=1", "There is no rule named 'no.such'"),
        ("throttle.comments", "NAME=VALUE"),
        ("throttle.comments=", "whole number from 0 to 10000"),
        ("throttle.comments=-1", "whole number from 0 to 10000"),
        ("throttle.comments=10001", "whole number from 0 to 10000"),
        ("throttle.comments=1.5", "whole number from 0 to 10000"),
        ("throttle.comments=ten", "whole number from 0 to 10000"),
        ("throttle.comments=" + "9" * 5_000, "whole number from 0 to 10000"),
        ("trust.mojo=nan", "a number from 0.0 to 4.0"),
        ("trust.mojo=inf", "a number from 0.0 to 4.0"),
        ("trust.mojo=4.1", "a number from 0.0 to 4.0"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(db, change, complaint):
    with pytest.raises(CommandError, match=complaint):
        rules("hiding.a_day=7", change)
    assert not RuleChange.objects.exists()
    assert rule("hiding.a_day") == 5


def test_every_number_is_on_the_page_with_its_meaning(as_, db):
    page = as_(None).get("/about/rules/").content.decode()
    assert "How this site works" in page
    for each in RULES.values():
        assert shown(page, each.name) == f"{each.default} {each.unit}".strip()
    for title in SECTIONS.values():
        assert f"<h2>{title}</h2>" in page


def test_the_numbered_rules_are_on_the_page(as_, db):
    page = as_(None).get("/about/rules/").content.decode()
    assert 'id="conduct-3"' in page and "Insult without argument" in page


def test_the_past_is_judged_by_the_rules_of_its_day(db):
    now = timezone.now()
    set_rule("hiding.a_day", "7", at=now - timedelta(days=3))
    set_rule("hiding.a_day", "9", at=now - timedelta(days=1))
    asked = [now - timedelta(days=days) for days in (4, 3, 2, 1, 0)]
    assert [rule("hiding.a_day", at=at) for at in asked] == [5, 7, 7, 9, 9]


def test_every_default_is_within_its_own_bounds():
    for each in RULES.values():
        assert each.parse(str(each.default)) == each.default
        assert each.section in SECTIONS
        with pytest.raises(ValueError):
            each.parse(str(each.highest + 1))


def test_a_name_that_is_no_rule_is_an_error(db):
    with pytest.raises(KeyError):
        rule("no.such")


def test_the_page_is_for_reading(as_, mo):
    assert as_(mo).post("/about/rules/").status_code == 405


def test_the_sites_identity_is_set_and_shown(db, as_):
    call_command(
        "rules", "--set", "site.name=Ashmill Times", "--set", "site.tagline=Slowly, and then all at once", stdout=StringIO()
    )
    page = as_(None).get("/about/rules/").content.decode()
    assert "Ashmill Times" in page
    assert "Slowly, and then all at once" in page
    assert "Ashmill Times" in as_(None).get("/").content.decode()


@pytest.mark.parametrize(
    "change", ["site.accent=red", "site.time_zone=Mars/Olympus", "site.name=", "site.nothing=x", f"site.name={'n' * 61}"]
)
def test_an_identity_that_cannot_be_is_refused_in_words(db, change):
    with pytest.raises(CommandError, match="site"):
        call_command("rules", "--set", change, stdout=StringIO())


def test_the_page_names_who_looks_after_the_site(as_, mo, rita, ada):
    page = as_(None).get("/about/rules/").content.decode()
    for name in ("mo", "rita", "ada"):
        assert f'<a href="/people/{name}/">{name}</a>' in page
    mo.revoke("moderator")
    assert '<a href="/people/mo/">mo</a>' not in as_(None).get("/about/rules/").content.decode()
