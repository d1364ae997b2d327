"""Tags: what is typed, what becomes of it, and the pages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from core.text import is_blank
from diaries.models import Diary, Tag
from diaries.models.tag import LONGEST, LONGEST_KEY, parse_tags, tag_key


def publish(author, title, tags):
    diary = Diary.objects.start(by=author, title=title, intro="Text.", tags=tags)
    diary.publish(by=author)
    return diary


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("CA-01, health care", ["CA-01", "health care"]),
        ("  many   blanks ,\n\tlines\r\nof it ", ["many blanks", "lines of it"]),
        (",, ,", []),
        ("Energy, ENERGY, energy", ["Energy"]),
        ("Straße, STRASSE", ["Straße"]),
        ("and/or, a//b", ["and-or", "a--b"]),
        ("C++, C#, .NET", ["C++", "C#", ".NET"]),
        ("日本語, 日本", ["日本語", "日本"]),
        ("🏳️‍🌈, 👍🏽", ["🏳️‍🌈", "👍🏽"]),
        ("cafe\u0301, café", ["café"]),
        ("ﬁne, fine", ["ﬁne"]),
        ("\u202eevil\u202c, evil", ["evil"]),
        ("\u200b a, a", ["a"]),
        ("\u200d, \u3164, \ufe0f, \u200b", []),
        ('"""', ['"""']),
        ("<b>x</b>", ["<b>x<-b>"]),
    ],
)
def test_what_is_typed_becomes(typed, tags):
    assert parse_tags(typed) == tags


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list(" ,/\u200b\u202e\u200d\u0301ıİßA"))), max_size=200))
def test_any_text_is_tags_or_refused(text):
    try:
        tags = parse_tags(text)
    except Refused as refusal:
        assert "too long" in str(refusal)
        return
    assert parse_tags(", ".join(tags)) == tags
    assert len({tag_key(tag) for tag in tags}) == len(tags)
    for tag in tags:
        assert 0 < len(tag) <= LONGEST and 0 < len(tag_key(tag)) <= LONGEST_KEY
        assert tag == tag.strip() and "/" not in tag and "," not in tag and not is_blank(tag)
        assert not any(
            unicodedata.category(c) in {"Cc", "Cs"} or unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "PDF"}
            for c in tag
        )
        assert tag_key(tag_key(tag)) == tag_key(tag)


@given(st.text(min_size=1, max_size=60))
def test_case_does_not_matter(text):
    assert tag_key(text) == tag_key(text.casefold())


def test_twenty_thousand_quotes_are_refused_and_kept(as_, alice, typed):
    answer = as_(alice).post("/diaries/write/", typed | {"tags": '"' * 20_000})
    assert answer.status_code == 422
    assert "So low." in answer.content.decode() and "&quot;&quot;" in answer.content.decode()
    assert not Tag.objects.exists()


def test_the_first_writers_case_stays(alice, bob):
    publish(alice, "One", "Health Care")
    later = publish(bob, "Two", "HEALTH care")
    assert later.tags_text == "Health Care"
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("日本語", "日本語"),
        ("👍", "thumbs-up-sign"),
        ("Feed", "feed-1"),
        ("???", "tag"),
        ("and/or", "and-or"),
    ],
)
def test_every_tag_has_a_page(as_, alice, name, slug):
    diary = publish(alice, "The one", name)
    tag = diary.tag_list[0]
    assert tag.slug == slug
    page = as_(None).get(tag.get_absolute_url())
    assert page.status_code == 200
    assert "The one" in page.content.decode()
    assert as_(None).get(f"{tag.get_absolute_url()}feed/").status_code == 200
    assert tag.get_absolute_url() in as_(None).get(diary.get_absolute_url()).content.decode()


def test_names_that_would_share_an_address_do_not(as_, alice):
    publish(alice, "All", "A b, a-b, A.B, ???, !!!")
    slugs = sorted(Tag.objects.values_list("slug", flat=True))
    assert slugs == ["a-b", "a-b-2", "a-b-3", "tag", "tag-2"]


def test_the_index_counts_published_diaries(as_, alice, bob, tess):
    publish(alice, "One", "Energy, Rivers")
    publish(bob, "Two", "energy")
    publish(tess, "Gone", "energy, Canarytag").remove(by=tess)
    Diary.objects.start(by=bob, title="Draft", tags="Energy, Canarytag")
    for user in (None, tess, bob):
        page = as_(user).get("/tags/").content.decode()
        assert 'Energy</a> <span class="quiet">2</span>' in page
        assert 'Rivers</a> <span class="quiet">1</span>' in page
        assert "Canarytag" not in page


def test_tags_that_no_reader_can_know_of_are_not_there(as_, draft, removed, alice, mo):
    for user in (None, mo, alice):
        for place in ("/tags/canarytag/", "/tags/canarytag/feed/", "/tags/never-was/", "/tags/never-was/feed/"):
            assert as_(user).get(place).status_code == 404


def test_markup_in_a_tag_stays_text(as_, alice):
    diary = publish(alice, "One", '<script>alert(1), "><b>x')
    for place in (diary.get_absolute_url(), "/tags/", "/", *(tag.get_absolute_url() for tag in diary.tag_list)):
        page = as_(None).get(place).content.decode()
        assert "<script>alert" not in page and '"><b>x' not in page


def test_changing_the_tags_drops_the_old_ones(alice):
    diary = publish(alice, "One", "Old, Both")
    diary.retag("Both, New", by=alice)
    assert Diary.objects.get().tags_text == "Both, New"
