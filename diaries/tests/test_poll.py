"""Polls: written in the editor, fixed once published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary, Poll

ASKED = {"poll_question": "Bridge or ferry?", "poll_choices": "The bridge\n\n  The   ferry \nNeither"}


def answers(poll):
    return list(poll.choices.values_list("text", flat=True))


def test_it_is_written_with_the_diary(as_, alice, typed):
    as_(alice).post("/diaries/write/", typed | ASKED)
    poll = Poll.objects.get()
    assert (poll.question, poll.closes_at) == ("Bridge or ferry?", None)
    assert answers(poll) == ["The bridge", "The ferry", "Neither"]
    editor = as_(alice).get(f"/diaries/{poll.diary_id}/edit/").content.decode()
    assert 'value="Bridge or ferry?"' in editor and "The bridge\nThe ferry\nNeither" in editor


def test_saving_again_changes_it_and_without_a_question_it_is_gone(as_, alice, typed):
    as_(alice).post("/diaries/write/", typed | ASKED)
    place = f"/diaries/{Diary.objects.get().pk}/edit/"
    as_(alice).post(place, typed | ASKED | {"poll_choices": "One"})
    assert answers(Poll.objects.get()) == ["One"]
    as_(alice).post(place, typed)  # a form that knows nothing of polls
    assert answers(Poll.objects.get()) == ["One"]
    as_(alice).post(place, typed | {"poll_question": " ", "poll_choices": "\n"})
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"poll_choices": ""}, "A poll needs at least one answer."),
        ({"poll_question": ""}, "Ask a question that these answer."),
        ({"poll_choices": "\n".join(f"Answer {n}" for n in range(16))}, "A poll has at most 15 answers; these are 16."),
        ({"poll_choices": "x" * 201}, "an answer has at most 200 characters"),
        ({"poll_choices": "Same\nSame"}, "stands there twice"),
        ({"poll_question": "x" * 201}, "at most 200 characters"),
        ({"poll_closes": "2027-03-14T02:30"}, "There is no 02:30 AM on Sun Mar 14, 2027"),
        ({"poll_closes": "soon"}, "Enter a date and a time"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_, alice, typed, wrong, words):
    answer = as_(alice).post("/diaries/write/", typed | ASKED | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "So low." in page
    assert not Diary.objects.exists()


@pytest.mark.parametrize("count", [1, 15])
def test_from_one_answer_to_fifteen(as_, alice, typed, count):
    as_(alice).post("/diaries/write/", typed | ASKED | {"poll_choices": "\n".join(f"Answer {n}" for n in range(count))})
    assert Poll.objects.get().choices.count() == count


def test_the_most_is_a_rule(as_, alice, typed):
    set_rule("polls.choices", "2")
    assert "at most 2 answers; these are 3." in as_(alice).post("/diaries/write/", typed | ASKED).content.decode()


def test_the_preview_shows_it_and_keeps_it_on_the_way(as_, alice, typed):
    page = as_(alice).post("/diaries/write/", typed | ASKED | {"do": "preview"}).content.decode()
    assert "Bridge or ferry?</h2>" in page and '<li dir="auto">The ferry</li>' in page
    assert 'name="poll_choices"' in page
    assert not Poll.objects.exists()


def test_once_published_it_stays(as_, alice, typed):
    as_(alice).post("/diaries/write/", typed | ASKED | {"do": "publish"})
    diary = Diary.objects.get()
    place = f"/diaries/{diary.pk}/edit/"
    assert "stays as it was published" in as_(alice).get(place).content.decode()
    answer = as_(alice).post(place, typed | ASKED | {"poll_choices": "Rigged", "sure": "yes"})
    assert answer.status_code == 409 and "cannot be changed" in answer.content.decode()
    as_(alice).post(place, typed | {"body": "Lower still.", "sure": "yes"})
    diary.refresh_from_db()
    assert diary.body == "Lower still."
    diary.take_back(by=alice)
    assert as_(alice).post(place, typed | ASKED | {"poll_question": "Rigged?"}).status_code == 409
    assert answers(Poll.objects.get()) == ["The bridge", "The ferry", "Neither"]


def test_a_poll_that_would_be_closed_already_is_not_published(as_, alice, typed):
    draft = Diary.objects.start(by=alice, title="A", intro="B", tags="C")
    Poll.objects.write(draft, question="Q", choices=["A"], closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="would be closed by then"):
        draft.publish(by=alice)
    assert "would be closed by then" in as_(alice).post(f"/diaries/{draft.pk}/publish/").content.decode()


def test_a_draft_and_its_poll_are_their_authors_alone(as_, alice, bob, mo):
    draft = Diary.objects.start(by=alice, title="A", intro="B", tags="C")
    Poll.objects.write(draft, question="Canaryquestion", choices=["A"])
    for user in (None, bob, mo):
        for place in (draft.get_absolute_url(), f"/diaries/{draft.pk}/edit/", "/", "/recent/"):
            assert "Canaryquestion" not in as_(user).get(place).content.decode()
    assert "Canaryquestion" in as_(alice).get(draft.get_absolute_url()).content.decode()
