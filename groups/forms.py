"""What founders, admins and members type, checked before anything is kept."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import Words
from accounts.models import User
from community.models import Site
from core.clock import spoken
from core.html import TooComplex, render
from core.text import check_text, is_blank, skeleton
from diaries.forms import MomentField
from groups.models import Group
from groups.models.group import LONGEST_DESCRIPTION, LONGEST_RULES, LONGEST_SLOTS
from groups.models.membership import LONGEST_WORDS
from groups.models.step import LONGEST_WORDS as LONGEST_NOTES
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


# -- the queue ----------------------------------------------------------------------------------------------------------


class WordsForm(forms.Form):
    """What goes with a step in the queue."""

    words = Words(label="Notes", max_length=LONGEST_NOTES, strip=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, needed: bool = True, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.required, field.help_text = label, needed, help_text

    def clean_words(self) -> str:
        words = self.cleaned_data["words"].strip()
        if self.fields["words"].required and is_blank(words):
            raise ValidationError("Write a sentence, so that it helps.")
        return words


class AddForm(forms.Form):
    """A diary for the queue of a group, or a group for a diary: one of the two is chosen from a list."""

    words = Words(
        label="A few words for its editors", required=False, max_length=LONGEST_NOTES, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip

    def clean_words(self) -> str:
        return self.cleaned_data["words"].strip()


class RepublishForm(AddForm):
    group = forms.ChoiceField()
    field_order = ("group", "words")

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {group.slug: group for group in groups}
        self.fields["group"].choices = [(group.slug, group.name) for group in groups]  # type: ignore[attr-defined]

    def clean_group(self) -> Group:
        return self._groups[self.cleaned_data["group"]]


class BringForm(AddForm):
    """`diary`: the number of an own draft, or of any published diary."""

    diary = forms.IntegerField(
        min_value=1, max_value=2**62, widget=forms.Select,
        help_text="Your drafts. Every diary that is published already has a button “Republish” below it.",
    )  # fmt: skip
    field_order = ("diary", "words")

    def __init__(self, *args: Any, drafts: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["diary"].widget.choices = [(draft.pk, draft.title) for draft in drafts]  # type: ignore[attr-defined]


class CalendarForm(forms.Form):
    """A free slot of the calendar, or another moment."""

    slot = forms.ChoiceField(label="A free slot", required=False)
    when = MomentField(label="Or another time", required=False, help_text="On this site's clock.")

    def __init__(self, *args: Any, free: list[datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = Site.current().zone
        choices = [("", "Choose a slot")] + [(at.isoformat(), spoken(at, zone)) for at in free]
        self.fields["slot"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("when"):
            if not said.get("slot"):
                raise ValidationError("Choose a slot, or another time.")
            said["when"] = datetime.fromisoformat(said["slot"])
        return said
