"""The rules of rating, hiding and mojo once more, in plain Python: an oracle for random histories. It imports nothing from the product."""

from datetime import datetime, timedelta
from fractions import Fraction


class World:
    """People, comments and ratings in lists; `no` says why an act is refused, or nothing."""

    def __init__(self, *, window: int = 30, trust: tuple[float, int, int] = (3.5, 10, 90)) -> None:
        self.window, self.trust = window, trust
        self.people: dict[str, dict] = {}
        self.comments: list[dict] = []
        self.ratings: list[dict] = []

    # -- what is --

    def person(self, name: str, *, joined: datetime, granted: bool = False, denied: bool = False) -> None:
        self.people[name] = {"joined": joined, "granted": granted, "denied": denied}

    def post(self, author: str, at: datetime, parent: int | None = None) -> int:
        branch = len(self.comments) if parent is None else self.comments[parent]["branch"]
        self.comments.append({"author": author, "at": at, "parent": parent, "branch": branch, "deleted": False})
        return len(self.comments) - 1

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

    # -- acts: True, or False where the rules forbid it --

    def delete(self, number: int) -> bool:
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
        if [r for k in ("recommend", "hide") for r in self.of(number, k) if r["by"] == name]:
            return False
        if kind == "hide" and not self._may_hide(number, name, at):
            return False
        self.ratings = [r for r in self.ratings if (r["comment"], r["by"], r["kind"]) != (number, name, kind)]
        self.ratings.append({"comment": number, "by": name, "kind": kind, "at": at, "withdrawn": False})
        return True

    def _closed(self, number: int, name: str, at: datetime) -> bool:
        comment = self.comments[number]
        unseen = self.under(number) is not None and not self.trusted(name, at)
        return comment["author"] == name or comment["deleted"] or unseen or at - comment["at"] >= timedelta(hours=24)

    def _may_hide(self, number: int, name: str, at: datetime) -> bool:
        comment = self.comments[number]
        hides = [r for r in self.ratings if r["kind"] == "hide"]
        again = any(r["comment"] == number and r["by"] == name for r in hides)
        today = sum(r["by"] == name and at - r["at"] < timedelta(hours=24) for r in hides)
        argues = any(
            c["author"] == name and c["branch"] == comment["branch"] and at - c["at"] < timedelta(hours=24) for c in self.comments
        )
        pair = {name, comment["author"]}
        feud = any({r["by"], self.comments[r["comment"]]["author"]} == pair and at - r["at"] < timedelta(days=7) for r in hides)
        return self.trusted(name, at) and not again and today < 5 and not argues and not feud
