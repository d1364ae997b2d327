"""How a reader has a thread laid out: by address, or saved with the member."""

import re

import pytest

from comments.models import Comment
from comments.tests.test_thread import Reader


@pytest.fixture
def argued(diary, alice, bob, tess):
    """1 tips, 2 bob, 3 alice > 2, 4 tess > 3, 5 tess; number 5 recommended, long words in number 3."""
    bob.describe(signature="Signed by bob")
    two = diary.comments.post(by=bob, subject="Two", body="second")
    three = diary.comments.post(by=alice, subject="Three", body="third " + "and so on " * 60 + "to its end", parent=two)
    diary.comments.post(by=tess, subject="Four", body="fourth", parent=three)
    diary.comments.post(by=tess, subject="Five", body="fifth")
    Comment.objects.get(diary=diary, number=5).recommend(by=bob)
    return diary


def page(browser, diary, query=""):
    answer = browser.get(f"{diary.get_absolute_url()}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def order(text):
    return [int(key[1:]) for key in Reader(text).comments]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("sort=newest", [5, 2, 3, 4, 1]),
        ("sort=recommended", [5, 1, 2, 3, 4]),
        ("view=flat", [1, 2, 3, 4, 5]),
        ("view=flat&sort=newest", [5, 4, 3, 2, 1]),
        ("view=flat&sort=recommended", [5, 1, 2, 3, 4]),
    ],
)
def test_sorting_moves_whole_branches_and_in_the_flat_view_every_comment(as_, argued, query, numbers):
    text = page(as_(None), argued, query)
    assert order(text) == numbers
    depths = {c["depth"] for c in Reader(text).comments.values()}
    assert depths == ({1} if "flat" in query else {1, 2, 3})


def test_titles_only_and_first_words(as_, argued):
    titles = page(as_(None), argued, "show=titles")
    assert order(titles) == [1, 2, 3, 4, 5] and "Three" in titles and "(1+ / 0-)" in titles and "[ Parent ]" in titles
    assert "fourth" not in titles and "to its end" not in titles
    shrunk = page(as_(None), argued, "show=shrunk")
    assert shrunk.count('<details class="shrunk">') == 1 and "fourth" in shrunk
    summary = re.search(r"<summary dir=\"auto\">(third .*?) &hellip;</summary>", shrunk)[1]
    assert len(summary) <= 140 and "to its end" in shrunk


def test_first_words_stay_text(as_, argued, bob):
    argued.comments.post(by=bob, body='<a title="> <b>not bold" href="https://example.org/">x</a> &lt;script&gt; ' + "a & b " * 40)
    summary = page(as_(None), argued, "show=shrunk").split('id="c6"')[1].split("<summary", 1)[1].split("</summary>")[0]
    assert "<" not in summary.partition(">")[2] and "&lt;script&gt;" in summary and "a &amp; b" in summary


def test_first_words_of_a_text_without_spaces(as_, argued, bob):
    argued.comments.post(by=bob, body="渡輪在六點離開，" * 30)
    assert '<summary dir="auto">渡輪在六點離開，渡輪' in page(as_(None), argued, "show=shrunk")


def test_signatures_can_be_left_out(as_, argued):
    assert "Signed by bob" in page(as_(None), argued)
    for show in ("expanded", "shrunk"):
        assert "Signed by bob" not in page(as_(None), argued, f"signatures=no&show={show}")


def test_trusted_users_may_leave_hidden_comments_hidden(as_, argued, trusted, tess, newt):
    for user in trusted(2):
        Comment.objects.get(diary=argued, number=2).hide(by=user, rule=1)
    assert "second" in page(as_(tess), argued) and "second" in page(as_(tess), argued, "hidden=yes")
    shut = page(as_(tess), argued, "hidden=no")
    assert "second" not in shut and "and 2 replies hidden" in shut and "fourth" in shut  # her own
    assert 'name="hidden"' in shut and 'name="hidden"' not in page(as_(newt), argued)
    for query in ("hidden=yes", "view=flat", "sort=recommended", "show=titles", "show=shrunk", "only=new&since=0"):
        assert not {"second", "third", "fourth"} & set(re.findall(r"\w+", page(as_(newt), argued, query))), query


def test_saving_holds_everywhere_and_the_address_overrules_it_once(as_, argued, bob):
    browser = as_(bob)
    answer = browser.post(f"/diaries/{argued.pk}/preferences/", {"view": "flat", "sort": "newest", "do": "save"})
    assert answer.status_code == 302 and answer["Location"] == f"{argued.get_absolute_url()}#comments"
    assert order(page(as_(bob), argued)) == [5, 4, 3, 2, 1]
    once = browser.post(f"/diaries/{argued.pk}/preferences/", {"view": "nested", "sort": "newest", "do": "once"})
    assert once["Location"] == f"{argued.get_absolute_url()}?view=nested#comments"
    assert order(page(browser, argued, "view=nested")) == [5, 2, 3, 4, 1]
    assert order(page(browser, argued)) == [5, 4, 3, 2, 1]
    assert order(page(as_(None), argued)) == [1, 2, 3, 4, 5]


def test_saving_the_usual_keeps_nothing(as_, argued, bob):
    for _ in range(2):
        as_(bob).post(f"/diaries/{argued.pk}/preferences/", {"view": "nested", "do": "save"})
    bob.refresh_from_db()
    assert bob.reading is None


@pytest.mark.parametrize(
    "query", ["view=tree&show=&sort=1", "view=flat%00x", "only=old&since=x", "since=" + "9" * 5_000, "view[]=flat"]
)
def test_what_is_not_known_is_ignored(as_, argued, query):
    answer = as_(None).get(f"{argued.get_absolute_url()}?{query}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert order(answer.content.decode()) == [1, 2, 3, 4, 5]


def test_nonsense_that_was_saved_is_ignored_too(as_, argued, bob):
    for nonsense in ([], "flat", {"view": ["flat"], "sort": 7}):
        bob.reading = nonsense
        bob.save(update_fields=["reading"])
        assert order(page(as_(bob), argued)) == [1, 2, 3, 4, 5]


def test_the_door_is_for_members_and_only_by_post(as_, argued, bob):
    place = f"/diaries/{argued.pk}/preferences/"
    assert as_(bob).get(place).status_code == 405
    assert as_(None).post(place, {"view": "flat"})["Location"].startswith("/accounts/login/")
    argued.remove(by=argued.author)
    assert as_(bob).post(place, {"view": "flat"}).status_code == 404


def test_every_layout_names_the_plain_address_as_its_own(as_, argued):
    assert re.search(
        rf'<link rel="canonical" href="https?://[^/"]+{argued.get_absolute_url()}">', page(as_(None), argued, "view=flat")
    )


def test_the_panel_stands_beside_the_heading_and_shows_what_holds(as_, argued, bob):
    text = page(as_(None), argued, "sort=newest")
    assert ">Comment Preferences</summary>" in text and '<option value="newest" selected>' in text
    assert 'method="get"' in text.split('id="preferences"')[1].split("</details>")[0]
    assert 'value="save"' in page(as_(bob), argued)


def test_an_address_that_has_moved_takes_along_what_it_asks_for(as_, diary):
    place = diary.get_absolute_url()
    for old in (f"/diaries/{diary.pk}/", f"/diaries/{diary.pk}/an-older-title/"):
        answer = as_(None).get(f"{old}?show=titles&sort=newest")
        assert (answer.status_code, answer["Location"]) == (301, f"{place}?show=titles&sort=newest")
        assert as_(None).get(old)["Location"] == place
