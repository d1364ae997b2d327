"""What everything is made of, and what any page may need: colour and type, words, acts, forms."""

from types import SimpleNamespace
from typing import Any

from django import forms

from core.views import told
from diaries.forms import NoteForm, UpdateForm
from operations.style import tokens
from operations.style.piece import OWN, Chapter, piece
from operations.style.specimens import VERBS, Cast, may

TYPED = {"title": "The ferry and the bridge", "sort": "new", "rule": "1", "told": "on"}


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


def foundations(cast: Cast) -> Chapter:
    return Chapter("Foundations", "Few things, each with one meaning; everything below is made of them.", [
        piece("Colour", "Light and dark come from the same tokens. The accent is the operator’s, brought to where it can be read; colour never "
              "carries a meaning alone.", f"{OWN}_colour.html", schemes=tokens.schemes()),
        piece("Type", "Headlines have a face of their own, what is read the system’s serif, what is used its sans serif; figures stand under one "
              "another.", f"{OWN}_type.html", sizes=tokens.SIZES),
        piece("Space", "Steps of four pixels; hairlines instead of boxes, corners of four, shadows only under what floats.",
              f"{OWN}_space.html", spaces=tokens.SPACES),
        piece("Icons", "Beside a word, or with a word for who does not see them. Never a picture for its own sake.",
              f"{OWN}_icons.html", icons=tokens.ICONS),
    ])  # fmt: skip


def words(cast: Cast) -> Chapter:
    return Chapter("Words", "The smallest things that carry a meaning.", [
        piece("Marks and tags", "A mark says what is true of its neighbour, a tag what a diary is about. One line, never a box in a box.",
              f"{OWN}_marks.html"),
        piece("Figures and help", "Figures are quiet and stand in one line; help stands below what it helps with.", f"{OWN}_figures.html"),
        piece("Long names, other scripts", "Names may have thirty letters and be written in any script: each keeps its own direction, and "
              "nothing is cut where it can break.", f"{OWN}_names.html", people=cast.people[:4], diaries=cast.diaries[1:]),
    ])  # fmt: skip


def acts(cast: Cast) -> Chapter:
    moderators = {"template": "moderation/_tabs.html", "appeal_count": 2, "request": SimpleNamespace(path="/moderation/")}
    return Chapter("Acts", "Buttons are verbs. Point at them, reach them with Tab, press them: nothing here is sent.", [
        piece("Buttons", "One primary act on a page at most; danger is for what cannot be undone; quiet ones stand in a line of text. Pressed "
              "means that it was done by you.", f"{OWN}_buttons.html"),
        piece("Bar of acts", "Under a diary: what one does often as buttons, what one does seldom behind “More”. On a phone it stays at the thumb.",
              "diaries/_acts.html", _bars(cast), diary=cast.diary, note_form=NoteForm(), update_form=UpdateForm()),
        piece("Follow and mute", "On the page of a member, a group or a tag; it says what is so, and what one press would do.", "stream/_follow.html", {
            "Not yet": {"follow": cast.follow()},
            "Followed": {"follow": cast.follow(following=True)},
            "Kept out of the stream": {"follow": cast.follow(muted=True)},
        }),
        piece("Tabs", "The parts of one thing, the one that is open underlined; what orders the list stands apart, at the other end. On a phone the "
              "line scrolls, and fades where there is more.", "diaries/_tag_tabs.html", {
                  "": {"request": SimpleNamespace(path="/tags/")}, "With a number of what waits": moderators,
              }),
        piece("Pages of a list", "Below a list that goes on; never a row of numbers.", "_pager.html",
              page=SimpleNamespace(newer="/recent/", older="/recent/?before=9")),
    ])  # fmt: skip


def _bars(cast: Cast) -> dict[str, dict[str, Any]]:
    everything = set(VERBS) - {"unrecommend", "report"}
    return {
        "For the author of a diary, and for a moderator": {"user": cast.author, "may": may(*everything)},
        "Recommended and hotlisted: each may be taken back": {
            "user": cast.reader, "may": may("unrecommend", "hotlist", "share", "report"), "hotlist_entry": SimpleNamespace(note=""),
        },
        "For a visitor": {"may": may("share")},
    }  # fmt: skip


def form_fields(cast: Cast) -> Chapter:
    overtaken = SimpleNamespace(non_field_errors=["Somebody has changed this meanwhile. Your text is kept; look at both."])
    return Chapter("Forms", "One column, the label above, help below; a form that is refused comes back with everything that was typed.", [
        piece("Fields", "Most forms need no more than these. What must not be missing is not marked; what may be, says “optional”.",
              "_fields.html", within="form.form", form=Specimen(initial=TYPED)),
        piece("Errors", "At the field where it belongs, in words that say what to do; above the form what concerns all of it.", "_fields.html", {
            "Of a field": {"form": Specimen(TYPED)},
            "Of the whole form": {"template": "_form_errors.html", "form": overtaken},
            "Where an act in place fails": {"template": "core/_failure.html"} | told(503),
        }, within="form.form"),
        piece("What keeps words", "Beside the button, while one writes: what was typed is never lost, and it says where it is.", f"{OWN}_kept.html"),
    ])  # fmt: skip
