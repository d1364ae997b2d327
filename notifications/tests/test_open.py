"""Opening what one was told of: there, and read."""


def test_it_leads_there_and_is_read(as_, bob, reply):
    told = bob.notifications.get()
    for _ in range(2):
        assert as_(bob).get(f"/notifications/{told.pk}/")["Location"] == reply.in_thread_url
    told.refresh_from_db()
    assert told.read_at
    page = as_(bob).get("/notifications/").content.decode()
    assert f'<a href="{reply.in_thread_url}" dir="auto">Not so fast</a>' in page and "is-unread" not in page


def test_opening_the_diary_reads_all_that_stands_in_it(as_, alice, bob, diary, reply):
    assert len(alice.notifications.bell) == 2
    page = as_(alice).get(diary.get_absolute_url()).content.decode()
    assert "unread" not in page.split('class="bell"')[1].split("</a>")[0]
    assert not alice.notifications.filter(read_at=None).exists()
    assert bob.notifications.filter(read_at=None).exists()


def test_opening_a_comment_reads_what_that_page_shows(as_, alice, bob, tess, comment, reply):
    other = comment.diary.comments.post(by=tess, body="Elsewhere, @bob.")
    as_(bob).get(f"/comments/{comment.pk}/")
    assert [told.about_id for told in bob.notifications.filter(read_at=None)] == [other.pk]
    as_(bob).get(f"/comments/{other.pk}/", headers={"Sec-Purpose": "prefetch"})
    assert bob.notifications.filter(read_at=None).exists()


def test_who_fetches_ahead_has_read_nothing(as_, bob, reply, diary):
    told = bob.notifications.get()
    browser = as_(bob)
    browser.head(f"/notifications/{told.pk}/")
    browser.get(f"/notifications/{told.pk}/", headers={"Sec-Purpose": "prefetch"})
    browser.get(diary.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    browser.get("/notifications/")
    assert bob.notifications.filter(read_at=None).exists()


def test_nobody_opens_anothers(as_, bob, alice, tess, reply):
    told = bob.notifications.get()
    for other in (alice, tess):
        assert as_(other).get(f"/notifications/{told.pk}/").status_code == 404
    assert as_(None).get(f"/notifications/{told.pk}/").status_code == 302
    assert as_(bob).get("/notifications/999999/").status_code == 404
    assert as_(bob).post(f"/notifications/{told.pk}/").status_code == 405
