"""Which kinds a member wants to be told of."""

from typing import Any

from django import forms

from notifications.kinds import KINDS


class PreferencesForm(forms.Form):
    def __init__(self, *args: Any, silent: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in KINDS.items():
            self.fields[name] = forms.BooleanField(label=kind.label, required=False, initial=name not in silent)

    @property
    def wanted(self) -> set[str]:
        return {name for name, on in self.cleaned_data.items() if on}
