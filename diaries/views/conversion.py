"""From one way of writing to the other, and from a clipboard into either."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.views.decorators.http import require_POST

from accounts.kept import keeps_by_itself
from core.markdown import to_markdown
from core.pasted import clean, from_plain
from core.source import to_html
from core.text import check_text
from diaries.models import Markup

MOST = 3_000_000  # bytes of a clipboard; what is too long for a diary is said when it is kept
NUMBERS = "Footnotes stand as plain numbers now, with the notes as a list at the end."


def converted(text: str, to: str) -> str:
    """A text that was written in the other way. Raises core.html.TooComplex."""
    return to_markdown(text) if to == Markup.MARKDOWN else to_html(text)


def loss(text: str, to: str) -> str:
    """What the change costs, in words for the author; empty where nothing is lost."""
    return NUMBERS if to == Markup.HTML and "[^" in text and "]:" in text else ""


@require_POST
@keeps_by_itself
def convert(request: HttpRequest) -> dict[str, Any]:
    """`text` from "clipboard", plain from "mail" or from the other way of writing, `to` the one that is used now. Nothing is kept."""
    to = request.POST.get("to", "")
    text = check_text(request.POST.get("text", ""), limit=MOST)
    if to not in Markup.values:
        raise ValidationError("This site writes Markdown and HTML.")
    origin = request.POST.get("from")
    if origin not in ("clipboard", "mail"):
        return {"text": converted(text, to), "loss": loss(text, to)}
    html, images = clean(text) if origin == "clipboard" else (from_plain(text), 0)
    return {"text": to_markdown(html) if to == Markup.MARKDOWN else html, "images": images}
