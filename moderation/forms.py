"""What moderators and reporters type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from community.models import ConductRule
from core.text import check_text, is_blank
from moderation.models.action import LONGEST_REASON, TITLES

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
