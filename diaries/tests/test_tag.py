"""Adding tags to a published diary: any member; every change can be read by everybody."""

import pytest
from django.utils.html import escape

from community.models import set_rule
from diaries.models import Diary, Tag, Tagging


def address(diary):
    return f"/diaries/{diary.pk}/tags/"


def carried(diary):
    return [tag.name for tag in Diary.objects.get(pk=diary.pk).tag_list]


def test_any_member_adds_and_it_is_a_record(as_, diary, bob):
    assert as_(bob).post(address(diary), {"tags": "Bridges, ferry, C++", "next": "diary"})["Location"] == diary.get_absolute_url()
    assert carried(diary) == ["Ferry", "Bridges", "C++"]
    change = diary.tag_changes.first()
    assert (change.by, change.before, change.after) == (bob, "Ferry", "Ferry, Bridges, C++")
    assert diary.versions.first().tags == "Ferry, Bridges, C++"
    for reader in (None, bob):
        page = as_(reader).get(address(diary)).content.decode()
        assert "Before: " in page and "Ferry, Bridges, C++" in page and ">bob</a>" in page and ">alice</a>" in page


def test_twice_is_once(as_, diary, bob):
    for _ in range(2):
        assert as_(bob).post(address(diary), {"tags": "Bridges"}).status_code == 302
    assert carried(diary) == ["Ferry", "Bridges"]
    assert diary.tag_changes.filter(by=bob).count() == 1


def test_with_htmx_it_answers_the_partial(as_, diary, bob):
    answer = as_(bob).post(address(diary), {"tags": "Bridges"}, headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith(f'<div class="diary-tags" id="tags-{diary.pk}">') and ">Bridges</a>" in answer
    answer = as_(bob).post(address(diary), {"tags": "x" * 61}, headers={"HX-Request": "true"})
    assert (
        answer.status_code == 422
        and answer.content.decode().startswith('<div class="diary-tags"')
        and "x" * 61 in answer.content.decode()
    )


@pytest.mark.parametrize(
    "typed",
    [
        '"' * 20_000,
        "x" * 61,
        "",
        " , ,",
        "\u200b",
        "Rescued",
        "recommended, Bridges",
        "R\u0435scued",
        "RESCU\u0395D",
        ",".join(f"tag {n}" for n in range(25)),
    ],
)
def test_what_cannot_be_kept_comes_back_and_changes_nothing(as_, diary, bob, typed):
    answer = as_(bob).post(address(diary), {"tags": typed})
    assert answer.status_code == 422
    assert escape(typed[:50].strip()) in answer.content.decode()
    assert carried(diary) == ["Ferry"] and Tag.objects.count() == 1


def test_there_is_a_pace(as_, diary, bob):
    set_rule("tags.an_hour", "2")
    statuses = [as_(bob).post(address(diary), {"tags": f"Tag {n}"}).status_code for n in range(3)]
    assert statuses == [302, 302, 429]


def test_who_may_not(as_, diary, alice, bob, mo):
    assert as_(None).post(address(diary), {"tags": "x"})["Location"].startswith("/accounts/login/")
    diary.take_back(by=alice)
    for user in (alice, bob, mo, None):
        assert as_(user).get(address(diary)).status_code == 404
    assert as_(bob).post(address(diary), {"tags": "x"}).status_code == 404
    assert carried(diary) == ["Ferry"]


def test_what_happens_in_the_drafts_stays_there_and_the_history_goes_on_afterwards(as_, diary, alice, bob):
    diary.take_back(by=alice)
    diary.write(by=alice, title="T", intro="I", tags="Canarytag")
    assert "Canarytag" not in as_(None).get("/tags/").content.decode()
    diary.write(by=alice, title="T", intro="I", tags="Bridges")
    diary.publish(by=alice)
    assert [(change.before, change.after) for change in diary.tag_changes.all()] == [("Ferry", "Bridges"), ("", "Ferry")]
    assert "Canarytag" not in as_(bob).get(address(diary)).content.decode()


def test_the_form_stands_under_the_text_for_members_only(as_, diary, bob):
    assert f'action="{address(diary)}"' in as_(bob).get(diary.get_absolute_url()).content.decode()
    assert f'action="{address(diary)}"' not in as_(None).get(diary.get_absolute_url()).content.decode()
    assert address(diary) in as_(None).get(diary.get_absolute_url()).content.decode()


# -- changing and removing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "tess", "mo"])
def test_author_trusted_users_and_moderators_change_and_remove(as_, diary, request, who):
    user = request.getfixturevalue(who)
    assert as_(user).post(f"/diaries/{diary.pk}/retag/", {"tags": "Bridges"})["Location"] == address(diary)
    assert carried(diary) == ["Bridges"]
    assert (diary.tag_changes.first().by, diary.tag_changes.first().before) == (user, "Ferry")
    assert as_(None).get("/tags/ferry/").status_code == 404 and as_(None).get("/tags/bridges/").status_code == 200


def test_others_do_not(as_, diary, bob):
    answer = as_(bob).post(f"/diaries/{diary.pk}/retag/", {"tags": "Bridges"})
    assert answer.status_code == 403 and "trusted users" in answer.content.decode()
    assert as_(bob).get(f"/diaries/{diary.pk}/retag/").status_code == 405
    assert as_(None).post(f"/diaries/{diary.pk}/retag/", {"tags": "x"})["Location"].startswith("/accounts/login/")


def test_the_last_tag_stays(as_, diary, tess):
    answer = as_(tess).post(f"/diaries/{diary.pk}/retag/", {"tags": " , "})
    assert answer.status_code == 422 and "at least one tag" in answer.content.decode()
    assert carried(diary) == ["Ferry"]


def test_the_sites_own_tags_are_neither_added_nor_taken(as_, diary, tess):
    Tagging.stamp("Rescued", diary)
    as_(tess).post(f"/diaries/{diary.pk}/retag/", {"tags": "Bridges"})
    assert set(carried(diary)) == {"Rescued", "Bridges"}


def test_pages_ask_the_same_number_of_questions(as_, diary, bob, django_assert_max_num_queries):
    browser = as_(None)

    def count(place):
        browser.get(place)
        with django_assert_max_num_queries(8) as asked:
            assert browser.get(place).status_code == 200
        return len(asked)

    places = ("/tags/", "/tags/all/", "/tags/search/?q=t", "/tags/suggestions/?q=t", "/tags/ferry/", address(diary))
    few = [count(place) for place in places]
    diary.tag(", ".join(f"Tag {n}" for n in range(15)), by=bob)
    assert [count(place) for place in places] == few
