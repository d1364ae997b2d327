"""The desks of rescuers and of moderators, and the public log."""

from types import SimpleNamespace
from typing import Any

from diaries.forms import DeclineForm
from moderation.forms import LogFilter
from operations.style.piece import Chapter, piece
from operations.style.specimens import RULES, Cast


def rescue(cast: Cast) -> Chapter:
    nominated = SimpleNamespace(
        pk=1, diary=cast.diaries[1], nominated_by=cast.trusted, nominated_at=cast.ago(4), blurb="Nobody else measures.", note="It is their first.",
        may=SimpleNamespace(second=True, decline=True),
    )  # fmt: skip
    unread = SimpleNamespace(diary=cast.diaries[2], takers=[cast.trusted], may_nominate=True, readers=[])
    covered = SimpleNamespace(diary=cast.diaries[1], readers=[cast.trusted, cast.reader], rescue=nominated)
    desk = SimpleNamespace(wanted=2, left=cast.diaries[:1])
    return Chapter("Rescue desk", "Good diaries that were overlooked. What is written at the desk stays there.", [
        piece("Nominated", "With the words for everybody, and those for the desk alone.", "diaries/_nomination_row.html",
              within="ol.diary-list", rescue=nominated, decline_form=DeclineForm(), is_rescuer=True),
        piece("Who has read what", "Green where enough have read it; beside it the number, so that the colour is not needed.",
              "diaries/_coverage_row.html", {"Still to be read": {"line": unread}, "Read by enough": {"line": covered}},
              within="ol.diary-list", desk=desk),
        piece("Found without the desk", "What readers have found themselves.", "diaries/_desk_left.html", desk=desk),
    ])  # fmt: skip


def moderation(cast: Cast) -> Chapter:
    case = SimpleNamespace(
        pk=3,
        heading="a comment of gale",
        get_absolute_url="/",
        report_count=2,
        opened_at=cast.ago(8),
        is_open=True,
        claimed_by=cast.trusted,
    )
    steps = [
        SimpleNamespace(by=cast.trusted, get_what_display="takes this case", at=cast.ago(7), words="I know neither of the two.")
    ]
    remove, warn = SimpleNamespace(address="/", label="Remove", danger=True), SimpleNamespace(address="/", label="Warn")
    return Chapter("Moderation", "Every act names a rule and a reason, and stands in a log that everybody reads.", [
        piece("Line of the public log", "Who, what, whom, by which rule and why. What was blacked out stays visible as a gap.",
              "moderation/_log_line.html", {"": {"line": _removal(cast)}, "For a time": {"line": _suspension(cast)}}, within="ol.log-list"),
        piece("Choosing lines", "In one row, which breaks on a phone.", "moderation/_log_filter.html", form=LogFilter(), asked=True),
        piece("Case", "Who is at it stands on the line, so that nobody does it twice.",
              "moderation/_case_row.html", within="ol.case-list", case=case),
        piece("What it is about", "The thing itself, above what one decides about it.",
              "moderation/_thing.html", thing=_hidden(cast), noun="comment", case=case),
        piece("What can be done", "Acts on the thing first, then on its author.",
              "moderation/_buttons.html", buttons=[remove], member_buttons=[warn], member=cast.stranger),
        piece("What was done", "Step by step, each with its words.", "moderation/_history.html", steps=steps),
        piece("What would happen", "Before ratings are voided: what comes back, what goes, who loses trust.",
              "moderation/_dry_run.html", dry_run=_dry_run(cast)),
    ])  # fmt: skip


def _removal(cast: Cast) -> SimpleNamespace:
    return SimpleNamespace(
        pk=12, kind="remove", get_kind_display="removed", by=cast.trusted, thing="a comment", is_about_thing=True, whom="gale", whom_blacked=True,
        title=cast.diary.title, reason="It names where somebody lives.", at=cast.ago(3), get_absolute_url="/", rule=RULES[0], is_black=True,
    )  # fmt: skip


def _suspension(cast: Cast) -> SimpleNamespace:
    return SimpleNamespace(
        pk=13, kind="suspend", get_kind_display="suspended", by=cast.trusted, member=cast.stranger, whom="gale", until=cast.ago(-72),
        at=cast.ago(3), get_absolute_url="/", rule=RULES[0],
    )  # fmt: skip


def _hidden(cast: Cast) -> SimpleNamespace:
    return SimpleNamespace(
        get_absolute_url="/", subject="Nobody reads this any more", is_standing=True, number=8, hidden=True, in_thread_url="/",
        body_html="<p>Its text is seen by its author and by trusted users.</p>", posted_at=cast.ago(18), printed_at="", diary=cast.diary,
    )  # fmt: skip


def _dry_run(cast: Cast) -> dict[str, Any]:
    back = SimpleNamespace(get_absolute_url="/", heading="Mine, just now", recommend_count=1, hide_count=0, author=cast.reader)
    run = SimpleNamespace(rating_count=7, coming_back=[back], vanishing=[], losing_trust=[cast.stranger], gaining_trust=[])
    return {"run": run, "recommends": 5, "hides": 2, "coming_back": [back], "vanishing": []}
