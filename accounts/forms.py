"""What members say of themselves, and allauth's forms within our bounds: every field has a longest value."""

from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.http import HttpRequest

from accounts.models import SignatureMode, User
from accounts.names import LONGEST
from community.models import Site
from core.text import check_text

LONGEST_ANSWER = 254  # characters: an e-mail address; passwords and names of keys may be as long
LONGEST_CREDENTIAL = 20_000  # characters: what a security key answers
NO_ANSWER = "This is no answer of a security key. Please try again."
LONGEST_BIOGRAPHY = User._meta.get_field("biography").max_length
LONGEST_SIGNATURE = User._meta.get_field("signature").max_length


# -- about oneself ------------------------------------------------------------------------------------------------------


class Words(forms.CharField):
    """Text that every database can keep, measured after its line ends are ours."""

    def to_python(self, value: Any) -> str:
        return super().to_python(check_text(value or "", limit=4 * (self.max_length or 0))) or ""


class WebAddress(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"], message="A home page starts with https:// or http://.")]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of the world by region, without the old names that only computers use."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "posix", "right", "US", "Brazil", "Canada", "Chile", "Mexico"):
            regions.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return list(regions.items())


def _zone_choices(own: str = "") -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = [("", f"The site's: {Site.current().time_zone}"), ("UTC", "UTC"), *zones()]
    offered = {"", "UTC"} | {name for _, places in zones() for name, _ in places}
    return choices if own in offered else [*choices, (own, own)]


class SettingsForm(forms.Form):
    biography = Words(
        required=False, max_length=LONGEST_BIOGRAPHY, strip=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"What others should know about you. Markdown; at most {LONGEST_BIOGRAPHY:,} characters.",
    )  # fmt: skip
    signature = Words(required=False, max_length=LONGEST_SIGNATURE, help_text="One line below each of your comments. Markdown.")
    signature_mode = forms.ChoiceField(
        label="In comments I wrote before",
        choices=SignatureMode,
        widget=forms.RadioSelect,
        help_text="What readers see below them.",
    )
    home_page = WebAddress(required=False, max_length=200, help_text="For instance https://example.org/.")
    time_zone = forms.ChoiceField(required=False, help_text="Yours, if times should be shown in it.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(user, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = _zone_choices(user.time_zone)

    def clean_signature(self) -> str:
        return " ".join(self.cleaned_data["signature"].split())


class AvatarForm(forms.Form):
    picture = forms.FileField(
        label="From a file",
        max_length=255, help_text="JPEG, PNG, GIF or WebP, at most 5 MB. It is cut to a square; nothing else in the file is kept.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
        error_messages={"required": "Choose a picture first.", "empty": "This file is empty."},
    )  # fmt: skip


class LeaveForm(forms.Form):
    KEEP, ERASE = "keep", "erase"
    texts = forms.ChoiceField(
        label="What you wrote", widget=forms.RadioSelect, initial=KEEP,
        choices=[(KEEP, "stays, by “former member”"), (ERASE, "goes too: diaries are removed, comments become empty places")],
    )  # fmt: skip
    password = forms.CharField(
        label="Your password", strip=False, max_length=LONGEST_ANSWER,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


# -- allauth's, bounded -------------------------------------------------------------------------------------------------


ASKED_OF_NEW_ONES = "At least 10 characters, and none that everybody uses."


class Bounded(forms.BaseForm):
    """Adds a longest value to each text field, and takes away placeholders: every field has a label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField):
                bound(field)


def bound(field: forms.CharField, longest: int = LONGEST_ANSWER) -> None:
    field.max_length = min(field.max_length or longest, longest)
    field.widget.attrs["maxlength"] = str(field.max_length)
    field.validators = [each for each in field.validators if not isinstance(each, MaxLengthValidator)]
    field.validators.append(MaxLengthValidator(field.max_length))


class NewPassword(Bounded):
    """Asks for a new password in the words in which one was asked for when joining."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": "Your password until now", "password1": "New password", "password2": "New password, once more"}
        for name in labels.keys() & self.fields.keys():
            self.fields[name].label = labels[name]
        self.fields["password1"].help_text = ASKED_OF_NEW_ONES


class LoginForm(Bounded, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail"
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Bounded, account.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, email, password = (self.fields[each] for each in ("username", "email", "password1"))
        name.label, email.label = "User name", "E-mail"
        name.help_text = "2 to 30 letters or digits of any script, and _ - . inside. It can never be changed."
        email.help_text = "Only for you and the site. You will get a message to confirm it."
        password.help_text = ASKED_OF_NEW_ONES
        bound(cast(forms.CharField, name), LONGEST)
        self.fields["website"].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}
        self.fields["website"].label = "Leave this empty"

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1"))  # a known address takes as long as an unknown one
        return super().try_save(request)


class EmailForm(Bounded, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New address"


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ResetPasswordForm(Bounded, account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Your e-mail"


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Bounded, account.ReauthenticateForm):
    pass


class CodeForm(Bounded, second_factor.AuthenticateForm):
    pass


class CodeAgainForm(Bounded, second_factor.ReauthenticateForm):
    pass


class ActivateAppForm(Bounded, totp.ActivateTOTPForm):
    pass


class CredentialField(forms.JSONField):
    """What a security key answered. It is good for one try, so a form with faults never shows it again."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        if len(value or "") > LONGEST_CREDENTIAL or "\\ud" in (value or "").lower():  # no key writes half a character
            raise ValidationError(NO_ANSWER)
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(NO_ANSWER) from error

    def bound_data(self, data: Any, initial: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> str:
        return ""


class Credential(Bounded):
    """The library that reads a key's answer trusts its shape; here nothing is trusted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def clean(self) -> dict[str, Any]:
        return self._trying(super().clean)

    def _trying(self, check: Any) -> Any:
        try:
            return check()
        except ValidationError:
            raise
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValidationError(NO_ANSWER) from error


class AddKeyForm(Credential, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it"
        self.fields["passwordless"].label = "Log in with it alone"
        self.fields["passwordless"].help_text = "Without a password: the key then asks for your finger, face or PIN."


class RenameKeyForm(Bounded, webauthn.EditWebAuthnForm):
    pass


class KeyForm(Credential, webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return self._trying(super().clean_credential)


class KeyAgainForm(Credential, webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return self._trying(super().clean_credential)


class KeyLoginForm(Credential, webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return self._trying(super().clean_credential)
