"""Addresses, names and excerpts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import RESERVED_NAMES, first_words, skeleton, slugify, username_errors

SLUGS = {
    "Hello, World!": "hello-world",
    "日本語 の タグ": "日本語-の-タグ",
    "C": "c",
    "C++": "c-plus-plus",
    "C#": "c-sharp",
    "AT&T": "at-and-t",
    "100%": "100-percent",
    "Don't": "dont",
    "CA-01": "ca-01",
    "😀": "grinning-face",
    "I ❤️ NY": "i-heavy-black-heart-ny",
    "हिन्दी": "हिन्दी",
    "../../etc": "etc",
    "a\u202eb\u200b": "ab",
    "": "diary",
    "!!!": "diary",
    "\u0301": "diary",
    "\u3164": "diary",
    "ＦＵＬＬ": "full",
}


@pytest.mark.parametrize(("text", "slug"), SLUGS.items())
def test_slugify(text, slug):
    assert slugify(text) == slug


def test_slug_is_never_reserved_and_never_longer():
    assert slugify("Why?", reserved={"why"}) == "why-1"
    assert slugify("", empty="tag") == "tag"
    assert slugify("word " * 50) == "-".join(["word"] * 16)
    assert len(slugify("x" * 500)) == 80


@given(st.text())
def test_slug_is_safe_in_a_path(text):
    slug = slugify(text)
    assert 0 < len(slug) <= 80 and slug == slug.strip("-")
    assert all(unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd" or char == "-" for char in slug)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Paul", "PAUL"), ("paul", "раul"), ("paul", "pau1"), ("PAUL", "pauI"), ("bob", "b0b"), ("BOB", "ВОВ"), ("TOM", "ΤΟΜ"),
        ("abc", "ａｂｃ"), ("abc", "a\u200bb\u00adc"), ("straße", "strasse"), ("x.y", "x\ufe0f.y"), ("HAHA", "НАНА"), ("so", "ѕօ"),
    ],
)  # fmt: skip
def test_names_that_look_alike_are_one(one, two):
    assert skeleton(one) == skeleton(two)


def test_names_that_differ_stay_two():
    names = ["anna", "hanna", "jose", "josé", "иван", "иванна", "田中", "中田", "ab", "a_b", "a-b", "user2", "user3"]
    assert len({skeleton(name) for name in names}) == len(names)


@given(st.text(max_size=40))
def test_skeleton_is_stable_and_blind_to_case(name):
    assert skeleton(skeleton(name)) == skeleton(name)
    assert skeleton(name.casefold()) == skeleton(name)


@pytest.mark.parametrize("name", ["al", "Mercutio", "x_y", "a.b-c", "Łukasz", "हिन्दी", "田中", "éa", "7of9", "a" * 30, "محمد"])
def test_good_names(name):
    assert username_errors(name) == []


@pytest.mark.parametrize(
    "name",
    ["", "a", "a" * 31, "_a", "a_", ".ab", "ab.", "a b", "a/b", "a@b", "a\u202eb", "a\u200bb", "\u0301a", "a-\u0301b", "a\0b",
     "z" + "\u0301\u0302\u0303\u0304\u0305", "😀😀", "\u3164\u3164", "admin", "Admin", "аdmin", "adm1n", "ｒｏｏｔ", "former-member", "a\ud800"],
)  # fmt: skip
def test_bad_names(name):
    errors = username_errors(name)
    assert errors and all(error.endswith(".") for error in errors)


def test_every_reserved_name_is_refused():
    assert [name for name in RESERVED_NAMES if not username_errors(name)] == []


def test_first_words():
    assert first_words("short", 80) == "short"
    assert first_words("one, two three", 9) == "one, two…"
    assert first_words("one, two", 6) == "one…"
    assert first_words("日" * 100, 10) == "日" * 9 + "…"
    assert first_words("e\u0301" * 10, 4) == "e\u0301…"


@given(st.text(), st.integers(1, 100))
def test_first_words_never_exceed(text, limit):
    assert len(first_words(text, limit)) <= limit
    assert "\n" not in first_words(text, limit)
