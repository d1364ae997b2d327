"""Sharing a diary by e-mail: plain text, in the sender's name, so many a day."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from community.models import Site, rule
from core.clock import spoken
from core.errors import Refused
from core.html import plain
from diaries.models.diary import Diary

MAIL_FAILED = "The e-mail could not be sent just now. Your text is kept here; try again in a few minutes."


class ShareQuerySet(models.QuerySet["Share"]):
    def send(self, diary: Diary, *, by: User, to: str, words: str = "", token: str = "", at: datetime | None = None) -> None:
        """Send one e-mail about a published diary. The same token is the same e-mail.

        The place in the day's number is taken, and other processes see it, before anything is sent; mail that cannot be
        sent gives it back. Raises Refused (409, 429, 503).
        """
        share = self._take_place(diary, by=by, token=token, at=at or timezone.now())
        if share is None:
            return
        try:
            letter(diary, by=by, to=to, words=words).send()
        except Exception as failure:  # mail fails in as many ways as there are servers
            share.delete()
            raise Refused(MAIL_FAILED, status=503) from failure

    @transaction.atomic
    def _take_place(self, diary: Diary, *, by: User, token: str, at: datetime) -> "Share | None":
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if token and self.filter(by=by, token=token).exists():
            return None
        verdict = Diary.objects.get(pk=diary.pk).permissions_for(by, at=at).share
        if not verdict:
            raise Refused(str(verdict), status=409)
        most, day = int(rule("share.a_day", at=at)), timedelta(days=1)
        sent = self.filter(by=by, at__gt=at - day).order_by("-at").values_list("at", flat=True)[:most]
        if len(sent) >= most:
            opens = f" You can send the next one from {spoken(sent[most - 1] + day, Site.current().zone)} on." if most else ""
            raise Refused(
                f"You have sent {len(sent)} e-mails in the last 24 hours, and the limit is {most}.{opens} Your text is kept.",
                status=429,
            )
        return self.create(by=by, diary=diary, token=token or None, at=at)


class Share(models.Model):
    """An e-mail was sent. To whom and what it said is not kept."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shares")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="shares")
    at = models.DateTimeField(default=timezone.now)
    token = models.CharField(max_length=64, null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-at"])]
        constraints = [models.UniqueConstraint(fields=["by", "token"], name="a_share_token_once_a_member")]

    def __str__(self) -> str:
        return f"{self.by} at {self.at}"


def letter(diary: Diary, *, by: User, to: str, words: str) -> EmailMessage:
    """Headers hold nothing that was typed here but the address, which the form has checked."""
    site = Site.current()
    context = {
        "diary": diary,
        "by": by,
        "words": words,
        "site": site,
        "address": settings.SITE_URL,
        "intro": plain(diary.intro_html).strip(),
    }
    title = " ".join(diary.title.split())
    return EmailMessage(f"{by.name} sends you a diary: {title}", render_to_string("diaries/share.txt", context), to=[to])
