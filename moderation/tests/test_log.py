"""The public log: every act for everybody to read, and nothing in it that is not public."""

import json

import pytest
from django.utils import timezone

from moderation.models import ModerationAction

PLACES = ["/moderation/log/", "/moderation/log/feed/", "/moderation/log.json"]


def record(mo, count=1, **more):
    for n in range(count):
        line = mo.moderation_acts.record(more.pop("kind", "warn"), reason=more.pop("reason", f"Reason {n}."), rule=3, **more)
    return line


def test_who_what_whom_rule_reason_and_when_stand_in_every_form_of_it(as_, mo, comment):
    line = record(mo, kind="remove", comment=comment, reason="It names <nobody> & insults.")
    page = " ".join(as_(None).get("/moderation/log/").content.decode().split())
    for said in (
        "mo</a> removed",
        "comment 2</a> by",
        "bob</a> in",
        "The ferry and the bridge",
        "It names &lt;nobody&gt; &amp; insults.",
        "rule 3",
    ):
        assert said in page, said
    feed = as_(None).get("/moderation/log/feed/").content.decode()
    assert "mo removed comment 2 by bob in “The ferry and the bridge”" in feed and "Rule 3, Insult without argument." in feed
    told = json.loads(as_(None).get("/moderation/log.json").content)
    assert told["older"] is None
    said = told["lines"][0]
    assert (said["by"], said["act"], said["whom"], said["what"], said["rule"]["number"]) == ("mo", "remove", "bob", "comment 2", 3)
    assert said["reason"] == "It names <nobody> & insults." and said["at"] == line.at.isoformat()
    assert as_(None).get(line.get_absolute_url()).status_code == 200


def test_the_operator_and_tags_have_their_sentences(bob, mo):
    bob.moderation_lines.record("grant", what="moderator", reason="By the operator.")
    mo.moderation_acts.record("tag", what="renamed the tag “Fery” to “Ferry”", reason="A typing error.", rule=6)
    words = [line.words for line in ModerationAction.objects.for_listing().order_by("pk")]
    assert words == ["The operator granted moderator to bob", "mo renamed the tag “Fery” to “Ferry”"]


def test_it_never_shows_what_is_hidden_removed_or_private(as_, mo, alice, bob, diary, comment):
    record(mo, kind="remove", comment=comment)
    record(mo, kind="remove", diary=diary, member=alice)
    diary.remove(by=alice)
    for place in PLACES:
        said = as_(mo).get(place).content.decode()
        for secret in (
            "ferry",
            "bridge",
            "Ferry",
            "A *long* look",
            f"/comments/{comment.pk}/",
            f"/diaries/{diary.pk}/",
            "example.org",
        ):
            assert secret not in said, (place, secret)
        assert "comment 2" in said and "bob" in said


def test_pages_and_filters_cost_the_same_for_one_line_and_for_many(as_, mo, bob, comment, django_assert_max_num_queries):
    record(mo, 1, member=bob)
    for count in (0, 34):
        record(mo, count, comment=comment) if count else None
        with django_assert_max_num_queries(4):  # the lines; and the site, its pages and its links, asked anew after a write
            page = as_(None).get("/moderation/log/").content.decode()
    assert page.count('class="log-line"') == 30 and 'rel="next"' in page
    second = as_(None).get("/moderation/log/?page=2").content.decode()
    assert second.count('class="log-line"') == 5
    assert len(json.loads(as_(None).get("/moderation/log.json").content)["lines"]) == 30
    assert "page=2" in json.loads(as_(None).get("/moderation/log.json").content)["older"]


def test_it_is_asked_by_kind_and_by_member(as_, mo, ada, bob, alice):
    record(mo, kind="warn", member=bob, reason="About bob.")
    record(ada, kind="suspend", member=alice, reason="About alice.")

    def shown(query):
        page = as_(None).get(f"/moderation/log/?{query}").content.decode()
        return ["About bob." in page, "About alice." in page]

    assert shown("kind=warn") == [True, False] and shown("kind=suspend") == [False, True]
    assert shown("member=bob") == [True, False] and shown("member=ADA") == [False, True]
    assert shown("member=nobody-here") == shown("kind=nonsense") == [False, False]
    assert shown("") == [True, True]


def test_totals(as_, mo, bob, django_assert_max_num_queries):
    assert "Nothing to count yet." in as_(None).get("/moderation/log/totals/").content.decode()
    record(mo, 3, member=bob)
    ModerationAction.objects.filter(pk=record(mo, member=bob).pk).update(at=timezone.now() - timezone.timedelta(days=40))
    with django_assert_max_num_queries(6):
        page = as_(None).get("/moderation/log/totals/").content.decode()
    assert '?kind=warn">Warnings</a></th><td>3</td><td>4</td>' in page
    assert "3. Insult without argument</a></th><td>3</td><td>4</td>" in page


def test_a_line_can_neither_be_changed_nor_deleted(mo, bob):
    line = record(mo, member=bob)
    line.reason = "Something else."
    with pytest.raises(ValueError):
        line.save()
    with pytest.raises(ValueError):
        line.delete()
    assert ModerationAction.objects.get().reason == "Reason 0."


@pytest.mark.parametrize("place", [*PLACES, "/moderation/log/totals/"])
def test_reading_is_all_that_can_be_done_there(as_, db, place):
    assert as_(None).get(place).status_code == 200
    assert as_(None).post(place).status_code == 405
