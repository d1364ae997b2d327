"""The editor of diaries, and what opens in it."""

from types import SimpleNamespace

from diaries.forms import DiaryForm, PictureForm
from operations.style.piece import Chapter, piece
from operations.style.specimens import Cast

BEGUN = {
    "title": "Thirty-seven crossings, and who counted them",
    "intro": "The chain ferry *Margery* has been tied up for thirteen months.",
    "tags": "Ferry, River",
}


def writing(cast: Cast) -> Chapter:
    picture = SimpleNamespace(
        pk=1, small_url="/media/demo/ferry.svg", width=1200, height=675, alt="A chain ferry at its landing", uploaded_at=cast.ago(2),
        in_markdown="![A chain ferry](/media/ferry.webp)", in_html='<img src="/media/ferry.webp" alt="A chain ferry">',
        diaries=SimpleNamespace(all=[]),
    )  # fmt: skip
    return Chapter("Writing", "A calm page: the words are large, the tools stand over them, and what was typed is kept without being asked for.", [
        piece("Editor", "For Markdown or rich text, the author’s choice. Without scripts it is a form like any other.",
              "diaries/edit.html", form=DiaryForm(initial=BEGUN), picture_form=PictureForm(), may_publish=True),
        piece("Rich text", "Looks while it is written as it will when it is read.", "operations/style/_rich.html"),
        piece("A dialog in between", "For a picture or a link, over the text that it belongs to; Esc leads back.",
              "diaries/_writing_tools.html", form=PictureForm(), opened=True),
        piece("Pictures", "Everything one has uploaded, with the line that puts it into a text.",
              "diaries/_picture_list.html", page=[picture]),
    ])  # fmt: skip
