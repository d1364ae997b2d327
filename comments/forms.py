"""What a commenter types. The rules of the text itself are the model's (Comment._say), which every door passes."""

import secrets
from typing import Any, Self

from django import forms

from comments.models import Comment, Unsent
from comments.models.comment import LONGEST_SUBJECT


class CommentForm(forms.Form):
    """`unsent` is what was typed here before and not posted; `preview` the comment as it would stand."""

    unsent: Unsent | None = None
    preview: Comment | None = None
    subject = forms.CharField(max_length=LONGEST_SUBJECT, required=False)
    body = forms.CharField(
        label="Comment", strip=False, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "A comment needs some text."},
    )  # fmt: skip
    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    @classmethod
    def opened(cls, unsent: Unsent | None = None, **said: Any) -> Self:
        """A form to type in, with what waits unsent in its place; else with what was `said` there (or its token), or empty."""
        if unsent:
            said = {"subject": unsent.subject, "body": unsent.body, "token": unsent.token, "revision": unsent.revision}
        form = cls(auto_id="comment-%s", initial={"token": secrets.token_urlsafe(12), "revision": 0} | said)
        form.unsent = unsent
        return form

    def renewed(self) -> Self:
        """The same words with a token of their own: what this form's token stands for was posted from another tab."""
        form = type(self)(dict(self.data.items()) | {"token": secrets.token_urlsafe(12), "revision": "0"})
        form.add_error(
            None, "Another comment was posted from this form, in a second tab or just now. Post again, and these words follow it."
        )
        return form

    @property
    def said(self) -> dict[str, str]:
        """What is posted: the text and its token."""
        return {name: self.cleaned_data[name] for name in ("subject", "body", "token")}


class KeepForm(CommentForm):
    """The same while it is being typed: it may be empty yet."""

    body = forms.CharField(required=False, strip=False)
    token = forms.CharField(max_length=64)

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class HideForm(forms.Form):
    """Which of the site's numbered rules a comment breaks."""

    rule = forms.TypedChoiceField(
        coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose the rule that this comment breaks."}
    )

    def __init__(self, *args, rules, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(each.number, str(each)) for each in rules]  # type: ignore[attr-defined]
