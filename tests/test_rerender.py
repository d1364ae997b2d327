"""`manage.py rerender`: what was stored by an older sanitiser becomes what it would be today."""

import io

from django.core.management import call_command

from comments.models import Comment
from core import bounds
from diaries.models import Diary, Update

OLD = '<h3>Old</h3><h6>and deep</h6><a href="/x" rel="nofollow ugc noopener"></a><table><tbody><tr><th></th></tr></tbody></table>'


def rerendered() -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("rerender", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_every_text_is_made_anew_from_its_source(diary, comment, alice, bob):
    Update.objects.add(diary, by=alice, body="News.")
    bob.describe(biography="I *row*.", signature="*Row*")
    comment.edit(by=bob, subject="", body="Rather *not*.", at=comment.posted_at)
    before = [
        *Diary.objects.values("intro_html", "body_html"),
        *Comment.objects.values("body_html"),
        *Update.objects.values("body_html"),
    ]
    Diary.objects.update(body_html=OLD, intro_html=OLD)
    Comment.objects.update(body_html=OLD, fragment="")
    Update.objects.update(body_html=OLD)
    type(bob).objects.update(biography_html=OLD, signature_html=OLD)
    comment.edits.update(body_html=OLD)
    out, err = rerendered()
    assert before == [
        *Diary.objects.values("intro_html", "body_html"),
        *Comment.objects.values("body_html"),
        *Update.objects.values("body_html"),
    ]
    bob.refresh_from_db()
    assert bob.biography_html == '<p dir="auto">I <em>row</em>.</p>\n' and bob.signature_html == "<em>Row</em>"
    assert comment.edits.get().body_html == '<p dir="auto">The bridge, of course.</p>\n'
    assert "Rather" in Comment.objects.get(pk=comment.pk).fragment
    assert "1 diaries changed" in out and err == ""
    assert "0 diaries changed" in rerendered()[0]


def test_a_signature_of_its_day_has_no_source(comment):
    Comment.objects.update(signature_html='<a rel="nofollow ugc noopener">Mark</a> <em></em>Twain')
    rerendered()
    assert Comment.objects.get(pk=comment.pk).signature_html == "Mark Twain"


def test_what_takes_too_long_today_stays_as_it_was(diary, monkeypatch):
    Diary.objects.update(body="[" * 500, body_html="Once rendered.")
    monkeypatch.setattr(bounds, "SECONDS", 5.0)
    _, err = rerendered()
    assert Diary.objects.get(pk=diary.pk).body_html == "Once rendered." and "It stays as it was." in err
