"""What a diary's writer types, checked before anything is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from community.models import rule
from core.errors import Refused
from core.html import TooComplex, render
from core.text import check_text, is_blank
from diaries.models import Diary, Markup
from diaries.models.tag import parse_tags

TAGS_HELP = "Add keywords that describe this diary. Separate multiple keywords with commas."


class DiaryForm(forms.Form):
    """Everything is optional while it is a draft; publishing asks for more."""

    title = forms.CharField(max_length=100, required=False)
    intro = forms.CharField(
        label="Introduction", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What people see in lists, before the fold.",
    )  # fmt: skip
    body = forms.CharField(label="Body", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18}), help_text="After the fold. It may stay empty.")
    markup = forms.ChoiceField(label="Written in", choices=Markup.choices, initial=Markup.MARKDOWN, required=False)
    tags = forms.CharField(required=False, max_length=2000, help_text=TAGS_HELP)
    tip = forms.CharField(
        label="Tip jar", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The text of your first comment, which is posted with the diary. Left empty, it says so in a short line.",
    )  # fmt: skip

    @classmethod
    def of(cls, diary: Diary) -> "DiaryForm":
        kept = {name: getattr(diary, name) for name in ("title", "intro", "body", "markup", "tip")}
        return cls(initial=kept | {"tags": diary.tags_text})

    def _text(self, name: str, kilobytes: float) -> str:
        return check_text(self.cleaned_data.get(name) or "", limit=int(1024 * kilobytes))

    def clean_title(self) -> str:
        title = " ".join(self._text("title", 1).split())
        return "" if is_blank(title) else title

    def clean_intro(self) -> str:
        return self._text("intro", rule("text.diary") / 4)

    def clean_body(self) -> str:
        return self._text("body", rule("text.diary"))

    def clean_tip(self) -> str:
        return self._text("tip", rule("text.comment"))

    def clean_markup(self) -> str:
        return self.cleaned_data.get("markup") or Markup.MARKDOWN

    def clean_tags(self) -> str:
        text = self._text("tags", 8)
        try:
            parse_tags(text)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        """Renders once, so that a text that cannot be rendered is an error of its field."""
        said = super().clean() or self.cleaned_data
        markup = said.get("markup") or Markup.MARKDOWN
        for name, written_in, kind in (("intro", markup, "diary"), ("body", markup, "diary"), ("tip", Markup.MARKDOWN, "comment")):
            try:
                render(said.get(name) or "", written_in, kind=kind)
            except TooComplex as error:
                self.add_error(name, str(error))
        return said
