"""The queue, step by step, through HTTP: what each act does, that twice is once, who is refused, what is recorded."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from community.models import set_rule
from diaries.models import Diary
from groups.models import Group, QueueEntry, QueueStep, Republication

CHOOSE = (
    "Choose where to republish this diary. The diary will be added to the queue for that group. "
    "Publish it from the queue to make it appear."
)
NOT_A_MEMBER = "You must be a member of a group to use this feature."
AT = "/groups/river-watch/queue/"


def steps(entry: QueueEntry) -> list[tuple[str, str]]:
    return [(step.act, step.by.username if step.by else "") for step in entry.steps.select_related("by")]


# -- into the queue --


def test_a_contributor_adds_an_own_draft(as_, page, draft: Diary, group: Group, alice: User, tess: User, bob: User) -> None:
    assert CHOOSE in page(alice, f"/diaries/{draft.pk}/republish/")
    for _ in range(2):
        answer = as_(alice).post(f"/diaries/{draft.pk}/republish/", {"group": "river-watch", "words": "For Sunday?"})
        assert answer.status_code == 302
    entry = QueueEntry.objects.get()
    draft.refresh_from_db()
    assert (entry.stage, entry.draft, draft.state) == ("waiting", True, "queued") and steps(entry) == [("added", "alice")]
    assert "Canarytitle" in page(tess, AT) and "Canarytitle" in page(alice, AT) and "Canarytitle" not in page(bob, AT)
    text = page(tess, f"/queue/{entry.pk}/")
    assert "Canarybody." in text and "For Sunday?" in text and "This is not public" in text
    page(bob, f"/queue/{entry.pk}/", 404)
    assert tess.notifications.count() > bob.notifications.filter(kind="queued").count() == 0
    assert "Canarytitle is in the queue (River Watch)" in page(tess, "/notifications/")


def test_the_queue_page_takes_it_too(as_, draft: Diary, group: Group, alice: User, out: Diary) -> None:
    for diary in (draft, out):
        for _ in range(2):
            assert as_(alice).post(AT, {"diary": diary.pk, "words": ""}).status_code == 302
    assert QueueEntry.objects.count() == 2 and QueueStep.objects.count() == 2
    assert as_(alice).post(AT, {"diary": "x"}).status_code == 422
    assert as_(alice).post(AT, {"diary": 999_999}).status_code == 404


def test_non_members_read_why_not(as_, page, out: Diary, group: Group, mo: User, newt: User) -> None:
    for user in (mo, newt):
        assert "Republish</a>" in page(user, out.get_absolute_url())
        assert NOT_A_MEMBER in page(user, f"/diaries/{out.pk}/republish/", 403)
        assert NOT_A_MEMBER in page(user, AT, 403)
        answer = as_(user).post(f"/diaries/{out.pk}/republish/", {"group": "river-watch"})
        assert answer.status_code == 403 and NOT_A_MEMBER in answer.content.decode()
        assert as_(user).post(AT, {"diary": out.pk}).status_code == 403
    assert not QueueEntry.objects.exists()
    assert "Republish</a>" not in page(None, out.get_absolute_url())


def test_a_draft_needs_a_tag_and_what_else_publishing_asks_for(as_, group: Group, alice: User) -> None:
    for missing, words in (("tags", "at least one tag"), ("intro", "needs an introduction"), ("title", "Give this diary a title")):
        typed = {"title": "T", "intro": "I", "tags": "River"} | {missing: ""}
        bare = Diary.objects.start(by=alice, **typed)
        answer = as_(alice).post(f"/diaries/{bare.pk}/republish/", {"group": "river-watch", "words": "Kept words"})
        assert answer.status_code == 422 and words in answer.content.decode() and "Kept words" in answer.content.decode()
        bare.refresh_from_db()
        assert bare.state == "draft"
    assert not QueueEntry.objects.exists()


def test_a_draft_waits_in_one_queue_and_keeps_its_tags(as_, queued: QueueEntry, tess: User, alice: User) -> None:
    other = Group.objects.found("Other", by=tess)
    other.join(by=alice)
    other.admit(alice, by=tess)
    answer = as_(alice).post(f"/diaries/{queued.diary_id}/republish/", {"group": "other"})
    assert answer.status_code == 409 and "waits in the queue of a group already" in answer.content.decode()
    typed = {"title": "New title", "intro": "I", "body": "", "markup": "markdown", "tip": "", "do": "save"}
    assert as_(alice).post(f"/diaries/{queued.diary_id}/edit/", typed | {"tags": ""}).status_code == 422
    assert as_(alice).post(f"/diaries/{queued.diary_id}/edit/", typed | {"tags": "River"}).status_code == 302
    for address in ("publish", "schedule"):
        answer = as_(alice).post(f"/diaries/{queued.diary_id}/{address}/", {"when": "2030-01-01T10:00"})
        assert answer.status_code == 403 and "waits in the queue of a group" in answer.content.decode()
    assert as_(alice).post(f"/diaries/{queued.diary_id}/edit/", typed | {"tags": "River", "do": "publish"}).status_code == 403


def test_it_is_listed_among_the_drafts(page, queued: QueueEntry, alice: User) -> None:
    assert "In the queue of a group" in page(alice, "/drafts/") and "Canarytitle" in page(alice, "/drafts/")
    text = page(alice, f"/diaries/{queued.diary_id}/edit/")
    assert "It waits in the queue of a group" in text and 'value="publish"' not in text
    assert "River Watch" in page(alice, f"/diaries/{queued.diary_id}/republish/")


def test_a_limit_of_what_waits(as_, group: Group, alice: User, member) -> None:
    set_rule("queue.a_member", "1")
    for number, status in ((1, 302), (2, 429)):
        draft = Diary.objects.start(by=alice, title=f"T{number}", intro="I", tags="River")
        assert as_(alice).post(AT, {"diary": draft.pk}).status_code == status


# -- publishing --


def test_publishing_appears_in_the_group_and_with_its_author_at_the_same_instant(
    as_, page, queued: QueueEntry, rita: User, alice: User
) -> None:
    for _ in range(2):
        assert as_(rita).post(f"/queue/{queued.pk}/publish/").status_code == 302
    diary = Diary.objects.get(pk=queued.diary_id)
    shown = Republication.objects.get()
    assert diary.state == "published" and diary.published_at == shown.at and shown.first and shown.by == rita
    assert diary.comments.count() == 1 and diary.comments.get().author == alice
    for address in ("/groups/river-watch/", "/people/alice/", "/recent/", "/groups/river-watch/feed/"):
        assert "Canarytitle" in page(None, address)
    text = page(None, diary.get_absolute_url())
    assert 'Published to <a href="/groups/river-watch/" dir="auto">River Watch</a>' in text and "Also republished" not in text
    assert steps(queued)[-1] == ("published", "rita") and len(steps(queued)) == 2
    assert "Canarytitle is published (River Watch)" in page(alice, "/notifications/")
    assert "1 diary" in page(None, "/groups/")


def test_the_daily_limit_holds_for_the_author_and_counts_nothing_queued(
    as_, group: Group, alice: User, rita: User, queued: QueueEntry
) -> None:
    second = Diary.objects.start(by=alice, title="Second", intro="I", tags="River")
    QueueEntry.objects.add(second, group, by=alice)
    second.refresh_from_db()
    assert as_(rita).post(f"/queue/{queued.pk}/publish/").status_code == 302
    entry = QueueEntry.objects.get(diary=second)
    answer = as_(rita).post(f"/queue/{entry.pk}/publish/")
    assert answer.status_code == 429 and "the limit is 1 a day" in answer.content.decode()
    second.refresh_from_db()
    assert second.state == "queued" and steps(entry) == [("added", "alice")]


def test_republishing_is_one_diary_with_one_thread_and_one_address(
    as_, page, brought: QueueEntry, out: Diary, rita: User, bob: User
) -> None:
    address, said = out.get_absolute_url(), out.comments.count()
    assert as_(rita).post(f"/queue/{brought.pk}/publish/").status_code == 409, "it is out already"
    for _ in range(2):
        assert as_(rita).post(f"/queue/{brought.pk}/republish/").status_code == 302
    out.refresh_from_db()
    assert (out.get_absolute_url(), out.comments.count()) == (address, said) and Republication.objects.get().first is False
    text = page(None, address)
    assert 'Also republished by <a href="/groups/river-watch/">River Watch</a>.' in text and "Published to" not in text
    assert "Out already" in page(None, "/groups/river-watch/") and page(None, "/recent/").count("Out already</a>") == 1
    assert "Out already is republished (River Watch)" in page(bob, "/notifications/")


@pytest.mark.parametrize(
    ("printed", "groups", "sentence"),
    [
        ([], ["A"], "Also republished by A."),
        ([], ["A", "B"], "Also republished by A and B."),
        ([], ["A", "B", "C"], "Also republished by A, B, and C."),
        (["Old & gone"], ["A"], "Also republished by Old & gone and A."),
        (["X", "Y", "Z"], [], "Also republished by X, Y, and Z."),
    ],
)
def test_the_sentence_has_its_serial_comma(
    page, out: Diary, tess: User, printed: list[str], groups: list[str], sentence: str
) -> None:
    for name in groups:
        group = Group.objects.found(f"Group {name}", by=tess, at=timezone.now() - timedelta(days=len(Group.objects.all()) + 2))
        Republication.show(out, group, first=False, by=tess, at=timezone.now())
    Diary.objects.filter(pk=out.pk).update(republished_to=printed)
    text = html.unescape(strip_tags(page(None, out.get_absolute_url()))).replace("Group ", "")
    assert sentence in text


# -- sent back, declined, withdrawn --


def test_sent_back_with_notes_and_handed_in_again(as_, page, queued: QueueEntry, rita: User, alice: User, tess: User) -> None:
    assert "What should change?" in page(rita, f"/queue/{queued.pk}/send-back/")
    assert as_(rita).post(f"/queue/{queued.pk}/send-back/", {"words": "  "}).status_code == 422
    for _ in range(2):
        assert as_(rita).post(f"/queue/{queued.pk}/send-back/", {"words": "Name your <b>source</b>."}).status_code == 302
    assert "Name your &lt;b&gt;source" in page(alice, f"/queue/{queued.pk}/") and "was sent back to you" in page(
        alice, "/notifications/"
    )
    assert as_(tess).post(f"/queue/{queued.pk}/publish/").status_code == 409, "it is with its author"
    for _ in range(2):
        assert as_(alice).post(f"/queue/{queued.pk}/resubmit/", {"words": "Done."}).status_code == 302
    assert [act for act, _ in steps(queued)] == ["added", "sent back", "resubmitted"]
    assert as_(tess).post(f"/queue/{queued.pk}/publish/").status_code == 302


def test_declined_with_a_reason_it_is_its_authors_again(as_, page, queued: QueueEntry, rita: User, tess: User, alice: User) -> None:
    for _ in range(2):
        assert as_(rita).post(f"/queue/{queued.pk}/decline/", {"words": "We had this last week."}).status_code == 302
    assert Diary.objects.get(pk=queued.diary_id).state == "draft"
    assert "We had this last week." in page(alice, f"/queue/{queued.pk}/") and "Canarybody." in page(alice, f"/queue/{queued.pk}/")
    for address in (f"/queue/{queued.pk}/", f"{AT}done/", AT, f"{AT}calendar/", "/notifications/"):
        assert "Canary" not in page(tess, address), address
    assert "was declined" in page(alice, "/notifications/")


def test_a_withdrawn_draft_is_its_authors_alone_again(as_, page, queued: QueueEntry, alice: User, tess: User) -> None:
    assert "Withdraw it from the queue?" in page(alice, f"/queue/{queued.pk}/withdraw/")
    for _ in range(2):
        assert as_(alice).post(f"/queue/{queued.pk}/withdraw/").status_code == 302
    assert Diary.objects.get(pk=queued.diary_id).state == "draft" and steps(queued)[-1] == ("withdrawn", "alice")
    for address in (f"/queue/{queued.pk}/", f"{AT}done/", AT, "/notifications/"):
        assert "Canary" not in page(tess, address), address
    assert as_(alice).post(f"/diaries/{queued.diary_id}/republish/", {"group": "river-watch"}).status_code == 302, "and again"


@pytest.mark.parametrize("how", ["remove", "take_back"])
def test_removing_the_draft_takes_it_out(page, queued: QueueEntry, alice: User, tess: User, how: str) -> None:
    getattr(queued.diary, how)(by=alice)
    queued.refresh_from_db()
    assert queued.stage == "withdrawn" and "Canary" not in page(tess, f"/queue/{queued.pk}/")


def test_consent_is_withdrawn_after_publication(
    as_, page, queued: QueueEntry, rita: User, alice: User, bob: User, group: Group
) -> None:
    queued.publish(by=rita)
    assert "Take your consent back?" in page(alice, f"/queue/{queued.pk}/withdraw/")
    for _ in range(2):
        assert as_(alice).post(f"/queue/{queued.pk}/withdraw/").status_code == 302
    diary = Diary.objects.get(pk=queued.diary_id)
    assert diary.is_published and "Published to" not in page(None, diary.get_absolute_url())
    for address in ("/groups/river-watch/", "/groups/river-watch/feed/"):
        assert "Canary" not in page(None, address)
    assert "0 diaries" in page(None, "/groups/")
    answer = as_(bob).post(f"/diaries/{diary.pk}/republish/", {"group": "river-watch"})
    assert answer.status_code == 409 and "does not want this diary to be republished" in answer.content.decode()
    assert as_(alice).post(f"/diaries/{diary.pk}/republish/", {"group": "river-watch"}).status_code == 302


def test_the_author_withdraws_what_another_brought_and_the_other_only_while_it_waits(
    as_, brought: QueueEntry, rita: User, alice: User, bob: User
) -> None:
    assert as_(alice).get(f"/queue/{brought.pk}/withdraw/").status_code == 200
    brought.republish(by=rita)
    answer = as_(alice).post(f"/queue/{brought.pk}/withdraw/")
    assert answer.status_code == 403 and "Its author can still take the consent back." in answer.content.decode()
    assert as_(bob).post(f"/queue/{brought.pk}/withdraw/").status_code == 302
    assert not Republication.objects.standing().exists()


def test_a_diary_taken_back_is_in_no_group_and_returns_to_it(page, queued: QueueEntry, rita: User, alice: User, tess: User) -> None:
    queued.publish(by=rita)
    diary = Diary.objects.get(pk=queued.diary_id)
    diary.take_back(by=alice)
    diary.write(by=alice, title="Kanarie", intro="Kanarie", tags="Canarytag")
    for user, address in (
        (None, "/groups/river-watch/"),
        (tess, f"/queue/{queued.pk}/"),
        (tess, f"{AT}done/"),
        (None, "/groups/river-watch/feed/"),
    ):
        assert "anarie" not in page(user, address) and "anarytitle" not in page(user, address), address
    assert "0 diaries" in page(None, "/groups/")
    diary.publish(by=alice)
    assert "Kanarie" in page(None, "/groups/river-watch/") and "1 diary" in page(None, "/groups/")


def test_leaving_and_expelling_give_drafts_back(
    queued: QueueEntry, brought: QueueEntry, group: Group, alice: User, tess: User
) -> None:
    group.expel(alice, by=tess)
    queued.refresh_from_db()
    brought.refresh_from_db()
    assert (queued.stage, brought.stage) == ("withdrawn", "waiting") and Diary.objects.get(pk=queued.diary_id).state == "draft"


def test_an_author_whose_account_goes_takes_the_draft_along(queued: QueueEntry, alice: User) -> None:
    alice.leave()
    assert not Diary.objects.filter(pk=queued.diary_id).exists() and not QueueEntry.objects.filter(pk=queued.pk).exists()


def test_a_suspended_author_is_not_published(as_, queued: QueueEntry, alice: User, rita: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    answer = as_(rita).post(f"/queue/{queued.pk}/publish/")
    assert answer.status_code == 409 and "Its author cannot publish just now." in answer.content.decode()


# -- one editor at a time --


def test_a_claim_is_one_editors_and_lapses(as_, page, queued: QueueEntry, rita: User, tess: User) -> None:
    for _ in range(2):
        assert as_(rita).post(f"/queue/{queued.pk}/claim/").status_code == 302
    assert steps(queued)[-1] == ("claimed", "rita") and len(steps(queued)) == 2
    for verb in ("claim", "publish", "decline", "send-back"):
        answer = as_(tess).post(f"/queue/{queued.pk}/{verb}/", {"words": "x"})
        assert answer.status_code == 409 and "rita has claimed it until" in answer.content.decode()
    assert "Claimed by rita" in page(tess, f"/queue/{queued.pk}/") and "claimed by rita" in page(tess, AT)
    for _ in range(2):
        assert as_(rita).post(f"/queue/{queued.pk}/release/").status_code == 302
    assert as_(tess).post(f"/queue/{queued.pk}/claim/").status_code == 302
    queued.claim(by=rita, at=timezone.now() + timedelta(minutes=61))
    assert steps(queued)[-1] == ("claimed", "rita")


def test_who_comes_second_is_told(as_, queued: QueueEntry, rita: User, tess: User) -> None:
    as_(rita).post(f"/queue/{queued.pk}/decline/", {"words": "No."})
    answer = as_(tess).post(f"/queue/{queued.pk}/publish/")
    assert answer.status_code == 409 and "Meanwhile rita declined it. Nothing else was done." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 9])
def test_the_number_of_queries_does_not_grow(
    as_, group: Group, queued: QueueEntry, tess: User, bob: User, django_assert_max_num_queries, count: int
) -> None:
    for number in range(count):
        at = timezone.now() - timedelta(days=number + 2)
        diary = Diary.objects.start(by=bob, title=f"T{number}", intro="I", tags="River", at=at)
        diary.publish(by=bob, at=at)
        entry = QueueEntry.objects.add(diary, group, by=bob)
        if number % 2:
            entry.republish(by=tess)
        else:
            entry.schedule(timezone.now() + timedelta(hours=number + 1), by=tess)
    browser = as_(tess)
    browser.get("/groups/")  # what the process knows of the site
    for address in (
        AT,
        f"{AT}done/",
        f"{AT}calendar/",
        f"/queue/{queued.pk}/",
        f"/diaries/{diary.pk}/republish/",
        "/groups/river-watch/",
    ):
        with django_assert_max_num_queries(8):
            assert browser.get(address).status_code == 200
