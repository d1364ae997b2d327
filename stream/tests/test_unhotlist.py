"""Taking a diary off the hotlist: asks first."""

from diaries.models import HotlistEntry

ASKED = "Are you sure you want to remove this diary from your hotlist?"


def address(diary):
    return f"/diaries/{diary.pk}/unhotlist/"


def test_it_asks_first_and_looking_changes_nothing(as_, diary, bob, entry):
    page = as_(bob).get(address(diary)).content.decode()
    assert ASKED in page and "Canarynote" in page
    assert bob.hotlist.exists()


def test_it_takes_it_off_and_twice_is_once(as_, diary, bob, entry):
    for _ in range(2):
        assert as_(bob).post(address(diary), {"next": "/hotlist/"})["Location"] == "/hotlist/"
    assert not bob.hotlist.exists()
    assert diary.title not in as_(bob).get("/hotlist/").content.decode()


def test_with_htmx_it_answers_the_partial(as_, diary, bob, entry):
    answer = as_(bob).post(address(diary), headers={"HX-Request": "true"}).content.decode()
    assert f'id="hotlist-{diary.pk}"' in answer and "Hotlisted" not in answer and "<html" not in answer


def test_one_touches_only_ones_own(as_, diary, bob, tess, mo, entry):
    for user in (tess, mo):
        assert as_(user).post(address(diary)).status_code == 302
        assert "Canarynote" not in as_(user).get(address(diary)).content.decode()
    assert as_(None).post(address(diary)).status_code == 302
    assert HotlistEntry.objects.get() == entry


def test_of_a_diary_out_of_sight_it_is_404(as_, diary, alice, bob, entry):
    diary.take_back(by=alice)
    assert as_(bob).post(address(diary)).status_code == 404
    assert bob.hotlist.exists()
