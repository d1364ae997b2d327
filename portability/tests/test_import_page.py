"""import_page: what a page says is what the site then shows; again changes nothing."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from comments.models import Comment, Rating
from diaries.models import Diary

TEXT = """Skip to main content

The mill wheel has stopped for the winter. Nobody was told.

The council says the ice did it.

Originally posted to Quarryman on Fri Feb 12, 2010 at 07:05 PM EST.

Comment Preferences

  •  Tips (3+ / 0-)
    Recommended by:
    bob, Ada of the Mill

    A word of thanks to the night watch.

    "Ice is only slow water."

    by Quarryman on Fri Feb 12, 2010 at 07:06:30 PM EST

    •  Which ice? (0+ / 2-)

      There was no ice on Tuesday.

      Not my circus.

      by bob on Fri Feb 12, 2010 at 07:20:00 PM EST

      [ Parent ]

      •  The black kind (1+ / 0-)
        Recommended by:

        You only see it when you are on it.

  •  Budget (0+ / 0-)

    It was the budget, as ever.

    Not my circus.

    by bob on Fri Feb 12, 2010 at 08:00:00 PM EST

Subscribe or Donate to support the Commons.
"""
LATER = TEXT.replace(
    "  •  Budget",
    """    •  I saw it too (4+ / 0-)

      On Wednesday it was a finger thick.

      Two dry boots.

      by Ada of the Mill on Fri Feb 12, 2010 at 09:00:00 PM EST

      [ Parent ]

  •  Budget""",
).replace("Tips (3+", "Tips (9+")


@pytest.fixture
def take(tmp_path, db):
    def run(text, *words):
        file = tmp_path / "page.txt"
        file.write_text(text)
        out = StringIO()
        call_command("import_page", str(file), *words, stdout=out)
        return out.getvalue()

    return run


def tree():
    rows = Comment.objects.in_reading_order().select_related("parent", "author")
    return [(c.number, c.level, c.parent and c.parent.number, c.heading, c.author and c.author.name) for c in rows]


def test_the_thread_is_as_printed(take):
    take(TEXT, "--title", "Ice", "--tags", "Mill, Winter ice")
    diary = Diary.objects.get()
    assert (diary.title, diary.author.name, diary.tags_text) == ("Ice", "Quarryman", "Mill, Winter ice")
    assert tree() == [
        (1, 0, None, "Tips", "Quarryman"),
        (2, 1, 1, "Which ice?", "bob"),
        (3, 2, 2, "The black kind", None),
        (4, 0, None, "Budget", "bob"),
    ]
    call_command("check_comment_trees")


def test_the_page_shows_what_the_source_says(take, as_, tess):
    take(TEXT, "--title", "Ice", "--tags", "Mill")
    page = as_(tess).get(Diary.objects.get().get_absolute_url()).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "Originally posted to Quarryman on Fri Feb 12, 2010 at 07:05 PM EST." in words
    assert "(3+ / 0-) Recommended by: bob, Ada of the Mill" in words
    assert "by Quarryman on Fri Feb 12, 2010 at 07:06:30 PM EST" in words
    assert "by an unknown author at an unknown time [ Parent ]" in words
    assert page.count(">[ Parent ]</a>") == 2
    assert "There was no ice on Tuesday." not in as_(None).get(Diary.objects.get().get_absolute_url()).content.decode()


def test_carried_figures_count_in_the_hiding_rule_and_never_in_mojo(take):
    take(TEXT)
    ice = Comment.objects.get(number=2)
    assert (ice.hide_count, ice.hidden) == (2, True)
    assert Comment.objects.get(number=3).hidden_root == ice
    assert not User.objects.exclude(mojo=None).exists()
    assert not User.objects.filter(rated_comments__gt=0).exists()


def test_signatures_stand_apart_from_bodies(take):
    take(TEXT)
    tips = Comment.objects.get(number=1)
    assert "slow water" in tips.signature_html
    assert "slow water" not in tips.body_html


def test_what_the_page_lacks_is_said_and_the_title_is_the_first_sentence(take):
    said = take(TEXT)
    assert Diary.objects.get().title == "The mill wheel has stopped for the winter."
    assert "Gap: The page gives no title" in said
    assert "Gap: The page gives no tags" in said
    assert Comment.objects.get(number=3).posted_at is None


def test_twice_changes_nothing(take):
    def everything():
        tables = (Diary, Comment, Rating, User)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    take(TEXT, "--tags", "Mill")
    before = everything()
    assert "0 comments added, 4 were here already" in take(TEXT, "--tags", "Mill")
    assert everything() == before


def test_a_later_save_adds_only_what_is_new(take):
    take(TEXT)
    keys = set(Comment.objects.values_list("pk", flat=True))
    assert "1 comments added, 4 were here already" in take(LATER)
    assert keys < set(Comment.objects.values_list("pk", flat=True))
    assert (5, 1, 1, "I saw it too", "Ada of the Mill") in tree()
    assert Comment.objects.get(number=1).recommend_count == 9
    call_command("check_comment_trees")
    assert Diary.objects.get().comment_count == 5


def test_a_page_never_speaks_for_a_member(take, bob):
    take(TEXT)
    assert bob.comments.count() == 0
    placeholder = User.objects.get(name="bob", imported=True)
    assert (placeholder.pk != bob.pk, placeholder.has_usable_password(), placeholder.email) == (True, False, "")


def test_a_truncated_page_gives_what_is_whole_and_says_so(take):
    said = take(TEXT[: TEXT.index("It was the budget")])
    assert [number for number, *_ in tree()] == [1, 2, 3]
    assert "cut" in said or "truncated" in said or "incomplete" in said


@pytest.mark.parametrize(
    "text", ["", "Dear diary,\nnothing.", "a,b,c\n1,2,3\n", "%PDF-1.4\n\x00\x01", "<html><body><h1>Shop</h1></body></html>"]
)
def test_another_kind_of_file_is_refused(take, text):
    with pytest.raises(CommandError):
        take(text)
    assert not Diary.objects.exists()


def test_a_dry_run_shows_the_tree_and_changes_nothing(take):
    said = take(TEXT, "--dry-run")
    assert re.search(r"\n    2\. Which ice\? \(0\+ / 2-\) by bob", said)
    assert not Diary.objects.exists()
    assert not User.objects.exists()


def test_hostile_markup_in_a_page_is_cleaned(take, as_):
    take(TEXT.replace("It was the budget, as ever.", "<script>alert(1)</script><img src=x onerror=alert(2)> words"))
    page = as_(None).get(Diary.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_other_form_of_the_page_adds_nothing_even_where_it_says_more(take):
    """The text form loses the by-line of a comment without a signature; the HTML form has it."""
    take(TEXT)
    named = TEXT.replace(
        "        You only see it when you are on it.\n",
        "        You only see it when you are on it.\n\n        Skates.\n\n        by Nightwatch on Fri Feb 12, 2010 at 07:40:00 PM EST\n",
    )
    assert "0 comments added, 4 were here already" in take(named)


def test_two_comments_that_say_the_same_are_two_and_stay_two(take):
    twice = TEXT.replace("Subscribe or", "  •  Budget (0+ / 0-)\n\n    It was the budget, as ever.\n\nSubscribe or")
    take(twice)
    assert [heading for *_, heading, _ in tree()].count("Budget") == 2
    assert "0 comments added, 5 were here already" in take(twice)


def test_a_second_tip_jar_is_a_comment(take):
    take(TEXT)
    take(TEXT.replace("A word of thanks to the night watch.", "Other words.").replace("07:06:30", "07:06:31"))
    assert Comment.objects.filter(tip_jar=True).count() == 1
