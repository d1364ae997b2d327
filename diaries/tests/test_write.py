"""Writing: a draft that is kept, a form that loses nothing."""

import pytest

from community.models import set_rule
from diaries.models import Diary
from diaries.models.diary import UNTITLED

ADDRESS = "/diaries/write/"


def test_looking_at_the_editor_writes_nothing(as_, alice):
    assert as_(alice).get(ADDRESS).status_code == 200
    assert not Diary.objects.exists()


def test_what_was_typed_is_a_draft(as_, alice, typed):
    response = as_(alice).post(ADDRESS, typed)
    diary = Diary.objects.get()
    assert response["Location"] == f"/diaries/{diary.pk}/edit/"
    assert (diary.author, diary.state, diary.title, diary.tip, diary.published_at) == (
        alice,
        "draft",
        "Low water",
        "Thanks for wading.",
        None,
    )
    assert (diary.intro, diary.body, diary.tags_text) == ("The river is *low*.", "So low.", "River, Low Water")
    assert "<em>low</em>" in diary.intro_html
    page = as_(alice).get("/drafts/").content.decode()
    assert "Low water" in page and "last changed just now" in page


def test_the_source_is_kept_as_it_was_written_and_only_the_html_is_cleaned(as_, alice, typed):
    source = "<p onclick=evil()>A <b>bold</b> line.</p><script>alert(1)</script>"
    as_(alice).post(ADDRESS, typed | {"markup": "html", "body": source})
    diary = Diary.objects.get()
    assert (diary.markup, diary.body) == ("html", source)
    assert "<b>bold</b>" in diary.body_html
    assert "onclick" not in diary.body_html and "script" not in diary.body_html


def test_an_empty_form_is_an_untitled_draft(as_, alice):
    assert as_(alice).post(ADDRESS, {}).status_code == 302
    assert Diary.objects.get().title == UNTITLED == "untitled diary"


@pytest.mark.parametrize("title", ["\u200b\u202e", " \u3164 "])
def test_a_title_that_nobody_sees_is_none(as_, alice, typed, title):
    as_(alice).post(ADDRESS, typed | {"title": title})
    assert Diary.objects.get().title == UNTITLED


@pytest.mark.parametrize("wish", ["save", "publish"])
def test_the_same_form_sent_twice_is_one_diary(as_, alice, typed, wish):
    answers = [as_(alice).post(ADDRESS, typed | {"do": wish}) for _ in range(3)]
    diary = Diary.objects.get()
    assert [answer.status_code for answer in answers] == [302] * 3
    assert len({answer["Location"] for answer in answers}) == 1
    assert diary.versions.count() == 1
    assert diary.comments.count() == (1 if wish == "publish" else 0)


def test_going_back_to_the_form_and_saving_again_changes_the_draft(as_, alice, typed):
    for body in ("So low.", "Lower still."):
        as_(alice).post(ADDRESS, typed | {"body": body})
    assert Diary.objects.get().body == "Lower still."


def test_going_back_to_the_form_of_a_published_diary_asks_before_it_changes_it(as_, alice, typed):
    as_(alice).post(ADDRESS, typed | {"do": "publish"})
    answer = as_(alice).post(ADDRESS, typed | {"do": "publish", "body": "Lower still."})
    assert "Are you sure you want to save these changes to the published diary?" in answer.content.decode()
    assert "Lower still." in answer.content.decode()
    assert Diary.objects.get().body == "So low."


def test_a_late_retry_does_not_bring_a_removed_diary_back(as_, alice, typed):
    as_(alice).post(ADDRESS, typed | {"do": "publish"})
    Diary.objects.get().remove(by=alice)
    assert as_(alice).post(ADDRESS, typed | {"do": "publish"}).status_code == 403
    assert Diary.objects.get().state == "removed"


def test_two_members_may_send_the_same_token(as_, alice, bob, typed):
    for user in (alice, bob):
        as_(user).post(ADDRESS, typed)
    assert Diary.objects.count() == 2


def test_without_a_token_two_forms_are_two_drafts(as_, alice, typed):
    del typed["token"]
    for _ in range(2):
        as_(alice).post(ADDRESS, typed)
    assert Diary.objects.count() == 2


def test_a_token_that_is_no_text_is_none(as_, alice, typed):
    assert as_(alice).post(ADDRESS, typed | {"token": "a\x00b"}).status_code == 302
    assert Diary.objects.get().token is None


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"title": "t" * 101}, "100 characters"),
        ({"title": "bad\x00title"}, "Null characters"),
        ({"intro": "keep \x00"}, "Null characters"),
        ({"body": "keep \x07"}, "cannot be stored (U+0007"),
        ({"body": "keep " + "x" * 1_100_000}, "too long"),
        ({"body": "keep " + "[" * 100_000}, "never closed"),
        ({"body": ">" * 5_000 + " keep"}, "too deeply"),
        ({"tip": "keep " + "[" * 50_000}, "never closed"),
        ({"tip": "keep " + "x" * 70_000}, "too long"),
        ({"tags": "t" * 61}, "too long"),
        ({"tags": "ﷺ" * 60}, "too long"),
        ({"tags": ", ".join(f"tag {n}" for n in range(21))}, "at most 20 tags; these are 21"),
        ({"markup": "latex"}, "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("wish", ["save", "publish", "preview"])
def test_what_cannot_be_kept_is_422_with_all_that_was_typed(as_, alice, typed, said, complaint, wish):
    if wish == "preview" and "tag 20" in said.get("tags", ""):
        wish = "save"  # their number is a rule of the diary, which a preview does not ask
    response = as_(alice).post(ADDRESS, typed | said | {"do": wish})
    page = response.content.decode()
    assert response.status_code == 422
    assert complaint in page
    assert "The river is *low*." in page or "intro" in said
    for name, value in said.items():
        if name != "markup":
            assert value.replace("\x00", "")[:30].replace(">", "&gt;").split("\x07")[0] in page.replace("\x00", "")
    assert not Diary.objects.exists()


def test_every_line_and_every_blank_comes_back_from_the_form(as_, alice, typed):
    body = "\n    indented\n\n\n  tail  \n"
    page = as_(alice).post(ADDRESS, typed | {"title": "t" * 101, "body": body}).content.decode()
    assert f">\n{body}</textarea>" in page.replace("\r\n", "\n")
    as_(alice).post(ADDRESS, typed | {"body": body})
    assert Diary.objects.get().body == body


def test_markup_within_the_form_stays_text(as_, alice, typed):
    page = as_(alice).post(ADDRESS, typed | {"title": "t" * 101, "body": "</textarea><script>alert(1)</script>"}).content.decode()
    assert "</textarea><script>alert" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_log_in(as_, typed, method):
    response = getattr(as_(None), method)(ADDRESS, typed)
    assert response["Location"].startswith("/accounts/login/?next=")
    assert not Diary.objects.exists()


def test_a_newcomer_may_draft_but_not_publish_where_the_site_says_so(as_, newt, typed):
    set_rule("newcomers.first_diary", "7")
    page = as_(newt).get(ADDRESS).content.decode()
    assert "New members can publish diaries from" in page and "Your draft is kept until then." in page
    response = as_(newt).post(ADDRESS, typed | {"do": "publish"})
    assert response.status_code == 403
    assert "New members can publish diaries from" in response.content.decode()
    assert Diary.objects.get().state == "draft"


def test_other_methods_are_405(as_, alice):
    assert as_(alice).delete(ADDRESS).status_code == 405
    assert not Diary.objects.exists()
