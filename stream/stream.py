"""A member's stream: the diaries of those they follow, each once, as they came in.

What it costs does not grow with the archive: mostly it is found among the newest diaries of the site, which are kept (stream.newest),
else by looking at each source that is followed (stream.sources).
"""

from functools import cached_property
from typing import Any, NamedTuple

from accounts.models import User
from diaries.models import Diary
from groups.models import Group
from stream.newest import Interests, newest
from stream.places import NOW, Entry, Place, Source
from stream.sources import entries_from_sources

ON_A_PAGE = 20


class Reason(NamedTuple):
    """Why a diary is in the stream: `by bob`, `tagged Ferry`, `republished by Night shift`."""

    word: str
    name: str
    address: str


_WORDS = {"member": "by", "tag": "tagged", "published": "published by", "republished": "republished by"}


class Stream:
    def __init__(self, owner: User) -> None:
        self.owner = owner

    def entries(self, *, before: Place = NOW, size: int = ON_A_PAGE) -> list[Entry]:
        """The newest `size`, or those before a place: one query where these are among the newest of the site, else two."""
        interests = Interests.of(self.owner.pk)
        if interests.follow_nothing:
            return []
        found = newest().entries(interests, before, size)
        return entries_from_sources(self.owner.pk, before, size) if found is None else found

    def diaries(self, *, before: Place = NOW, size: int = ON_A_PAGE) -> list[Diary]:
        """The same with all that a list shows; each with its `place` and its `reasons`. Five queries at most."""
        entries = self.entries(before=before, size=size)
        records = Records(entries)
        out = []
        for entry in entries:
            if diary := records.diaries.get(entry.place.diary):
                diary.place, diary.reasons = entry.place, [records.reason(diary, source) for source in in_order(entry)]  # type: ignore[attr-defined]
                out.append(diary)
        return out


def in_order(entry: Entry) -> list[Source]:
    """Its reasons: the member first, then tags, then groups."""
    return sorted(set(entry.sources), key=lambda source: (list(_WORDS).index(source[0]), source[1]))


class Records:
    """What the entries are about, read when it is first asked for."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries

    @cached_property
    def diaries(self) -> dict[int, Diary]:
        return Diary.objects.listed().for_listing().in_bulk([entry.place.diary for entry in self.entries])

    @cached_property
    def _groups(self) -> dict[int, Group]:
        return Group.objects.in_bulk({pk for entry in self.entries for kind, pk in entry.sources if kind.endswith("published")})

    def reason(self, diary: Diary, source: Source) -> Reason:
        """In words. A source that has disappeared in this very moment is one without a name."""
        kind, pk = source
        tags = {tag.pk: tag for tag in diary.tag_list}
        what: Any = {"member": lambda: diary.author, "tag": lambda: tags.get(pk)}.get(kind, lambda: self._groups.get(pk))()
        return (
            Reason(_WORDS[kind], what.name, what.get_absolute_url())
            if what
            else Reason(_WORDS[kind], "…", diary.get_absolute_url())
        )
