"""What is new since the last visit: its marks, the way from one to the next, and the page that shows nothing else."""

import re

import pytest

from comments.tests.test_thread import Reader


@pytest.fixture
def visited(as_, diary, alice, bob, tess):
    """2 bob, 3 alice > 2; then bob looks, and 4 tess > 3, 5 alice, 6 bob come."""
    two = diary.comments.post(by=bob, subject="Two", body="second")
    three = diary.comments.post(by=alice, subject="Three", body="third", parent=two)
    as_(bob).get(diary.get_absolute_url())
    diary.comments.post(by=tess, subject="Four", body="fourth", parent=three)
    diary.comments.post(by=alice, subject="Five", body="fifth")
    diary.comments.post(by=bob, subject="Six", body="sixth")
    return diary


def new_in(text):
    return [key for key, comment in Reader(text).comments.items() if "is-new" in comment["class"]]


def test_new_ones_are_marked_and_lead_to_each_other(as_, visited, bob):
    text = as_(bob).get(visited.get_absolute_url()).content.decode()
    assert new_in(text) == ["c4", "c5"]
    assert re.findall(r'class="mark to-new" href="(#c\d+)"', text) == ["#c5", "#c4"]
    assert 'href="#c4">2 new</a>' in text
    assert new_in(as_(bob).get(visited.get_absolute_url()).content.decode()) == []


def test_the_way_follows_the_order_of_the_page(as_, visited, bob):
    text = as_(bob).get(visited.get_absolute_url() + "?sort=newest").content.decode()
    assert new_in(text) == ["c5", "c4"] and 'href="#c5">2 new</a>' in text


def test_only_new_shows_them_with_their_parents_as_lines(as_, visited, bob):
    text = as_(bob).get(visited.get_absolute_url() + "?only=new").content.decode()
    comments = Reader(text).comments
    assert list(comments) == ["c2", "c3", "c4", "c5"] and new_in(text) == ["c4", "c5"]
    assert "context" in comments["c2"]["class"] and "second" not in text and "third" not in text and "fourth" in text
    assert [comments[key]["depth"] for key in comments] == [1, 2, 3, 1]
    flat = as_(bob).get(visited.get_absolute_url() + "?only=new&since=3&view=flat").content.decode()
    assert list(Reader(flat).comments) == ["c4", "c5"]


def test_the_page_links_to_it_though_the_visit_has_marked_everything_as_read(as_, visited, bob):
    text = as_(bob).get(visited.get_absolute_url()).content.decode()
    place = re.search(r'href="(\?only=new[^"#]*)#comments"', text)[1].replace("&amp;", "&")
    assert new_in(as_(bob).get(visited.get_absolute_url() + place).content.decode()) == ["c4", "c5"]
    assert "Nothing new since your last visit" in as_(bob).get(visited.get_absolute_url() + "?only=new").content.decode()


def test_a_visitor_can_ask_since_a_number(as_, visited):
    text = as_(None).get(visited.get_absolute_url() + "?only=new&since=4").content.decode()
    assert new_in(text) == ["c5", "c6"]
    assert list(Reader(as_(None).get(visited.get_absolute_url() + "?only=new").content.decode()).comments)[-1] == "c6"


def test_one_s_own_is_said_in_words(as_, visited, bob):
    text = as_(bob).get(visited.get_absolute_url()).content.decode()
    assert "by you" in text.split('id="c6"')[1].split("</article>")[0]
    assert "by you" not in text.split('id="c5"')[1].split("</article>")[0]
