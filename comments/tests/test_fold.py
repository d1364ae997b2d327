"""Folding a comment or its branch: by the hairline, remembered on all devices; without scripts by a form, for visitors by the address."""

import re
from datetime import timedelta

import pytest

from comments.models import Comment, ReadMark
from comments.tests.test_thread import Reader


@pytest.fixture
def argued(diary, alice, bob, tess):
    """2 bob, 3 alice > 2, 4 tess > 3, 5 tess."""
    two = diary.comments.post(by=bob, subject='Two "quoted"', body="second")
    three = diary.comments.post(by=alice, subject="Three", body="third", parent=two)
    diary.comments.post(by=tess, subject="Four", body="fourth", parent=three)
    diary.comments.post(by=tess, body="Five.")
    return diary


def pk(diary, number):
    return Comment.objects.get(diary=diary, number=number).pk


def page(browser, diary, query=""):
    return browser.get(diary.get_absolute_url() + query).content.decode()


def lines(text):
    """Place, what opens it, and what it says."""
    return re.findall(r'<p class="fold-line" id="(f\d+)"><button [^>]*value="(\w+)"[^>]*>(.*?)</button>', text)


def fold(browser, diary, name, verb="fold"):
    return browser.post(f"/diaries/{diary.pk}/fold/", {verb: name, "next": diary.get_absolute_url()})


def test_the_hairline_says_what_it_folds(as_, argued):
    handles = dict(
        re.findall(r'class="hairline" form="fold" name="fold" value="(\w+)"[^>]* title="([^"]*)"', page(as_(None), argued))
    )
    assert handles == {
        f"b{pk(argued, 2)}": "Fold: Two &quot;quoted&quot; - bob - 2 replies",
        f"b{pk(argued, 3)}": "Fold: Three - alice - 1 reply",
    }


@pytest.mark.parametrize(
    ("kind", "css", "words"),
    [("b", "folded", "Two &quot;quoted&quot; - bob - 2 replies, 1 new"), ("c", "folded-one", "Two &quot;quoted&quot; - bob")],
)
def test_a_member_folds_and_opens_on_every_device(as_, argued, bob, alice, kind, css, words):
    name = f"{kind}{pk(argued, 2)}"
    as_(bob).get(argued.get_absolute_url())
    for _ in range(2):
        answer = fold(as_(bob), argued, name)
        assert answer.status_code == 302 and answer["Location"] == f"{argued.get_absolute_url()}#f2"
    argued.comments.post(by=alice, body="Six.", parent=Comment.objects.get(pk=pk(argued, 4)))
    text = page(as_(bob), argued)
    assert f'<li class="{css}">' in text and lines(text) == [("f2", name, words.replace("2 replies", "3 replies"))]
    assert list(Reader(text).comments) == ["c1", "c2", "c3", "c4", "c6", "c5"]  # an address that points into it still finds it
    assert lines(page(as_(alice), argued)) == []
    assert fold(as_(bob), argued, name, "unfold")["Location"].endswith("#c2")
    assert lines(page(as_(bob), argued)) == []


def test_a_visitor_folds_by_the_address(as_, argued):
    two, three = pk(argued, 2), pk(argued, 3)
    text = page(as_(None), argued, f"?sort=newest&fold=b{two}&fold=c{three}&unfold=c{three}&fold=x&fold=b")
    assert lines(text) == [("f2", f"b{two}", "Two &quot;quoted&quot; - bob - 2 replies")]
    form = text.split('<form id="fold"')[1].split("</form>")[0]
    assert 'method="get"' in form and re.findall(r'name="(\w+)" value="(\w+)"', form) == [("sort", "newest"), ("fold", f"b{two}")]
    assert f'value="b{three}" formaction="#f3"' in text and f'value="b{two}" formaction="#c2"' in text


def test_the_page_that_comes_back_shows_what_was_new(as_, argued, bob, alice):
    browser = as_(bob)
    browser.get(argued.get_absolute_url())
    argued.comments.post(by=alice, body="Six.")
    text = page(browser, argued)
    back = re.search(r'name="next" value="([^"]*)"', text.split('id="fold"')[1])[1]
    answer = browser.post(f"/diaries/{argued.pk}/fold/", {"fold": f"c{pk(argued, 2)}", "next": back})
    assert "c6" in [
        key for key, one in Reader(browser.get(answer["Location"]).content.decode()).comments.items() if "is-new" in one["class"]
    ]


@pytest.mark.parametrize("name", ["", "x7", "b", "b0", "b" + "9" * 40, "c-1", "b7,c8", "b٣"])
def test_nonsense_folds_nothing(as_, argued, bob, name):
    assert fold(as_(bob), argued, name).status_code == 302
    assert ReadMark.objects.get(user=bob).folds == ""


def test_the_door_is_for_members_by_post_and_of_what_they_can_see(as_, argued, bob, alice):
    place = f"/diaries/{argued.pk}/fold/"
    assert as_(bob).get(place).status_code == 405
    assert as_(None).post(place, {"fold": "b1"})["Location"].startswith("/accounts/login/")
    argued.take_back(by=alice)
    assert as_(bob).post(place, {"fold": "b1"}).status_code == 404


def test_a_hidden_comment_is_folded_without_its_words(as_, argued, trusted, bob, tess):
    two = Comment.objects.get(diary=argued, number=2)
    for user in trusted(2):
        two.hide(by=user, rule=1)
    tess.revoke("trusted")
    tess.refresh_from_db()
    for query in ("", f"?fold=b{two.pk}"):
        text = page(as_(tess), argued, query)  # her own reply stands below the stub
        assert "fourth" in text and "quoted" not in text


def test_a_narrow_screen_goes_on_elsewhere_and_the_branch_begins_anew_there(as_, diary, bob):
    parent = None
    for n in range(12):
        parent = diary.comments.post(by=bob, body=f"{n} deep.", parent=parent, at=diary.published_at + timedelta(minutes=2 * n))
        if n == 8:
            ninth = parent
    text = page(as_(None), diary)
    eighth = ninth.parent
    assert re.findall(r'class="onward"><a href="(/comments/\d+/)">Continue this thread \((.*?)\)</a>', text) == [
        (f"/comments/{eighth.pk}/", "4 replies")
    ]
    branch = Reader(as_(None).get(f"/comments/{eighth.pk}/").content.decode()).comments
    assert [one["depth"] for one in branch.values()] == [1] * 8 + [2, 3, 4, 5]
