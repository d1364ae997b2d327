"""Why a diary stands where it stands: the arithmetic of one diary, and its place in each of the last 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from diaries.models import Diary
from diaries.ranking import HOUR, Board, Ledger, Numbers, log_score

HOURS = 24
_WORDS = {
    "unpublished": "It is not published just now.",
    "tip_jar": "Its tip jar is hidden by trusted users, which takes a diary off the lists.",
    "none": "Nobody has recommended it yet.",
    "gate": "It is waiting for a first recommendation by a trusted user.",
}


@dataclass(frozen=True)
class Place:
    """Where it stood at one moment: a rank, or why it had none."""

    at: datetime
    rank: int | None
    listed: bool
    words: str


class Why:
    """`lines` with their members, `score`, `place` now, `hours` before. Two queries for the rows, one for the names."""

    def __init__(self, diary: Diary, *, at: datetime | None = None) -> None:
        self.diary, self.at = diary, at or timezone.now()
        moments = [self.at - hour * HOUR for hour in range(HOURS)]
        numbers = {moment: Numbers.of(moment) for moment in moments}
        ledger = Ledger(numbers)
        self.numbers = numbers[self.at]
        self.hours: list[Place] = []
        for board in ledger.boards():
            if board.at == self.at:
                self.lines = board.lines(diary.pk, self.at)
                self.closed = {
                    member: board.guard.closed(member) for member in (diary.author_id, *(line.giver for line in self.lines))
                }
            if board.at == self.at or self._was_out(board.at):
                self.hours.append(self._place(board, board.at))
        self.place = self.hours[0]

    def _was_out(self, moment: datetime) -> bool:
        return self.diary.published_at is not None and self.diary.published_at <= moment

    def _place(self, board: Board, at: datetime) -> Place:
        words = self._obstacle(board, at)
        if words:
            return Place(at, None, False, words)
        rank = next(entry.rank for entry in board.ranked(at) if entry.diary == self.diary.pk)
        if rank <= board.numbers.length:
            return Place(at, rank, True, f"number {rank} of the list")
        return Place(at, rank, False, f"number {rank}; the list has {board.numbers.length} places")

    def _obstacle(self, board: Board, at: datetime) -> str:
        obstacle = board.obstacle(self.diary.pk, at)
        if obstacle == "window":
            hours = round(board.numbers.window / HOUR)
            return f"It was not published within the last {hours} hours." if self.diary.published_at else "It was never published."
        return _WORDS.get(obstacle, "")

    @property
    def score(self) -> float:
        return 2.0 ** log_score(self.lines) if self.lines else 0.0

    @property
    def unguarded(self) -> float:
        """What the score would be without the guard."""
        return sum(line.fading for line in self.lines)

    @property
    def half_life(self) -> int:
        return round(self.numbers.half_life / timedelta(minutes=1))

    def shown(self) -> list[dict[str, object]]:
        """The lines for people, the heaviest first."""
        people = User.objects.in_bulk({line.giver for line in self.lines})
        ordered = sorted(self.lines, key=lambda line: (-line.worth, line.at))
        return [
            {
                "user": people[line.giver],
                "line": line,
                "age": _age(self.at - line.at),
                "closed": self.closed[line.giver],
            }
            for line in ordered
        ]

    @property
    def author_closed(self) -> float:
        return self.closed[self.diary.author_id]

    @property
    def is_guarded(self) -> bool:
        return any(line.factor < 1 for line in self.lines)


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
