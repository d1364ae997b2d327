"""The visual language, alive: /about/style/ is made by the partials, classes and code of the pages themselves, so it cannot drift."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core.pagecache import shared
from diaries.forms import NoteForm, UpdateForm
from operations import newsroom, specimens

ICONS = re.findall(r'<symbol id="([a-z]+)"', (Path(settings.BASE_DIR) / "static/icons.svg").read_text())
COLOURS = "paper sheet wash glow ink soft quiet line edge accent good warn bad".split()
SIZES = (("h1", "A diary's title"), ("h2", "A page's"), ("h3", "A section's"), ("lede", "What is read"), ("note", "What is used"),
         ("small", "Figures"), ("tiny", "Marks"))  # fmt: skip
SPACES = (4, 8, 12, 16, 24, 32, 48, 64)
VERBS = "recommend hotlist share republish nominate update edit versions close moderate remove".split()


class Specimen(forms.Form):
    """Every kind of field, with and without errors."""

    title = forms.CharField(label="Title", max_length=100, help_text="At most 100 characters.")
    name = forms.CharField(label="User name", error_messages={"required": "Choose a name. It can never be changed."})
    words = forms.CharField(label="Your words", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    sort = forms.ChoiceField(label="Sort", choices=[("new", "Newest first"), ("old", "Oldest first")], required=False)
    rule = forms.ChoiceField(
        label="Which rule does it break?",
        choices=[("1", "Attack on a person"), ("2", "Spam")],
        widget=forms.RadioSelect,
        required=False,
    )
    told = forms.BooleanField(label="Tell me of replies", required=False, help_text="You can change this at any time.")
    picture = forms.FileField(label="Picture", required=False)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Public and kept whole. Its forms lead nowhere: they are inert, and carry no token, so that no cookie is set."""
    body = render_to_string("operations/_style.html", _shown() | {"csrf_token": ""}, request)
    return shared(
        request, render(request, "operations/style.html", {"body": body, "sheets": [f"css/{name}.css" for name in newsroom.SHEETS]})
    )


def _shown() -> dict[str, Any]:
    shown = specimens.threads()
    diary = shown["listed"][0]
    spotlighted = {"nominated_by": shown["cast"][1], "seconded_by": shown["cast"][4]}
    update = "<p>The lock-keeper has written: it was thirty-eight.</p>"
    return shown | newsroom.specimens(shown["cast"], diary) | {
        "schemes": newsroom.schemes(COLOURS), "icons": ICONS, "colours": COLOURS, "sizes": SIZES, "spaces": SPACES,
        "diary": diary, "person": shown["cast"][0], "hotlist_entry": None,
        "form": Specimen({"title": "The ferry and the bridge", "sort": "new", "rule": "1", "told": "on"}, auto_id="specimen_%s"),
        "may": SimpleNamespace(**dict.fromkeys(VERBS, True), unrecommend=False, recommendation=None, report=False),
        "note_form": NoteForm(auto_id="specimen-note-%s"), "update_form": UpdateForm(auto_id="specimen-update-%s"),
        "spotlight": [SimpleNamespace(diary=diary, blurb="Somebody counted, at last; and says how.", **spotlighted)],
        "whole": {"non_field_errors": ["What is wrong with the whole form stands above its fields."]},
        "poll": _poll(), "updates": [SimpleNamespace(pk=1, at=diary.published_at, body_html=update)],
        "page": SimpleNamespace(newer="#lists", older="#lists"),
    }  # fmt: skip


def _poll() -> SimpleNamespace:
    choices = [
        SimpleNamespace(pk=n, position=n, text=text, votes=votes, percent=percent)
        for n, (text, votes, percent) in enumerate([("The bridge", 6, 60), ("The ferry", 3, 30), ("Neither", 1, 10)], 1)
    ]
    asked = SimpleNamespace(question="Which of the two?", closes_at=None)
    return SimpleNamespace(poll=asked, may=True, choices=choices, own=2, total=10, closed=False)
