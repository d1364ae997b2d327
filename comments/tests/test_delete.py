"""Deleting a comment: a tombstone keeps the place, the number and the replies."""

HTMX = {"HX-Request": "true"}


def test_it_asks_first_and_looking_changes_nothing(as_, comment, bob):
    page = as_(bob).get(f"/comments/{comment.pk}/delete/")
    assert page.status_code == 200
    assert "Delete this comment?" in page.content.decode()
    comment.refresh_from_db()
    assert comment.is_standing


def test_the_text_goes_and_the_place_stays(as_, diary, comment, alice, bob):
    diary.comments.post(by=alice, body="I answer.", parent=comment)
    assert as_(bob).post(f"/comments/{comment.pk}/delete/").status_code == 302
    page = as_(None).get(diary.get_absolute_url()).content.decode()
    assert "The bridge, of course." not in page
    assert "Comment 2 was deleted by its author." in page
    assert "I answer." in page
    assert 'id="c2"' in page
    diary.refresh_from_db()
    assert (diary.comment_count, diary.last_number) == (3, 3)


def test_nowhere_else_does_the_text_remain(as_, comment, bob, tess):
    comment.recommend(by=tess)
    comment.delete(by=bob)
    for reader in (None, bob, tess):
        for address in (
            f"/comments/{comment.pk}/",
            "/people/bob/comments/",
            f"/comments/{comment.pk}/edits/",
            comment.diary.get_absolute_url(),
        ):
            assert "The bridge, of course." not in as_(reader).get(address).content.decode()


def test_twice_is_once(as_, diary, comment, bob):
    for _ in range(2):
        assert as_(bob).post(f"/comments/{comment.pk}/delete/").status_code == 302
    diary.refresh_from_db()
    assert diary.comment_count == 2


def test_strangers_may_not(as_, comment, alice, mo):
    for user in (alice, mo):
        assert as_(user).post(f"/comments/{comment.pk}/delete/").status_code == 403
    comment.refresh_from_db()
    assert comment.is_standing


def test_with_htmx_it_answers_the_tombstone(as_, comment, bob):
    answer = as_(bob).post(f"/comments/{comment.pk}/delete/", headers=HTMX).content.decode().strip()
    assert answer.startswith('<article id="c2" class="comment tombstone"')
