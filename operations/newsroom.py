"""More of what /about/style/ shows: a group's queue, a case, lines of the logs; and the names of what only its own page can show."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import timezone

from community.colour import PAPERS, contrast, glow
from community.models import Site

SHEETS = "thread writing groups moderation settings ranking tags notifications style".split()
SURFACES = ("paper", "sheet", "wash", "glow")  # what ink stands on; the other colours stand on paper

# Classes of what stands in one place of one page: look there.
ELSEWHERE = {
    "Masthead and page": "date-line failure failure-number list logo main-column member-name menu narrow plate-dark plate-light side-column "
    "tab-gap welcome with-logo with-side write front hotlist-link default",
    "People": "avatar biography feed-addresses followed following hotlist invitation-list mute profile-acts reasons",
    "Diaries": "compare lead-picture neighbours new-count row-acts row-picture rules subject-matter version-list letter",
    "Rescue desk": "coverage desk-left desk-note full marks",
    "The editor": "beside by-hand desk diary-form diary-preview keys most much poll-fields selectedCell shown some suggestions tableWrapper text "
    "tips way writing",
    "Around a thread": "began context deep far folded-one news on onward panel-place preference-fields preferences preview preview-place replying "
    "shrunk to-new",
    "A group’s page": "group group-changes invite-form",
    "Administration": "areas conduct conduct-list first-rule footer-rows icons-shown jump lede logo-shown on-plate page-list page-state page-title "
    "places prompts role-list with-unit",
    "Why a diary stands where it does": "giver-list hour hours listed of-mojo place sum why-place",
    "Tags": "size-1 size-2 size-3 size-4 size-5 size-6 tag-add tag-changes tag-cloud tag-index tag-search",
    "Notifications": "is-unread told told-acts",
}


def specimens(cast: list[Any], diary: Any) -> dict[str, Any]:
    now = timezone.now()
    line = SimpleNamespace(
        pk=12, kind="remove", get_kind_display="removed", by=cast[1], thing="a comment", is_about_thing=True, address="", whom="gale",
        whom_blacked=True, title=diary.title, until=None, is_for_good=False, reason="It names where somebody lives.", at=now,
        get_absolute_url="#moderation", rule=SimpleNamespace(number=5, title="Private lives stay private"), about_id=None, is_black=True,
    )  # fmt: skip
    return {
        "entry": SimpleNamespace(
            title=diary.title, get_absolute_url="#groups", diary=diary, added_by_id=-1, added_by=cast[4], stage="waiting", draft=True,
            get_stage_display="waiting", changed_at=now - timedelta(hours=5), claimed_now=cast[1],
        ),
        "line": line,
        "case": SimpleNamespace(
            pk=3, heading="a comment of gale", get_absolute_url="#moderation", report_count=2, opened_at=now, is_open=True, claimed_by=cast[1]
        ),
        "change": SimpleNamespace(heading="The tagline", before="News of the valley", after="News, arguments and recipes", is_short=True, by=cast[0], at=now),
        "elsewhere": {where: sorted(names.split()) for where, names in ELSEWHERE.items()},
    }  # fmt: skip


def schemes(colours: list[str]) -> list[dict[str, Any]]:
    """Light and dark: each colour with its contrast, of surfaces to ink, of all others to paper."""
    tokens = dict(
        re.findall(r"--([a-z]+): light-dark\(([^)]*)\)", (Path(settings.BASE_DIR) / "static/css/rostrum.css").read_text())
    )
    return [
        _scheme(scheme, {name: both.split(", ")[place] for name, both in tokens.items()}, colours)
        for place, scheme in enumerate(PAPERS)
    ]


def _scheme(scheme: str, said: dict[str, str], colours: list[str]) -> dict[str, Any]:
    tokens = {name: value if len(value) == 7 else "#" + "".join(2 * sign for sign in value[1:]) for name, value in said.items()}
    tokens["accent"] = dict(zip(PAPERS, Site.current().accents, strict=True))[scheme]
    tokens["glow"] = glow(tokens["accent"], scheme)
    to = {name: "ink" if name in SURFACES else "paper" for name in colours}
    return {"name": scheme, "swatches": [(name, to[name], f"{contrast(tokens[name], tokens[to[name]]):.1f}") for name in colours]}
