"""Places in a stream, and what stands at them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.http import Http404

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where in the stream: before this moment, and among what came at it before this diary."""

    at: datetime
    diary: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.diary}"

    @classmethod
    def of(cls, text: str) -> "Place":
        """From an address. Raises Http404 for what is none."""
        moment, _, diary = text.partition("-")
        if not (text.isascii() and moment.isdigit() and diary.isdigit() and len(moment) <= 17 and len(diary) <= 18):
            raise Http404("There is no such place in the stream.")
        try:
            return cls(EPOCH + timedelta(microseconds=int(moment)), int(diary))
        except OverflowError as error:
            raise Http404("There is no such place in the stream.") from error


NOW = Place(datetime(9999, 1, 1, tzinfo=UTC), 0)


Source = tuple[str, int]  # member, tag, published or republished (by a group); and its id


class Entry(NamedTuple):
    """One diary of the stream: since when, and through what."""

    place: Place
    sources: list[Source]
