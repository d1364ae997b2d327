"""How one reader has threads laid out: saved with the member, or said in a page's address for once.

Names and values that are not known are ignored: an old or mistyped address shows the thread all the same.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.template.loader import get_template

from accounts.models import User

# Every name, what it is called on the panel, and its values; the first is what a reader gets who never chose.
CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "view": ("Replies", {"nested": "Below what they answer", "flat": "One after the other"}),
    "show": ("Comments", {"expanded": "In full", "shrunk": "Their first words", "titles": "Titles only"}),
    "sort": ("Order", {"oldest": "Oldest first", "newest": "Newest first", "recommended": "Most recommended first"}),
    "signatures": ("Signatures", {"yes": "Show", "no": "Leave out"}),
    "hidden": ("Hidden comments", {"yes": "Show their text", "no": "Leave them hidden"}),
    "refresh": ("New comments", {"yes": "Arrive by themselves", "reload": "Arrive, without scripts by a reload", "no": "Wait for a reload"}),
}  # fmt: skip


class Preferences(NamedTuple):
    """One value for each of CHOICES. Sorting moves top-level comments with all below them; the flat view sorts every comment."""

    view: str = "nested"
    show: str = "expanded"
    sort: str = "oldest"
    signatures: str = "yes"
    hidden: str = "yes"
    refresh: str = "yes"

    @classmethod
    def of(cls, reader: Any, asked: Mapping[str, str] | None = None) -> Self:
        """What the address asks for, else what the member saved, else what everybody gets."""
        saved = _known(reader.reading) if reader.is_authenticated and isinstance(reader.reading, dict) else {}
        return cls(**{**saved, **_known(asked or {})})

    def save_for(self, member: User) -> None:
        """From now on, on every device. Only what differs from the usual is kept, so that the usual may change."""
        member.reading = self.different or None
        member.save(update_fields=["reading"])

    @property
    def different(self) -> dict[str, str]:
        return {name: value for name, value in self._asdict().items() if value != self._field_defaults[name]}

    def query(self, reader: Any) -> str:
        """What an address must say so that `reader` gets exactly this: `view=flat&sort=newest`."""
        usual = type(self).of(reader)._asdict()
        return urlencode({name: value for name, value in self._asdict().items() if value != usual[name]})

    def fields(self, *, may_show_hidden: bool) -> str:
        """The panel's fields, as they stand."""
        return _fields(self, may_show_hidden)


def _known(asked: Mapping[str, Any]) -> dict[str, str]:
    found = {name: asked.get(name) for name in CHOICES}
    return {name: value for name, value in found.items() if isinstance(value, str) and value in CHOICES[name][1]}


@lru_cache(512)
def _fields(chosen: Preferences, may_show_hidden: bool) -> str:
    """Rendered once for each choice there is, not once a page."""
    shown = [name for name in CHOICES if name != "hidden" or may_show_hidden]
    fields = [(name, *CHOICES[name], getattr(chosen, name)) for name in shown]
    return get_template("comments/_preferences_fields.html").render({"fields": fields})


PLAIN = Preferences()


def arranged(rows: list[Any], preferences: Preferences) -> list[Any]:
    """The rows of a thread in the order that the reader prefers; nested, whole branches move and stay whole."""
    if preferences.view == "flat":
        branches = [[row] for row in sorted(rows, key=lambda row: row.number)]
    elif preferences.sort == "oldest":
        return rows
    else:
        branches = _branches(rows)
    if preferences.sort == "newest":
        branches.reverse()
    elif preferences.sort == "recommended":  # a hidden comment's figures are not for everybody: it counts as none
        branches.sort(key=lambda branch: 0 if branch[0].hidden_root_id else -branch[0].recommend_count)
    return [row for branch in branches for row in branch]


def _branches(rows: list[Any]) -> list[list[Any]]:
    branches: list[list[Any]] = []
    for row in rows:
        if row.level == 0 or not branches:
            branches.append([])
        branches[-1].append(row)
    return branches
