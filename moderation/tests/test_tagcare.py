"""Looking after tags: rename, merge, another name, ban. Each is a line of the public log."""

import pytest

from diaries.models import Diary, Tag, Tagging
from moderation import tagcare
from moderation.models import ModerationAction
from stream.models import Follow, Mute

WHY = {"reason": "A typing error.", "rule": ""}


@pytest.fixture
def weir(bob):
    diary = Diary.objects.start(by=bob, title="The weir", intro="x", tags="Fery, Weir")
    diary.publish(by=bob)
    return diary


def carried(diary):
    return {tag.name for tag in Diary.objects.get(pk=diary.pk).tag_list}


def lines():
    return [line.words for line in ModerationAction.objects.order_by("pk")]


def test_rename_leads_from_the_old_name_and_address(as_, weir, mo, tess):
    assert as_(mo).get("/tags/fery/rename/").status_code == 200
    assert as_(mo).post("/tags/fery/rename/", {"name": "Chain ferry"} | WHY)["Location"] == "/tags/chain-ferry/"
    assert carried(weir) == {"Chain ferry", "Weir"} and lines() == ["mo renamed the tag “Fery” to “Chain ferry”"]
    old = as_(None).get("/tags/fery/")
    assert (old.status_code, old["Location"]) == (301, "/tags/chain-ferry/")
    assert as_(mo).post("/tags/chain-ferry/rename/", {"name": "Chain ferry"} | WHY).status_code == 302
    assert len(lines()) == 1
    weir.tag("FERY", by=tess)
    assert carried(weir) == {"Chain ferry", "Weir"}
    as_(mo).post("/tags/chain-ferry/rename/", {"name": "Fery"} | WHY)  # and back: the two names change places
    assert as_(None).get("/tags/fery/").status_code == 200 and as_(None).get("/tags/chain-ferry/").status_code == 301
    as_(mo).post("/tags/fery/rename/", {"name": "FERY"} | WHY)  # only the case
    assert carried(weir) == {"FERY", "Weir"} and as_(None).get("/tags/fery/").status_code == 200


def test_rename_onto_another_tag_is_refused(as_, weir, diary, mo):
    answer = as_(mo).post("/tags/fery/rename/", {"name": "ferry"} | WHY)
    assert (
        answer.status_code == 409
        and "Merge this one into it" in answer.content.decode()
        and "A typing error." in answer.content.decode()
    )
    assert lines() == []


def test_merge_moves_diaries_followers_and_names(as_, weir, diary, alice, mo, tess):
    weir.tag("Ferry", by=tess)  # carries both
    fery, ferry = Tag.objects.get(name="Fery"), Tag.objects.get(name="Ferry")
    tagcare.alias(fery, by=mo, name="Fähre", reason="x")
    for by in (tess, alice):
        Follow.objects.follow(fery, by=by)
    Follow.objects.follow(ferry, by=tess)
    Mute.objects.mute(fery, by=mo)
    assert as_(mo).post("/tags/fery/merge/", {"name": "FERRY"} | WHY)["Location"] == "/tags/ferry/"
    assert carried(weir) == {"Ferry", "Weir"} and carried(diary) == {"Ferry"}
    for old in ("/tags/fery/", "/tags/fähre/"):
        assert as_(None).get(old)["Location"] == "/tags/ferry/"
    ferry.refresh_from_db()
    assert ferry.uses == 2 and set(ferry.followers.values_list("by__username", flat=True)) == {"tess", "alice"}
    assert ferry.mutes.get().by == mo
    tagcare.merge(fery, by=mo, into=ferry, reason="again")
    assert len(lines()) == 2
    assert "Found as well as" in as_(None).get("/tags/ferry/").content.decode()
    assert as_(None).get("/tags/suggestions/?q=fe").json() == {"tags": [{"name": "Ferry", "uses": 2}]}
    assert as_(mo).post("/tags/ferry/merge/", {"name": "ferry"} | WHY).status_code == 422
    assert as_(mo).post("/tags/ferry/merge/", {"name": "nowhere"} | WHY).status_code == 422


def test_another_name_means_the_tag_until_it_stands_for_itself_again(as_, diary, bob, mo):
    assert as_(mo).post("/tags/ferry/alias/", {"name": "Boat"} | WHY)["Location"] == "/tags/ferry/"
    assert as_(None).get("/tags/boat/")["Location"] == "/tags/ferry/"
    other = Diary.objects.start(by=bob, title="B", intro="x", tags="boat, BOAT, Ferry")
    assert carried(other) == {"Ferry"}
    assert as_(mo).post("/tags/ferry/alias/", {"name": "Ferry"} | WHY).status_code == 409
    assert as_(mo).post("/tags/boat/unalias/", WHY).status_code == 302
    assert as_(None).get("/tags/boat/").status_code == 404
    assert lines() == ["mo let “Boat” stand for the tag “Ferry”", "mo let “Boat” no longer stand for the tag “Ferry”"]


