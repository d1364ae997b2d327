"""What a diary's writer types, checked before anything is kept."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from community.models import Site, rule
from core.clock import moment_of
from core.errors import Refused
from core.html import TooComplex, render
from core.languages import LANGUAGES
from core.text import check_text, is_blank
from diaries.models import Diary, Markup, PendingEdit
from diaries.models.hotlist import LONGEST_NOTE
from diaries.models.pending import SAID
from diaries.models.picture import LONGEST_ALT, LONGEST_CAPTION
from diaries.models.poll import LONGEST_CHOICE, LONGEST_QUESTION
from diaries.models.rescue import LONGEST_BLURB
from diaries.models.rescue import LONGEST_NOTE as LONGEST_RESCUE_NOTE
from diaries.models.tag import parse_tags

TAGS_HELP = "Add keywords that describe this diary. Separate multiple keywords with commas."
HOTLIST_NOTE = "You can add a private note to this diary when hotlisting it:"
QUICK_UPDATE = "Add a quick update to your diary without changing the diary itself:"
RESCUE_NOTE = "Rescue this diary, and add a note:"
LONGEST_WORDS = 2_000  # bytes of a message that goes with a diary sent by e-mail


class MomentField(forms.DateTimeField):
    """A date and time on the site's clock, as a moment; hours that do not exist or come twice are explained."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = "Enter a date and a time, like 2027-03-31 09:51."

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(Site.current().zone).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime) and value.tzinfo:
            return value
        try:
            said = super().to_python(value)
            return moment_of(said.replace(tzinfo=None), Site.current().zone) if said else None
        except (ValueError, OverflowError) as error:
            raise ValidationError(str(error)) from error


