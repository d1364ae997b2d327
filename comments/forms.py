"""What a commenter types. The rules of the text itself are the model's (Comment._say), which every door passes."""

from django import forms

from comments.models.comment import LONGEST_SUBJECT


class CommentForm(forms.Form):
    subject = forms.CharField(max_length=LONGEST_SUBJECT, required=False)
    body = forms.CharField(
        label="Comment", strip=False, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "A comment needs some text."},
    )  # fmt: skip
    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class HideForm(forms.Form):
    """Which of the site's numbered rules a comment breaks."""

    rule = forms.TypedChoiceField(
        coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose the rule that this comment breaks."}
    )

    def __init__(self, *args, rules, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(each.number, str(each)) for each in rules]  # type: ignore[attr-defined]
