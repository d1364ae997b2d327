"""Mark all read."""


def test_it_reads_all_and_twice_is_harmless(as_, alice, reply):
    for _ in range(2):
        assert as_(alice).post("/notifications/read/")["Location"] == "/notifications/"
    assert not alice.notifications.filter(read_at=None).exists()


def test_it_leaves_what_came_after_the_page(as_, alice, bob, diary, reply):
    page = as_(alice).get("/notifications/").content.decode()
    newest = page.split('name="newest" value="')[1].split('"')[0]
    diary.comments.post(by=bob, body="Just now.")
    as_(alice).post("/notifications/read/", {"newest": newest})
    assert alice.notifications.filter(read_at=None).count() == 1


def test_it_leaves_what_is_out_of_sight(as_, bob, alice, diary, reply):
    diary.take_back(by=alice)
    as_(bob).post("/notifications/read/")
    assert bob.notifications.filter(read_at=None).count() == 1


def test_it_touches_nobody_elses_and_visitors_log_in(as_, alice, bob, reply):
    as_(alice).post("/notifications/read/")
    assert bob.notifications.filter(read_at=None).exists()
    assert as_(None).post("/notifications/read/")["Location"].startswith("/accounts/login/")
    assert as_(bob).get("/notifications/read/").status_code == 405
