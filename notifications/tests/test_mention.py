"""`@name` in comments, diaries and quick updates."""

from datetime import timedelta

from django.utils import timezone

from diaries.models import Diary, Update
from notifications.models import Notification


def test_in_a_comment_also_by_a_name_that_looks_like_it(diary, bob, tess, rita, told):
    diary.comments.post(by=bob, body="@TESS and @rita. Nobody else: not @nobody-here, not bob@tess.example.")
    assert told() == {("alice", "comment"), ("tess", "mention"), ("rita", "mention")}


def test_not_in_code_or_quotes(diary, bob, tess, told):
    diary.comments.post(by=bob, body="> @tess said so\n\n`@tess`\n\n    @tess\n\n[@tess](https://example.org/)")
    assert told() == {("alice", "comment")}


def test_by_an_edit_only_who_is_new(as_, diary, bob, tess, rita, told):
    comment = diary.comments.post(by=bob, body="Ask @tess.")
    as_(bob).post(f"/comments/{comment.pk}/edit/", {"body": "Ask @tess or @rita, says @alice."})
    assert told() == {("alice", "comment"), ("tess", "mention"), ("rita", "mention")}
    assert Notification.objects.count() == 3


def test_ten_a_text(diary, bob, member, told):
    names = [member(f"crowd{number}").username for number in range(12)]
    diary.comments.post(by=bob, body=" ".join(f"@{name}" for name in names))
    assert told() == {("alice", "comment")} | {(name, "mention") for name in names[:10]}


def test_a_diary_when_it_is_published_not_before(as_, alice, bob, tess, told):
    draft = Diary.objects.start(by=alice, title="For Bob", intro="Thank you, @bob.", body="And @tess.", tags="Thanks")
    assert told() == set()
    as_(alice).post(f"/diaries/{draft.pk}/publish/")
    assert told() == {("bob", "mention"), ("tess", "mention")}
    assert Notification.objects.filter(about_type="diaries.diary", about_id=draft.pk, by=alice).count() == 2


def test_a_published_diary_that_is_changed_tells_only_who_is_new(diary, alice, bob, tess, told):
    diary.write(by=alice, title=diary.title, intro="As @bob says.", body="", at=timezone.now())
    assert told() == {("bob", "mention")}
    diary.write(by=alice, title=diary.title, intro="As @bob and @tess say.", body="", at=timezone.now() + timedelta(minutes=1))
    assert told() == {("bob", "mention"), ("tess", "mention")} and Notification.objects.count() == 2


def test_a_quick_update(diary, alice, bob, told):
    Update.objects.add(diary, by=alice, body="@bob was right.")
    assert told() == {("bob", "mention")}