def test_what_is_banned_is_shown_nowhere_and_cannot_be_used(as_, weir, diary, alice, bob, mo, tess):
    Follow.objects.follow(Tag.objects.get(name="Fery"), by=tess)
    assert as_(mo).post("/tags/fery/ban/", WHY)["Location"] == "/moderation/tags/"
    places = ("/", "/recent/", "/tags/", "/tags/all/", "/tags/search/?q=f", "/tags/suggestions/?q=f", weir.get_absolute_url(), "/recent/feed/",
        "/people/tess/following/", f"/diaries/{weir.pk}/edit/", "/stream/")  # fmt: skip
    for place in places:
        assert "Fery" not in as_(bob).get(place, follow=True).content.decode(), place
    assert "Fery" in as_(None).get("/moderation/log/").content.decode()
    for user in (None, bob, mo):
        assert as_(user).get("/tags/fery/").status_code == 404
    for look in ("Fery", "FERY", "F\u0435ry", "Fe\u200bry"):
        answer = as_(bob).post(f"/diaries/{diary.pk}/tags/", {"tags": look})
        assert answer.status_code == 422 and "cannot be used here any more" in answer.content.decode(), look
    sent = {"title": "T", "intro": "Kept words.", "body": "", "markup": "markdown", "tags": "Fery", "do": "save"}
    answer = as_(alice).post("/diaries/write/", sent)
    assert answer.status_code == 422 and "Kept words." in answer.content.decode()
    weir.write(by=bob, title="The weir", intro="y", tags="Weir")  # its author saves: what is unseen stays
    weir.restore(weir.versions.last(), by=bob)
    assert as_(mo).post("/tags/fery/unban/", WHY).status_code == 302
    assert carried(weir) == {"Fery", "Weir"} and as_(None).get("/tags/fery/").status_code == 200
    assert lines() == ["mo banned the tag “Fery”", "mo allowed the tag “Fery” again"]


def test_a_diary_needs_a_tag_that_can_be_seen(alice, mo, as_):
    draft = Diary.objects.start(by=alice, title="T", intro="x", tags="Fery")
    tagcare.ban(Tag.objects.get(), by=mo, reason="x")
    answer = as_(alice).post(f"/diaries/{draft.pk}/publish/")
    assert answer.status_code == 422 and "You must add at least one tag" in answer.content.decode()


@pytest.mark.parametrize("act", ["rename", "merge", "alias", "ban", "unalias", "unban"])
def test_only_moderators_and_only_with_a_reason(as_, weir, alice, tess, mo, act):
    place = f"/tags/fery/{act}/"
    sent = {"name": "Weir" if act == "merge" else "New"} | WHY
    assert as_(None).post(place, sent)["Location"].startswith("/accounts/login/")
    for user in (alice, tess):
        assert as_(user).post(place, sent).status_code == 403 and as_(user).get(place).status_code == 403
    assert as_(mo).post(place, sent | {"reason": " "}).status_code == 422
    assert as_(mo).get(place).status_code == 200
    assert lines() == [] and carried(weir) == {"Fery", "Weir"}
    assert as_(tess).get("/moderation/tags/").status_code == 403


@pytest.mark.parametrize("act", ["rename", "merge", "alias", "ban"])
def test_the_sites_own_tags_stay(as_, diary, weir, mo, act):
    Tagging.stamp("Rescued", diary)
    assert as_(mo).post(f"/tags/rescued/{act}/", {"name": "Weir"} | WHY).status_code == 403
    if act != "ban":
        assert as_(mo).post(f"/tags/weir/{act}/", {"name": "Rescued"} | WHY).status_code in (403, 422)
    assert lines() == []


def test_a_tag_that_nobody_can_know_of_is_404_for_moderators_too(as_, mo, alice):
    Diary.objects.start(by=alice, title="T", tags="Canarytag")
    assert as_(mo).get("/tags/canarytag/ban/").status_code == 404
    assert as_(mo).post("/tags/ferry/merge/", {"name": "Canarytag"} | WHY).status_code == 404


# -- at once --------------------------------------------------------------------------------------------------------------

CAST = """
from accounts.models import User
from community.models import set_rule
from diaries.models import Diary
from datetime import timedelta
from django.utils import timezone
set_rule("diaries.a_day", "0", at=timezone.now() - timedelta(days=9))
set_rule("tags.an_hour", "0", at=timezone.now() - timedelta(days=9))
mo = User.objects.join("mo", email="mo@example.org")
mo.grant("moderator")
for number in range(4):
    writer = User.objects.join(f"writer{number}", email=f"{number}@example.org")
    diary = Diary.objects.start(by=writer, title="A", intro="B", tags="Alpha, Start")
    diary.publish(by=writer)
"""

PLAY = """
import sys
from accounts.models import User
from core.errors import Refused
from diaries.models import Diary, Tag
from moderation import tagcare
who = User.objects.get(username=sys.argv[1])
for turn in range(12):
    try:
        if who.username == "mo":
            alpha = Tag.objects.called("Alpha")
            if turn % 3 == 0:
                tagcare.merge(Tag.objects.get(key="alpha"), by=who, into=Tag.objects.called("Start"), reason="x")
            elif turn % 3 == 1:
                tagcare.unalias(Tag.objects.get(key="alpha"), by=who, reason="x")
            else:
                tagcare.rename(Tag.objects.get(key="start"), by=who, name="Begin" if turn % 2 else "START", reason="x")
        else:
            diary = Diary.objects.get(author=who)
            diary.retag(f"Alpha, {who.username}, Start, New {turn}" if turn % 2 else f"New {turn}, Start, Beta", by=who)
    except Refused as refusal:
        assert refusal.status == 409, refusal
print("done")
"""

LOOK = """
from django.core.management import call_command
from django.db.models import Count
from diaries.models import Tag, Tagging
assert not Tagging.objects.exclude(tag__alias_of=None).exists(), "a diary carries a name that stands for another"
assert not Tag.objects.exclude(alias_of__alias_of=None).exists(), "a chain of names"
assert not Tag.objects.values("key").annotate(n=Count("pk")).filter(n__gt=1).exists()
call_command("recount_tags")
"""


def test_writers_who_tag_while_moderators_merge_and_rename(site_of_its_own):
    site = site_of_its_own
    made = site.python(CAST)
    assert made.returncode == 0, made.stderr
    assert site.all_at_once(PLAY, [("mo",), ("mo",), *((f"writer{n}",) for n in range(4))]) == ["done"] * 6
    looked = site.python(LOOK)
    assert looked.returncode == 0, looked.stderr
