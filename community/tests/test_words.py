"""The filters that lists and by-lines share."""

from community.templatetags.rostrum import lede, picture, reading_time

FIGURE = '<figure><img src="/media/a.webp" alt="A &quot;ferry&quot;" width="8" height="4"><figcaption>At its landing</figcaption></figure>'


def test_a_lede_is_plain_words_without_the_pictures():
    assert lede(f"<p>Which <em>of</em> the two &amp; why?</p>{FIGURE}<p>Both.</p>") == "Which of the two & why? Both."
    assert lede("<p>" + "word " * 100 + "</p>", 20) == "word word word word…"


def test_the_first_picture_with_its_attributes():
    assert picture(f"<p>Words</p>{FIGURE}") == {"src": "/media/a.webp", "alt": 'A "ferry"', "width": "8", "height": "4"}
    assert picture("<p>&lt;img src=x&gt; and no picture</p>") == {} == picture("")


def test_the_time_to_read():
    assert reading_time("") == reading_time("<p>Short.</p>") == "1\u00a0min"
    assert reading_time("<p>" + "word " * 1_150 + "</p>") == "5\u00a0min"
    assert reading_time("<p>" + "水" * 2_300 + "</p>") == "5\u00a0min"
