"""The rules of rating, hiding and mojo once more, in plain Python: an oracle for random histories. It imports nothing from the product."""

from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction


class World:
    """People, comments and ratings in lists. `refused` counts why acts were refused: a history in which nothing was proves little."""

    def __init__(
        self, *, window: int = 30, trust: tuple[float, int, int] = (3.5, 10, 90), first_comment: int = 0, a_day: int = 5
    ) -> None:
        """first_comment: hours after joining. a_day: hides."""
        self.a_day = a_day
        self.window, self.trust, self.first_comment = window, trust, timedelta(hours=first_comment)
        self.refused: Counter[str] = Counter()
        self.people: dict[str, dict] = {}
        self.comments: list[dict] = []
        self.ratings: list[dict] = []

    # -- what is --

    def person(self, name: str, *, joined: datetime, granted: bool = False, denied: bool = False) -> None:
        never = joined - timedelta(days=1)
        self.people[name] = {"joined": joined, "granted": granted, "denied": denied, "suspended": never, "unrated": never}

    def of(self, number: int, kind: str) -> list[dict]:
        return [r for r in self.ratings if r["comment"] == number and r["kind"] == kind and not r["withdrawn"]]

    def figures(self, number: int) -> tuple[int, int]:
        return len(self.of(number, "recommend")), len(self.of(number, "hide"))

    def hidden(self, number: int) -> bool:
        recommends, hides = self.figures(number)
        return hides >= 2 and hides > 3 * recommends

    def under(self, number: int) -> int | None:
        """The topmost hidden comment at or above this one."""
        found, here = None, number
        while here is not None:
            found = here if self.hidden(here) else found
            here = self.comments[here]["parent"]
        return found

    def mojo(self, name: str) -> tuple[Fraction | None, int]:
        """(mojo, number of rated comments)"""
        own = [n for n, c in enumerate(self.comments) if c["author"] == name and sum(self.figures(n))]
        own.sort(key=lambda n: (self.comments[n]["at"], n), reverse=True)
        above = below = 0
        for weight, number in zip(range(self.window, 0, -1), own, strict=False):
            recommends, hides = self.figures(number)
            mean = Fraction(4 * recommends + 0 * hides, recommends + hides)
            above += weight * (recommends + hides) * mean
            below += weight * (recommends + hides)
        return (Fraction(above) / below if below else None), len(own)

    def trusted(self, name: str, at: datetime) -> bool:
        who = self.people[name]
        if who["denied"] or who["granted"]:
            return not who["denied"]
        mojo, rated = self.mojo(name)
        least, many, days = self.trust
        return mojo is not None and mojo >= least and rated >= many and at - who["joined"] >= timedelta(days=days)

    def listed(self, tip_jar: int) -> bool:
        """Whether the lists show the diary with this tip jar."""
        return not self.hidden(tip_jar)

    # -- acts: True, or False where the rules forbid it --

    def post(self, author: str, at: datetime, parent: int | None = None) -> bool:
        who = self.people[author]
        if self._no("suspended", at < who["suspended"]) or self._no("newcomer", at - who["joined"] < self.first_comment):
            return False
        above = None if parent is None else self.comments[parent]
        if above and self._no("answers a deleted one", above["deleted"]):
            return False
        if above and self._no("answers what is hidden", not self._reads(parent, author, at)):
            return False
        branch = len(self.comments) if above is None else above["branch"]
        self.comments.append({"author": author, "at": at, "parent": parent, "branch": branch, "deleted": False})
        return True

    def delete(self, number: int, at: datetime) -> bool:
        self.comments[number]["deleted"] = True
        return True

    def rate(self, kind: str, number: int, name: str, at: datetime, *, undo: bool = False) -> bool:
        given = [r for r in self.of(number, kind) if r["by"] == name]
        if bool(given) != undo:
            return True  # twice is once
        if self._closed(number, name, at):
            return False
        if undo:
            given[0]["withdrawn"] = True
            return True
        if self._no("rated already", any(r["by"] == name for k in ("recommend", "hide") for r in self.of(number, k))):
            return False
        if kind == "hide" and not self._may_hide(number, name, at):
            return False
        self.ratings = [r for r in self.ratings if (r["comment"], r["by"], r["kind"]) != (number, name, kind)]
        self.ratings.append({"comment": number, "by": name, "kind": kind, "at": at, "withdrawn": False})
        return True

    def _no(self, why: str, so: bool) -> bool:
        self.refused[why] += so
        return so

    def _reads(self, number: int, name: str, at: datetime) -> bool:
        return self.under(number) is None or self.comments[number]["author"] == name or self.trusted(name, at)

    def _closed(self, number: int, name: str, at: datetime) -> bool:
        comment, who = self.comments[number], self.people[name]
        return (
            self._no("own", comment["author"] == name)
            or self._no("deleted", comment["deleted"])
            or self._no("suspended", at < who["suspended"])
            or self._no("no ratings", at < who["unrated"])
            or self._no("hidden", self.under(number) is not None and not self.trusted(name, at))
            or self._no("after 24 hours", at - comment["at"] >= timedelta(hours=24))
        )

    def _may_hide(self, number: int, name: str, at: datetime) -> bool:
        comment, day = self.comments[number], timedelta(hours=24)
        hides = [r for r in self.ratings if r["kind"] == "hide"]
        argues = [c for c in self.comments if c["author"] == name and c["branch"] == comment["branch"] and at - c["at"] < day]
        pair = {name, comment["author"]}
        feud = [r for r in hides if {r["by"], self.comments[r["comment"]]["author"]} == pair and at - r["at"] < timedelta(days=7)]
        return not (
            self._no("not trusted", not self.trusted(name, at))
            or self._no("again", any(r["comment"] == number and r["by"] == name for r in hides))
            or self._no("so many a day", sum(r["by"] == name and at - r["at"] < day for r in hides) >= self.a_day)
            or self._no("argues there", bool(argues))
            or self._no("feud", bool(feud))
        )
