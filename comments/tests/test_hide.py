"""Hiding: trusted users, a numbered rule, five a day, and what readers then see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Rating
from comments.models.rating import is_hidden
from core.errors import Refused

HTMX = {"HX-Request": "true"}


def hide_by_all(comment, users, rule=3):
    for user in users:
        comment.hide(by=user, rule=rule)
    comment.refresh_from_db()


def page(browser, comment):
    return browser.get(comment.diary.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("recommends", "needed"), [(0, 2), (1, 4), (2, 7), (3, 10), (10, 31)])
def test_the_hiding_rule(db, recommends, needed):
    assert not is_hidden(recommends, needed - 1)
    assert is_hidden(recommends, needed)


def test_looking_at_the_question_changes_nothing(as_, comment, tess):
    response = as_(tess).get(f"/comments/{comment.pk}/hide/")
    assert response.status_code == 200
    assert "3. Insult without argument" in response.content.decode()
    assert "5 hides left" in response.content.decode()
    assert not Rating.objects.exists()


def test_a_trusted_user_hides_with_a_rule(as_, comment, tess):
    assert as_(tess).post(f"/comments/{comment.pk}/hide/", {"rule": 3}).status_code == 302
    assert Rating.objects.get().rule.number == 3
    assert "(0+ / 1-)" in page(as_(None), comment)


@pytest.mark.parametrize("rule", ["", "99", "x"])
def test_without_a_rule_it_is_422(as_, comment, tess, rule):
    assert as_(tess).post(f"/comments/{comment.pk}/hide/", {"rule": rule}).status_code == 422
    assert not Rating.objects.exists()


def test_members_who_are_not_trusted_may_not(as_, comment, alice):
    for answer in (as_(alice).post(f"/comments/{comment.pk}/hide/", {"rule": 3}), as_(alice).get(f"/comments/{comment.pk}/hide/")):
        assert answer.status_code == 403
        assert "Trusted users" in answer.content.decode()


def test_twice_is_once(as_, comment, tess):
    for _ in range(2):
        assert as_(tess).post(f"/comments/{comment.pk}/hide/", {"rule": 3}).status_code == 302
    comment.refresh_from_db()
    assert comment.hide_count == 1


def test_two_hides_put_a_stub_before_readers_and_the_text_before_trusted_users(as_, diary, comment, alice, bob, tess, trusted):
    reply = diary.comments.post(by=alice, body="A canary sings below.", parent=comment)
    hide_by_all(comment, trusted(2))
    for reader in (None, alice):
        seen = page(as_(reader), comment)
        assert "comment and 1 reply hidden by 2 trusted users, rule 3" in seen
        assert "The bridge, of course." not in seen
    assert "A canary sings below." not in page(as_(None), comment)
    assert "A canary sings below." in page(as_(tess), comment)
    assert "The bridge, of course." in page(as_(tess), comment)
    reply.refresh_from_db()
    assert (reply.hidden, reply.hidden_root) == (False, comment)


def test_the_author_sees_the_own_text_and_why(as_, comment, bob, trusted):
    hide_by_all(comment, trusted(2))
    seen = page(as_(bob), comment)
    assert "The bridge, of course." in seen
    assert "hidden by 2 trusted users, rule 3" in seen
    why = as_(bob).get(f"/comments/{comment.pk}/").content.decode()
    assert "/about/rules/#conduct-3" in why
    assert "appeal" in why


def test_its_address_is_404_for_readers_and_its_replies_too(as_, diary, comment, alice, tess, trusted):
    reply = diary.comments.post(by=tess, body="Below.", parent=comment)
    hide_by_all(comment, trusted(2))
    for pk in (comment.pk, reply.pk):
        assert as_(None).get(f"/comments/{pk}/").status_code == 404
        assert as_(alice).get(f"/comments/{pk}/").status_code == 404
        assert as_(alice).post(f"/comments/{pk}/recommend/").status_code == 404
        assert as_(alice).post(f"/comments/{pk}/reply/", {"body": "x"}).status_code == 404


def test_ratings_bring_it_back(as_, comment, member, trusted):
    hide_by_all(comment, trusted(2))
    comment.recommend(by=member("kim", "trusted"))
    comment.refresh_from_db()
    assert (comment.hidden, comment.hidden_root) == (False, None)
    assert "The bridge, of course." in page(as_(None), comment)


def test_a_hidden_comment_within_a_hidden_branch_stays_when_the_outer_comes_back(diary, comment, alice, member, trusted):
    inner = diary.comments.post(by=alice, body="Inner", parent=comment)
    deepest = diary.comments.post(by=member("lee"), body="Deepest", parent=inner)
    guards = trusted(4)
    hide_by_all(inner, guards[:2])
    hide_by_all(comment, guards[2:])
    assert Comment.objects.get(pk=deepest.pk).hidden_root == comment
    comment.recommend(by=member("kim", "trusted"))
    assert Comment.objects.get(pk=comment.pk).hidden_root is None
    assert Comment.objects.get(pk=deepest.pk).hidden_root == inner


def test_five_in_24_hours(diary, member, tess):
    now = timezone.now()
    writers = [member(f"writer{n}") for n in range(6)]
    comments = [diary.comments.post(by=writer, body=f"By {writer}", at=now - timedelta(hours=2)) for writer in writers]
    for comment in comments[:5]:
        comment.hide(by=tess, rule=1)
    with pytest.raises(Refused, match="5 hides of the last 24 hours"):
        comments[5].hide(by=tess, rule=1)
    comments[0].unhide(by=tess)
    with pytest.raises(Refused, match="5 hides"):
        comments[5].hide(by=tess, rule=1)


def test_not_where_one_argues(diary, comment, tess):
    diary.comments.post(by=tess, body="I disagree.", parent=comment)
    with pytest.raises(Refused, match="posted in this branch"):
        comment.hide(by=tess, rule=1)


def test_not_in_a_feud(diary, comment, bob, tess):
    bob.grant("trusted")
    theirs = diary.comments.post(by=tess, body="Elsewhere.")
    theirs.hide(by=bob, rule=1)
    with pytest.raises(Refused, match="hidden the other"):
        comment.hide(by=tess, rule=1)


def test_a_hide_can_be_withdrawn_but_not_given_again(as_, comment, tess):
    comment.hide(by=tess, rule=1)
    assert as_(tess).get(f"/comments/{comment.pk}/unhide/").status_code == 200
    assert as_(tess).post(f"/comments/{comment.pk}/unhide/").status_code == 302
    comment.refresh_from_db()
    assert comment.hide_count == 0
    with pytest.raises(Refused, match="cannot be given again"):
        comment.hide(by=tess, rule=1)


def test_one_standing_rating_a_member(comment, tess):
    comment.recommend(by=tess)
    with pytest.raises(Refused, match="rated this comment already"):
        comment.hide(by=tess, rule=1)
    comment.unrecommend(by=tess)
    comment.hide(by=tess, rule=1)
    comment.refresh_from_db()
    assert (comment.recommend_count, comment.hide_count) == (0, 1)


def test_a_hide_stays_when_its_giver_loses_trust_and_may_still_be_withdrawn(comment, tess):
    comment.hide(by=tess, rule=1)
    tess.revoke("trusted")
    comment.refresh_from_db()
    assert comment.hide_count == 1
    comment.unhide(by=tess)
    comment.refresh_from_db()
    assert comment.hide_count == 0


def test_trust_comes_from_the_figures_too(comment, member):
    kim = member("kim", days=100)
    kim.mojo, kim.rated_comments = 3.5, 10
    kim.save()
    comment.hide(by=kim, rule=2)
    for worse in ({"mojo": 3.49}, {"rated_comments": 9}, {"joined": timezone.now() - timedelta(days=89)}):
        lee = member(f"lee{next(iter(worse))}", days=100)
        lee.mojo, lee.rated_comments = 3.5, 10
        for field, value in worse.items():
            setattr(lee, field, value)
        lee.save()
        with pytest.raises(Refused, match="Trusted users"):
            comment.hide(by=lee, rule=2)


def test_a_hidden_tip_jar_takes_its_diary_off_the_lists_and_back(as_, diary, member, trusted):
    tips = diary.comments.get(number=1)
    hide_by_all(tips, trusted(2))
    assert diary.title not in as_(None).get("/recent/").content.decode()
    assert diary.title not in as_(None).get("/recent/feed/").content.decode()
    assert as_(None).get(diary.get_absolute_url()).status_code == 200
    tips.recommend(by=member("kim", "trusted"))
    assert diary.title in as_(None).get("/recent/").content.decode()


def test_the_page_of_hidden_comments_is_for_trusted_users(as_, comment, alice, tess, mo, trusted):
    hide_by_all(comment, trusted(2))
    assert as_(None).get("/comments/hidden/").status_code == 403
    assert as_(alice).get("/comments/hidden/").status_code == 403
    for user in (tess, mo):
        assert "The bridge, of course." in as_(user).get("/comments/hidden/").content.decode()


def test_with_htmx_the_panel_and_then_the_comment(as_, comment, tess):
    browser = as_(tess)
    assert b"<html" not in browser.get(f"/comments/{comment.pk}/hide/", headers=HTMX).content
    answer = browser.post(f"/comments/{comment.pk}/hide/", {"rule": 1}, headers=HTMX).content.decode().strip()
    assert answer.startswith('<article id="c2"')
