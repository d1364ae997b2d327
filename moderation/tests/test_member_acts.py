"""What moderators do with a member: warn, suspend, withdraw ratings, give and deny trust; each logged, told, and undone."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.standing import FOR_GOOD
from moderation.models import ModerationAction


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_warning_stands_on_every_page_until_it_is_acknowledged(as_, act, diary, mo, bob, alice, django_assert_num_queries):
    for _ in range(2):
        assert act(mo, "/people/bob/warn/", reason="Leave Kim alone.").status_code == 302
    browser = as_(bob)
    for place in ("/", "/recent/", diary.get_absolute_url(), "/people/alice/", "/hotlist/", "/accounts/settings/"):
        page = browser.get(place).content.decode()
        assert "A moderator has warned you" in page and "Leave Kim alone." in page and "rule 3, Insult" in page, place
    assert "A moderator has warned you" not in as_(alice).get("/").content.decode()
    assert browser.get("/moderation/acknowledge/").status_code == 405
    for _ in range(2):
        assert browser.post("/moderation/acknowledge/").status_code == 302
    assert "A moderator has warned you" not in browser.get("/").content.decode()
    line = ModerationAction.objects.get()
    assert line.kind == "warn" and line.acknowledgement.at and not fresh(bob).has_notice
    assert browser.post(f"/diaries/{diary.pk}/comments/", {"body": "I may write."}).status_code == 302


def test_a_suspension_says_until_when_and_ends(as_, act, diary, mo, bob):
    assert act(mo, "/people/bob/suspend/", days="3").status_code == 302
    line = ModerationAction.objects.get()
    assert timedelta(days=2.99) < line.until - timezone.now() < timedelta(days=3) and fresh(bob).suspended_until == line.until
    for place in ("/people/bob/", "/moderation/log/"):
        assert "until" in as_(None).get(place).content.decode()
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "No."}).status_code == 409
    assert act(mo, "/people/bob/suspend/", days="0").status_code == 302  # harmless: it stands as it is
    assert fresh(bob).suspended_until == line.until and ModerationAction.objects.count() == 1
    assert act(mo, "/people/bob/unsuspend/").status_code == 302
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Yes."}).status_code == 302
    assert act(mo, "/people/bob/suspend/", days="0").status_code == 302
    assert fresh(bob).suspended_until == FOR_GOOD and "for good" in as_(None).get("/moderation/log/").content.decode()


@pytest.mark.parametrize(("verb", "undo", "probe"), [
    ("withdraw-ratings", "return-ratings", lambda user: user.may_rate_at(timezone.now())),
    ("deny-trust", "allow-trust", lambda user: user.is_trusted),
])  # fmt: skip
def test_rights_are_withdrawn_and_given_back(act, mo, tess, verb, undo, probe):
    assert probe(fresh(tess))
    for _ in range(2):
        assert act(mo, f"/people/tess/{verb}/").status_code == 302
    assert not probe(fresh(tess))
    for _ in range(2):
        assert act(mo, f"/people/tess/{undo}/").status_code == 302
    assert probe(fresh(tess))
    done, undone = ModerationAction.objects.order_by("pk")
    assert undone.about == done and done.case == undone.case


def test_trust_is_given_and_taken_back(as_, act, mo, bob):
    act(mo, "/people/bob/trust/")
    assert fresh(bob).is_trusted and "trusted user" in as_(None).get("/people/bob/").content.decode()
    act(mo, "/people/bob/untrust/")
    assert not fresh(bob).is_trusted
    assert [line.kind for line in ModerationAction.objects.order_by("pk")] == ["trust", "untrust"]


VERBS = "warn suspend withdraw-ratings void-ratings trust deny-trust".split()


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_moderates_themselves_or_above_them(as_, act, mo, polly, ada, tess, bob, verb):
    for user, whom in ((mo, "mo"), (mo, "ada"), (tess, "bob"), (bob, "bob"), (ada, "ada")):
        assert act(user, f"/people/{whom}/{verb}/").status_code == 403
        assert as_(user).get(f"/people/{whom}/{verb}/").status_code == 403
    assert act(ada, f"/people/polly/{verb}/").status_code == 302
    assert as_(None).post(f"/people/bob/{verb}/").status_code == 302
    assert ModerationAction.objects.count() == 1


def test_a_suspended_moderator_moderates_nobody(act, as_, mo, ada, bob):
    act(ada, "/people/mo/suspend/")
    assert act(mo, "/people/bob/warn/").status_code == 403 and as_(mo).get("/moderation/").status_code == 403


def test_the_second_moderator_is_told_and_the_third_button_is_not_offered(as_, act, mo, polly, bob):
    act(mo, "/people/bob/suspend/")
    answer = act(polly, "/people/bob/suspend/", days="0")
    assert answer.status_code == 409 and "mo has done this already" in answer.content.decode()
    page = as_(polly).get("/people/bob/moderate/").content.decode()
    assert "/people/bob/unsuspend/" in page and "/people/bob/suspend/" not in page and "/people/bob/warn/" in page


def test_the_operator_stands_in_the_log_too(bob, db):
    call_command("grant", "bob", "moderator", verbosity=0)
    call_command("grant", "bob", "moderator", "--revoke", verbosity=0)
    words = [line.words for line in ModerationAction.objects.for_listing().order_by("pk")]
    assert words == ["The operator granted moderator to bob", "The operator took away moderator from bob"]
