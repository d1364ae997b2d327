"""What a diary's page promises about its thread."""

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from community.models import Site


class Reader(HTMLParser):
    """For every article with an id: its depth in lists, its text, its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lists, self.open, self.comments = 0, None, {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.lists += tag == "ol"
        if tag == "article" and re.fullmatch(r"c\d+", attrs.get("id", "")):
            self.open = self.comments[attrs["id"]] = {"depth": self.lists, "text": "", "links": [], "class": attrs["class"]}
        if self.open is not None and tag == "a":
            self.open["links"].append([attrs.get("href"), ""])

    def handle_endtag(self, tag):
        self.lists -= tag == "ol"
        if tag == "article":
            self.open = None

    def handle_data(self, data):
        if self.open is not None:
            self.open["text"] += data
            if self.open["links"]:
                self.open["links"][-1][1] += data


@pytest.fixture
def deep(diary, alice, bob, tess):
    """1 tips, 2 bob, 3 alice > 2, 4 tess > 3, 5 bob > 2, 6 tess."""
    two = diary.comments.post(by=bob, subject="Two", body="second")
    three = diary.comments.post(by=alice, subject="Three", body="third", parent=two)
    diary.comments.post(by=tess, subject="Four", body="fourth", parent=three)
    diary.comments.post(by=bob, subject="Five", body="fifth", parent=two)
    diary.comments.post(by=tess, subject="Six", body="sixth")
    return diary


def shown(browser, diary):
    return Reader(browser.get(diary.get_absolute_url()).content.decode()).comments


def test_order_depth_and_parents(as_, deep):
    comments = shown(as_(None), deep)
    assert list(comments) == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert [c["depth"] for c in comments.values()] == [1, 1, 2, 3, 2, 1]
    parents = {key: [href for href, text in c["links"] if text.startswith("[ Parent ]")] for key, c in comments.items()}
    assert parents == {"c1": [], "c2": [], "c3": ["#c2"], "c4": ["#c3"], "c5": ["#c2"], "c6": []}


def test_every_comment_reads_as_on_the_old_sites(as_, deep, bob):
    Comment.objects.get(diary=deep, number=2).recommend(by=deep.author)
    text = " ".join(shown(as_(None), deep)["c2"]["text"].split())
    assert "(1+ / 0-)" in text
    assert "Recommended by: alice" in text
    assert re.search(r"by bob on \w{3} \w{3} \d\d, \d{4} at \d\d:\d\d:\d\d [AP]M P[SD]T", text)


def test_the_figures_are_one_unbroken_text(as_, deep):
    assert ">(0+ / 0-)<" in as_(None).get(deep.get_absolute_url()).content.decode()


def test_ids_in_members_text_cannot_pose_as_comments(as_, deep, bob):
    deep.comments.post(by=bob, body='<p id="c1">I am number one</p><a name="c2" id="c3">x</a>')
    page = as_(None).get(deep.get_absolute_url()).content.decode()
    assert page.count('id="c1"') == page.count('id="c3"') == 1


@pytest.mark.parametrize("who", ["nobody", "bob", "tess"])
def test_the_number_of_queries_does_not_grow_with_the_thread(as_, diary, bob, tess, member, who):
    browser = as_({"nobody": None, "bob": bob, "tess": tess}[who])
    counts = []
    for batch in range(2):
        parent = None
        for n in range(40 * batch + 1):
            writer = member(f"w{batch}x{n}")
            parent = diary.comments.post(by=writer, body=f"{batch} {n}", parent=parent if n % 5 else None)
        browser.get(diary.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            browser.get(diary.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_signatures_in_their_three_modes(as_, diary, bob):
    bob.describe(signature="*Old* words")
    diary.comments.post(by=bob, body="Signed.")
    bob.describe(signature="New words")
    seen = {}
    for mode in ("current", "written", "none"):
        bob.describe(signature_mode=mode)
        seen[mode] = as_(None).get(diary.get_absolute_url()).content.decode()
    assert "New words" in seen["current"] and "<em>Old</em>" not in seen["current"]
    assert "<em>Old</em> words" in seen["written"] and "New words" not in seen["written"]
    assert "words" not in seen["none"].split('id="c2"')[1].split("</article>")[0]


def test_the_signature_is_no_part_of_the_body(diary, bob):
    bob.describe(signature="Sign here")
    assert "Sign here" not in diary.comments.post(by=bob, body="Signed.").body_html


def test_buttons_follow_the_reader(as_, diary, comment, alice, bob, tess):
    def acts(user):
        page = as_(user).get(diary.get_absolute_url()).content.decode()
        return page.split('id="c2"')[1].split("</article>")[0]

    assert "/recommend/" not in acts(None) and "/reply/" in acts(None)
    assert "/recommend/" in acts(alice) and "/hide/" not in acts(alice)
    assert "/hide/" in acts(tess)
    assert "/recommend/" not in acts(bob) and "/delete/" in acts(bob)


def test_a_trusted_author_carries_a_mark_and_loses_it_without_rewriting(as_, diary, tess):
    diary.comments.post(by=tess, body="Marked.")
    assert "trusted</span>" in as_(None).get(diary.get_absolute_url()).content.decode()
    tess.revoke("trusted")
    assert "trusted</span>" not in as_(None).get(diary.get_absolute_url()).content.decode()


def test_the_permanent_address_shows_parents_and_replies(as_, deep):
    three = Comment.objects.get(diary=deep, number=3)
    page = as_(None).get(f"/comments/{three.pk}/").content.decode()
    assert list(Reader(page).comments) == ["c2", "c3", "c4"]


def test_a_former_member_stays_in_the_thread_without_name(as_, deep, bob):
    deep.comments.get(number=6).recommend(by=bob)
    bob.leave()
    page = as_(None).get(deep.get_absolute_url()).content.decode()
    assert "second" in page
    assert ">bob<" not in page
    assert 'by <a href="/people/former-member~' in page and ">former member</a>" in page


def test_the_zone_of_the_site_is_named(as_, diary, comment):
    Site(name="Elsewhere", time_zone="Europe/Rome").save()
    comment.keep_markup()
    assert re.search(r"at \d\d:\d\d:\d\d [AP]M CES?T", as_(None).get(diary.get_absolute_url()).content.decode())


def test_a_published_diary_without_readers_words_invites(as_, diary):
    assert "Log in</a> or <a" in as_(None).get(diary.get_absolute_url()).content.decode()
