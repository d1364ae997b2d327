"""Whom a text names with @."""

import pytest

from core.html import render
from core.mentions import names_in


def named(text, most=10):
    return [readings[0] for readings in names_in(render(text, "markdown", kind="comment"), most=most)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@bob", ["bob"]),
        ("Hello @bob, @tess.", ["bob", "tess"]),
        ("(@bob) “@tess” *@rita* **@mo**", ["bob", "tess", "rita", "mo"]),
        ("@bob @bob", ["bob"]),
        ("@bob's boat", ["bob"]),
        ("@Ðuro @日本語 @müller", ["Ðuro", "日本語", "müller"]),
        ("@a_long-name.here", ["a_long-name.here"]),
        ("@ bob, bob@example.org, https://example.org/@bob, @@bob, @-bob", []),
        ("`@bob` ``` @bob ```", []),
        ("> quoted @bob\n\nsaid @tess", ["tess"]),
        ("<q>@bob</q> <kbd>@bob</kbd> &#64;tess", ["tess"]),
        (f"@{'x' * 40}", ["x" * 30]),
    ],
)
def test_names(text, names):
    assert named(text) == names


def test_a_full_stop_within_is_read_both_ways():
    assert names_in("<p>@ann.Then</p>", most=10) == [["ann.Then", "ann"]]


def test_so_many_at_most():
    assert len(named(" ".join(f"@member{number}" for number in range(2_000)))) == 10
    assert named("@bob", most=0) == []
