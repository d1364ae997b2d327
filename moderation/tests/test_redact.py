"""Personal data in a line is blacked out; the line stays, and one more says so."""

import json

import pytest

from moderation.models import ModerationAction, Redaction

SAID = {"words": "12 Mill Lane", "rule": "2", "reason": "An address."}


@pytest.fixture
def line(mo, bob):
    return mo.moderation_acts.record("warn", member=bob, rule=2, reason="Posted that Kim lives at 12 mill lane, twice.")


def texts(as_):
    return [as_(None).get(place).content.decode() for place in
        ("/moderation/log/", "/moderation/log/feed/", "/moderation/log.json", f"/moderation/log/{ModerationAction.objects.order_by('pk')[0].pk}/")]  # fmt: skip


def test_the_words_go_everywhere_and_the_log_says_so_once(as_, line, mo):
    place = f"/moderation/log/{line.pk}/redact/"
    before = as_(mo).get(place)
    assert before.status_code == 200 and not Redaction.objects.exists()
    for _ in range(2):  # twice is once
        assert as_(mo).post(place, SAID).status_code == 302
    for text in texts(as_):
        assert "mill lane" not in text.lower()
    assert "Posted that Kim lives at █████, twice." in texts(as_)[0]
    lines = json.loads(texts(as_)[2])["lines"]
    assert [each["act"] for each in lines] == ["redact", "warn"] and lines[1]["redacted"]
    assert lines[0]["words"] == f"mo blacked out words in line {line.pk}" and lines[0]["about"] == line.pk


def test_whom_it_is_about_goes_from_filter_and_address_too(as_, mo, comment):
    line = mo.moderation_acts.record("remove", comment=comment, rule=2, reason="Their real name.")
    assert (
        as_(mo).post(f"/moderation/log/{line.pk}/redact/", {"whom": "on", "rule": "2", "reason": "A real name."}).status_code == 302
    )
    for text in texts(as_):
        assert "bob" not in text and f"/comments/{comment.pk}/" not in text and "The ferry" not in text
    assert "Their real name." not in as_(None).get("/moderation/log/?member=bob").content.decode()


def test_administrators_alone_see_what_stood_there(as_, line, mo, ada):
    as_(mo).post(f"/moderation/log/{line.pk}/redact/", SAID)
    assert "12 mill lane" in as_(ada).get(line.get_absolute_url()).content.decode()
    assert "mill lane" not in as_(mo).get(line.get_absolute_url()).content.decode()


def test_what_does_not_stand_there_is_refused_and_nothing_changes(as_, line, mo):
    for said in (
        SAID | {"words": "Elm Street"},
        SAID | {"words": ""},
        SAID | {"reason": " "},
        SAID | {"rule": ""},
        SAID | {"words": "s"},
    ):
        assert as_(mo).post(f"/moderation/log/{line.pk}/redact/", said).status_code == 422
    assert not Redaction.objects.exists() and ModerationAction.objects.count() == 1


def test_only_moderators(as_, line, alice, tess):
    place = f"/moderation/log/{line.pk}/redact/"
    for user in (alice, tess):
        assert as_(user).get(place).status_code == as_(user).post(place, SAID).status_code == 403
        assert "Black out" not in as_(user).get(line.get_absolute_url()).content.decode()
    assert as_(None).post(place, SAID).status_code == 302
    assert "12 mill lane" in texts(as_)[0]