class SeenField(forms.CharField):
    """Which tags stood in a form when it was opened; None where it does not say, or says what no form of ours does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, empty_value=None, widget=forms.HiddenInput, **options)

    def clean(self, value: Any) -> str | None:
        try:
            text = check_text(value or "", limit=8 * 1024)
            parse_tags(text)
        except (Refused, ValidationError):
            return None
        return text if value is not None else None


class PollFields(forms.Form):
    """The poll of a diary, one answer a line."""

    poll_question = forms.CharField(label="Question", required=False, max_length=LONGEST_QUESTION)
    poll_choices = forms.CharField(
        label="Answers", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="One answer a line.",
    )  # fmt: skip
    poll_closes = MomentField(label="Closes", required=False, help_text="On this site's clock. Left empty, it stays open.")

    def clean_poll_question(self) -> str:
        return " ".join(check_text(self.cleaned_data.get("poll_question") or "", limit=4 * LONGEST_QUESTION).split())

    def clean_poll_choices(self) -> list[str]:
        text = check_text(self.cleaned_data.get("poll_choices") or "", limit=400 * LONGEST_CHOICE)
        choices = [words for line in text.split("\n") if (words := " ".join(line.split())) and not is_blank(words)]
        most = rule("polls.choices")
        if len(choices) > most:
            raise ValidationError(f"A poll has at most {most} answers; these are {len(choices)}.")
        if too_long := next((words for words in choices if len(words) > LONGEST_CHOICE), None):
            raise ValidationError(f"“{too_long[:40]}…” is too long: an answer has at most {LONGEST_CHOICE} characters.")
        if twice := next((words for words in choices if choices.count(words) > 1), None):
            raise ValidationError(f"“{twice}” stands there twice.")
        return choices

    def take_poll(self, said: dict[str, Any]) -> None:
        """Keep the three fields apart from the text: self.poll is what they say, None if they were not sent at all."""
        question, choices, closes = (said.pop(name, None) for name in ("poll_question", "poll_choices", "poll_closes"))
        self.poll: dict[str, Any] | None = None
        if "poll_question" not in self.data and "poll_choices" not in self.data:
            return
        if question and choices == [] and "poll_choices" not in self.errors:
            self.add_error("poll_choices", "A poll needs at least one answer.")
        if choices and question == "" and "poll_question" not in self.errors:
            self.add_error("poll_question", "Ask a question that these answer.")
        self.poll = {"question": question or "", "choices": choices or [], "closes_at": closes if question else None}


class DiaryForm(PollFields):
    """Everything is optional while it is a draft; publishing asks for more."""

    title = forms.CharField(max_length=100, required=False)
    intro = forms.CharField(
        label="Introduction", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What people see in lists, before the fold.",
    )  # fmt: skip
    body = forms.CharField(
        label="Body",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="After the fold. It may stay empty.",
    )
    markup = forms.ChoiceField(
        label="Written in",
        choices=[(Markup.MARKDOWN, "Markdown"), (Markup.HTML, "Rich text (HTML)")],
        initial=Markup.MARKDOWN,
        required=False,
    )
    language = forms.ChoiceField(required=False)
    tags = forms.CharField(
        required=False, max_length=2000, help_text=TAGS_HELP, widget=forms.TextInput(attrs={"data-suggest-tags": "", "autocomplete": "off"}),
    )  # fmt: skip
    tags_seen = SeenField()
    tip = forms.CharField(
        label="Tip jar", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The text of your first comment, which is posted with the diary. Left empty, it says so in a short line.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = Site.current().language
        choices = [("", f"{LANGUAGES[usual]}, as usual here"), *((tag, name) for tag, name in LANGUAGES.items() if tag != usual)]
        cast(forms.ChoiceField, self.fields["language"]).choices = choices
        self.fields["language"].widget.attrs["data-usual"] = usual
        own = self["language"].value()
        for name in ("title", "intro", "body", "tip"):  # so that spelling is checked in it
            self.fields[name].widget.attrs["lang"] = own if own in LANGUAGES else usual

    @classmethod
    def of(cls, diary: Diary, pending: PendingEdit | None = None) -> "DiaryForm":
        """What the diary says; where changes wait, what they say."""
        kept = {name: getattr(diary, name) for name in ("title", "intro", "body", "markup", "language", "tip")}
        kept |= {"tags": diary.tags_text, "tags_seen": diary.tags_text}
        changes = {name: getattr(pending, name) for name in SAID} if pending else {}
        return cls(initial=kept | changes | cls._poll_of(diary))

    @classmethod
    def blank(cls, author: Any) -> "DiaryForm":
        """Nothing yet, in the way that this author wrote in last."""
        last = Diary.objects.filter(author=author, token__isnull=False).order_by("-pk").values_list("markup", flat=True).first()
        return cls(initial={"markup": last or Markup.MARKDOWN})

    @property
    def room_of_intro(self) -> str:
        return self._room("intro", {6: "", 9: "some", 14: "more"})

    @property
    def room_of_body(self) -> str:
        return self._room("body", {14: "much"})

    def _room(self, name: str, steps: dict[int, str]) -> str:
        """How high its box is from the beginning: about as high as the text in it will be once it is rich text."""
        text = str(self[name].value() or "") if self["markup"].value() == Markup.HTML else ""
        lines = sum(1.6 + len(line) / 84 for line in text.splitlines()) + 14 * text.count("<img")
        return next((room for most, room in steps.items() if lines <= most), "most")

    def _take(self, said: dict[str, Any]) -> None:
        self.take_poll(said)
        if "language" not in self.data:  # a page from before there was a choice changes none
            said.pop("language", None)

    @staticmethod
    def _poll_of(diary: Diary) -> dict[str, Any]:
        poll = getattr(diary, "poll", None)
        if poll is None:
            return {}
        choices = "\n".join(choice.text for choice in poll.choices.all())
        return {"poll_question": poll.question, "poll_choices": choices, "poll_closes": poll.closes_at}

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
        self._take(said)
        markup = said.get("markup") or Markup.MARKDOWN
        for name, written_in, kind in (("intro", markup, "diary"), ("body", markup, "diary"), ("tip", Markup.MARKDOWN, "comment")):
            try:
                render(said.get(name) or "", written_in, kind=kind)
            except TooComplex as error:
                self.add_error(name, str(error))
        return said


class TypedForm(DiaryForm):
    """The same while it is being typed: what is wrong with tags or poll keeps nothing else from being kept."""

    def clean(self) -> dict[str, Any]:
        """Renders nothing: that is the verb's."""
        said = forms.Form.clean(self) or self.cleaned_data
        self._take(said)
        return said

    def said(self) -> dict[str, Any]:
        """Raises ValidationError for a text that cannot be kept."""
        self.is_valid()
        wrong = [
            message for name in ("title", "intro", "body", "tip", "markup", "language") for message in self.errors.get(name, [])
        ]
        if wrong:
            raise ValidationError(wrong)
        if any(name in self.errors for name in ("poll_question", "poll_choices", "poll_closes")):
            self.poll = None
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("poll_")}


