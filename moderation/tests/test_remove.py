"""A moderator removes a comment: a tombstone under a rule, its text for its author and moderators only; and back again."""

from comments.models import Comment
from moderation.models import Case, ModerationAction
from moderation.tests.conftest import SAID

TEXT = "The bridge, of course."


def standing(comment):
    return Comment.objects.get(pk=comment.pk).is_standing


def test_it_asks_first_and_looking_changes_nothing(as_, comment, mo):
    page = as_(mo).get(f"/comments/{comment.pk}/remove/").content.decode()
    assert "Remove this comment?" in page and TEXT in page and "1. Attack on a person" in page
    assert standing(comment) and not Case.objects.exists()
    for missing in ({"rule": ""}, {"reason": "  "}, {"rule": "99"}):
        assert as_(mo).post(f"/comments/{comment.pk}/remove/", SAID | missing).status_code == 422
    assert standing(comment) and not ModerationAction.objects.exists()


def test_a_tombstone_names_the_rule_and_keeps_the_replies(as_, act, comment, mo, alice):
    comment.diary.comments.post(by=alice, body="I answer.", parent=comment)
    for _ in range(2):  # twice is once
        assert act(mo, f"/comments/{comment.pk}/remove/").status_code == 302
    page = as_(None).get(comment.diary.get_absolute_url()).content.decode()
    assert "Comment 2 was removed by a moderator" in page and "rule 3</a>" in page and "I answer." in page and TEXT not in page
    line = ModerationAction.objects.get()
    assert (line.kind, line.by, line.member, line.rule.number, line.case.outcome) == ("remove", mo, comment.author, 3, "acted")
    assert comment.author.notifications.shown().filter(kind="moderation").count() == 1


def test_only_its_author_and_moderators_read_it_and_only_there(as_, act, comment, mo, polly, alice, bob, tess, ada):
    act(mo, f"/comments/{comment.pk}/remove/")
    places = [f"/comments/{comment.pk}/{what}" for what in ("", "edits/", "report/", "reply/")] + [
        "/people/bob/comments/", comment.diary.get_absolute_url(), "/comments/hidden/", "/moderation/log/", "/moderation/log.json"]  # fmt: skip
    for reader in (None, alice, tess):
        for place in places:
            assert TEXT not in as_(reader).get(place, follow=True).content.decode(), (reader, place)
    for reader in (bob, mo, polly, ada):
        assert TEXT in as_(reader).get(f"/comments/{comment.pk}/").content.decode()
        assert TEXT not in as_(reader).get(comment.diary.get_absolute_url()).content.decode()
    assert "appeal" in as_(bob).get(f"/comments/{comment.pk}/").content.decode()


def test_it_is_restored_by_whoever_removed_or_another(as_, act, comment, mo, polly):
    act(mo, f"/comments/{comment.pk}/remove/")
    assert "Restore" in as_(polly).get(f"/comments/{comment.pk}/moderate/").content.decode()
    for _ in range(2):
        assert act(polly, f"/comments/{comment.pk}/restore/").status_code == 302
    assert TEXT in as_(None).get(comment.diary.get_absolute_url()).content.decode()
    removed, restored = ModerationAction.objects.order_by("pk")
    assert restored.about == removed and restored.kind == "restore" and removed.case == restored.case


def test_of_two_moderators_the_second_is_told(act, comment, mo, polly):
    act(mo, f"/comments/{comment.pk}/remove/")
    answer = act(polly, f"/comments/{comment.pk}/remove/")
    assert answer.status_code == 409 and "mo has done this already" in answer.content.decode()
    assert ModerationAction.objects.count() == 1


def test_what_its_author_deleted_is_left_alone(act, comment, mo, bob):
    comment.delete(by=bob)
    assert act(mo, f"/comments/{comment.pk}/remove/").status_code == 409
    assert act(mo, f"/comments/{comment.pk}/restore/").status_code == 409
    assert not ModerationAction.objects.exists() and not standing(comment)


def test_nobody_else_and_not_on_oneself_or_administrators(as_, act, diary, comment, mo, ada, tess, bob):
    for user in (tess, bob):
        for verb in ("remove", "restore", "moderate"):
            assert as_(user).get(f"/comments/{comment.pk}/{verb}/").status_code == 403
        assert act(user, f"/comments/{comment.pk}/remove/").status_code == 403
    assert as_(None).post(f"/comments/{comment.pk}/remove/", SAID).status_code == 302
    of_mo, of_ada = (diary.comments.post(by=user, body="My own.") for user in (mo, ada))
    for own, user in ((of_mo, mo), (of_ada, ada), (of_ada, mo)):
        assert act(user, f"/comments/{own.pk}/remove/").status_code == 403
    assert act(ada, f"/comments/{of_mo.pk}/remove/").status_code == 302
    assert standing(comment) and standing(of_ada)


def test_a_diary_goes_with_its_thread_and_comes_back(as_, act, comment, mo, alice, bob):
    diary = comment.diary
    place = diary.get_absolute_url()
    for _ in range(2):
        assert act(mo, f"/diaries/{diary.pk}/take-down/").status_code == 302
    for reader in (None, bob):
        assert as_(reader).get(place).status_code == 404
    assert (
        "Publish it again" not in as_(alice).get(place).content.decode()
        and "/moderation/mine/" in as_(alice).get(place).content.decode()
    )
    assert as_(alice).post(f"/diaries/{diary.pk}/publish/").status_code == 403
    assert "The ferry" not in as_(None).get("/moderation/log/").content.decode()
    for _ in range(2):
        assert act(mo, f"/diaries/{diary.pk}/put-back/").status_code == 302
    assert TEXT in as_(None).get(place).content.decode()
    assert [line.kind for line in ModerationAction.objects.order_by("pk")] == ["remove", "restore"]


def test_a_lock_is_not_opened_by_the_author(as_, act, diary, mo, alice, bob):
    assert as_(mo).post(f"/diaries/{diary.pk}/close/")["Location"] == f"/diaries/{diary.pk}/lock/"
    for _ in range(2):
        assert act(mo, f"/diaries/{diary.pk}/lock/").status_code == 302
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Late."}).status_code == 409
    answer = as_(alice).post(f"/diaries/{diary.pk}/open/")
    assert answer.status_code == 403 and "A moderator has closed these comments." in answer.content.decode()
    act(mo, f"/diaries/{diary.pk}/unlock/")
    assert as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "In time."}).status_code == 302


def test_what_the_author_had_closed_stays_closed_after_a_lock(as_, act, diary, mo, alice):
    diary.close(by=alice)
    act(mo, f"/diaries/{diary.pk}/lock/")
    act(mo, f"/diaries/{diary.pk}/unlock/")
    diary.refresh_from_db()
    assert diary.closed_at and not diary.locked_at
