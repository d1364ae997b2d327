"""Where allauth asks us: names, log-in, mail."""

import logging
from contextlib import suppress
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.invitations import Invitation
from accounts.models import User
from accounts.names import TAKEN, is_taken, normalised
from community.models import SignUp, Site

log = logging.getLogger("rostrum.accounts")
_MISMATCH = "That name and that password do not go together. Check both, or ask for a new password."
_LATER = "Wait a few minutes, then try again."


def invitation_of(request: HttpRequest) -> str:
    """The code that came with the link or the form; empty without one."""
    return (request.POST.get("invitation") or request.GET.get("invitation") or "")[:40]


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_taken": TAKEN,
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "too_many_login_attempts": f"That was tried too often. {_LATER}",
        "rate_limited": f"That was too often. {_LATER}",
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This code is not right, or no longer.",
        "same_as_current": "This is what it was before.",
        "duplicate_email": "This address is yours already.",
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        username = super().clean_username(normalised(username), shallow=True)
        if not shallow and is_taken(username):
            raise self.validation_error("username_taken")
        return username

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Open to everybody, to whom a member has invited, or to nobody: the site's setting."""
        policy = Site.current().sign_up
        return policy == SignUp.OPEN or (
            policy == SignUp.INVITED and Invitation.objects.open().filter(code=invitation_of(request)).exists()
        )

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Raises ValidationError when somebody else took a look-alike name since the form was checked."""
        try:
            with transaction.atomic():
                saved = super().save_user(request, user, form, commit)
                if Site.current().sign_up == SignUp.INVITED:
                    Invitation.objects.use(invitation_of(request), by=saved)
                return saved
        except IntegrityError as error:
            raise self.validation_error("username_taken") from error

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """However a name is spelled, it is tried and counted as the one name that it is."""
        if name := credentials.get("username"):
            with suppress(User.DoesNotExist):
                credentials["username"] = User.objects.named(name).username
        return super().authenticate(request, **credentials)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away does not break the page; every message can be asked for again."""
        try:
            super().send_mail(template_prefix, email, {"site": Site.current(), **context})
        except (OSError, SMTPException) as error:
            log.error("A message could not be sent: %s", template_prefix, exc_info=error)
            if current.request is not None:
                messages.error(current.request, "The site cannot send mail just now. Please try again in a few minutes.")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "This code is not right, or no longer."}

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return Site.current().name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": Site.current().name}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {"name": user.username}