class PictureForm(forms.Form):
    """A picture for a diary, and what it says to those who do not see it."""

    picture = forms.FileField(
        label="Picture", widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
        help_text="JPEG, PNG, WebP or GIF; a moving GIF becomes a still. Place and camera data in the file are not kept.",
    )  # fmt: skip
    alt = forms.CharField(
        label="What does it show?", required=False, max_length=LONGEST_ALT,
        help_text="A short description for those who cannot see it.",
    )  # fmt: skip
    decorative = forms.BooleanField(label="It only decorates: nothing to describe", required=False)
    caption = forms.CharField(
        label="Caption", required=False, max_length=LONGEST_CAPTION, help_text="Stands below it, for everybody."
    )

    def clean_alt(self) -> str:
        return " ".join(check_text(self.cleaned_data["alt"], limit=4 * LONGEST_ALT).split())

    def clean_caption(self) -> str:
        return " ".join(check_text(self.cleaned_data["caption"], limit=4 * LONGEST_CAPTION).split())

    def clean(self) -> dict[str, Any]:
        """Asks for words once; whoever says that there are none is believed."""
        said = super().clean() or self.cleaned_data
        self.described = "" if said.get("decorative") else said.get("alt", "")
        if not said.get("decorative") and is_blank(self.described) and "alt" not in self.errors:
            self.add_error("alt", "Say in a few words what it shows, or tick that it only decorates.")
        return said


class TagsForm(forms.Form):
    """Tags for a diary that is published."""

    tags = forms.CharField(
        label="Tags", help_text="Separate multiple tags with commas.",
        widget=forms.TextInput(attrs={"data-suggest-tags": "", "autocomplete": "off"}),
    )  # fmt: skip

    tags_seen = SeenField()

    def clean_tags(self) -> str:
        return check_text(self.cleaned_data["tags"], limit=8 * 1024)


class NoteForm(forms.Form):
    """A private note on a hotlisted diary."""

    note = forms.CharField(label=HOTLIST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_note(self) -> str:
        return check_text(self.cleaned_data["note"], limit=LONGEST_NOTE)


class UpdateForm(forms.Form):
    """A quick update; what cannot be kept is said by the verb."""

    body = forms.CharField(
        label=QUICK_UPDATE, strip=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Written in Markdown."
    )
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ScheduleForm(forms.Form):
    """When a draft is to be published."""

    when = MomentField(label="Publish it on")


class ShareForm(forms.Form):
    """A diary for somebody's mailbox."""

    to = forms.EmailField(label="E-mail address of the recipient", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    words = forms.CharField(
        label="A few words of your own", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="Plain text.",
    )  # fmt: skip
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_words(self) -> str:
        return check_text(self.cleaned_data["words"], limit=LONGEST_WORDS).strip()


class NominateForm(forms.Form):
    """What the rescuers should know of a diary, and what everybody will read."""

    note = forms.CharField(
        label=RESCUE_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the rescuers. Neither its author nor the readers ever see it.",
    )  # fmt: skip
    blurb = forms.CharField(
        label="Why should people read it?", widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_BLURB}),
        help_text="One or two sentences. They stand under the title in the Community Spotlight, for everybody.",
    )  # fmt: skip

    def clean_note(self) -> str:
        return check_text(self.cleaned_data["note"], limit=LONGEST_RESCUE_NOTE).strip()

    def clean_blurb(self) -> str:
        blurb = " ".join(check_text(self.cleaned_data["blurb"], limit=4 * LONGEST_BLURB).split())
        if is_blank(blurb):
            raise ValidationError("Say in a sentence why people should read it.")
        if len(blurb) > LONGEST_BLURB:
            raise ValidationError(f"At most {LONGEST_BLURB} characters; these are {len(blurb)}.")
        return blurb


class DeclineForm(forms.Form):
    """Why a nominated diary is not brought before everybody."""

    reason = forms.CharField(
        label="Why not this one?", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the rescuers. Its author is not told, neither of this nor that it was declined.",
    )  # fmt: skip

    def clean_reason(self) -> str:
        reason = check_text(self.cleaned_data["reason"], limit=LONGEST_RESCUE_NOTE).strip()
        if is_blank(reason):
            raise ValidationError("Give the other rescuers a reason.")
        return reason
