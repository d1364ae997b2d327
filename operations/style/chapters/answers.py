"""How the site answers: notices, questions before an act, refusals, and places where nothing is yet."""

from types import SimpleNamespace

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from comments.forms import HideForm
from core.views import told
from operations.style.chapters.groups import group
from operations.style.piece import OWN, Chapter, piece
from operations.style.specimens import RULES, Cast

SENT = (
    Message(constants.INFO, "The comments of this diary are closed."),
    Message(constants.SUCCESS, "Your Email has been sent."),
    Message(constants.ERROR, "That was not sent. Your text is kept. Try again in a minute."),
)


def notices(cast: Cast) -> Chapter:
    invited = {"template": "groups/_standing.html", "group": group(cast), "may": SimpleNamespace(role="invited")}
    waiting = SimpleNamespace(
        subject="From the other bank", body_html="<p>I was there on Sunday, too.</p>", author=cast.stranger, at=cast.ago(0.2)
    )
    return Chapter("Notices", "What happened, what is kept, what to do next; above the page, gone with the next one.", [
        piece("After an act", "Once, above the page that follows: amber for what one should know, green for what is done, red for what is not.",
              "_notices.html", messages=SENT),
        piece("On every page, until it is settled", "Where a moderator has warned or suspended a member.", "_standing.html", _sanctions(cast)),
        piece("Beside the thing itself", "What is so, in the place where one would act: a draft, an invitation.",
              f"{OWN}_banner.html", {"": {}, "In a group": invited}),
        piece("Before a moderator has read it", "A newcomer’s first comment, as its author and the moderators see it.",
              "comments/_before_moderator.html", waiting=waiting, user=cast.stranger),
    ])  # fmt: skip


def _sanctions(cast: Cast) -> dict[str, dict[str, object]]:
    line = SimpleNamespace(by_words="brook", at=cast.ago(3), rule=RULES[0], reason="Please argue with what was said.")
    suspended = SimpleNamespace(is_suspended=True, suspended_words="until Mon Dec 07, 2026")
    return {"Warned": {"user": SimpleNamespace(has_notice=True), "warnings": [line]}, "Suspended": {"user": suspended}}


def questions(cast: Cast) -> Chapter:
    comment = SimpleNamespace(
        pk=102, number=2, subject="A question of method", body_html="<p>How many hours, and on which days?</p>", author=cast.trusted,
        posted_at=cast.ago(29), printed_at="", in_thread_url="/",
    )  # fmt: skip
    return Chapter("Questions", "Before what cannot be undone, a page asks; with scripts the same form opens in place. It says what goes and what "
                   "stays, and both answers are buttons.", [
        piece("Asking first", "The act is the dangerous button, and it says what it does; the other one leads back.", "comments/ask.html", {
            "Deleting": {"question": "Delete this comment?", "panel": "comments/_delete.html"},
            "Hiding, which names a rule": {"question": "Hide this comment?", "panel": "comments/_hide.html", "form": HideForm(rules=RULES), "hides_left": 4},
            "Two ways out": {"template": "diaries/remove.html", "sure": "Are you sure you want to remove this diary?"},
        }, comment=comment, diary=cast.diary),
        piece("In place", "Opened below its button, where there is only one thing to say.", "diaries/_unrecommend.html", diary=cast.diary),
    ])  # fmt: skip


def refusals(cast: Cast) -> Chapter:
    later = "You have written ten comments in ten minutes. You can write again in 2 minutes. Your text is kept."
    return Chapter("Refusals and empty places", "Within the frame, so that one can go on; in words that name the rule and the moment from which it "
                   "is allowed. An empty place invites.", [
        piece("Refused", "The number for who reports it, the sentence for everybody. What may not be seen is as if it had never been.",
              "core/refusal.html", {
                  "Not allowed": told(403, "Only trusted users may found groups. You become one by what others make of your comments."),
                  "Not there, or not to be seen": told(404), "Overtaken": told(409), "Too fast": told(429, later),
              }),
        piece("Empty", "Says what will stand here and how it comes about; who can begin it finds the link.", "diaries/_diary_list.html", {
            "For a visitor": {}, "For a member": {"user": cast.reader},
            "Where a search finds nothing": {"template": "diaries/tag_search.html", "asked": "xyl"},
            "Where there is nothing to do": {"template": "moderation/desk.html", "request": SimpleNamespace(path="/moderation/")},
        }),
    ])  # fmt: skip
