"""The stored markup of a comment: nothing that people are called or write as a subject is taken for markup."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from comments.fragment import OWN_KEY, SLOT, render_fragment
from comments.models import Comment
from diaries.models import Diary

AT = datetime(2008, 3, 31, 16, 53, 46, tzinfo=UTC)
NASTY = "\"><script>alert('1')</script>&amp; {{ x }}"
SAFE = "&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp; {{ x }}"


def made(**changed) -> Comment:
    diary = Diary(pk=5, author_id=2)
    said = {
        "number": 7,
        "level": 1,
        "subject": NASTY,
        "body_html": "<p>Body</p>",
        "posted_at": AT,
        "author": User(pk=1, username="a", name=NASTY),
    }
    return Comment(pk=42, diary=diary, parent=Comment(pk=3, number=2), **(said | changed))


def test_names_subjects_and_printed_times_are_text(db):
    markup = render_fragment(made(printed_at=NASTY), given=[("recommend", "b", NASTY)])
    assert "<script" not in markup
    assert markup.count(SAFE) == 4  # subject, author, rater, time


@pytest.mark.parametrize(("raters", "folded"), [(0, False), (1, False), (4, False), (5, True)])
def test_more_than_four_raters_stand_behind_a_toggle(db, raters, folded):
    given = [("recommend", f"u{n}", f"u{n}") for n in range(raters)]
    markup = render_fragment(made(), given)
    assert ("<details" in markup) == folded
    assert ("Recommended by" in markup) == bool(raters)


def test_it_has_six_open_places_and_a_place_for_its_key(db):
    markup = render_fragment(made(), given=[])
    assert markup.count(SLOT) == 6
    assert "42" not in markup
    assert f'data-comment="{OWN_KEY}"' in markup


def test_the_page_of_a_new_comment_names_its_key(as_, diary, comment):
    assert (
        f'<article id="c2" class="comment" data-comment="{comment.pk}">' in as_(None).get(diary.get_absolute_url()).content.decode()
    )


def test_a_tombstone_says_nothing_of_what_was_said(db):
    markup = render_fragment(made(deleted_at=AT))
    assert SLOT not in markup
    assert SAFE not in markup
    assert "deleted by its author" in markup
    assert 'href="/about/rules/#conduct-3"' in render_fragment(made(deleted_at=AT, removed_rule=3))
