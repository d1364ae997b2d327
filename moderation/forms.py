"""What moderators and reporters type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from community.models import ConductRule
from core.text import check_text, is_blank
from diaries.models import Tag
from moderation.models.action import LONGEST_REASON, TITLES
from moderation.models.report import LONGEST_WORDS

KIND = [("", "Everything"), *TITLES.items()]


class RuleField(forms.TypedChoiceField):
    """One of the site's numbered rules, as a number."""

    def __init__(self, **kwargs: Any) -> None:
        missing = {"required": "Choose the rule that it is about."}
        super().__init__(coerce=int, widget=forms.RadioSelect, error_messages=missing, **kwargs)


class ReasonForm(forms.Form):
    """Which rule, and why: every act needs both, and everybody reads them."""

    rule = RuleField(label="Which rule?")
    reason = forms.CharField(
        label="Why?", strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the public log: everybody reads this. Name no private details.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(each.number, str(each)) for each in ConductRule.all()]  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        reason = check_text(self.cleaned_data["reason"], limit=LONGEST_REASON).strip()
        if is_blank(reason):
            raise ValidationError("Say why: everybody reads it in the public log.")
        return reason


class RedactForm(ReasonForm):
    """What is to be blacked out in a line."""

    words = forms.CharField(
        label="Words to black out", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As they stand in the line, one passage on each line.",
    )  # fmt: skip
    whom = forms.BooleanField(label="Black out whom it is about, too", required=False)
    field_order = ("words", "whom", "rule", "reason")

    def clean_words(self) -> list[str]:
        text = check_text(self.cleaned_data["words"], limit=LONGEST_REASON)
        return [words for line in text.split("\n") if (words := line.strip())]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("words") and not said.get("whom") and not self.errors:
            raise ValidationError("Name the words to black out, or tick the member's name.")
        return said


class LogFilter(forms.Form):
    """Which lines of the public log."""

    kind = forms.ChoiceField(label="What", required=False, choices=KIND)
    member = forms.CharField(label="Who or whom", required=False, max_length=120)


DAYS = [(1, "1 day"), (3, "3 days"), (7, "a week"), (30, "30 days"), (90, "90 days"), (365, "a year"), (0, "for good")]


class ActForm(ReasonForm):
    """An act on something: for how long, where it ends by itself, and in which case."""

    days = forms.TypedChoiceField(label="For how long?", coerce=int, choices=DAYS, initial=7)
    case = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    field_order = ("days", "rule", "reason", "case")

    def __init__(self, *args: Any, lasts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lasts:
            del self.fields["days"]


class AnswerForm(ReasonForm):
    """What comes of an appeal; the button says which."""


class DismissForm(forms.Form):
    """Why nothing needs to be done."""

    reason = forms.CharField(
        label="Why not?", strip=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="Those who reported it read this."
    )

    def clean_reason(self) -> str:
        return _words(self.cleaned_data["reason"], "Say why, for those who reported it.")


class ReportForm(forms.Form):
    """What a member finds wrong with something; both are optional."""

    rule = forms.TypedChoiceField(
        label="Which rule does it break?", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="In your words", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the moderators. Its author is not told who reported it.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [(each.number, str(each)) for each in ConductRule.all()]
        self.fields["rule"].choices = [*rules, ("", "None of them, or I cannot say")]  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        return check_text(self.cleaned_data["words"], limit=LONGEST_WORDS).strip()


class AppealForm(forms.Form):
    """Why the member asks for a second look."""

    words = forms.CharField(
        label="Why was it wrong?", strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="A moderator who took no part reads this. You can appeal once.",
    )  # fmt: skip

    def clean_words(self) -> str:
        return _words(self.cleaned_data["words"], "Say why: somebody who took no part will read it.")


def _words(text: str, otherwise: str) -> str:
    words = check_text(text, limit=LONGEST_WORDS).strip()
    if is_blank(words):
        raise ValidationError(otherwise)
    return words


class ClearForm(ReasonForm):
    """What of a group's page goes."""

    parts = forms.MultipleChoiceField(
        label="What goes?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick what goes."}
    )
    field_order = ("parts", "rule", "reason")

    def __init__(self, *args: Any, parts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = list(parts.items())  # type: ignore[attr-defined]


class TagForm(ReasonForm):
    """Why a tag is looked after; most often that is housekeeping, which no rule is about."""

    field_order = ("name", "reason", "rule")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.fields["rule"]
        rule.required, rule.empty_value = False, None  # type: ignore[attr-defined]
        rule.choices = [("", "None: it is housekeeping"), *rule.choices]  # type: ignore[attr-defined]


class TagNameForm(TagForm):
    """And the name that it gets, or that of another tag (`existing`: under which word the act wants it)."""

    name = forms.CharField(max_length=240)

    def __init__(self, *args: Any, label: str, existing: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.existing = existing
        self.fields["name"].label = label
        if existing:
            self.fields["name"].widget.attrs["data-suggest-tags"] = ""

    def clean_name(self) -> str:
        return check_text(self.cleaned_data["name"], limit=1024)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.existing and (name := said.pop("name", "")):
            found = Tag.objects.called(name)
            if found is None:
                self.add_error("name", "There is no such tag.")
            said[self.existing] = found
        return said
