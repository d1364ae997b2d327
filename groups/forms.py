"""What founders, admins and members type, checked before anything is kept."""

from datetime import time

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import Words
from accounts.models import User
from core.html import TooComplex, render
from core.text import check_text, skeleton
from groups.models import Group
from groups.models.group import LONGEST_DESCRIPTION, LONGEST_RULES, LONGEST_SLOTS
from groups.models.membership import LONGEST_WORDS
from groups.names import LONGEST, TAKEN, check_name, normalised

MOST_SLOTS = 12


def times_of(slots: str) -> list[time]:
    """The times of day in a comma-separated line, in their order, each once. Raises ValueError."""
    return sorted({time.fromisoformat(piece.strip().rjust(5, "0")) for piece in slots.split(",") if piece.strip()})


class GroupForm(forms.Form):
    """What a group says of itself."""

    description = Words(
        required=False, max_length=LONGEST_DESCRIPTION, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it is about, for everybody. Markdown.",
    )  # fmt: skip
    rules = Words(
        required=False, max_length=LONGEST_RULES, strip=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What members may expect of each other, and what the group publishes. Markdown.",
    )  # fmt: skip
    slots = Words(
        label="Slots", required=False, max_length=LONGEST_SLOTS, initial="08:00, 12:00, 18:00",
        help_text="Times of day at which the group publishes, on this site's clock, like 08:00, 18:30. The calendar of the queue offers them.",
    )  # fmt: skip

    @classmethod
    def of(cls, group: Group) -> "GroupForm":
        return cls(initial={name: getattr(group, name) for name in ("description", "rules", "slots")})

    def clean_slots(self) -> str:
        try:
            times = times_of(self.cleaned_data["slots"])
        except ValueError as error:
            raise ValidationError("Write times of day like 08:00, 18:30, with commas between.") from error
        if len(times) > MOST_SLOTS:
            raise ValidationError(f"At most {MOST_SLOTS} slots a day.")
        return ", ".join(f"{each:%H:%M}" for each in times)

    def clean(self) -> None:
        for name in ("description", "rules"):
            try:
                render(self.cleaned_data.get(name) or "", "markdown", kind="comment")
            except TooComplex as error:
                self.add_error(name, str(error))


class FoundForm(GroupForm):
    """A new group."""

    name = forms.CharField(max_length=LONGEST, help_text="Letters of any script. It can never be changed.")
    field_order = ("name", "description", "rules", "slots")

    def clean_name(self) -> str:
        name = normalised(check_text(self.cleaned_data["name"], limit=4 * LONGEST))
        check_name(name)
        if Group.objects.filter(key=skeleton(name)).exists():
            raise ValidationError(TAKEN)
        return name


class BannerForm(forms.Form):
    picture = forms.FileField(
        label="From a file",
        max_length=255, help_text="JPEG, PNG, GIF or WebP, at most 5 MB. It is cut to four times as wide as high; nothing else in the file is kept.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
        error_messages={"required": "Choose a picture first.", "empty": "This file is empty."},
    )  # fmt: skip


class InviteForm(forms.Form):
    username = forms.CharField(label="User name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean_username(self) -> User:
        name = check_text(self.cleaned_data["username"], limit=480)
        found = User.objects.filter(key=skeleton(name), imported=False, left=None).first()
        if found is None:
            raise ValidationError("Nobody here has this name.")
        return found


class JoinForm(forms.Form):
    """A request to be let in."""

    words = Words(
        label="A few words for its admins", required=False, max_length=LONGEST_WORDS, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who you are, and what you would like to write about.",
    )  # fmt: skip
