"""Sharing a diary by e-mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from community.models import Site, set_rule
from diaries.models import Diary, Share
from diaries.models.share import MAIL_FAILED

SENT = "Your Email has been sent."
FORM = {"to": "friend@example.com", "words": "Read this,\nplease.", "token": "one-form"}


def address(diary):
    return f"/diaries/{diary.pk}/share/"


def test_it_sends_one_plain_letter(as_, diary, bob):
    Site(name="Tolliver Commons").save()
    answer = as_(bob).post(address(diary), FORM, follow=True)
    assert SENT in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["friend@example.com"] and not letter.cc and not letter.bcc
    assert letter.subject == "bob sends you a diary: The ferry and the bridge"
    assert "Which of the two?" in letter.body and "Read this,\nplease." in letter.body and diary.get_absolute_url() in letter.body
    assert "Tolliver Commons" in letter.body and "bob@example.org" not in str(letter.message())
    assert letter.message().get_content_type() == "text/plain"


def test_the_same_form_twice_is_one_letter(as_, diary, bob):
    for _ in range(3):
        assert SENT in as_(bob).post(address(diary), FORM, follow=True).content.decode()
    assert len(mail.outbox) == 1


def test_what_it_says_is_not_kept(as_, diary, bob):
    as_(bob).post(address(diary), FORM)
    share = Share.objects.get()
    assert {field.name for field in Share._meta.fields} == {"id", "by", "diary", "at", "token"}
    assert (share.by, share.diary) == (bob, diary)


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ""}, {"to": "nobody"}, {"to": "a@example.com, b@example.com"}, {"to": "a@example.com\nBcc: b@example.com"},
        {"to": "a@example.com\r\nSubject: x"}, {"to": "a@example.com\x00"}, {"to": "Friend <a@example.com>"}, {"words": "x" * 2001}, {"words": "\x07"},
    ],
)  # fmt: skip
def test_what_is_wrong_comes_back_with_what_was_typed(as_, diary, bob, wrong):
    answer = as_(bob).post(address(diary), FORM | wrong)
    assert answer.status_code == 422
    assert "Read this," in answer.content.decode() or "words" in wrong
    assert not mail.outbox and not Share.objects.exists()


def test_nothing_typed_gets_into_a_header(as_, alice, bob):
    diary = Diary.objects.start(by=alice, title="Low\u2028Bcc: x@example.com\u0085 water", intro="x", tags="T")
    diary.publish(by=alice)
    Diary.objects.filter(pk=diary.pk).update(title="Low\r\nBcc: x@example.com")  # as an import might have brought it
    as_(bob).post(address(diary), FORM | {"words": "Hello\r\nBcc: evil@example.com\r\n\r\n.\r\n"})
    (letter,) = mail.outbox
    message = letter.message()
    assert message["Bcc"] is None and message["To"] == "friend@example.com"
    assert message["Subject"] == "bob sends you a diary: Low Bcc: x@example.com"
    assert letter.recipients() == ["friend@example.com"]


def test_ten_a_day_and_the_refusal_says_when(as_, diary, bob):
    then = timezone.now() - timedelta(hours=23)
    for n in range(9):
        Share.objects.send(diary, by=bob, to=f"a{n}@example.com", at=then)
    Share.objects.send(diary, by=bob, to="old@example.com", at=timezone.now() - timedelta(hours=25))
    assert as_(bob).post(address(diary), FORM).status_code == 302
    answer = as_(bob).post(address(diary), FORM | {"token": "two"})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "the limit is 10" in page and "You can send the next one from" in page and "Read this," in page
    assert len(mail.outbox) == 11


@pytest.mark.parametrize("limit", ["0", "2"])
def test_the_number_is_a_rule(as_, diary, bob, tess, limit):
    set_rule("share.a_day", limit)
    answers = [as_(bob).post(address(diary), FORM | {"token": str(n)}).status_code for n in range(3)]
    assert answers == [302] * int(limit) + [429] * (3 - int(limit))
    assert as_(tess).post(address(diary), FORM).status_code == (302 if limit == "2" else 429)


def test_mail_that_fails_keeps_the_text_and_does_not_count(as_, diary, bob, settings):
    settings.EMAIL_BACKEND = "diaries.tests.test_share.Broken"
    answer = as_(bob).post(address(diary), FORM)
    page = answer.content.decode()
    assert answer.status_code == 503 and MAIL_FAILED in page and "Read this," in page and "friend@example.com" in page
    assert not Share.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert as_(bob).post(address(diary), FORM).status_code == 302
    assert len(mail.outbox) == 1


class Broken:
    def __init__(self, **_):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail today")


def test_who_may(as_, diary, draft, alice, bob, mo):
    assert as_(None).post(address(diary), FORM)["Location"].startswith("/accounts/login/")
    assert as_(alice).post(address(draft), FORM).status_code == 403
    for user in (bob, mo):
        assert as_(user).post(address(draft), FORM).status_code == 404
        assert as_(user).get(address(draft)).status_code == 404
    assert not mail.outbox


def test_looking_sends_nothing(as_, diary, bob):
    page = as_(bob).get(address(diary))
    assert page.status_code == 200 and 'name="to"' in page.content.decode()
    assert not mail.outbox and not Share.objects.exists()
    assert address(diary) in as_(bob).get(diary.get_absolute_url()).content.decode()
    assert address(diary) not in as_(None).get(diary.get_absolute_url()).content.decode()


def test_the_limit_holds_across_processes(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    sent = site.all_at_once(SEND, [(str(n),) for n in range(4)])
    assert sum(map(int, sent)) == 10


CAST = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
Diary.objects.start(by=alice, title="A", intro="B", tags="C").publish(by=alice)
"""

SEND = """
from django.conf import settings
from core.errors import Refused
from diaries.models import Diary, Share
settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
diary, sent = Diary.objects.get(), 0
for n in range(8):
    try:
        Share.objects.send(diary, by=diary.author, to="a@example.com")
        sent += 1
    except Refused:
        pass
print(sent)
"""
