"""Recommending a diary: once, withdrawn once, never again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refused
from diaries.models import Diary, Recommendation

HTMX = {"HX-Request": "true"}
SURE = (
    "Are you sure you want to remove your recommendation? You can only recommend a diary once, "
    "so you will not be able to re-recommend it afterwards."
)


def press(browser, diary, verb="recommend", **how):
    return browser.post(f"/diaries/{diary.pk}/{verb}/", **how)


def count(diary):
    return Diary.objects.get(pk=diary.pk).recommend_count


def test_it_counts_and_names_the_recommender(as_, diary, bob):
    answer = press(as_(bob), diary)
    assert (answer.status_code, answer["Location"]) == (302, diary.get_absolute_url())
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert f'<a class="recommend-count" href="/diaries/{diary.pk}/recommenders/">1<span class="noun"> recommend</span></a>' in page
    assert ">bob</a>" in as_(None).get(f"/diaries/{diary.pk}/recommenders/").content.decode()


def test_twice_is_once(as_, diary, bob):
    browser = as_(bob)
    assert [press(browser, diary).status_code for _ in range(2)] == [302, 302]
    assert (count(diary), Recommendation.objects.count()) == (1, 1)


def test_with_htmx_it_answers_its_part_of_the_act_bar(as_, diary, bob):
    answer = press(as_(bob), diary, headers=HTMX).content.decode().strip()
    assert answer.startswith(f'<div class="recommend" id="recommend-{diary.pk}">') and "<html" not in answer
    assert "Recommended</summary>" in answer and ">1<span" in answer and SURE in answer
    answer = press(as_(bob), diary, "unrecommend", headers=HTMX).content.decode().strip()
    assert (
        answer.startswith(f'<div class="recommend" id="recommend-{diary.pk}">')
        and '>0<span class="noun"> recommends</span></a>' in answer
    )
    assert "<button" not in answer


def test_nobody_recommends_an_own_diary(as_, diary, alice):
    answer = press(as_(alice), diary)
    assert answer.status_code == 403 and "Nobody recommends an own diary." in answer.content.decode()
    assert f"/diaries/{diary.pk}/recommend/" not in as_(alice).get(diary.get_absolute_url()).content.decode()
    assert not Recommendation.objects.exists()


def test_strangers_log_in_first(as_, diary):
    for verb in ("recommend", "unrecommend"):
        assert "/accounts/login/" in press(as_(None), diary, verb)["Location"]
    assert not Recommendation.objects.exists()


def test_get_is_405_and_withdrawing_asks_first(as_, diary, bob):
    browser = as_(bob)
    assert browser.get(f"/diaries/{diary.pk}/recommend/").status_code == 405
    assert browser.get(f"/diaries/{diary.pk}/unrecommend/").status_code == 403
    press(browser, diary)
    page = browser.get(f"/diaries/{diary.pk}/unrecommend/")
    assert page.status_code == 200 and SURE in page.content.decode()
    assert count(diary) == 1


def test_withdrawn_once_and_never_given_again(as_, diary, bob):
    browser = as_(bob)
    assert press(browser, diary, "unrecommend").status_code == 403
    press(browser, diary)
    assert [press(browser, diary, "unrecommend").status_code for _ in range(2)] == [302, 302]
    refused = press(browser, diary)
    assert refused.status_code == 403 and "only once" in refused.content.decode()
    assert count(diary) == 0
    assert Recommendation.objects.get().withdrawn_at is not None
    assert "bob" not in as_(None).get(f"/diaries/{diary.pk}/recommenders/").content.decode()
    page = browser.get(diary.get_absolute_url()).content.decode()
    assert "You have withdrawn your recommendation." in page and f"/diaries/{diary.pk}/recommend/" not in page


@pytest.mark.parametrize("state", ["draft", "removed"])
def test_only_published_diaries(as_, request, state, alice, bob, mo):
    hidden = request.getfixturevalue(state)
    for reader in (None, bob):
        for page in ("recommenders", "why", "unrecommend"):
            wanted = 302 if reader is None and page == "unrecommend" else 404
            assert as_(reader).get(f"/diaries/{hidden.pk}/{page}/").status_code == wanted
    assert press(as_(bob), hidden).status_code == 404
    assert press(as_(mo), hidden).status_code == (403 if state == "removed" else 404)
    with pytest.raises(Refused):
        Recommendation.objects.recommend(hidden, by=bob)
    assert not Recommendation.objects.exists()


def test_a_closed_account_recommends_nothing(diary, bob):
    bob.is_active = False
    bob.save()
    with pytest.raises(Refused, match="closed"):
        Recommendation.objects.recommend(diary, by=bob)


def test_trust_is_noted_as_it_is_at_that_moment(diary, bob, tess, mo):
    for user in (bob, tess):
        Recommendation.objects.recommend(diary, by=user)
    bob.grant("trusted")
    tess.revoke("trusted")
    Recommendation.objects.recommend(diary, by=tess)
    assert dict(Recommendation.objects.values_list("user__username", "trusted")) == {"bob": False, "tess": True}


def test_what_a_member_recommends_stands_on_their_page(as_, diary, alice, bob, tess):
    press(as_(bob), diary)
    tab = as_(None).get("/people/bob/recommended/").content.decode()
    assert "The ferry and the bridge" in tab
    assert '<a href="/people/bob/recommended/">' in as_(None).get("/people/bob/").content.decode()
    assert "tess has recommended nothing yet." in as_(None).get("/people/tess/recommended/").content.decode()
    diary.take_back(by=alice)
    for reader in (None, bob, tess, alice):
        assert "The ferry and the bridge" not in as_(reader).get("/people/bob/recommended/").content.decode()
    Diary.objects.get(pk=diary.pk).publish(by=alice)
    assert "The ferry and the bridge" in as_(None).get("/people/bob/recommended/").content.decode()
    assert count(diary) == 1


def test_the_button_leads_strangers_to_the_log_in(as_, diary):
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    button = page.partition(f'class="button" href="/accounts/login/?next={diary.get_absolute_url()}"')[2].partition("</a>")[0]
    assert button.endswith("Recommend")


def test_unknown_diaries_are_404(as_, bob):
    for verb in ("recommend", "unrecommend"):
        assert as_(bob).post(f"/diaries/999999/{verb}/").status_code == 404
    for page in ("recommenders", "why"):
        assert as_(bob).get(f"/diaries/999999/{page}/").status_code == 404


def test_hiding_a_tip_jar_is_a_dated_record(diary, trusted):
    tips = diary.comments.get(number=1)
    at = timezone.now() - timedelta(minutes=30)
    givers = trusted(2)
    for user in givers:
        tips.hide(by=user, rule=1, at=at)
    tips.unhide(by=givers[0], at=at + timedelta(minutes=5))
    changes = list(diary.tip_jar_changes.values_list("hidden", "at"))
    assert changes == [(True, at), (False, at + timedelta(minutes=5))]
    assert not Diary.objects.get(pk=diary.pk).tip_jar_hidden
