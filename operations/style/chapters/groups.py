"""Groups: their pages, their members, and the queue from which they publish."""

from types import SimpleNamespace
from typing import Any

from groups.forms import InviteForm
from operations.style.piece import Chapter, piece
from operations.style.specimens import Cast, Listed

ABOUT = "What the mill does, and what is done to it."


def groups(cast: Cast) -> Chapter:
    entry = _entry(cast)
    here: dict[str, Any] = {"group": group(cast), "user": cast.reader, "tab": "group"}
    contributor = SimpleNamespace(role="contributor", is_member=True, leave=True, see_queue=True)
    asking = [SimpleNamespace(member=cast.stranger, at=cast.ago(6), words="I keep the sluice.")]
    return Chapter("Groups", "Members who publish together, from a queue that both sides can follow.", [
        piece("Page of a group", "Banner, name, what one is here and the next step from there; its diaries below.",
              "groups/group.html", may=contributor, page=Listed(cast.diaries[:1]), **here),
        piece("In the directory", "What a group is about, and how much it publishes.",
              "groups/_group_row.html", within="ul.diary-list", **here),
        piece("Looking for one", "Above the directory.", "groups/_directory_tools.html", words="Mill", sort="active", may_found=True),
        piece("In a queue", "Whose it is, who brought it, where it stands, who is at it.",
              "groups/_entry_row.html", within="ol.diary-list", entry=entry),
        piece("Every step", "What was done with it, readable for both sides.",
              "groups/_steps.html", within="section.steps", steps=_steps(cast)),
        piece("Calendar", "The slots of the coming days, free or taken.", "groups/_calendar.html", calendar=_calendar(cast, entry)),
        piece("Members", "What each of them is, and what the reader may change about it.",
              "groups/_members.html", page=_members(cast), **here),
        piece("Asking to join", "With what they say of themselves.", "groups/_requests.html", requests=asking, **here),
        piece("Inviting", "One field; the answer says who it was.", "groups/_invite.html", invite_form=InviteForm(), **here),
    ])  # fmt: skip


def group(cast: Cast) -> SimpleNamespace:
    return SimpleNamespace(
        name="Mill Watch", slug="mill-watch", get_absolute_url="/groups/mill-watch/", banner="demo/ferry.svg", banner_url="/media/demo/ferry.svg",
        summary=ABOUT, description_html=f"<p>{ABOUT}</p>", rules_html="<p>Say where you stood when you saw it.</p>", founded_at=cast.ago(9_000),
        member_count=12, tally=SimpleNamespace(diaries=40), locked_at=None, is_closed=False,
    )  # fmt: skip


def _entry(cast: Cast) -> SimpleNamespace:
    return SimpleNamespace(
        title=cast.diary.title, get_absolute_url="/", diary=cast.diary, added_by_id=-1, added_by=cast.reader, stage="waiting", draft=True,
        get_stage_display="waiting", changed_at=cast.ago(5), claimed_now=cast.trusted,
    )  # fmt: skip


def _steps(cast: Cast) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(at=cast.ago(9), by=cast.reader, act="added", sentence="added it to the queue", until=None, words=""),
        SimpleNamespace(
            at=cast.ago(5), by=cast.trusted, act="returned", sentence="sent it back", until=None, words="Say which weir."
        ),
    ]


def _calendar(cast: Cast, entry: SimpleNamespace) -> SimpleNamespace:
    free, taken = SimpleNamespace(at=cast.ago(-48), entry=None), SimpleNamespace(at=cast.ago(-51), entry=entry, title=entry.title)
    return SimpleNamespace(days=[SimpleNamespace(name="Monday, 7 December", slots=[free, taken])])


def _members(cast: Cast) -> list[SimpleNamespace]:
    fixed, open_to = SimpleNamespace(), SimpleNamespace(promote=True, expel=True)
    return [
        SimpleNamespace(member=cast.trusted, role="editor", by=cast.author, since=cast.ago(4_000), may=fixed),
        SimpleNamespace(
            member=cast.reader, role="contributor", by=cast.trusted, since=cast.ago(90), promoted_to="editor", may=open_to
        ),
    ]
