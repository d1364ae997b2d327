"""What open pages ask: whether the thread has changed, without waking Django; and what has, as their reader may see it."""

import re

import pytest

from comments.models import Comment
from comments.tests.test_thread import Reader
from community.models import set_rule
from core.shelf import clear_all
from core.tests.test_pagecache import cookie_of, get, open_connection  # noqa: F401 - fixtures


def version_of(diary):
    diary.refresh_from_db()
    return diary.thread_version


def news(browser, diary, since, query=""):
    answer = browser.get(f"/diaries/{diary.pk}/since/{since}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_question_is_answered_from_the_cache_until_something_changes(get, diary, comment, bob):  # noqa: F811
    place = f"/diaries/{diary.pk}/version/"
    first = get(place)
    assert first.text == str(version_of(diary)) and first.asked == 1 and len(first.body) < 20
    again = get(place, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status, again.body, again.asked) == (304, b"", 0)
    diary.comments.post(by=bob, body="More.")
    changed = get(place, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (changed.status, changed.text) == (200, str(version_of(diary)))


def test_a_rating_an_edit_a_deletion_change_it_too(diary, comment, alice, bob):
    seen = [version_of(diary)]
    comment.recommend(by=alice)
    seen.append(version_of(diary))
    Comment.objects.get(pk=comment.pk).delete(by=bob)
    seen.append(version_of(diary))
    assert seen == sorted(set(seen))


def test_what_has_changed_comes_as_it_stands_on_the_page(as_, diary, comment, alice, bob):
    before = version_of(diary)
    diary.comments.post(by=alice, subject="Three", body="third", parent=comment)
    Comment.objects.get(pk=comment.pk).recommend(by=alice)
    as_(bob).get(diary.get_absolute_url())  # so that nothing is new to him
    for reader in (None, bob):
        text = news(as_(reader), diary, before)
        page = as_(reader).get(diary.get_absolute_url()).content.decode()
        assert list(Reader(text).comments) == ["c2", "c3"] and f'data-version="{version_of(diary)}"' in text
        articles = re.findall(r"<article.*?</article>", text, re.DOTALL)
        assert len(articles) == 2 and all(article in page for article in articles)
    assert Reader(news(as_(None), diary, version_of(diary))).comments == {}


def test_readers_share_the_news_and_members_do_not(get, as_, diary, comment, bob):  # noqa: F811
    place = f"/diaries/{diary.pk}/since/1/"
    assert [get(place).asked for _ in range(3)] == [1, 0, 0]
    own = get(place, HTTP_COOKIE=cookie_of(as_, bob))
    assert own.asked == 1 and "no-store" in own.headers["Cache-Control"] and "/delete/" in own.text
    assert "/delete/" not in get(place).text


def test_the_layout_of_the_page_is_kept(as_, diary, comment):
    assert "of course" not in news(as_(None), diary, 0, "?show=titles") and "of course" in news(as_(None), diary, 0)


def test_after_a_hiding_or_too_much_the_page_is_to_be_loaded_anew(as_, diary, comment, trusted, monkeypatch):
    before = version_of(diary)
    assert "data-renew" not in news(as_(None), diary, before)
    for user in trusted(2):
        Comment.objects.get(pk=comment.pk).hide(by=user, rule=1)
    text = news(as_(None), diary, before)
    assert "data-renew" in text and "<article" not in text
    assert "data-renew" not in news(as_(None), diary, version_of(diary))
    monkeypatch.setattr("comments.views.live.MOST", 0)
    diary.comments.post(by=diary.author, body="More.")
    assert "data-renew" in news(as_(None), diary, version_of(diary) - 1)


def test_the_page_names_its_version_and_how_often_it_may_ask(as_, diary, comment, bob):
    def said(query="", reader=None):
        text = as_(reader).get(diary.get_absolute_url() + query).content.decode()
        return re.search(r'<ol class="thread-list[^"]*" id="thread"([^>]*)>', text)[1]

    assert f'data-version="{version_of(diary)}"' in said() and 'data-every="18.0"' in said()
    set_rule("live.within", "5")
    clear_all()
    assert 'data-every="4.5"' in said()
    assert 'data-query="?view=flat"' in said("?view=flat") and 'data-flat="1"' in said("?view=flat", bob)
    assert "data-live" not in said("?refresh=no")


@pytest.mark.parametrize("query", ["", "?refresh=reload"])
def test_without_scripts_a_page_loads_itself_anew_only_when_asked(as_, diary, query):
    text = as_(None).get(diary.get_absolute_url() + query).content.decode()
    assert ('<noscript><meta http-equiv="refresh" content="60"></noscript>' in text) == bool(query)


def test_an_archived_thread_stands_still(as_, diary, comment):
    diary.published_at = diary.published_at.replace(year=2020)
    diary.save(update_fields=["published_at"])
    assert "data-live" not in as_(None).get(diary.get_absolute_url()).content.decode()


@pytest.mark.parametrize("reader", [None, "bob"])
def test_the_news_cost_the_same_for_one_and_for_many(as_, request, diary, bob, alice, django_assert_max_num_queries, reader):
    browser = as_(request.getfixturevalue(reader) if reader else None)
    before = version_of(diary)
    for _ in range(9):
        diary.comments.post(by=alice, body=f"{_} is said.")
    as_(None).get(diary.get_absolute_url())
    with django_assert_max_num_queries(6):
        assert len(Reader(news(browser, diary, before)).comments) == 9


def test_it_only_reads(as_, diary):
    for place in (f"/diaries/{diary.pk}/version/", f"/diaries/{diary.pk}/since/0/"):
        assert as_(None).post(place).status_code == 405
    assert as_(None).get("/diaries/999999/version/").status_code == 404


def test_the_first_answer_brings_the_hairline_of_the_branch_that_it_begins(as_, diary, comment, alice, bob):
    before = version_of(diary)
    first = diary.comments.post(by=alice, body="The first.", parent=comment)
    diary.comments.post(by=alice, body="The second.", parent=comment)
    handles = lambda query="": re.findall(  # noqa: E731
        r'class="hairline"[^>]* value="b(\d+)"[^>]*></button><article id="c(\d+)"',
        as_(bob).get(f"/diaries/{diary.pk}/since/{before}/{query}").content.decode(),
    )
    assert handles() == [(str(comment.pk), str(first.number))]
    assert handles("?view=flat") == []
