"""What administrators type, checked before anything is kept."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.forms import LONGEST_ANSWER, WebAddress, Words, zones
from accounts.models import User
from accounts.names import LONGEST, TAKEN, check_username, is_taken, normalised
from administration.roles import ROLES
from community.footer import MOST, Links, check_address
from community.models import ConductRule, LogoPlace, SignUp, Site
from community.page import LONGEST_BODY, LONGEST_TITLE
from core.languages import LANGUAGES
from core.text import check_text, is_blank, skeleton

LONGEST_REASON = 500
_MAX = {field.name: field.max_length for field in Site._meta.fields if hasattr(field, "max_length")}


def needed(words: str) -> str:
    """Raises ValidationError for text that nobody would see."""
    if is_blank(words):
        raise ValidationError("Write something that can be seen.")
    return words.strip()


def _zone_choices(own: str) -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = [("UTC", "UTC"), *zones()]
    offered = {"UTC"} | {name for _, places in zones() for name, _ in places}
    return choices if own in offered else [(own, own), *choices]


class ColourInput(forms.ColorInput):
    def use_required_attribute(self, initial: Any) -> bool:
        return False  # it always has a value, so the standard knows no such attribute here


class IdentityForm(forms.Form):
    name = Words(max_length=_MAX["name"], help_text="It stands at the head of every page and in every mail.")
    tagline = Words(required=False, max_length=_MAX["tagline"], help_text="One line below the name: what this is, and for whom.")
    about = Words(
        label="In a few sentences", required=False, max_length=_MAX["about"], strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="On “How this site works”. The longer story is the page “About”.",
    )  # fmt: skip
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$", label="Colour", widget=ColourInput,
        help_text="Of links and buttons. It is made darker or lighter as far as it takes to be read, on light and on dark paper.",
        error_messages={"invalid": "A colour looks like #b8420f."},
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        help_text="In which days begin here, and times are shown to those who have chosen none of their own."
    )
    language = forms.ChoiceField(
        choices=list(LANGUAGES.items()),
        help_text="What most people write in here. Screen readers pronounce it and lines are broken by it; each diary may have its own.",
    )
    sign_up = forms.ChoiceField(label="Who may join", choices=SignUp, widget=forms.RadioSelect)
    support_url = WebAddress(
        label="Address of “Subscribe or Donate”", required=False, max_length=200, help_text="At the foot of every page; empty shows nothing."
    )  # fmt: skip

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(site, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            cast(forms.ChoiceField, self.fields["time_zone"]).choices = _zone_choices(site.time_zone)

    def clean_name(self) -> str:
        return needed(self.cleaned_data["name"])

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].lower()


class FirstIdentityForm(IdentityForm):
    """What a new site has to know of itself; the rest waits."""

    about = None  # type: ignore[assignment]
    support_url = None  # type: ignore[assignment]


class LogoForm(forms.Form):
    picture = forms.FileField(
        label="From a file", required=False, max_length=255,
        help_text="JPEG, PNG, GIF or WebP, at most 5 MB. It is written anew and nothing else in the file is kept. Wide or square both do.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}), error_messages={"empty": "This file is empty."},
    )  # fmt: skip
    logo_place = forms.ChoiceField(label="Where it stands", choices=LogoPlace, widget=forms.RadioSelect, initial=LogoPlace.BESIDE)


class NumberForm(forms.Form):
    """What was typed is judged by community.rules, which says what is possible."""

    value = forms.CharField(
        label="From now on", max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )


class ConductForm(forms.Form):
    title = Words(
        label="In a few words", max_length=80, help_text="What is not done here. Whoever hides a comment chooses from these."
    )
    body = Words(
        label="In a sentence", required=False, max_length=ConductRule._meta.get_field("text").max_length, strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_title(self) -> str:
        return needed(self.cleaned_data["title"])

    def clean_body(self) -> str:
        return self.cleaned_data["body"].strip()


class ReasonForm(forms.Form):
    reason = Words(
        label="Why", max_length=LONGEST_REASON, strip=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody reads it in the public log.",
    )  # fmt: skip

    def clean_reason(self) -> str:
        return needed(self.cleaned_data["reason"])


class RoleForm(ReasonForm):
    username = forms.CharField(label="User name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(widget=forms.RadioSelect)
    field_order = ("username", "role", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            (role.value, f"{role.label.capitalize()}: {words}") for role, words in ROLES.items()
        ]

    def clean_username(self) -> User:
        name = check_text(self.cleaned_data["username"], limit=480)
        found = User.objects.filter(key=skeleton(name), imported=False, left=None).first()
        if found is None:
            raise ValidationError("Nobody here has this name.")
        return found


class FooterForm(forms.Form):
    """So many rows of words, address and place; an empty row is no link."""

    def __init__(self, *args: Any, links: Links, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, MOST + 1):
            text, address = links[row - 1] if row <= len(links) else ("", "")
            self.fields[f"text_{row}"] = Words(label=f"Words of link {row}", required=False, max_length=60, initial=text)
            self.fields[f"address_{row}"] = Words(label=f"Address of link {row}", required=False, max_length=300, initial=address)
            self.fields[f"place_{row}"] = forms.IntegerField(
                label=f"Place of link {row}", required=False, min_value=1, max_value=99, initial=row
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"text_{row}"], self[f"address_{row}"], self[f"place_{row}"]) for row in range(1, MOST + 1)]

    def clean(self) -> None:
        for row in range(1, MOST + 1):
            text, address = (self.cleaned_data.get(f"{part}_{row}", "").strip() for part in ("text", "address"))
            if address:
                try:
                    check_address(address)
                except ValidationError as error:
                    self.add_error(f"address_{row}", error)
            if bool(text) != bool(address):
                self.add_error(f"address_{row}" if text else f"text_{row}", "A link needs both its words and its address.")

    def links(self) -> Links:
        said = self.cleaned_data
        rows = sorted(range(1, MOST + 1), key=lambda row: (said.get(f"place_{row}") or 99, row))
        return [(said[f"text_{row}"].strip(), said[f"address_{row}"].strip()) for row in rows if said[f"text_{row}"].strip()]


class PageForm(forms.Form):
    title = Words(max_length=LONGEST_TITLE)
    body = Words(
        label="Text", max_length=LONGEST_BODY, strip=False, widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Markdown. A number’s name in braces, like {hiding.a_day}, shows the number in force, and {site.name} the site’s name.",
    )  # fmt: skip
    in_footer = forms.BooleanField(label="Link to it at the foot of every page", required=False)

    def clean_title(self) -> str:
        return needed(self.cleaned_data["title"])


class NewPageForm(PageForm):
    slug = Words(
        label="Address", required=False, max_length=60, help_text="What comes after /about/. Left empty, it is made from the title; it stays."
    )  # fmt: skip
    field_order = ("title", "slug", "body", "in_footer")


class FirstAdministratorForm(forms.Form):
    token = forms.CharField(
        label="The server’s word", max_length=60, strip=True, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="It stands in the console where the site was started; <code>manage.py first_run</code> prints it once more.",
    )  # fmt: skip
    username = forms.CharField(
        label="User name", max_length=LONGEST, help_text="2 to 30 letters or digits of any script, and _ - . inside. It can never be changed.",
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    email = forms.EmailField(label="E-mail", max_length=LONGEST_ANSWER, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        strip=False, max_length=LONGEST_ANSWER, help_text="At least 10 characters, and none that everybody uses.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_username(self) -> str:
        name = normalised(check_text(self.cleaned_data["username"], limit=4 * LONGEST))
        check_username(name)
        if is_taken(name):
            raise ValidationError(TAKEN)
        return name

    def clean(self) -> None:
        said = self.cleaned_data
        if "password" in said:
            try:
                validate_password(said["password"], User(username=said.get("username", ""), email=said.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
