"""A line of the public log tells whom it is about."""


def test_whom_it_is_about_reads_the_line(as_, mo, bob, comment):
    line = mo.moderation_acts.record("remove", comment=comment, reason="Not here.", rule=1)
    page = as_(bob).get("/notifications/").content.decode()
    assert "mo removed comment 2 by bob" in page and "From the public log of moderation" in page
    assert as_(bob).get(f"/notifications/{bob.notifications.get().pk}/")["Location"] == line.get_absolute_url()


def test_opening_the_diary_is_not_reading_the_line(as_, mo, bob, comment):
    mo.moderation_acts.record("remove", comment=comment, reason="Not here.")
    as_(bob).get(comment.diary.get_absolute_url())
    assert bob.notifications.get().read_at is None


def test_what_is_about_nobody_tells_nobody(mo, told):
    mo.moderation_acts.record("tag", what="renamed a tag", reason="A typing error.")
    assert told() == set()
