"""All of it in its order; and what cannot be shown standing still, with the reason."""

from collections.abc import Callable

from operations.style.chapters import administering, answers, basics, desks, groups, people, reading, writing
from operations.style.piece import Chapter
from operations.style.specimens import Cast

CHAPTERS: tuple[Callable[[Cast], Chapter], ...] = (
    basics.foundations, basics.words, basics.acts, basics.form_fields, answers.notices, answers.questions, answers.refusals,
    reading.frame, reading.lists, reading.tags, reading.diary, reading.thread, writing.writing, people.people, people.standing, groups.groups,
    desks.rescue, desks.moderation, administering.administration, administering.numbers, administering.new_site,
)  # fmt: skip

# Classes that stand in no template's body: a script sets them while one works, or code by how much there is to lay out.
HOOKS = {
    "panel-place": "Where a form opens below a comment.",
    "replying": "Where a comment is being answered.",
    "suggestions": "Tags that are offered while one types.",
    "selectedCell": "A selected cell of a table in rich text.",
    "tableWrapper": "Around a table in rich text.",
    "beside": "The editor with the page beside the text.",
    "some": "The room of a text of ten lines in the editor.",
    "most": "Of more than twenty.",
    "on": "Where a long thread goes on in its next part.",
}
