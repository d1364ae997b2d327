"""The operator's links at the foot of every page: ordered, safe, at most eight."""

import pytest

from community.change import Change
from community.models import FooterLink

AT = "/administration/footer/"


def test_links_are_on_every_page_in_their_order(as_, ada, filled):
    said = {
        "text_1": "Second",
        "address_1": "/about/",
        "place_1": "2",
        "text_2": "First",
        "address_2": "https://example.org/a?b=c&d",
        "place_2": "1",
    }
    assert as_(ada).post(AT, filled(as_(ada), AT, **said)).status_code == 302
    for place in ("/recent/", "/about/rules/", "/accounts/login/"):
        page = as_(None).get(place).content.decode()
        first, second = (
            page.find('href="https://example.org/a?b=c&amp;d" rel="noopener">First'),
            page.find('href="/about/" rel="noopener">Second'),
        )
        assert 0 < first < second
    assert Change.objects.get().after == "First: https://example.org/a?b=c&d\nSecond: /about/"


def test_an_emptied_row_is_gone_and_saving_twice_is_once(as_, ada, filled):
    FooterLink.objects.arrange([("One", "/about/"), ("Two", "/tags/")])
    for _ in range(2):
        assert as_(ada).post(AT, filled(as_(ada), AT, text_1="", address_1="")).status_code in (302, 422)
    assert as_(ada).post(AT, filled(as_(ada), AT)).status_code == 302
    assert ("One", "/about/") not in FooterLink.objects.now()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "/\\evil.example", "ftp://example.org/", "example.org", "https://", "http://exa mple.org/",
        "https://example.org/\"onclick=", "mailto:nobody", "\\\\evil.example", "https://[::1"],
)  # fmt: skip
def test_what_is_no_safe_address_is_refused(as_, ada, filled, address):
    answer = as_(ada).post(AT, filled(as_(ada), AT, text_1="Kept words", address_1=address))
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert not FooterLink.objects.exists()


@pytest.mark.parametrize(
    "address", ["https://example.org", "http://example.org/a#b", "/about/faq/", "mailto:us@example.org", "https://bücher.example/"]
)
def test_what_is_one_is_taken(as_, ada, filled, address):
    assert as_(ada).post(AT, filled(as_(ada), AT, text_1="A", address_1=address)).status_code == 302
    assert FooterLink.objects.now() == [("A", address)]


def test_half_a_link_is_none(as_, ada, filled):
    answer = as_(ada).post(AT, filled(as_(ada), AT, text_3="Without an address"))
    assert answer.status_code == 422 and "both its words and its address" in answer.content.decode()


def test_the_second_of_two_administrators_is_told(as_, ada, ola, filled):
    first = filled(as_(ada), AT, text_1="By ada", address_1="/a/")
    second = filled(as_(ola), AT, text_1="By ola", address_1="/o/")
    assert as_(ada).post(AT, first).status_code == 302
    answer = as_(ola).post(AT, second)
    assert answer.status_code == 409 and "By ola" in answer.content.decode() and "By ada: /a/" in answer.content.decode()
    assert FooterLink.objects.now() == [("By ada", "/a/")]


def test_only_administrators(as_, mo):
    assert as_(mo).post(AT, {"text_1": "Mine", "address_1": "/m/"}).status_code == 403
    assert not FooterLink.objects.exists()
